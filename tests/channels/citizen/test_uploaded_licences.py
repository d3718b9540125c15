"""A licence uploaded as a file: what is certainly wrong with it is told at its place on the page, before it counts as a material."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from tests.channels.citizen.story import AGENT, WINDOW, Wizard, a_pdf, actor, company_of, text
from tests.channels.conftest import DAY
from tests.licences.factories import end_licence
from tongban.cases.models import Case, Draft, Material
from tongban.cases.terms import Doubt
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences.models import Licence
from tongban.licences.terms import Change, Profile, Stock

if TYPE_CHECKING:
    from tongban.identity.terms import Holder

pytestmark = pytest.mark.usefixtures("rongcheng")


def holder(holder_id: uuid.UUID) -> Holder:
    found = identity_queries.holder(holder_id, by=SYSTEM, at=DAY, purpose="test")
    assert found is not None
    return found


def a_certificate(holder_id: uuid.UUID) -> Licence:
    content = {"engineer": "演示·工程师", "level": "second", "specialty": "water", "employer": "榕城示例建设有限公司（演示）"}
    kind = licence_queries.licence_type("RC")
    stock = Stock(
        type_code="RC",
        holder=holder(holder_id),
        number=uuid.uuid4().hex[:16].upper(),
        content={name: value for name, value in content.items() if name in kind.fields},
        issued_on=DAY.date(),
        valid_from=DAY.date(),
        valid_until=None,
    )
    licence_actions.seed(stock=[stock], by=SYSTEM, at=DAY)
    return Licence.objects.get(number=stock.number)


def a_file(licence: Licence, profile: Profile = Profile.OFD) -> SimpleUploadedFile:
    content = licence_queries.document(licence.pk, by=SYSTEM, at=DAY, purpose="test", profile=profile)
    return SimpleUploadedFile(f"建造师证书.{profile}", content)


def revoke(licence: Licence) -> None:
    end_licence(licence.pk, Change.REVOKE, at=DAY)


@pytest.fixture
def wizard(signed_in) -> Wizard:
    """Up to the materials, of a company that needs its engineers' certificates."""
    found = Wizard(signed_in(AGENT), company_of(AGENT))
    assert found.situation().status_code == 302
    for number in range(1, 5):
        assert found.form(number, **({"grade": "second"} if number == 2 else {})).status_code == 302
    return found


@pytest.mark.parametrize("profile", Profile)
def test_one_that_was_revoked_is_refused_at_its_place_and_not_taken(wizard: Wizard, profile: Profile) -> None:
    licence = a_certificate(wizard.applicant)
    file = a_file(licence, profile)
    revoke(licence)
    page = wizard.materials(**{"material.staff_certificates.files": file})
    assert page.status_code == 422
    assert "没有收下。登记簿里这张证照已吊销，不能再用。请换现在有效的，或者上传别的证明" in text(page)
    kept = {each["key"] for each in Draft.objects.get().materials}
    assert "staff_certificates" not in kept and "net_assets_report" in kept, "the other files are not uploaded twice"
    assert not Material.objects.exists()


def test_somebody_elses_is_refused_with_what_to_do(wizard: Wizard) -> None:
    other = Licence.objects.filter(type="BL").exclude(holder_id=wizard.applicant).first()
    theirs = a_certificate(other.holder_id) if other.holder_kind == "organisation" else None
    assert theirs is not None
    page = wizard.materials(**{"material.staff_certificates.files": a_file(theirs)})
    assert page.status_code == 422 and "这是别人的证照，不是申请人的" in text(page)


def test_what_nobody_can_decide_goes_through_and_stands_at_the_material_for_the_reviewer(wizard: Wizard, signed_in) -> None:
    person = actor(AGENT, as_person=True).person_id
    licence = a_certificate(next(each.holder_id for each in Licence.objects.filter(holder_kind="person").exclude(holder_id=person)))
    assert wizard.materials(**{"material.staff_certificates.files": a_file(licence)}).status_code == 302
    wizard.client.post(f"{wizard.base}/review/", wizard.reviewed())
    case = Case.objects.get()
    kept = Material.objects.get(case=case, key="staff_certificates")
    assert kept.verdict["doubts"] == [Doubt.OTHER_HOLDER]
    page = text(signed_in(WINDOW).get(f"/desk/cases/{case.pk}/"))
    assert "登记簿里这张证照的持证人不是申请人" in page and licence.identifier in page


def test_one_that_holds_says_so_to_the_reviewer(wizard: Wizard, signed_in) -> None:
    assert wizard.materials(**{"material.staff_certificates.files": a_file(a_certificate(wizard.applicant))}).status_code == 302
    wizard.client.post(f"{wizard.base}/review/", wizard.reviewed())
    assert "查过登记簿：注册建造师证书，当时有效，是申请人的" in text(signed_in(WINDOW).get(f"/desk/cases/{Case.objects.get().pk}/"))


def test_one_that_ends_between_the_page_and_the_button(wizard: Wizard) -> None:
    licence = a_certificate(wizard.applicant)
    assert wizard.materials(**{"material.staff_certificates.files": a_file(licence)}).status_code == 302
    revoke(licence)
    page = wizard.client.post(f"{wizard.base}/review/", wizard.reviewed())
    assert page.status_code == 422 and "登记簿里这张证照已吊销" in text(page)
    assert not Case.objects.exists()


@override_settings(LANGUAGE_CODE="en")
def test_in_english_too(wizard: Wizard) -> None:
    licence = a_certificate(wizard.applicant)
    file = a_file(licence)
    revoke(licence)
    wizard.client.cookies["django_language"] = "en"
    page = wizard.materials(**{"material.staff_certificates.files": file, "material.net_assets_report.files": a_pdf()})
    assert "was revoked" in text(page)


def test_every_licence_material_of_the_city_that_takes_pdf_takes_ofd(client: Client) -> None:
    from tongban.catalog import queries as catalog_queries  # noqa: PLC0415

    lines, after = [], ""
    while True:
        page = catalog_queries.services(after=after)
        lines += page.lines
        if not page.next:
            break
        after = page.next
    released = [catalog_queries.current(each.code, at=DAY) for each in lines if each.state == "open"]
    assert released
    wrong = [
        (each.service, spec.key)
        for each in released
        for spec in each.materials
        if spec.licence and "pdf" in spec.upload and "ofd" not in spec.upload
    ]
    assert not wrong
