"""A licence that an applicant uploads instead of taking it from the library gets the whole verdict: its seals, and the register's word."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.cases import city, factories
from tests.kernel.ofd.making import a_document, changed
from tests.licences.factories import end_licence
from tongban.cases import actions, queries
from tongban.cases.models import Case, Material
from tongban.cases.rules.application import FAULTS
from tongban.cases.terms import Doubt, Handed, InvalidApplication, MaterialView, UploadFound
from tongban.catalog import queries as catalog_queries
from tongban.identity.terms import SYSTEM, HolderKind
from tongban.kernel import files, ofd
from tongban.kernel.models.reads import Read
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Change, LicenceState, NewVersion, Profile, Renewing, Use
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing.terms import OTHERS_APPLICATION, Reader

if TYPE_CHECKING:
    from tongban.licences.models import Licence

pytestmark = pytest.mark.usefixtures("town")
AT = factories.MORNING
BASIS = "《示例法》第九条"


def document(licence: Licence, profile: Profile = Profile.PDF) -> bytes:
    return licence_queries.document(licence.pk, by=SYSTEM, at=AT, purpose="test", profile=profile)


def kept(content: bytes, key: str = "staff") -> Handed:
    kind = "pdf" if content.startswith(b"%PDF") else "ofd"
    return Handed(key, file_digest=files.keep(content, media_type=files.MEDIA_TYPES[kind], at=AT).digest, file_name=f"示例.{kind}")


def submit(company: uuid.UUID, content: bytes, key: str = "staff") -> Material:
    agent, licence = factories.an_agent(company), factories.make_licence(company)
    report = () if key == "report" else (factories.an_upload("report"),)
    materials = (Handed("business_licence", licence_id=licence.pk), kept(content, key), *report)
    factories.uploaded(*materials, by=agent)
    application = factories.an_application(city.QUALIFICATION, company, materials=materials, form={"grade": "second"})
    if key == "report":
        application = factories.an_application(city.QUALIFICATION, company, materials=materials)
    turn = actions.submit(key=uuid.uuid4(), application=application, by=agent, at=AT)
    return Material.objects.get(case=turn.case_id, key=key)


def seen(material: Material) -> MaterialView:
    view = queries.case(material.case_id, by=factories.a_clerk("jianwei/window"), at=AT, purpose="test")
    return next(each for each in view.materials if each.id == material.pk)


def refused(company: uuid.UUID, content: bytes, key: str = "staff") -> str:
    factories.make_licence(company)
    kept(content, key)
    with factories.refused(InvalidApplication) as refusal:
        submit(company, content, key)
    assert not Case.objects.exists() and not Material.objects.exists()
    assert list(refusal.value.faults) == [f"materials.{key}"]
    return refusal.value.faults[f"materials.{key}"].partition(":")[0]


def change(licence: Licence, how: Change) -> None:
    if how is Change.SUSPEND:
        licence_actions.change(licence_id=licence.pk, change=how, basis=BASIS, reason="示例", by=SYSTEM, at=AT)
    else:
        end_licence(licence.pk, how, at=AT)


@pytest.fixture
def company() -> uuid.UUID:
    return factories.make_company()


@pytest.mark.parametrize("profile", Profile)
def test_ones_own_licence_that_holds_goes_through_and_the_case_keeps_what_was_found(company: uuid.UUID, profile: Profile) -> None:
    licence = factories.make_licence(company, "RC")
    material = submit(company, document(licence, profile))
    view = seen(material)
    assert view.doubts == () and all(seal.holds for seal in view.seals) and view.seals
    assert view.claimed is not None and view.claimed.identifier == licence.identifier
    assert view.claimed.original and view.claimed.theirs and view.claimed.state is LicenceState.VALID
    found = UploadFound.of_data(material.verdict)
    assert found.as_data() == material.verdict


def test_the_look_at_the_register_is_in_the_log_of_its_holder(company: uuid.UUID) -> None:
    licence = factories.make_licence(company, "RC")
    submit(company, document(licence))
    [line] = Read.objects.filter(question="licences.judge_handed")
    assert list(line.holders) == [company] and line.subject == licence.identifier
    assert (line.basis, line.result) == ("", "")


def test_the_log_of_the_holder_says_that_another_handed_it_in_and_was_refused(company: uuid.UUID) -> None:
    other = factories.make_company()
    specs, handed = catalog_queries.current(city.QUALIFICATION, at=AT).materials, kept(document(factories.make_licence(other, "RC")))
    by = factories.an_agent(company)
    factories.uploaded(handed, by=by)
    queries.upload_faults(specs, [handed], applicant_id=company, kind=HolderKind.ORGANISATION, by=by, at=AT)
    page = sharing_queries.uses_of(other, by=factories.a_person(mandates=(other,)), at=AT)
    [line] = [each for each in page.lines if each.question == "licences.judge_handed"]
    assert (line.basis, line.result, line.reader) == (OTHERS_APPLICATION, "upload_other_holder", Reader.OTHER)


def test_what_happens_to_it_later_rewrites_nothing(company: uuid.UUID) -> None:
    licence = factories.make_licence(company, "RC")
    material = submit(company, document(licence))
    change(licence, Change.REVOKE)
    assert seen(material).doubts == () and seen(material).claimed.state is LicenceState.VALID


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (Change.SUSPEND, "upload_suspended"),
        (Change.CANCEL, "upload_cancelled"),
        (Change.WITHDRAW, "upload_withdrawn"),
        (Change.REVOKE, "upload_revoked"),
    ],
)
@pytest.mark.parametrize("profile", Profile)
def test_one_that_its_issuer_has_ended_is_refused_by_name(company: uuid.UUID, profile: Profile, how: Change, code: str) -> None:
    licence = factories.make_licence(company, "RC")
    content = document(licence, profile)
    change(licence, how)
    assert refused(company, content) == code


def test_one_that_a_newer_version_replaced(company: uuid.UUID) -> None:
    licence = factories.make_licence(company, "RC")
    content = document(licence)
    new = NewVersion(why=Renewing.CHANGE, content={"specialty": "road"}, valid_until=date(2031, 12, 31))
    licence_actions.new_version(licence_id=licence.pk, new=new, basis=BASIS, reason="示例", by=SYSTEM, at=AT)
    assert refused(company, content) == "upload_superseded"


@pytest.mark.parametrize("period", [{"valid_until": date(2026, 9, 6)}, {"valid_from": date(2026, 9, 8)}])
def test_one_that_does_not_hold_today(company: uuid.UUID, period: dict[str, date]) -> None:
    assert refused(company, document(factories.make_licence(company, "RC", **period))) == "upload_out_of_date"


def test_somebody_elses(company: uuid.UUID) -> None:
    other = factories.make_licence(factories.make_company("榕城示例二公司"), "RC")
    assert refused(company, document(other)) == "upload_other_holder"


def test_a_persons_licence_handed_in_by_a_company_is_for_the_reviewer(company: uuid.UUID) -> None:
    """The engineers whom it employs hold their own certificates."""
    licence = factories.make_licence(factories.make_person(), "RC")
    assert seen(submit(company, document(licence))).doubts == (Doubt.OTHER_HOLDER,)


def test_another_kind_of_licence(company: uuid.UUID) -> None:
    assert refused(company, document(factories.make_licence(company, "BL"))) == "upload_other_type"


def test_a_changed_file(company: uuid.UUID) -> None:
    content = document(factories.make_licence(company, "RC"), Profile.OFD)
    spoiled = changed(content, OFD_dot_xml=lambda root: root.replace(b"2030-12-31", b"2099-12-31"))
    assert refused(company, spoiled) == "seal_broken"


def test_something_written_after_the_signature(company: uuid.UUID) -> None:
    content = document(factories.make_licence(company, "RC"))
    assert refused(company, content + b"\n% more\n") == "changed_after_signing"


def test_a_signed_file_that_did_not_arrive_whole(company: uuid.UUID) -> None:
    content = document(factories.make_licence(company, "RC"))
    assert refused(company, content[:-500]) == "upload_truncated"


def copied(licence: Licence, *, days: int = 7, at=AT) -> bytes:
    use = Use(purpose="签租约（演示）", receiver="示例房东（演示）", basis="consent:lease")
    until = at + timedelta(days=days)
    link = sharing_actions.make_copy(key=uuid.uuid4(), licence_id=licence.pk, use=use, until=until, by=SYSTEM, at=at)
    return sharing_queries.copy_content(link.token, at=at).content


def test_an_annotated_copy_goes_through_and_says_what_it_was_made_for(company: uuid.UUID) -> None:
    view = seen(submit(company, copied(factories.make_licence(company, "RC"))))
    assert view.doubts == (Doubt.MADE_FOR_ELSE,) and view.claimed.copy.purpose == "签租约（演示）"


def test_an_annotated_copy_whose_time_is_over(company: uuid.UUID) -> None:
    content = copied(factories.make_licence(company, "RC"), days=1, at=AT - timedelta(days=3))
    assert refused(company, content) == "upload_copy_over"


def test_an_unsigned_file_that_says_it_is_a_licence_is_for_the_reviewer(company: uuid.UUID) -> None:
    licence = factories.make_licence(company, "RC")
    view = seen(submit(company, ofd.write(a_document(custom={"ZZBS": licence.identifier}))))
    assert view.doubts == (Doubt.NOT_SIGNED,) and view.seals == ()


def test_an_unsigned_file_of_a_licence_that_was_revoked_is_refused_all_the_same(company: uuid.UUID) -> None:
    licence = factories.make_licence(company, "RC")
    change(licence, Change.REVOKE)
    assert refused(company, ofd.write(a_document(custom={"ZZBS": licence.identifier}))) == "upload_revoked"


def test_one_that_the_register_does_not_know_is_for_the_reviewer(company: uuid.UUID) -> None:
    elsewhere = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"
    view = seen(submit(company, ofd.write(a_document(custom={"ZZBS": elsewhere}))))
    assert view.doubts == (Doubt.NOT_SIGNED, Doubt.NOT_IN_REGISTER)


def test_one_whose_record_was_tampered_with_is_for_the_reviewer(company: uuid.UUID) -> None:
    from tests.cases.test_library import forged  # noqa: PLC0415

    licence = factories.make_licence(company, "RC")
    content = document(licence)
    forged(licence)
    assert Doubt.REGISTER_UNSURE in seen(submit(company, content)).doubts


def test_where_the_material_names_no_licence_a_reviewer_weighs_it(company: uuid.UUID) -> None:
    """An old certificate is handed in to be replaced; that it has ended is what it is there for."""
    other = factories.make_licence(factories.make_company("榕城示例二公司"), "RC")
    content = document(other)
    change(other, Change.REVOKE)
    assert seen(submit(company, content, "report")).doubts == (Doubt.NOT_IN_FORCE, Doubt.OTHER_HOLDER)


def test_the_same_at_a_correction(company: uuid.UUID) -> None:
    play = factories.correcting()
    licence = factories.make_licence(play.row.applicant_id, "RC")
    content = document(licence)
    change(licence, Change.REVOKE)
    told = kept(content)
    factories.uploaded(told, by=play.agent)
    with factories.refused(InvalidApplication) as refusal:
        actions.correct(
            case_id=play.turn.case_id,
            key=uuid.uuid4(),
            form=play.row.form | {"grade": "second"},
            materials=(told, factories.an_upload("report")),
            by=play.agent,
            at=play.at,
        )
    assert refusal.value.faults["materials.staff"].startswith("upload_revoked: ")


def test_it_is_told_where_it_is_uploaded_before_it_counts_as_a_material(company: uuid.UUID) -> None:
    licence = factories.make_licence(company, "RC")
    content = document(licence)
    change(licence, Change.REVOKE)
    agent, told = factories.an_agent(company), kept(content)
    factories.uploaded(told, by=agent)
    specs = catalog_queries.current(city.QUALIFICATION, at=AT).materials
    asked = {"applicant_id": company, "kind": HolderKind.ORGANISATION, "by": agent, "at": AT}
    assert queries.upload_faults(specs, [told], **asked) == {told.file_digest: f"upload_revoked: {FAULTS['upload_revoked']}"}
    change(licence, Change.REINSTATE)
    assert queries.upload_faults(specs, [told], **asked) == {}
