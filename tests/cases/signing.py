"""Applicants who sign: a city whose services ask for it, second factors, a token whose key is in this process, certificates."""

from __future__ import annotations

import copy
import hashlib
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.x509.oid import NameOID

from tests.cases import city, factories
from tests.cases.factories import MORNING
from tongban.cases import actions
from tongban.catalog import actions as catalog_actions
from tongban.identity import actions as identity_actions
from tongban.identity.models import Organisation
from tongban.identity.terms import SYSTEM, Actor, Assurance
from tongban.kernel import one_time, signing
from tongban.seals import actions as seal_actions
from tongban.seals.terms import SealKind, SealOwner

if TYPE_CHECKING:
    from tongban.cases.terms import Application, TokenTask

PASSWORD = "a password of the tests"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NAME = "榕城示例工程有限公司"


def load(sign: str = "required", *codes: str) -> None:
    """The test city, where these services are signed."""
    contents = copy.deepcopy(city.contents())
    for code in codes or (city.SHORT, city.CHECKED):
        contents[city.file_of(code)] |= {"sign": sign, "assurance": "L3"}
    catalog_actions.load_city(files=city.files(contents), by=SYSTEM, at=MORNING)


def signed_in(person_id: uuid.UUID | None = None, *, mandates: tuple[uuid.UUID, ...] = (), factor: bool = True) -> Actor:
    """Somebody with a login, a password and, unless told otherwise, a second factor."""
    person_id = person_id or factories.make_person()
    phone = f"139{uuid.uuid4().int % 10**8:08d}"
    login = identity_actions.bind_login(
        phone=phone, password=PASSWORD, person_id=person_id, assurance=Assurance.FACE, by=SYSTEM, at=MORNING
    )
    if factor:
        identity_actions.begin_second_factor(login_id=login, secret=SECRET, by=SYSTEM, at=MORNING)
    return replace(factories.a_person(person_id, mandates=frozenset(mandates)), id=login)


def code_at(at: datetime) -> str:
    return one_time.code(SECRET, one_time.counter_at(at))


def prepared(application: Application, by: Actor, *, at: datetime = MORNING) -> Application:
    """The application with a form that waits for its signature."""
    return replace(application, signing_id=actions.prepare_form(application=application, by=by, at=at))


def sign(application: Application, by: Actor, *, seal_id: uuid.UUID | None = None, at: datetime = MORNING, **wrong: Any) -> None:
    assert application.signing_id is not None
    told: dict[str, Any] = {"password": PASSWORD, "code": code_at(at)} | wrong
    actions.sign_form(signing_id=application.signing_id, seal_id=seal_id, by=by, at=at, **told)


def submit(application: Application, by: Actor, *, at: datetime = MORNING) -> Any:
    return actions.submit(key=uuid.uuid4(), application=application, by=by, at=at)


def a_company() -> tuple[uuid.UUID, Actor]:
    """A company and its legal representative, who has a login."""
    company = factories.make_company(NAME)
    person_id = factories.make_person("演示乙")
    Organisation.objects.filter(pk=company).update(legal_representative_id=person_id)
    return company, signed_in(person_id, mandates=(company,))


def a_seal(company: uuid.UUID, kind: SealKind = SealKind.UNIT, *, at: datetime = MORNING) -> uuid.UUID:
    name = NAME if kind is SealKind.UNIT else "演示乙"
    return seal_actions.make_seal(
        owner_kind=SealOwner.ORGANISATION, owner=str(company), kind=kind, name=name, custodian="演示乙", by=SYSTEM, at=at
    )


class Token:
    """A UKey whose secret is here: it signs digests, as one behind PKCS #11 does."""

    def __init__(self, name: str = "演示甲", *, at: datetime = MORNING) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        public = self._key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.certificate = signing.certify(public, owner="token", name=name, algorithm=signing.P256, at=at)[0]

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.certificate).hexdigest()

    def register(self, person_id: uuid.UUID, organisation_id: uuid.UUID | None = None) -> str:
        return identity_actions.register_certificate(
            der=self.certificate, person_id=person_id, organisation_id=organisation_id, by=SYSTEM, at=MORNING
        )

    def sign(self, digest: bytes) -> bytes:
        return self._key.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256())))

    def answer(self, task: TokenTask) -> tuple[bytes, ...]:
        return tuple(self.sign(each) for each in task.digests)


LATER = MORNING + timedelta(minutes=5)


def a_stranger_certificate() -> bytes:
    """A certificate that its holder has signed with their own key: nobody here knows its issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody")])
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    built = built.not_valid_before(MORNING - timedelta(days=1)).not_valid_after(MORNING + timedelta(days=1))
    return built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
