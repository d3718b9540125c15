"""Words of `licences`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.identity.terms import HolderKind


class LicenceState(StrEnum):
    """Stored states. Expired is computed from `valid_until`, never stored."""

    VALID = "valid"
    SUSPENDED = "suspended"
    SUPERSEDED = "superseded"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class DocumentState(StrEnum):
    MAKING = "making"  # 制证中
    READY = "ready"


@dataclass(frozen=True, slots=True)
class LicenceType:
    """A kind of licence (证照类型). `fields` maps a content key to its label, in the order of the face."""

    code: str  # short code of the city, e.g. BL
    national_code: str  # USCC of the defining body + 3 digits
    name: Bilingual
    department: str
    holder_kinds: frozenset[HolderKind]
    fields: dict[str, Bilingual]


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence (证照) as its holder, a clerk or a case sees it."""

    id: UUID
    identifier: str  # GB/T 36904
    type_code: str
    type_name: Bilingual
    holder_kind: HolderKind
    holder_id: UUID
    holder_name: str
    number: str  # as printed on the face
    version: int
    issuer: str  # department code
    issuer_name: Bilingual
    issued_on: date
    valid_from: date
    valid_until: date | None
    state: LicenceState
    document: DocumentState
    digest: str  # SHA-256 of the canonical record
    content: dict[str, Any] = field(repr=False, default_factory=dict)

    def usable_on(self, day: date) -> bool:
        return self.state is LicenceState.VALID and self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class Verification:
    """What the public verification page says of an identifier, and no more than the paper shows."""

    identifier: str
    found: bool
    type_name: Bilingual = Bilingual("")
    number: str = ""
    holder_masked: str = ""
    issuer_name: Bilingual = Bilingual("")
    issued_on: date | None = None
    valid_until: date | None = None
    state: LicenceState | None = None
    usable: bool = False
    unchanged: bool | None = None  # the stored record still has the digest it was issued with
    document_sha256: str = ""
    checked_at: datetime | None = None
