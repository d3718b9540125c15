"""A given PDF and OFD, signed for an applicant: no form and no case is needed. With a seal, with a token, and what is found afterwards."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from tests.cases.signing import Token
from tests.kernel.contents import pdf
from tests.kernel.ofd.making import PLACE, a_document
from tests.licences.factories import NOON, a_person, refused
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM, Actor, HolderKind, NoCertificate, WrongSignature
from tongban.kernel import files
from tongban.seals import queries
from tongban.seals.actions import Signer
from tongban.seals.models import SealUse
from tongban.seals.terms import Applicant, Begun, SealKind, SignatureBroken, SignMeans, UnknownSeal

pytestmark = pytest.mark.django_db


@pytest.fixture
def me() -> tuple[Applicant, Actor]:
    person = identity_actions.enrol_person(key=uuid.uuid4(), name="演示甲", number="999999198603120023", by=SYSTEM, at=NOON)
    return Applicant(HolderKind.PERSON, person, "演示甲"), a_person(person)


def test_a_person_signs_with_a_seal_that_is_made_when_it_is_first_used(me: tuple[Applicant, Actor]) -> None:
    applicant, by = me
    signer = Signer.with_seal(applicant, None, by=by, at=NOON)
    signature = signer.signed_here(pdf(), a_document(), PLACE)
    assert (signature.seal_kind, signature.means, signature.signer_name) == (SealKind.PERSON, SignMeans.SERVER, "演示甲")
    verdicts = queries.require_sound(files.read(signature.pdf_digest), files.read(signature.ofd_digest), at=NOON)
    assert all(each.holds is not False for form in ("pdf", "ofd") for each in queries.checks_of(verdicts, form))
    assert Signer.with_seal(applicant, None, by=by, at=NOON).seal.id == signature.seal_id, "the second use finds it"
    signer.log_use(subject="anything", digest=signature.ofd_digest)
    assert SealUse.objects.get().subject == "anything"


def test_a_token_signs_what_was_begun_and_nothing_else(me: tuple[Applicant, Actor]) -> None:
    applicant, by = me
    token = Token()
    token.register(applicant.id)
    begun = Signer.with_certificate(applicant, token.fingerprint, by=by, at=NOON).begin(pdf())
    assert Begun.of(begun.kept()) == begun
    signer = Signer.of_begun(applicant, begun, by=by, at=NOON)
    with pytest.raises(WrongSignature):
        signer.signed_there(begun, (token.sign(bytes(32)),), a_document(), PLACE)
    signature = signer.signed_there(begun, (token.sign(begun.task),), a_document(), PLACE)
    assert (signature.means, signature.certificate) == (SignMeans.TOKEN, token.fingerprint)
    queries.require_right(signature.seal_id, signature.certificate, applicant=applicant, by=by, at=NOON)


def test_nobody_signs_for_somebody_else(me: tuple[Applicant, Actor]) -> None:
    applicant, by = me
    seal = Signer.with_seal(applicant, None, by=by, at=NOON).seal
    with refused(UnknownSeal):
        Signer.with_seal(replace(applicant, id=uuid.uuid4()), seal.id, by=a_person(), at=NOON)
    with refused(NoCertificate):
        Signer.with_certificate(applicant, "0" * 64, by=by, at=NOON)


def test_a_company_without_a_seal_has_nothing_to_sign_with() -> None:
    company = Applicant(HolderKind.ORGANISATION, uuid.uuid4(), "榕城示例工程有限公司（演示）")
    with refused(UnknownSeal):
        Signer.with_seal(company, None, by=a_person(), at=NOON)


@pytest.mark.parametrize("form", ["pdf", "ofd"])
def test_a_changed_byte_breaks_the_signature(me: tuple[Applicant, Actor], form: str) -> None:
    applicant, by = me
    signature = Signer.with_seal(applicant, None, by=by, at=NOON).signed_here(pdf(), a_document(), PLACE)
    made = {"pdf": files.read(signature.pdf_digest), "ofd": files.read(signature.ofd_digest)}
    content = bytearray(made[form])
    content[content.find(b"/Type") + 2 if form == "pdf" else len(content) // 2] ^= 1
    made[form] = bytes(content)
    with pytest.raises(SignatureBroken):
        queries.require_sound(made["pdf"], made["ofd"], at=NOON)
    with pytest.raises(SignatureBroken):
        queries.require_sound(b"%PDF-none", b"no package", at=NOON)
