"""Facts of `supervision`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SupervisionLoaded(Fact):
    aggregate: ClassVar[str] = "release"

    release_id: UUID
    digest: str


@dataclass(frozen=True, kw_only=True)
class UnitSwitched(Fact):
    """A unit's ranking, orders and interviews are for real from now on, or on trial again."""

    aggregate: ClassVar[str] = "switch"

    switch_id: UUID
    unit: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class _OfWeek(Fact):
    aggregate: ClassVar[str] = "ranking"

    ranking_id: UUID
    week: str
    version: int


@dataclass(frozen=True, kw_only=True)
class WeekClosed(_OfWeek):
    digest: str


@dataclass(frozen=True, kw_only=True)
class RankingSigned(_OfWeek):
    """It is published with this."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class ExclusionProposed(_OfWeek):
    exclusion_id: UUID


@dataclass(frozen=True, kw_only=True)
class ExclusionDecided(_OfWeek):
    exclusion_id: UUID
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class CorrectionProposed(_OfWeek):
    correction_id: UUID


@dataclass(frozen=True, kw_only=True)
class CorrectionDecided(_OfWeek):
    correction_id: UUID
    confirmed: bool
