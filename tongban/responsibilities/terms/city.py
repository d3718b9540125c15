"""What a city says about its board: `cities/<city>/board.yaml`, as every message pins it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from tongban.kernel.limits import Limit
    from tongban.responsibilities.terms.words import Escalation, Kind, Point


@dataclass(frozen=True, slots=True)
class Tier:
    """How urgent a message is, and how long its answer may take."""

    key: str
    name: Bilingual
    limit: Limit
    words: tuple[str, ...] = ()  # whoever writes one of these is in this tier, whatever the category says
    emergency: bool = False  # at once to the duty desk, before any unit
    likely: tuple[str, ...] = ()  # in it is also who writes one of these in a clause that has none of `unless`
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Category:
    """A class of the city's table (GB/T 39666 or its own): six digits, two a level."""

    code: str
    name: Bilingual
    tier: str
    parent: str = ""
    keywords: tuple[str, ...] = ()
    public: bool = True


@dataclass(frozen=True, slots=True)
class District:
    """A district or street: `unit` answers for what nobody else does there (兜底)."""

    code: str
    name: Bilingual
    unit: str
    parent: str = ""
    outline: tuple[Point, ...] = ()  # a ring, WGS 84
    names: tuple[str, ...] = ()  # what people call places in it


@dataclass(frozen=True, slots=True)
class Duty:
    """A line of the duty list (权责清单): who answers for a class, in a district or everywhere."""

    category: str  # a code, or the beginning of one
    unit: str
    district: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An ordered rule of dispatch. It holds where each condition that it names holds; one that names none holds always."""

    key: str
    unit: str
    kinds: frozenset[Kind] = frozenset()
    categories: frozenset[str] = frozenset()  # codes, or beginnings of codes
    districts: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()  # any of them
    hours: tuple[int, int] | None = None  # from, until (exclusive), in the city's time; may go over midnight


@dataclass(frozen=True, slots=True)
class RefusalGround:
    """Why a message is not accepted, and which channel is the right one."""

    key: str
    name: Bilingual
    channel: Bilingual
    basis: str


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """How a reply may begin. It fills a draft and never sends one; `unit` empty: for every unit, `kinds` empty: for every kind."""

    key: str
    name: Bilingual
    text: str
    unit: str = ""
    kinds: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True)
class Joint:
    """A body at the joint desk (信访, 应急, 督查, media) and what it may do there."""

    desk: str
    name: Bilingual
    rights: frozenset[str]  # see, comment, supervise, cleared (only what is cleared for it), watch (clocks and figures)


@dataclass(frozen=True, slots=True)
class Succession:
    """From a Monday on a class is another: renamed, merged or split. `share` is how much of its past goes along to that heir, 0 to 1."""

    old: str
    new: str
    from_on: date
    share: float


@dataclass(frozen=True, slots=True)
class BoardRelease:
    """One state of the city's board data; immutable."""

    id: UUID
    number_prefix: str  # opens the number of every message
    duty_desk: str
    screening_desk: str
    call_back_desk: str
    unit_desk: str  # key of the desk at which a unit's orders arrive, e.g. `messages`
    approver_desk: str  # key of the desk that approves a unit's replies
    shown_before_screening: bool
    screening_limit: Limit
    acceptance_limit: Limit
    objection_limit: Limit
    returns_at_most: int
    rating_limit: Limit  # how long an answer may be rated
    joint: tuple[Joint, ...]
    tiers: tuple[Tier, ...]
    default_tier: str
    categories: tuple[Category, ...]
    districts: tuple[District, ...]
    duties: tuple[Duty, ...]
    rules: tuple[Rule, ...]
    refusal_grounds: tuple[RefusalGround, ...]
    escalation: dict[Escalation, tuple[str, ...]]  # who is told at how many per cent: desks, or `unit`, `approver`, `above`
    sources: dict[str, Bilingual]  # other channels from which messages are imported
    rates: dict[str, int]  # limits against abuse: messages an hour by one author, by one address, similar ones a day; words added to one
    threshold: float  # how sure the classifier must be, where its own is lower
    reply_templates: tuple[ReplyTemplate, ...] = ()
    desk_answers: frozenset[Kind] = frozenset()  # what the duty desk may answer itself
    unit_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])  # as people call departments besides
    successions: tuple[Succession, ...] = ()

    @property
    def duty_unit(self) -> str:
        """The department of the duty desk, as whose its own answers stand."""
        return self.duty_desk.partition("/")[0]

    def category(self, code: str) -> Category | None:
        return next((each for each in self.categories if each.code == code), None)

    def district(self, code: str) -> District | None:
        return next((each for each in self.districts if each.code == code), None)

    def category_name(self, code: str) -> Bilingual:
        """What it calls a class; of one that is no more the code, of none nothing."""
        found = self.category(code)
        return found.name if found else Bilingual(code)

    def district_name(self, code: str) -> Bilingual:
        """What people call a district or street; of one that is no more the code, of none nothing."""
        found = self.district(code)
        return found.name if found else Bilingual(code)

    def templates_for(self, unit: str, kind: Kind) -> tuple[ReplyTemplate, ...]:
        """With what this unit may begin a reply to a message of this kind."""
        return tuple(each for each in self.reply_templates if each.unit in ("", unit) and (not each.kinds or kind in each.kinds))

    def tier(self, key: str) -> Tier:
        return next(each for each in self.tiers if each.key == key)


@dataclass(frozen=True, slots=True)
class LoadedBoard:
    """What loading a city's board data came to."""

    release_id: UUID
    changed: bool
    categories: int
    districts: int
