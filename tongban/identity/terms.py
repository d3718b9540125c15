"""Words of `identity`: who acts, who holds, who belongs to which desk."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from tongban.kernel.bilingual import Bilingual


class ActorKind(StrEnum):
    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"
    PUBLIC = "public"
    CONSUMER = "consumer"  # a system of another body that asks the licence library


class Assurance(IntEnum):
    """How sure the city is that a login belongs to its person (real-name level)."""

    NONE = 0
    PHONE = 1  # L1: a phone code
    REAL_NAME = 2  # L2: name and identity number match
    FACE = 3  # L3: face, or the national network identity
    IN_PERSON = 4  # L4: at a counter, or an e-licence signature


class HolderKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


IDENTITY_NUMBER = "111"  # 公民身份号码, GB/T 36903 annex A
CREDIT_CODE = "001"  # 统一社会信用代码
CODE_TYPES = {HolderKind.PERSON: IDENTITY_NUMBER, HolderKind.ORGANISATION: CREDIT_CODE}  # by which the city itself knows its people


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, as every verb and question receives it (`by`). Built by `identity.queries` at the door, once per request."""

    kind: ActorKind
    id: UUID | None  # the login; None for the system and the public
    name: str = ""
    person_id: UUID | None = None
    level: Assurance = Assurance.NONE
    mandates: frozenset[UUID] = frozenset()  # organisations this person may act for, today
    desks: frozenset[str] = frozenset()  # "jianwei/window"

    @property
    def departments(self) -> frozenset[str]:
        return frozenset(desk.partition("/")[0] for desk in self.desks)

    def sits_at(self, *desks: str) -> bool:
        """Whether this is somebody of the staff who works at one of these desks."""
        return self.kind is ActorKind.STAFF and not self.desks.isdisjoint(desks)

    def acts_for(self, holder_id: UUID) -> bool:
        """Whether this actor is that person, or holds a mandate of that organisation."""
        return holder_id == self.person_id or holder_id in self.mandates


SYSTEM = Actor(kind=ActorKind.SYSTEM, id=None)
PUBLIC = Actor(kind=ActorKind.PUBLIC, id=None)


@dataclass(frozen=True, slots=True)
class Holder:
    """A person or an organisation, as licences and cases refer to one. `code` is the identity number or the USCC (plain)."""

    kind: HolderKind
    id: UUID
    name: str
    code: str = field(repr=False)
    phone: str = field(default="", repr=False)
    address: str = ""
    legal_representative: str = ""  # organisations only
    code_type: str = ""  # what the code is, GB/T 36903 annex A


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody is told something: their number, and the language of their pages."""

    phone: str = field(repr=False)
    language: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """A holder as a list names one: its number, of this type, in its one written form (`queries.holder_code`)."""

    kind: HolderKind
    code_type: str
    code: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Department:
    """A unit of the city (部门). `number_prefix` opens its case numbers, e.g. 榕建."""

    code: str
    name: Bilingual
    short_name: Bilingual
    uscc: str
    number_prefix: str
    parent: str | None = None
    phone: str = ""
    address: Bilingual = Bilingual("")


@dataclass(frozen=True, slots=True)
class Desk:
    """A place of work in a department where steps arrive, e.g. `jianwei/window`."""

    code: str
    department: str
    name: Bilingual
    decides: bool = False  # in the name of its department; a window receives and never decides


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who may act for an organisation, and until when (None: until revoked)."""

    id: UUID
    organisation: Holder
    scope: str
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class RegisteredCertificate:
    """A certificate on somebody's own token (UKey), as a counter registered it."""

    fingerprint: str  # SHA-256 of the DER
    der: bytes = field(repr=False)
    subject: str
    person_id: UUID
    organisation_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    revoked_at: datetime | None


class Denied(Exception):
    """This act is not this actor's."""


class PhoneTaken(Exception):
    """Another login already uses this phone number."""


class NotAPhone(ValueError):
    """This is not a mainland mobile number of 11 digits."""


class NoSecondFactor(Exception):
    """This login has no second factor yet, or none that was confirmed."""


class WrongPassword(Exception):
    """This is not the password of this login."""


class WrongCode(Exception):
    """This is not the code of now, or it was used already."""


class NotACertificate(ValueError):
    """These bytes are no certificate."""


class NoCertificate(Exception):
    """No counter has registered this certificate."""


class CertificateEnded(Exception):
    """The certificate was revoked, or its period has not begun or is over."""


class CertificateNotTheirs(Exception):
    """The certificate belongs to somebody else than whoever signs, or to another company."""


class WrongSignature(Exception):
    """This is no signature over what was to be signed, with the key of this certificate."""


class TooManyTries(Exception):
    """Wrong passwords or codes came too often; the login rests for a while."""


class NoLogin(Exception):
    """Whoever holds this certificate has no login, or it is locked."""
