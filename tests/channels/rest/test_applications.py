"""The applicant's endpoints one by one: what each gives, what it refuses in words, and that a refusal changes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.cases import city, factories
from tests.channels.desk.pages import content_of
from tests.channels.rest import people
from tests.channels.rest.caller import Caller, problem
from tests.channels.rest.test_story import body, submit
from tests.kernel.ofd.making import a_document, packed
from tongban.cases.models import Case, Draft
from tongban.catalog import actions as catalog_actions
from tongban.catalog.terms import ServiceState
from tongban.identity.terms import SYSTEM, Assurance
from tongban.kernel import ofd

# files


def test_an_uploaded_file_is_known_by_its_digest(as_agent: Caller) -> None:
    stored = as_agent.upload(factories.PDF).json()
    assert stored["media_type"] == "application/pdf"
    assert stored["size"] == len(factories.PDF)
    assert as_agent.upload(factories.PDF, "别的名字.pdf").json() == stored
    assert as_agent.upload(ofd.write(a_document()), "证照.ofd").json()["media_type"] == "application/ofd"


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "空.pdf", "file-empty"),
        (b"MZ" + b"\x90" * 300, "程序.pdf", "file-not-what-it-claims"),
        (factories.PDF, "照片.png", "file-not-what-it-claims"),
        (b"<html>" * 40, "页面.html", "file-type-not-allowed"),
        (factories.PDF + b"0" * (50 * 1024 * 1024), "太大.pdf", "file-too-large"),
        (packed(("OFD.xml", b"<x/>"), ("../x", b"x")), "证照.ofd", "file-unsafe"),
    ],
    ids=["empty", "programme", "renamed", "html", "large", "unsafe"],
)
def test_a_file_that_is_not_wanted_is_refused(as_agent: Caller, content: bytes, name: str, code: str) -> None:
    problem(as_agent.upload(content, name), 422, code)


def test_an_upload_without_its_file_is_malformed(as_agent: Caller) -> None:
    answer = as_agent.client.post("/api/v1/files", {"other": "x"}, headers={"Authorization": f"Bearer {as_agent.token}"})
    assert problem(answer, 422, "malformed")["faults"]["file"].startswith("missing: ")


# submitting


def test_a_prefill_is_for_those_who_may_act(as_agent: Caller) -> None:
    problem(as_agent.get(f"/services/{city.QUALIFICATION}/prefill?applicant_id={factories.make_company()}"), 403, "denied")


Change = Callable[[dict[str, Any]], object]
REFUSED: dict[str, tuple[Change, int, str]] = {
    "unknown service": (lambda sent: sent.update(service="999999-XX-0000"), 404, "unknown-service"),
    "another's company": (lambda sent: sent.update(applicant_id=uuid.uuid4()), 403, "denied"),
    "wrong kind": (lambda sent: sent.update(applicant_kind="person"), 422, "not-for-this-applicant"),
    "stopped": (lambda sent: sent.update(situation={"purpose": "abroad"}), 422, "stopped"),
    "no answer": (lambda sent: sent.update(situation={}), 422, "invalid-application"),
    "form breaks the schema": (lambda sent: sent["form"].update(capital=-1, grade="zero", secret=1), 422, "invalid-application"),
    "material missing": (lambda sent: sent["materials"].pop(), 422, "invalid-application"),
    "foreign licence": (lambda sent: sent["materials"][0].update(licence_id=uuid.uuid4()), 422, "invalid-application"),
    "file never uploaded": (lambda sent: sent["materials"][1].update(file_digest="0" * 64), 422, "invalid-application"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_application_is_refused_whole(as_agent: Caller, agent: people.Somebody, what: str) -> None:
    change, status, code = REFUSED[what]
    sent = body(as_agent, agent)
    change(sent)
    told = problem(submit(as_agent, sent), status, code)
    assert not Case.objects.exists()
    if code == "invalid-application":
        assert all(":" in fault for fault in told["faults"].values()), "a code for machines, words for people"


def test_every_fault_is_named_with_its_place(as_agent: Caller, agent: people.Somebody) -> None:
    sent = body(as_agent, agent)
    sent["form"].pop("contact")
    sent["form"]["grade"] = "zero"
    sent["materials"].pop()
    faults = problem(submit(as_agent, sent), 422, "invalid-application")["faults"]
    assert set(faults) == {"form.contact", "form.grade", "materials.report"}


def test_the_reason_why_it_stops_is_the_citys_own(as_agent: Caller, agent: people.Somebody) -> None:
    told = problem(submit(as_agent, body(as_agent, agent, situation={"purpose": "abroad"})), 422, "stopped")
    assert told["title"] == "请到省厅办理。"


def test_words_come_in_the_language_asked_for(agent: people.Somebody) -> None:
    told = problem(submit(Caller(agent, language="en"), body(Caller(agent), agent, situation={"purpose": "abroad"})), 422, "stopped")
    assert told["title"] == "Apply to the province."
    assert told["detail"].isascii()


def test_a_real_name_level_that_is_too_low_says_what_to_do(town: None) -> None:
    somebody = people.a_citizen(3, level=Assurance.PHONE, company=True)
    told = problem(submit(Caller(somebody), body(Caller(somebody), somebody)), 403, "assurance-too-low")
    assert "L3" in told["title"]


def test_a_service_that_is_closed_takes_nothing(as_agent: Caller, agent: people.Somebody) -> None:
    sent = body(as_agent, agent)
    catalog_actions.change_state(service=city.QUALIFICATION, state=ServiceState.PAUSED, by=SYSTEM, at=factories.MORNING)
    problem(submit(as_agent, sent), 409, "service-not-open")


def test_a_key_used_for_something_else_is_refused(as_agent: Caller, agent: people.Somebody) -> None:
    key, sent = uuid.uuid4(), body(as_agent, agent)
    assert submit(as_agent, sent, key).status_code == 201
    sent["form"]["contact"] = "演示丙"
    problem(submit(as_agent, sent, key), 409, "key-reused")
    assert Case.objects.count() == 1


@pytest.mark.parametrize(("headers", "fault"), [({}, "missing: "), ({"Idempotency-Key": "first"}, "uuid_parsing: ")])
def test_submitting_needs_a_key(as_agent: Caller, agent: people.Somebody, headers: dict[str, str], fault: str) -> None:
    told = problem(as_agent.ask("POST", "/cases", body(as_agent, agent), headers=headers), 422, "malformed")
    assert told["faults"]["Idempotency-Key"].startswith(fault)


def test_staff_do_not_apply(at_desk, agent: people.Somebody) -> None:
    sent = body(Caller(agent), agent)
    problem(submit(at_desk("window"), sent), 403, "denied")


# drafts


def test_a_draft_is_kept_shown_and_thrown_away(as_agent: Caller, agent: people.Somebody) -> None:
    half = {"service": city.QUALIFICATION, "applicant_kind": "organisation", "applicant_id": agent.company_id, "form": {"contact": "演"}}
    assert as_agent.ask("PUT", "/drafts", half).status_code == 204
    [draft] = as_agent.get("/drafts").json()
    assert draft["form"] == {"contact": "演"}
    path = f"/drafts?service={city.QUALIFICATION}&applicant_id={agent.company_id}"
    assert as_agent.ask("DELETE", path).status_code == 204
    assert as_agent.get("/drafts").json() == []


def test_a_draft_for_somebody_else_is_refused(as_agent: Caller) -> None:
    strange = {"service": city.QUALIFICATION, "applicant_kind": "organisation", "applicant_id": uuid.uuid4()}
    problem(as_agent.ask("PUT", "/drafts", strange), 403, "denied")
    assert not Draft.objects.exists()


# own cases


def test_my_cases_are_mine(as_agent: Caller, play: factories.Play) -> None:
    [line] = as_agent.get("/cases").json()["lines"]
    assert line["id"] == str(play.turn.case_id)
    assert Caller(people.a_citizen(4)).get("/cases").json()["lines"] == []


def test_a_case_of_others_is_not_there(play: factories.Play, at_desk) -> None:
    for caller in (Caller(people.a_citizen(4)), at_desk("water")):
        for path in ("", "/readings"):
            problem(caller.get(f"/cases/{play.turn.case_id}{path}"), 404, "unknown-case")


def test_the_applicant_sees_who_has_looked(as_agent: Caller, play: factories.Play, at_desk) -> None:
    at_desk("window").get(f"/cases/{play.turn.case_id}")
    readings = as_agent.get(f"/cases/{play.turn.case_id}/readings").json()
    assert ("staff", "handling the case") in [(each["actor_kind"], each["purpose"]) for each in readings]


def test_a_file_of_another_account_cannot_be_handed_in(as_agent: Caller, agent: people.Somebody) -> None:
    theirs = Caller(people.a_citizen(7)).upload(factories.PDF + b"\n%%EOF").json()
    sent = {
        "service": city.QUALIFICATION,
        "applicant_kind": "organisation",
        "applicant_id": str(agent.company_id),
        "situation": {"purpose": "first"},
        "form": factories.FORMS[city.QUALIFICATION],
        "materials": [{"key": "report", "file_digest": theirs["digest"], "file_name": "x.pdf"}],
    }
    told = as_agent.post("/cases", sent, Idempotency_Key=str(uuid.uuid4()))
    assert "materials.report" in problem(told, 422, "invalid-application")["faults"]
    assert as_agent.upload(factories.PDF + b"\n%%EOF").json() == theirs, "the same content of one's own is the same file"
    told = as_agent.post("/cases", sent, Idempotency_Key=str(uuid.uuid4()))
    assert "materials.report" not in problem(told, 422, "invalid-application")["faults"], "the licence is still missing"


def test_a_material_and_a_paper_come_as_files(as_agent: Caller, play: factories.Play, at_desk) -> None:
    case = as_agent.get(f"/cases/{play.turn.case_id}").json()
    report = next(each for each in case["materials"] if each["key"] == "report")
    for caller in (as_agent, at_desk("window")):
        answer = caller.get(f"/cases/{case['id']}/materials/{report['id']}")
        assert content_of(answer) == factories.PDF
    receipt = as_agent.get(f"/papers/{case['papers'][0]['id']}")
    assert receipt.content.startswith(b"%PDF")
    stranger = Caller(people.a_citizen(4))
    problem(stranger.get(f"/cases/{case['id']}/materials/{report['id']}"), 404, "not-found")
    problem(stranger.get(f"/papers/{case['papers'][0]['id']}"), 404, "unknown-case")


def test_a_correction_goes_on_in_the_same_case(as_agent: Caller, play: factories.Play) -> None:
    play.ask_correction()
    report = as_agent.upload(factories.PDF + b"\n%%EOF").json()
    sent = {"form": play.row.form | {"note": "改了"}, "materials": [{"key": "report", "file_digest": report["digest"]}]}
    answer = as_agent.ask("POST", f"/cases/{play.turn.case_id}/correction", sent, headers={"Idempotency-Key": str(uuid.uuid4())})
    assert answer.json()["state"] == "received"
    case = as_agent.get(f"/cases/{play.turn.case_id}").json()
    assert case["round"] == 2
    assert case["changes"] == {"note": [None, "改了"]}


def test_a_correction_that_nobody_asked_for_is_refused(as_agent: Caller, play: factories.Play) -> None:
    path, key = f"/cases/{play.turn.case_id}/correction", {"Idempotency-Key": str(uuid.uuid4())}
    problem(as_agent.ask("POST", path, {"form": play.row.form}, headers=key), 409, "wrong-state")
    assert play.row.round == 1


def test_withdrawing_ends_it_for_whoever_may(as_agent: Caller, play: factories.Play) -> None:
    path = f"/cases/{play.turn.case_id}/withdrawal"
    problem(Caller(people.a_citizen(4)).post(path, {"reason": ""}), 403, "denied")
    assert as_agent.post(path, {"reason": "不办了"}).json()["end"] == "withdrawn"
    problem(as_agent.post(path, {}), 409, "wrong-state")


def test_a_preview_tells_what_would_leave_the_library(as_agent: Caller, agent: people.Somebody) -> None:
    """Names of contents and fields, no values, with the four verdicts."""
    known = as_agent.get(f"/services/{city.QUALIFICATION}/prefill?applicant_id={agent.company_id}").json()
    (preview,) = [each for each in known["previews"] if each["material"] == "business_licence"]
    assert preview["licence_id"] == known["materials"]["business_licence"]
    assert (preview["duty"], preview["contents"], preview["fills"]) == ("", ["address", "capital"], ["capital"])
    assert preview["checks"] == {"seal": True, "status": True, "identifier": True, "dates": True, "hold": True}


def test_the_case_tells_what_was_taken_and_what_was_saved(as_agent: Caller, play: factories.Play) -> None:
    case = as_agent.get(f"/cases/{play.turn.case_id}").json()
    (material,) = [each for each in case["materials"] if each["key"] == "business_licence"]
    assert (material["basis"], material["fills"], material["checks"]["hold"]) == ("consent:application", ["capital"], True)
    assert (material["licence_version"], len(material["licence_digest"]), case["alerts"]) == (1, 64, [])
    assert as_agent.get(f"/public/savings?service={city.QUALIFICATION}").json() == {"cases": 0, "materials": 0, "fields": 0}
