"""Facts of `seals`: ids, times and short codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class SealFact(Fact):
    aggregate: ClassVar[str] = "seal"

    seal_id: UUID


@dataclass(frozen=True, kw_only=True)
class SealMade(SealFact):
    owner_kind: str


@dataclass(frozen=True, kw_only=True)
class SealChanged(SealFact):
    change: str


@dataclass(frozen=True, kw_only=True)
class SealGranted(SealFact):
    grant_id: UUID


@dataclass(frozen=True, kw_only=True)
class SealGrantRevoked(SealFact):
    grant_id: UUID


@dataclass(frozen=True, kw_only=True)
class SealUsed(SealFact):
    grant_id: UUID | None = None
