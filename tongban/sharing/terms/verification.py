"""What the public learns of a licence."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tongban.kernel.bilingual import Bilingual
from tongban.licences.terms import LicenceState

if TYPE_CHECKING:
    from tongban.kernel.transparency import Proof
    from tongban.licences.terms import UploadVerdict
    from tongban.sharing.terms.showing import Claim


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


class Looked(StrEnum):
    """Whether the register was asked for the licence that a file says it is, and what came of it."""

    NO_IDENTIFIER = "no_identifier"  # the file names no licence: there is nothing to look up
    SEVERAL = "several"  # it names several: it is the document of none
    MALFORMED = "malformed"  # what it names is no identifier of a licence
    NOT_THERE = "not_there"  # looked up, and not in the register
    FOUND = "found"


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
class ClaimedLicence:
    """What the register says of the licence that a file handed in as a material says it is, on the day when it is handed in.

    `original` is byte for byte the document that its issuer sealed; `theirs`: one of those for whom it is handed in holds it.
    A record that is not `intact` any more says nothing.
    """

    identifier: str
    found: bool
    intact: bool = False
    original: bool = False
    copy: CopyFound | None = None
    type_code: str = ""
    type_name: Bilingual = Bilingual("")
    issuer_name: Bilingual = Bilingual("")
    state: LicenceState | None = None
    in_period: bool = False
    theirs: bool = False
    of_their_kind: bool = False  # a person for a person, an organisation for an organisation

    @property
    def genuine(self) -> bool:
        """Whether the library has made this very file."""
        return self.original or self.copy is not None

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept with a material."""
        until = {"copy": {**asdict(self.copy), "valid_until": self.copy.valid_until.isoformat()}} if self.copy else {}
        return {**asdict(self), "state": self.state.value if self.state else None, **until}

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> ClaimedLicence:
        copy: dict[str, Any] | None = data["copy"]
        read: dict[str, Any] = {
            **data,
            "type_name": Bilingual.of(data["type_name"]),
            "issuer_name": Bilingual.of(data["issuer_name"]),
            "state": LicenceState(data["state"]) if data["state"] else None,
            "copy": CopyFound(copy["purpose"], datetime.fromisoformat(copy["valid_until"]), copy["usable"]) if copy else None,
        }
        return cls(**read)


@dataclass(frozen=True, slots=True)
class HandedFile:
    """What there is to say of a file that is handed in: its signatures, and the licence that it says it is."""

    upload: UploadVerdict
    claimed: ClaimedLicence | None


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
    looked: Looked = Looked.NO_IDENTIFIER
    upload: UploadVerdict | None = None  # of a PDF or OFD: every signature, step by step
    claims: tuple[Claim, ...] = ()  # of a credential: what it shows
    copy: CopyFound | None = None  # where it is an annotated copy that the library has made

    @property
    def trusted(self) -> bool:
        """The whole verdict in one word: genuine, unchanged, and its licence, and the copy where it is one, can be used today."""
        usable = self.register is not None and self.register.usable and (self.copy is None or self.copy.usable)
        return self.genuine and self.unchanged is True and usable

    @property
    def genuine(self) -> bool:
        """Whether the library knows this very file, or has signed this credential; a signature of somebody else's proves no licence."""
        return self.original or self.copy is not None or (self.kind is FileKind.CREDENTIAL and bool(self.unchanged))
