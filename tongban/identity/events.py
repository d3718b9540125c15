"""What happens in `identity`."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonEnrolled(Fact):
    aggregate: ClassVar[str] = "person"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class OrganisationEnrolled(Fact):
    aggregate: ClassVar[str] = "organisation"
    organisation_id: UUID


@dataclass(frozen=True, kw_only=True)
class LoginBound(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class StaffAppointed(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID
    desks: int


@dataclass(frozen=True, kw_only=True)
class MandateGranted(Fact):
    aggregate: ClassVar[str] = "organisation"
    organisation_id: UUID
    mandate_id: UUID


@dataclass(frozen=True, kw_only=True)
class MandateRevoked(Fact):
    aggregate: ClassVar[str] = "organisation"
    organisation_id: UUID
    mandate_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokenIssued(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class DepartmentsLoaded(Fact):
    """The batch of one load; `batch_id` is made for it, `digest` is of the rows."""

    aggregate: ClassVar[str] = "batch"
    batch_id: UUID
    count: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class LanguageSet(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID
    language: str


@dataclass(frozen=True, kw_only=True)
class SubjectsKnown(Fact):
    """Holders that the city has not met before; `batch_id` is made for them, `digest` is of their ids."""

    aggregate: ClassVar[str] = "batch"
    batch_id: UUID
    count: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorBegun(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class SecondFactorConfirmed(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class KeyReleased(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProvedByCertificate(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class ProvedByCode(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class CertificateRegistered(Fact):
    aggregate: ClassVar[str] = "person"
    person_id: UUID
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Fact):
    aggregate: ClassVar[str] = "person"
    person_id: UUID
    fingerprint: str
