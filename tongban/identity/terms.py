"""Words of `identity`: who acts, who holds, who belongs to which desk."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from uuid import UUID

from tongban.kernel.bilingual import Bilingual


class ActorKind(StrEnum):
    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"
    PUBLIC = "public"


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


@dataclass(frozen=True, slots=True)
class Mandate:
    """Who may act for an organisation, and until when (None: until revoked)."""

    id: UUID
    organisation: Holder
    scope: str
    valid_from: date
    valid_until: date | None


class Denied(Exception):
    """This act is not this actor's."""


class PhoneTaken(Exception):
    """Another login already uses this phone number."""


class NotAPhone(ValueError):
    """This is not a mainland mobile number of 11 digits."""
