"""What a report says, drawn up from data alone: the document that is digested. Names of units, classes and places stand in it as they were.

No name, phone or address of a citizen is in any of it. Every number is rounded to six places where it is made. Days are ISO texts' dates;
`None` is "not known", never nought.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from datetime import date

    from tongban.reports.terms.measured import CityRates, Proof, TrendTable, WatchLine

NAMELESS = Bilingual("")
SECOND = {"since": 2}  # of a field that stands in documents from `tongban.report/2` on


class ReportKind(StrEnum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SURGE = "surge"


class Lacking(StrEnum):
    """What a report could not say, and why; a page says each in words."""

    NO_DETECTION = "no_detection"  # nothing was tested for this period
    PART_DETECTION = "part_detection"  # tested up to a day before its end
    NO_TRENDS = "no_trends"  # no counts of earlier weeks are kept
    NO_WATCHES = "no_watches"
    NO_CAMPAIGNS = "no_campaigns"


class Course(StrEnum):
    """Where a surge goes since it began: its last week against the one before."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Period:
    """Of what a report tells: from a Monday, or the first of a month, to the day after its last."""

    key: str  # 2026-W48, 2026-11, or of a surge the week in which it is told
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Share:
    """`good` of `n` with the Wilson bounds. Without `enough` it is shown and never ranked."""

    good: int
    n: int
    share: float | None
    lower: float | None
    upper: float | None
    enough: bool


@dataclass(frozen=True, slots=True)
class SameWeek:
    """What the same week of an earlier year had; None: nothing is known of it."""

    week: str
    count: float | None


@dataclass(frozen=True, slots=True)
class ReportWeek:
    """A week of a surge. `count` has each citizen once and is what is tested; `raw` is messages. Untested weeks have a count alone."""

    week: str
    monday: date
    count: float | None
    raw: float | None
    expected: float | None
    bound: float | None
    score: float | None
    p: float | None
    alarm: bool
    earlier: tuple[SameWeek, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A message in its masked words, as everybody may read it on the board."""

    number: str
    week: str
    received_on: date
    title: str
    text: str
    likes: int
    unit: str


@dataclass(frozen=True, slots=True)
class Quotes:
    """Those that are quoted, and what is not: `more` displayed ones, `duplicates` said once already, `hidden` ones never shown."""

    lines: tuple[Quote, ...]
    more: int
    duplicates: int
    hidden: int


@dataclass(frozen=True, slots=True)
class UnitInCharge:
    """A unit that has messages of a surge, as of the closing. `messages` is how many of the surge's displayed ones."""

    unit: str
    name: Bilingual
    messages: int
    answered: Share
    on_time: Share
    satisfied: Share
    open: int  # of these messages, with no answer yet
    due_on_time: Share  # of everything of theirs that fell due in the period
    open_orders: int  # supervision orders of this unit that are not closed
    trial: bool  # not switched on: in no public report


@dataclass(frozen=True, slots=True)
class RelatedOrder:
    """A supervision order on the same topic and place: it cites the surge, one of its messages, or an earlier surge of the same series."""

    number: str
    unit: str
    name: Bilingual
    matter: str
    state: str  # a directives OrderState, as it was when the report was drawn up
    issued_on: date
    due_on: date
    closed_on: date | None
    on_time: bool | None
    surge: str  # the surge that it cites; empty where it cites messages


@dataclass(frozen=True, slots=True)
class RelatedCampaign:
    """A campaign on the same class or place."""

    number: str
    name: str
    state: str
    begins_on: date
    ends_on: date | None
    result: str


@dataclass(frozen=True, slots=True)
class LastYear:
    """The same weeks a year ago, and what was done then. `known` is whether there is anything to look at."""

    known: bool
    count: float | None
    expected_now: float | None
    orders: tuple[RelatedOrder, ...]
    campaigns: tuple[RelatedCampaign, ...]


@dataclass(frozen=True, slots=True)
class OrderProposal:
    """A drafted order (督办单). Its demand may be worded anew in `ReportWords.demands`."""

    unit: str
    name: Bilingual
    matter: str
    demand: str
    working_days: int | None  # None: the city's own limit
    limit: str  # the limit in words
    references: tuple[str, ...]  # "surge:<id>", "message:<number>"


@dataclass(frozen=True, slots=True)
class CampaignProposal:
    """A proposed campaign (专项行动)."""

    name: str
    category: str
    area: str
    words: tuple[str, ...]
    lead: str  # the unit that leads
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurgeSection:
    """One surge: what, where, since when and how it goes on; what it rests on; who said what; who has it; what was done; what to do."""

    surge_id: str
    series: str
    what: str  # in words
    category: str
    category_name: Bilingual
    area_kind: str  # city, district, street, unit; empty for a topic without a place
    area: str
    area_name: Bilingual
    topic: int | None
    words: tuple[str, ...]
    since: str
    last: str
    closed: str
    course: Course
    score: float
    highest: float
    method: str
    years: int
    season_known: bool  # three full years of history; without them a season cannot be told from a surge
    weeks: tuple[ReportWeek, ...]
    quotes: Quotes
    units: tuple[UnitInCharge, ...]
    orders: tuple[RelatedOrder, ...]
    campaigns: tuple[RelatedCampaign, ...]
    last_year: LastYear
    order: OrderProposal | None
    campaign: CampaignProposal | None
    verdict: str = field(default="", metadata=SECOND)  # an insight Verdict, as it was when this was drawn up; empty: not kept then
    verdict_for: str = field(default="", metadata=SECOND)  # why; inside alone


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report, as it was drawn up."""

    kind: ReportKind
    period: Period
    title: str
    summary: str
    surges: tuple[SurgeSection, ...]
    trends: tuple[TrendTable, ...]
    rates: CityRates
    watches: tuple[WatchLine, ...]
    lacking: tuple[Lacking, ...]
    proof: Proof
    rates_on: CityRates | None = field(default=None, metadata=SECOND)  # of the units that are switched on: what everybody reads
