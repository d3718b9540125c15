"""What the public learns of a licence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.licences.terms.licence import LicenceState


@dataclass(frozen=True, slots=True)
class Verification:
    """What the public verification page says of an identifier: no more than the paper shows, and of a person less."""

    identifier: str
    found: bool
    type_name: Bilingual = Bilingual("")
    number: str = ""  # masked where the holder is a person
    holder_masked: str = ""
    issuer_name: Bilingual = Bilingual("")
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    state: LicenceState | None = None
    usable: bool = False
    unchanged: bool | None = None  # the stored record still has the digest it was issued with
    document_sha256: str = ""
    checked_at: datetime | None = None
