"""Signed files that are handed in: judged when they come, refused when they are not what was signed, and shown to whoever reviews."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest

from tests.cases import city, factories, signing
from tongban.cases import actions, queries
from tongban.cases.models import Case, FormSignature, Material
from tongban.cases.terms import Handed, InvalidApplication
from tongban.identity.terms import SYSTEM
from tongban.kernel import files
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Profile

pytestmark = pytest.mark.usefixtures("town")
AT = factories.MORNING


@pytest.fixture
def sealed() -> bytes:
    """A PDF that a department of the city has signed."""
    licence = factories.make_licence(factories.make_company(), "RC")
    return licence_queries.document(licence.pk, by=SYSTEM, at=AT, purpose="test", profile=Profile.PDF)


def submit(content: bytes, media_type: str = "application/pdf", key: str = "report") -> Material:
    company = factories.make_company()
    agent, licence = factories.an_agent(company), factories.make_licence(company)
    file = Handed(key, file_digest=files.keep(content, media_type=media_type, at=AT).digest, file_name="示例")
    factories.uploaded(file, by=agent)
    materials = (Handed("business_licence", licence_id=licence.pk), file)
    application = factories.an_application(city.QUALIFICATION, company, materials=materials)
    turn = actions.submit(key=uuid.uuid4(), application=application, by=agent, at=AT)
    return Material.objects.get(case=turn.case_id, key=key)


def seen(material: Material):
    clerk = factories.a_clerk("jianwei/window")
    view = queries.case(material.case_id, by=clerk, at=AT, purpose="test")
    return next(each for each in view.materials if each.id == material.pk).seals


def test_a_good_signature_is_shown_with_who_signed(sealed: bytes) -> None:
    (seal,) = seen(submit(sealed))
    assert seal.holds and "示例建设委员会" in seal.signer and seal.words.zh


def test_what_nobody_signed_says_nothing() -> None:
    material = submit(factories.PDF)
    assert material.verdict is None and seen(material) == ()


def test_a_file_that_was_changed_after_it_was_signed_is_refused_by_name(sealed: bytes) -> None:
    place = sealed.index(b"stream") + 40
    spoiled = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    with factories.refused(InvalidApplication) as refusal:
        submit(spoiled)
    assert refusal.value.faults == {"materials.report": refusal.value.faults["materials.report"]}
    assert refusal.value.faults["materials.report"].startswith("seal_broken: ")
    assert not Case.objects.exists() and not Material.objects.exists()


def test_something_written_after_the_signature_is_refused_too(sealed: bytes) -> None:
    with factories.refused(InvalidApplication) as refusal:
        submit(sealed + b"\n9 0 obj<</Type/Page>>endobj\ntrailer<</Root 9 0 R>>\n%%EOF\n")
    assert refusal.value.faults["materials.report"].startswith("seal_broken: ")


def test_signed_by_somebody_whom_nobody_here_trusts_is_for_the_reviewer(sealed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit firm's authority is none of ours: what it signed is unchanged, and that its signer is unknown is told."""
    from tongban.kernel.signing import certificates  # noqa: PLC0415

    def unknown(*_args, **_options):
        raise certificates.NotTrusted("示例")

    monkeypatch.setattr(certificates, "check", unknown)
    (seal,) = seen(submit(sealed))
    assert not seal.holds and seal.words.zh


WRONG = {
    "changed": ("report", "changed_after_signing"),
    "missing": ("report", "missing"),
    "unknown": ("other", "not_asked_for"),
    "no file": ("report", "file_not_found"),
    "no licence": ("business_licence", "licence_not_usable_no_upload"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_would_be_refused_is_told_before_a_seal_signs_it(sealed: bytes, wrong: str) -> None:
    signing.load("required", city.QUALIFICATION)
    company, agent = signing.a_company()
    licence = Handed("business_licence", licence_id=uuid.uuid4() if wrong == "no licence" else factories.make_licence(company).pk)
    content = sealed + b"\n% more\n" if wrong == "changed" else sealed
    file = Handed("report", file_digest=files.keep(content, media_type="application/pdf", at=AT).digest, file_name="示例")
    factories.uploaded(file, by=agent)
    materials = {
        "missing": (licence,),
        "unknown": (licence, file, replace(file, key="other")),
        "no file": (licence, replace(file, file_digest="0" * 64)),
    }.get(wrong, (licence, file))
    application = factories.an_application(city.QUALIFICATION, company, materials=materials)
    with factories.refused(InvalidApplication) as refusal:
        signing.prepared(application, agent)
    key, why = WRONG[wrong]
    assert refusal.value.faults[f"materials.{key}"].startswith(f"{why}:")
    assert not FormSignature.objects.exists()
