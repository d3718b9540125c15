"""What was read when a report was drawn up and is kept with it, because no table keeps it as it was: who liked a message, what an order
says now, which class a message was filed under. What can be counted again as of the closing is not here: it is counted again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongban.reports.terms.content import SECOND
from tongban.supervision.terms import TrendRules

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tongban.kernel.bilingual import Bilingual
    from tongban.reports.terms.content import Lacking, RelatedCampaign, RelatedOrder, ReportWeek
    from tongban.reports.terms.measured import FalseShare, TrendTable, WatchLine


@dataclass(frozen=True, slots=True)
class SeenMessage:
    """A displayed message of a surge. Words are kept of those that are quoted alone; `same` is equal where the words are the same."""

    id: str
    number: str
    received_on: date
    unit: str
    likes: int
    answered: bool
    on_time: bool | None
    satisfied: bool | None
    same: str
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SeenSurge:
    """A surge as it was told. `hidden` counts what is not displayed, and reports; `units` everything."""

    surge_id: str
    series: str
    category: str
    category_name: Bilingual
    area_kind: str
    area: str
    area_name: Bilingual
    topic: int | None
    words: tuple[str, ...]
    since: str
    method: str
    years: int
    messages: tuple[SeenMessage, ...]
    hidden: int
    units: Mapping[str, int]
    orders: tuple[RelatedOrder, ...]
    campaigns: tuple[RelatedCampaign, ...]
    open_orders: Mapping[str, int]  # of each unit that has messages
    verdict: str = field(default="", metadata=SECOND)
    verdict_for: str = field(default="", metadata=SECOND)
    closed: str | None = field(default=None, metadata=SECOND)  # the week in which it was over; empty: it goes on; None: not kept then


@dataclass(frozen=True, slots=True)
class Seen:
    """All of it. `detection` is the run that the surges are told by; empty where there is none."""

    detection: str
    surges: tuple[SeenSurge, ...]
    received: int
    trends: tuple[TrendTable, ...]
    watches: tuple[WatchLine, ...]
    false_alarms: tuple[FalseShare, ...]
    names: Mapping[str, Bilingual]  # of units
    lacking: tuple[Lacking, ...]
    code: str  # version of the program that drew it up
    tested_until: date | None = field(default=None, metadata=SECOND)


@dataclass(frozen=True, slots=True)
class DetectionTold:
    """The run of the detection, counted again from its tests."""

    id: str
    tests: int
    tested: int
    alarms: int
    stood: int
    floor: int | None
    floor_weeks: int | None
    alpha: float | None
    q: float | None
    data: str
    rules: str
    digest: str


@dataclass(frozen=True, slots=True)
class DueUnit:
    """What fell due with a unit in the period, and how it was rated, as of the closing."""

    due: int = 0
    on_time: int = 0
    answered: int = 0
    rated: int = 0
    satisfied: int = 0
    due_out: int = 0  # left out of the ranking, and so in none of these
    rated_out: int = 0


@dataclass(frozen=True, slots=True)
class Recounted:
    """What the ledgers say as of the closing, as often as they are asked."""

    tested: DetectionTold | None
    weeks: Mapping[str, tuple[ReportWeek, ...]]  # of each surge
    units: Mapping[str, DueUnit]
    on: frozenset[str] = field(default_factory=frozenset[str])  # units that were switched on
    supervision: str = ""  # digest of the city's rules
    minimum: int = TrendRules().minimum  # under which nothing is ranked
    without: bool = True  # what was left out of the rankings; not in the first format, which has rates of all units alone
