"""Facts of `licences`: ids, times and short codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact

CATALOGUE = UUID("6c1f0e5c-6d0b-5a55-9d0c-1f6b6f1d8a01")  # the list of licence types as one aggregate


@dataclass(frozen=True, kw_only=True)
class LicenceIssued(Fact):
    aggregate: ClassVar[str] = "licence"

    licence_id: UUID
    holder_id: UUID
    type_code: str
    case_id: UUID | None = None

    @property
    def aggregate_id(self) -> UUID:
        return self.licence_id


@dataclass(frozen=True, kw_only=True)
class DocumentMade(Fact):
    aggregate: ClassVar[str] = "licence"

    licence_id: UUID
    holder_id: UUID

    @property
    def aggregate_id(self) -> UUID:
        return self.licence_id


@dataclass(frozen=True, kw_only=True)
class TypesLoaded(Fact):
    """A batch of licence types was taken in; one fact for all of them."""

    aggregate: ClassVar[str] = "licence_types"

    count: int
    digest: str

    @property
    def aggregate_id(self) -> UUID:
        return CATALOGUE


@dataclass(frozen=True, kw_only=True)
class LicencesTakenOver(Fact):
    """A stock of existing licences was taken in; one fact for all of them."""

    aggregate: ClassVar[str] = "licence_types"

    count: int
    digest: str

    @property
    def aggregate_id(self) -> UUID:
        return CATALOGUE
