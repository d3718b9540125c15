"""What an analyst keeps an eye on, as it is written and as it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.insight.terms import Method, NoteLine, SurgeWeek

EVERYWHERE = "city"  # the area of a watch on the whole city


@dataclass(frozen=True, slots=True)
class NewWatch:
    """Messages that say words, of a class, in an area; what is empty is not asked for. Its owner is told where a week is over a bound."""

    name: str
    words: tuple[str, ...] = ()
    all_of_them: bool = False  # each of the words, not any
    category: str = ""
    area: str = ""  # a district's or street's code, or EVERYWHERE
    above: int | None = None  # told where more people than that wrote in a week
    over_bound: bool = False  # told where a week is over the bound that surges have
    shared: bool = False  # others of the desk may read it


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watch in a list, with its last counted week. While it is counted anew it has none."""

    id: UUID
    asked: NewWatch
    owner_name: str
    mine: bool
    archived: bool
    counting: bool
    week: str = ""
    until_on: date | None = None  # the first day that is not counted
    voices: float | None = None
    raw: float | None = None
    recent: tuple[float | None, ...] = ()
    over: bool = False  # its owner was told of that week
    told: str = ""  # the last week of which its owner was told


@dataclass(frozen=True, slots=True)
class WatchAlertLine:
    """A week of which its owner was told: how many wrote, and over what: the count that was set, the bound, or both."""

    week: str
    monday: date
    voices: float
    above: int | None
    bound: float | None
    at: datetime


@dataclass(frozen=True, slots=True)
class WatchView:
    """A watch with all its weeks, oldest first; the last year's have what was expected and the bound."""

    line: WatchLine
    weeks: tuple[SurgeWeek, ...]
    method: Method
    years: int
    alerts: tuple[WatchAlertLine, ...]
    notes: tuple[NoteLine, ...]
    data: str
