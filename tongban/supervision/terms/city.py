"""What a city says about supervision: `cities/<city>/supervision.yaml`, as each week and each order pins it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongban.identity.terms import ActorKind
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, time
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.kernel.limits import Limit


@dataclass(frozen=True, slots=True)
class Desks:
    """Where the work is done, by the full code of the desk."""

    supervise: str  # confirms interviews, issues and closes orders, proposes exclusions, switches units on
    second: str  # confirms what another person proposed
    sign: str  # signs a ranking off, by name
    lead: str  # asks, and sees what came of it
    analyse: str  # edits reports

    def see_all(self, by: Actor) -> bool:
        """Whoever sits at one of them sees every unit, on trial or not; so does the system."""
        return by.kind is ActorKind.SYSTEM or by.sits_at(self.supervise, self.second, self.sign, self.lead, self.analyse)


@dataclass(frozen=True, slots=True)
class Closing:
    """At which hour of the week after it a week is closed."""

    weekday: int  # Monday is 0
    time: time


@dataclass(frozen=True, slots=True)
class Group:
    """Units that are ranked among one another."""

    key: str
    name: Bilingual
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Minimum:
    """How much a rate must rest on before it is ranked."""

    due: int
    rated: int


@dataclass(frozen=True, slots=True)
class Weights:
    """Of the score beside the rates; they sum up to 100."""

    on_time: int
    satisfied: int
    response: int


@dataclass(frozen=True, slots=True)
class OrderRules:
    """How orders of supervision are numbered, how long they run, and whether another person checks what came of one."""

    limit: Limit
    number: str  # 督办〔{year}〕{number}号
    two_people: bool = True


@dataclass(frozen=True, slots=True)
class CampaignRules:
    """How campaigns (专项行动) are numbered, how long authors may rate what came of one, and by how many weeks it is measured."""

    number: str = "ZX{year}-{number}"
    rating_days: int = 30
    weeks: int = 8  # before it began, and after it ended
    minimum: int = 20  # messages before it; with fewer nothing is judged


@dataclass(frozen=True, slots=True)
class ReportRules:
    """How analysis reports are numbered, and which are drawn up by the clock: each week, each month, whenever a surge opens."""

    number: str = "FX{year}-{number}"
    weekly: bool = True
    monthly: bool = True
    on_surge: bool = False


@dataclass(frozen=True, slots=True)
class TrendRules:
    """From how many messages on a change is judged, a rate ranked: in trends and in analysis reports."""

    minimum: int = 20


@dataclass(frozen=True, slots=True)
class SupervisionRelease:
    """One state of the city's rules of supervision; immutable."""

    id: UUID
    digest: str
    desks: Desks
    closes: Closing
    groups: tuple[Group, ...]
    minimum: Minimum
    weights: Weights
    on_time_below: int  # per cent: a unit whose upper bound lies below it is proposed for an interview
    orders: OrderRules
    second_complaint_days: int
    campaigns: CampaignRules = CampaignRules()
    reports: ReportRules = ReportRules()
    trends: TrendRules = TrendRules()
    merged: Mapping[str, str] = field(default_factory=dict[str, str])  # a unit that is no more: the unit that counts what it had
    names: Mapping[str, Bilingual] = field(default_factory=dict[str, Bilingual])  # of departments, as they were called at the loading

    def heir(self, unit: str) -> str:
        """Who counts and answers for what a unit had: itself, or the unit into which it was merged."""
        return self.merged.get(unit, unit)

    @property
    def units(self) -> frozenset[str]:
        """All that are ranked."""
        return frozenset(unit for group in self.groups for unit in group.units)


@dataclass(frozen=True, slots=True)
class LoadedSupervision:
    """What loading came to."""

    release_id: UUID
    changed: bool
    groups: int
    units: int


@dataclass(frozen=True, slots=True)
class UnitSwitch:
    """Whether a unit is ranked, told and interviewed for real; `at` is None where it was never switched."""

    unit: str
    group: str
    name: Bilingual
    on: bool
    at: datetime | None
