"""What the public learns of a licence."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.kernel.transparency import Proof
    from tongban.licences.terms.documents import UploadVerdict
    from tongban.licences.terms.licence import LicenceState
    from tongban.licences.terms.showing import Claim


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
    document_sha256: str = ""  # of the PDF; empty where it is not made yet
    ofd_sha256: str = ""  # of the OFD, likewise
    checked_at: datetime | None = None
    development: bool = True  # the issuer signs with development keys, which have no legal effect
    proof: Proof | None = field(default=None, repr=False)  # that the log holds its newest act; None until a checkpoint covers it


class FileKind(StrEnum):
    """What a file to be verified is."""

    PDF = "pdf"
    OFD = "ofd"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class CopyFound:
    """What stands on an annotated copy (加注件): what for, and until when it may be used."""

    purpose: str
    valid_until: datetime
    usable: bool


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What is found of a file that somebody was given. Three answers, kept apart; None where the file itself says nothing of it.

    `register` is what the library knows of the licence that the file says it is, `original` that it is byte for byte the document
    which its issuer sealed.
    """

    kind: FileKind
    sha256: str
    original: bool
    unchanged: bool | None
    register: Verification | None
    signers: tuple[str, ...]
    development: bool
    checked_at: datetime
    upload: UploadVerdict | None = None  # of a PDF or OFD: every signature, step by step
    claims: tuple[Claim, ...] = ()  # of a credential: what it shows
    copy: CopyFound | None = None  # where it is an annotated copy that the library has made

    @property
    def genuine(self) -> bool:
        """Whether the library knows this very file, or has signed this credential; a signature of somebody else's proves no licence."""
        return self.original or self.copy is not None or (self.kind is FileKind.CREDENTIAL and bool(self.unchanged))
