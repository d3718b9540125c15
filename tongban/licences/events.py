"""Facts of `licences`: ids, times and short codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact

CATALOGUE = UUID("6c1f0e5c-6d0b-5a55-9d0c-1f6b6f1d8a01")  # the list of licence types as one aggregate


@dataclass(frozen=True, kw_only=True)
class LicenceFact(Fact):
    aggregate: ClassVar[str] = "licence"

    licence_id: UUID
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class LicenceIssued(LicenceFact):
    type_code: str
    case_id: UUID | None = None
    replaces: UUID | None = None  # the version that it stands instead of


@dataclass(frozen=True, kw_only=True)
class DocumentMade(LicenceFact):
    profile: str  # pdf or ofd


@dataclass(frozen=True, kw_only=True)
class CatalogueFact(Fact):
    """Of many at once; one fact for all of them."""

    aggregate: ClassVar[str] = "licence_types"

    count: int
    digest: str

    @property
    def aggregate_id(self) -> UUID:
        return CATALOGUE


@dataclass(frozen=True, kw_only=True)
class TypesLoaded(CatalogueFact):
    """A batch of licence types was taken in; one fact for all of them."""


@dataclass(frozen=True, kw_only=True)
class LicencesTakenOver(CatalogueFact):
    """A stock of existing licences was taken in; one fact for all of them."""


@dataclass(frozen=True, kw_only=True)
class ChangeProposed(Fact):
    """Somebody at a deciding post proposes to end a licence, or to set its ending aside; another has to confirm it."""

    aggregate: ClassVar[str] = "licence"

    proposal_id: UUID
    licence_id: UUID
    change: str


@dataclass(frozen=True, kw_only=True)
class ProposalSettled(Fact):
    """What was proposed for a licence was confirmed or rejected by another person, or lapsed."""

    aggregate: ClassVar[str] = "licence"

    proposal_id: UUID
    licence_id: UUID
    change: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class LicenceChanged(LicenceFact):
    """Something happened to a licence: it was suspended, ended, superseded by its next version, or it holds again."""

    change: str
    state: str  # afterwards


@dataclass(frozen=True, kw_only=True)
class CorrectionFact(Fact):
    aggregate: ClassVar[str] = "licence_correction"

    correction_id: UUID
    licence_id: UUID
    holder_id: UUID

    @property
    def aggregate_id(self) -> UUID:
        return self.correction_id


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(CorrectionFact):
    """Somebody has reported an error of a licence."""

    issuer: str
    asked_by: str


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswered(CorrectionFact):
    """The issuer has answered a reported error."""

    outcome: str


@dataclass(frozen=True, kw_only=True)
class StockTaken(Fact):
    """A part of a department's list was taken in: one fact for all its licences, `digest` over theirs."""

    aggregate: ClassVar[str] = "part"

    part_id: UUID
    ingestion_id: UUID
    count: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class IngestionFact(Fact):
    aggregate: ClassVar[str] = "ingestion"

    ingestion_id: UUID


@dataclass(frozen=True, kw_only=True)
class IngestionFinished(IngestionFact):
    """Every part of a list is done."""

    taken: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class VersionsLinked(IngestionFact):
    """Licences of a list stand instead of older ones; each that was superseded has a fact of its own."""

    linked: int
    told: int  # of which it is told why they are not


@dataclass(frozen=True, kw_only=True)
class IngestionBegun(IngestionFact):
    """A list has begun to be taken in."""


@dataclass(frozen=True, kw_only=True)
class ScanFact(Fact):
    """Of the picture of a paper licence."""

    aggregate: ClassVar[str] = "scan"

    scan_id: UUID


@dataclass(frozen=True, kw_only=True)
class ScanTaken(ScanFact):
    """It waits to be read."""


@dataclass(frozen=True, kw_only=True)
class ScanRead(ScanFact):
    """It waits for a clerk."""


@dataclass(frozen=True, kw_only=True)
class ScanDiscarded(ScanFact):
    """It led to no licence."""


@dataclass(frozen=True, kw_only=True)
class LicenceScanned(LicenceFact):
    """A clerk has compared a paper licence with its picture, and it is in the library."""

    scan_id: UUID
