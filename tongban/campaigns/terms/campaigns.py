"""Words of campaigns: what one is about and why, who does what, how messages came to it, and how one is seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from tongban.board.terms import MessageLine, Satisfaction
    from tongban.campaigns.terms.effect import EffectCorrection, Measured
    from tongban.kernel.bilingual import Bilingual


class CampaignGround(StrEnum):
    """Why there is a campaign."""

    SURGE = "surge"  # many write about the same
    REPORT = "report"  # a report of analysts proposes it
    LEADER = "leader"  # a leader has asked
    OWN = "own"  # whoever supervises has seen it


class CampaignState(StrEnum):
    DRAFTED = "drafted"
    RUNNING = "running"  # everybody reads it from now on
    ENDED = "ended"  # what came of it is told
    EVALUATED = "evaluated"  # its effect is measured, for good
    GIVEN_UP = "given_up"


class CampaignAct(StrEnum):
    DRAFT = "draft"
    REWRITE = "rewrite"
    APPROVE = "approve"
    GIVE_UP = "give_up"
    ADD_MEASURE = "add_measure"
    LINK = "link"
    UNLINK = "unlink"
    MATCH = "match"  # messages of its class and area, by the clock
    WRITE_RESULTS = "write_results"
    APPROVE_RESULTS = "approve_results"
    TELL = "tell"
    RATE = "rate"
    MEASURE = "measure"  # provisional
    EVALUATE = "evaluate"
    CORRECT_EFFECT = "correct_effect"  # 勘误: asked for by one person
    CONFIRM_CORRECTION = "confirm_correction"  # and confirmed by another
    DISMISS_CORRECTION = "dismiss_correction"


class How(StrEnum):
    """How a message came to a campaign."""

    SURGE = "surge"  # it is evidence of the surge
    HAND = "hand"  # somebody named its number
    MATCH = "match"  # of its class and area, while it ran


@dataclass(frozen=True, slots=True)
class About:
    """A class of the city's table, in a district, street or everywhere; and words for what has no class of its own."""

    category: str = ""
    area: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lead:
    """The unit that leads, and the person who does, in office."""

    unit: str
    name: str
    post: str


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit does in it."""

    unit: str
    does: str


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign as somebody writes it down."""

    name: str
    about: About
    why: str
    lead: Lead
    parts: tuple[Part, ...]
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class DraftedCampaign:
    """What drafting came to."""

    campaign_id: UUID
    number: str


@dataclass(frozen=True, slots=True)
class CampaignName:
    """By what a message refers to a campaign that everybody may read."""

    number: str
    name: str
    state: CampaignState
    ended_at: datetime | None
    rating_until: datetime | None


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit with what it does; `on_trial`: never named in public."""

    unit: str
    name: Bilingual
    does: str
    on_trial: bool


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A step that is planned or was taken. `public`: everybody reads it."""

    on: date
    words: str
    public: bool
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CampaignStep:
    """One step in the life of a campaign; no name: the clock."""

    act: CampaignAct
    at: datetime
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Ratings:
    """What authors say of what came of it. Whoever has not rated is counted nowhere."""

    accounts: int  # authors who are told, and may rate
    codes: int  # messages whose authors may rate by the tracking code, and cannot be told
    unreached: int  # messages from elsewhere: nobody can be told, and nobody can rate
    rated: int
    solved: int
    levels: tuple[int, ...]  # how often each was given, the worst first

    @property
    def asked(self) -> int:
        """Those who may rate."""
        return self.accounts + self.codes

    @property
    def satisfied(self) -> int:
        """The three upper levels."""
        return sum(self.levels[2:])

    @property
    def missing(self) -> int:
        return self.asked - self.rated


@dataclass(frozen=True, slots=True)
class RatingLine:
    """What somebody said beside a rating, in masked words, for whoever supervises; not who."""

    solved: bool
    satisfaction: Satisfaction
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign in a list, as everybody may know it. `lead_name` is None where the unit that leads is on trial."""

    id: UUID
    number: str
    name: str
    state: CampaignState
    ground: CampaignGround
    category: str
    category_name: Bilingual
    area: str
    area_name: Bilingual
    words: tuple[str, ...]
    lead: UnitName | None
    begins_on: date
    ends_on: date
    opened_at: datetime | None
    ended_on: date | None
    linked: int  # messages, no report among them


@dataclass(frozen=True, slots=True)
class PublicCampaign:
    """A campaign as everybody reads it: no unit on trial, no report, no measure that is not for everybody."""

    line: CampaignLine
    why: str
    lead_person: Lead | None
    parts: tuple[UnitName, ...]
    measures: tuple[MeasureLine, ...]
    results: str
    given_up_for: str
    given_up_at: datetime | None
    messages: tuple[MessageLine, ...]  # the newest of those that are displayed
    ratings: Ratings
    rating_until: datetime | None
    rating_open: bool
    effect: Measured | None  # none too where it was taken back
    corrections: tuple[EffectCorrection, ...]  # the newest first
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedMessage:
    """A message of a campaign, by its number where whoever looks may open it."""

    message_id: UUID
    number: str
    how: How
    at: datetime
    removed_at: datetime | None
    removed_for: str


@dataclass(frozen=True, slots=True)
class CampaignView:
    """A campaign as the desks see it. `version` is what an approval names, so that nobody approves what they have not read."""

    line: CampaignLine
    version: int
    ground_id: UUID | None
    why: str
    lead: Lead
    parts: tuple[UnitName, ...]
    measures: tuple[MeasureLine, ...]
    results: str
    given_up_for: str
    links: tuple[LinkedMessage, ...]
    counted: tuple[tuple[How, int], ...]  # messages linked now, by the way they came
    reports: int  # of them; none for whoever may not know of reports
    ratings: Ratings
    said: tuple[RatingLine, ...]
    rating_until: datetime | None
    effect: Measured | None
    corrections: tuple[EffectCorrection, ...]  # the newest first; one may wait
    steps: tuple[CampaignStep, ...]
    open_to: frozenset[CampaignAct]


@dataclass(frozen=True, slots=True)
class ToRate:
    """What somebody may say of a campaign by one of their messages."""

    campaign: CampaignName
    results: str
    message_id: UUID
    number: str
    rated: bool
    until: datetime | None
    open: bool
