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
    replaces: UUID | None = None  # the version that it stands instead of

    @property
    def aggregate_id(self) -> UUID:
        return self.licence_id


@dataclass(frozen=True, kw_only=True)
class DocumentMade(Fact):
    aggregate: ClassVar[str] = "licence"

    licence_id: UUID
    holder_id: UUID
    profile: str  # pdf or ofd

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


@dataclass(frozen=True, kw_only=True)
class SealMade(Fact):
    aggregate: ClassVar[str] = "seal"

    seal_id: UUID
    owner_kind: str


@dataclass(frozen=True, kw_only=True)
class SealChanged(Fact):
    aggregate: ClassVar[str] = "seal"

    seal_id: UUID
    change: str


@dataclass(frozen=True, kw_only=True)
class SealGranted(Fact):
    aggregate: ClassVar[str] = "seal"

    seal_id: UUID
    grant_id: UUID


@dataclass(frozen=True, kw_only=True)
class SealGrantRevoked(Fact):
    aggregate: ClassVar[str] = "seal"

    seal_id: UUID
    grant_id: UUID


@dataclass(frozen=True, kw_only=True)
class SealUsed(Fact):
    aggregate: ClassVar[str] = "seal"

    seal_id: UUID
    grant_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CopyFact(Fact):
    """Of an annotated copy (加注件)."""

    aggregate: ClassVar[str] = "copy"

    copy_id: UUID
    licence_id: UUID
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class CopyMade(CopyFact):
    """Somebody was given a link to a copy."""


@dataclass(frozen=True, kw_only=True)
class CopyFetched(CopyFact):
    """The copy left the library."""


@dataclass(frozen=True, kw_only=True)
class CopyDeleted(CopyFact):
    """Its file is gone: what it says of itself is over, or it was taken back."""


@dataclass(frozen=True, kw_only=True)
class ShowingBegun(Fact):
    """A holder shows a licence by QR code."""

    aggregate: ClassVar[str] = "showing"

    showing_id: UUID
    licence_id: UUID
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShowingOpened(Fact):
    """Somebody scanned the code and was shown the licence."""

    aggregate: ClassVar[str] = "showing"

    showing_id: UUID
    licence_id: UUID
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class UseGranted(Fact):
    aggregate: ClassVar[str] = "grant"

    grant_id: UUID
    holder_id: UUID
    receiver: str


@dataclass(frozen=True, kw_only=True)
class UseRevoked(Fact):
    aggregate: ClassVar[str] = "grant"

    grant_id: UUID
    holder_id: UUID
    receiver: str


@dataclass(frozen=True, kw_only=True)
class LicenceChanged(Fact):
    """Something happened to a licence: it was suspended, ended, superseded by its next version, or it holds again."""

    aggregate: ClassVar[str] = "licence"

    licence_id: UUID
    holder_id: UUID
    change: str
    state: str  # afterwards

    @property
    def aggregate_id(self) -> UUID:
        return self.licence_id


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(Fact):
    """Somebody has reported an error of a licence."""

    aggregate: ClassVar[str] = "licence_correction"

    correction_id: UUID
    licence_id: UUID
    holder_id: UUID
    issuer: str
    asked_by: str

    @property
    def aggregate_id(self) -> UUID:
        return self.correction_id


@dataclass(frozen=True, kw_only=True)
class CorrectionAnswered(Fact):
    """The issuer has answered a reported error."""

    aggregate: ClassVar[str] = "licence_correction"

    correction_id: UUID
    licence_id: UUID
    holder_id: UUID
    outcome: str

    @property
    def aggregate_id(self) -> UUID:
        return self.correction_id


@dataclass(frozen=True, kw_only=True)
class StockTaken(Fact):
    """A part of a department's list was taken in: one fact for all its licences, `digest` over theirs."""

    aggregate: ClassVar[str] = "part"

    part_id: UUID
    ingestion_id: UUID
    count: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class IngestionFinished(Fact):
    """Every part of a list is done."""

    aggregate: ClassVar[str] = "ingestion"

    ingestion_id: UUID
    taken: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class IngestionBegun(Fact):
    aggregate: ClassVar[str] = "ingestion"

    ingestion_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConsumerChanged(Fact):
    """A consumer of the share interface was registered or stopped, or its rights or its token changed."""

    aggregate: ClassVar[str] = "consumer"

    consumer_id: UUID
    change: str

    @property
    def aggregate_id(self) -> UUID:
        return self.consumer_id


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
class LicenceScanned(Fact):
    """A clerk has compared a paper licence with its picture, and it is in the library."""

    aggregate: ClassVar[str] = "licence"

    licence_id: UUID
    holder_id: UUID
    scan_id: UUID
