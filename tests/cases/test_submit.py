"""Handing in: one act freezes an application into a case, or refuses it with everything that is wrong."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.cases import city, factories
from tongban.cases import actions, queries
from tongban.cases.models import Case, Draft, Material, Paper
from tongban.cases.terms import (
    AssuranceTooLow,
    CaseState,
    Denied,
    Handed,
    InvalidApplication,
    NotForThisApplicant,
    Stopped,
    UnknownCase,
)
from tongban.catalog import actions as catalog_actions
from tongban.catalog.terms import ServiceNotOpen, ServiceState, UnknownService
from tongban.identity.terms import PUBLIC, SYSTEM, Assurance, HolderKind
from tongban.kernel import files, numbering
from tongban.kernel.idempotency import KeyReused
from tongban.licences import queries as licence_queries
from tongban.sharing import queries as sharing_queries

pytestmark = pytest.mark.usefixtures("town")


def submit(application, by, *, key=None, at=factories.MORNING):
    """By somebody who has uploaded the files themselves."""
    factories.uploaded(*application.materials, by=by)
    return actions.submit(key=key or uuid.uuid4(), application=application, by=by, at=at)


def a_request(service=city.QUALIFICATION, **changes):
    company = factories.make_company()
    return factories.an_application(service, company, **changes), factories.an_agent(company)


def faults(**changes) -> dict[str, str]:
    """The codes of what is wrong, by place."""
    application, agent = a_request(**changes)
    with factories.refused(InvalidApplication) as told:
        submit(application, agent)
    return {where: words.partition(":")[0] for where, words in told.value.faults.items()}


def test_a_case_is_received_with_a_number_and_waits_at_the_window() -> None:
    play = factories.submitted()
    case = play.row
    assert case.state == CaseState.RECEIVED and numbering.is_case_number(case.number)
    assert case.number == play.turn.number and case.number.startswith("榕示建 2026-")
    assert [(key, desk) for _id, key, desk in play.turn.opened] == [("accept", "jianwei/window")]
    assert (case.window, case.department, case.type) == ("jianwei/window", "jianwei", "permit")
    assert (case.applicant_name, case.agent_name) == ("榕城示例工程有限公司", "演示甲")
    assert case.received_at == factories.MORNING


def test_the_acceptance_clock_starts_and_silence_will_speak_for_a_permit() -> None:
    play = factories.submitted()
    assert factories.clocks(play) == [("acceptance", "start")]
    ends = datetime(2026, 9, 14, 15, 59, 59, tzinfo=UTC)  # five working days after a Monday, at midnight in the city
    assert (play.row.due_at, play.row.sweep_at, play.row.provisional) == (ends, ends, False)
    step = play.row.steps.get()
    assert step.due_at == datetime(2026, 9, 8, 15, 59, 59, tzinfo=UTC)


def test_silence_says_nothing_where_the_service_is_no_permit() -> None:
    assert factories.submitted(city.NESTED).row.sweep_at is None


def test_it_leaves_an_entry_a_fact_and_a_line_of_history() -> None:
    play = factories.submitted()
    trace = factories.last_trace(play)
    assert (trace.act, trace.fact, trace.detail) == ("cases.submit", "cases.CaseSubmitted", {})
    assert trace.basis.startswith("Administrative Licensing Law, art. 29")
    assert trace.codes == {"service": city.QUALIFICATION}
    assert trace.payload["applicant_id"] == str(play.row.applicant_id)


def test_the_receipt_shares_the_number_of_the_case_and_is_drawn_when_somebody_asks() -> None:
    play = factories.submitted()
    receipt = Paper.objects.get(case=play.turn.case_id)
    assert receipt.kind == "receipt"
    assert receipt.number.split("〕")[1].removesuffix("号") == play.turn.number.split("-")[1]
    assert receipt.data["materials"] == [{"name": "营业执照", "source": "电子证照库调用"}, {"name": "审计报告", "source": "申请人上传"}]
    assert factories.jobs("cases.make_paper") == []


def test_materials_are_frozen_with_what_is_known_of_them() -> None:
    play = factories.submitted()
    licence, upload = Material.objects.order_by("key")
    assert (licence.key, licence.source, licence.verified) == ("business_licence", "licence", True)
    assert licence.licence_name["zh"] == "示例营业执照" and len(licence.licence_digest) == 64
    assert (upload.key, upload.media_type, upload.file_name, upload.size) == ("report", "application/pdf", "示例.pdf", len(factories.PDF))
    assert {each.case_id for each in (licence, upload)} == {play.turn.case_id}


def test_every_answer_knows_where_it_comes_from_whatever_the_door_says() -> None:
    application, agent = a_request(form={"capital": 700}, provenance={"capital": "register"})
    case = Case.objects.get(pk=submit(application, agent).case_id)
    assert case.provenance["company_name"] == "register"
    assert case.provenance["phone"] == "register", "the agent's own number"
    assert case.provenance["capital"].startswith("differs:licence:"), "the licence says 500"
    assert case.provenance["trades"] == "applicant"


def test_an_unchanged_value_names_its_licence() -> None:
    application, agent = a_request()
    case = Case.objects.get(pk=submit(application, agent).case_id)
    assert case.provenance["capital"] == f"licence:{Material.objects.get(key='business_licence').licence_identifier}"


def test_the_draft_is_gone_and_those_of_others_stay() -> None:
    application, agent = a_request()
    colleague = factories.an_agent(application.applicant_id)
    for author in (agent, colleague):
        kept = {"applicant_kind": HolderKind.ORGANISATION, "applicant_id": application.applicant_id, "situation": {}, "form": {}}
        actions.save_draft(service=city.QUALIFICATION, **kept, by=author, at=factories.MORNING)
    submit(application, agent)
    assert Draft.objects.get().author == colleague.id


def test_the_same_request_twice_is_one_case() -> None:
    application, agent = a_request()
    key = uuid.uuid4()
    first = submit(application, agent, key=key)
    before = factories.rows()
    shown_otherwise = factories.an_application(city.QUALIFICATION, application.applicant_id, materials=application.materials)
    again = submit(shown_otherwise, agent, key=key, at=factories.MORNING + timedelta(minutes=1))
    assert (again.case_id, again.number, again.opened) == (first.case_id, first.number, first.opened)
    assert factories.rows() == before


def test_where_a_door_says_that_an_answer_is_from_makes_no_other_request() -> None:
    application, agent = a_request()
    key = uuid.uuid4()
    first = submit(application, agent, key=key)
    application.provenance["capital"] = "register"
    assert submit(application, agent, key=key) == first


def test_a_key_is_for_one_request() -> None:
    application, agent = a_request()
    key = uuid.uuid4()
    submit(application, agent, key=key)
    other = factories.an_application(city.QUALIFICATION, application.applicant_id, form={"grade": "second"})
    with factories.refused(KeyReused):
        submit(other, agent, key=key)


def test_what_is_refused_takes_no_number_and_its_key_is_free_again() -> None:
    application, agent = a_request(form={"grade": "fourth"})
    key = uuid.uuid4()
    with factories.refused(InvalidApplication):
        submit(application, agent, key=key)
    application.form["grade"] = "third"
    assert submit(application, agent, key=key).number.split("-")[1] == "000001"


@pytest.mark.parametrize("who", ["stranger", "clerk", "nobody", "the clock"])
def test_only_the_applicant_or_an_agent_hands_in(who) -> None:
    application, _agent = a_request()
    by = {"stranger": factories.a_person(), "clerk": factories.a_clerk("jianwei/window"), "nobody": PUBLIC, "the clock": SYSTEM}[who]
    with factories.refused(Denied):
        submit(application, by)


def test_the_service_says_how_sure_the_city_must_be_who_applies() -> None:
    company = factories.make_company()
    with factories.refused(AssuranceTooLow) as told:
        submit(factories.an_application(city.QUALIFICATION, company), factories.an_agent(company, level=Assurance.REAL_NAME))
    assert told.value.needed == Assurance.FACE


def test_a_service_for_companies_is_not_for_a_person_and_nobody_is_taken_for_what_they_are_not() -> None:
    person = factories.make_person()
    application = factories.an_application(city.QUALIFICATION, person, applicant_kind=HolderKind.PERSON, materials=())
    with factories.refused(NotForThisApplicant):
        submit(application, factories.a_person(person))
    pretended = factories.an_application(city.QUALIFICATION, person, materials=())
    with factories.refused(NotForThisApplicant):
        submit(pretended, factories.a_person(person))


def test_an_applicant_whom_the_register_does_not_know_is_refused() -> None:
    nobody = uuid.uuid4()
    with factories.refused(UnknownCase):
        submit(factories.an_application(city.SHORT, nobody), factories.a_person(nobody))


def test_an_answer_may_say_that_this_is_the_wrong_place() -> None:
    application, agent = a_request(situation={"purpose": "abroad"})
    with factories.refused(Stopped) as told:
        submit(application, agent)
    assert told.value.words.en == "Apply to the province."


def test_an_unknown_service_has_no_applications() -> None:
    application, agent = a_request()
    unknown = replace(application, service="999999-XX-9999")
    with factories.refused(UnknownService):
        submit(unknown, agent)


@pytest.mark.parametrize("state", [ServiceState.PAUSED, ServiceState.CLOSED, ServiceState.GUIDE_ONLY])
def test_a_service_that_is_not_open_takes_none(state) -> None:
    application, agent = a_request()
    catalog_actions.change_state(service=city.QUALIFICATION, state=state, by=SYSTEM, at=factories.MORNING)
    with factories.refused(ServiceNotOpen):
        submit(application, agent)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = faults(
        form={"company_name": " ", "capital": -1, "trades": [], "grade": "fourth", "colour": "red"},
        situation={"purpose": "nonsense", "season": "winter"},
        materials=(Handed("diploma", file_digest="0" * 64), Handed("report", file_digest="f" * 64)),
    )
    assert found == {
        "form.company_name": "required",
        "form.capital": "minimum",
        "form.trades": "required",
        "form.grade": "enum",
        "form.colour": "additionalProperties",
        "situation.purpose": "not_an_option",
        "situation.season": "unknown",
        "materials.diploma": "not_asked_for",
        "materials.report": "file_not_found",
        "materials.business_licence": "missing",
    }


@pytest.mark.parametrize("answers", [{}, {"purpose": ""}, {"purpose": None}])
def test_a_question_wants_an_answer(answers) -> None:
    assert faults(situation=answers) == {"situation.purpose": "missing"}


@pytest.mark.parametrize("answer", [["first"], {"first": 1}, 7, True])
def test_an_answer_of_another_kind_is_no_option(answer) -> None:
    assert faults(situation={"purpose": answer}) == {"situation.purpose": "not_an_option"}


@pytest.mark.parametrize("value", ["a\x00b", "\ud800", float("nan"), float("inf"), [[[[[[[[["deep"]]]]]]]]]])
def test_what_nobody_could_read_again_is_refused(value) -> None:
    assert faults(form={"note": value}) == {"form.note": "unreadable"}


def test_a_condition_may_ask_for_one_more_material() -> None:
    assert faults(form={"grade": "first"}) == {"materials.staff": "missing"}
    application, agent = a_request(form={"grade": "first"})
    staff = factories.an_upload("staff")
    whole = factories.an_application(
        city.QUALIFICATION, application.applicant_id, form={"grade": "first"}, materials=(*application.materials, staff)
    )
    assert submit(whole, agent).number


def test_nobody_is_refused_for_handing_in_more_than_was_needed() -> None:
    application, agent = a_request()
    more = (*application.materials, factories.an_upload("staff"), factories.an_upload("staff", "第二份.pdf"))
    submit(factories.an_application(city.QUALIFICATION, application.applicant_id, materials=more), agent)
    assert Material.objects.filter(key="staff").count() == 2


def a_licence_of_somebody_else(_application) -> Handed:
    return Handed("business_licence", licence_id=factories.make_licence(factories.make_company()).pk)


def a_licence_of_another_type(application) -> Handed:
    return Handed("business_licence", licence_id=factories.make_licence(application.applicant_id, "RC").pk)


def no_licence_at_all(_application) -> Handed:
    return Handed("business_licence", licence_id=uuid.uuid4())


@pytest.mark.parametrize("wrong", [a_licence_of_somebody_else, a_licence_of_another_type, no_licence_at_all])
def test_a_licence_must_be_the_applicants_and_of_the_type(wrong) -> None:
    application, agent = a_request()
    tried = factories.an_application(city.QUALIFICATION, application.applicant_id, materials=(wrong(application), application.materials[1]))
    with factories.refused(InvalidApplication) as told:
        submit(tried, agent)
    assert told.value.faults["materials.business_licence"].startswith("licence_not_usable")


def test_the_agents_own_licence_serves_too() -> None:
    application, agent = a_request(form={"grade": "first"})
    own = factories.make_licence(agent.person_id, "RC")
    materials = (*application.materials, Handed("staff", licence_id=own.pk))
    tried = factories.an_application(city.QUALIFICATION, application.applicant_id, form={"grade": "first"}, materials=materials)
    assert submit(tried, agent).number


@pytest.mark.parametrize(
    ("key", "handed", "code"),
    [
        ("photo", factories.PDF, "type_not_allowed"),
        ("report", b"%PDF-" + b"0" * 1024 * 1024, "too_large"),
        ("business_licence", factories.PDF, "no_upload"),
    ],
)
def test_a_file_is_of_the_kind_and_size_that_the_material_takes(key, handed, code) -> None:
    application, agent = a_request()
    others = tuple(each for each in application.materials if each.key != key)
    stored = files.keep(handed, media_type="application/pdf", at=factories.MORNING)
    wrong = Handed(key, file_digest=stored.digest, file_name="x.pdf")
    tried = factories.an_application(city.QUALIFICATION, application.applicant_id, materials=(*others, wrong))
    with factories.refused(InvalidApplication) as told:
        submit(tried, agent)
    assert told.value.faults[f"materials.{key}"].startswith(code)


def a_file_that_somebody_else_uploaded(_application) -> str:
    return factories.submitted().row.materials.get(key="report").file_digest


def the_document_of_a_licence(application) -> str:
    licence = factories.make_licence(application.applicant_id)
    licence_queries.document(licence.pk, by=SYSTEM, at=factories.MORNING, purpose="test")
    told = sharing_queries.verification(licence.identifier, at=factories.MORNING)
    return told.document_sha256  # as anybody reads it on the public page


@pytest.mark.parametrize("found", [a_file_that_somebody_else_uploaded, the_document_of_a_licence])
def test_whoever_knows_a_digest_has_not_therefore_the_file(found) -> None:
    application, agent = a_request()
    theirs = Handed("report", file_digest=found(application), file_name="x.pdf")
    tried = factories.an_application(city.QUALIFICATION, application.applicant_id, materials=(application.materials[0], theirs))
    with factories.refused(InvalidApplication) as told:
        actions.submit(key=uuid.uuid4(), application=tried, by=agent, at=factories.MORNING)
    assert told.value.faults["materials.report"].startswith("file_not_found")


def test_two_people_may_both_hand_in_the_same_content_that_both_have_uploaded() -> None:
    first, second = factories.submitted(), factories.submitted()
    digests = {play.row.materials.get(key="report").file_digest for play in (first, second)}
    assert len(digests) == 1 and first.agent.id != second.agent.id


def test_two_companies_get_numbers_one_after_the_other() -> None:
    numbers = [factories.submitted().turn.number.split("-")[1] for _ in range(3)]
    assert numbers == ["000001", "000002", "000003"]


def test_a_condition_before_acceptance_decides_who_looks() -> None:
    wet, dry = factories.submitted(city.CHECKED), factories.submitted(city.CHECKED, form={"wet": False})
    assert wet.open_keys == ["look_road", "look_water"]
    assert dry.open_keys == ["look_road"]
    assert factories.stages(dry)["look_water", 1] == "skipped"
    assert dry.row.conditions == {"look_water": False}


def test_a_case_keeps_the_release_it_was_handed_in_under() -> None:
    play = factories.submitted()
    before = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test").release
    contents = city.contents()
    contents[city.file_of(city.QUALIFICATION)]["name"] = city.words("改了名的示例资质")
    catalog_actions.load_city(files=city.files(contents), by=SYSTEM, at=play.at)
    after = queries.case(play.turn.case_id, by=play.agent, at=play.at, purpose="test").release
    assert after == before and after.version == 1
    assert Case.objects.get(pk=factories.submitted().turn.case_id).release_id != after.id
