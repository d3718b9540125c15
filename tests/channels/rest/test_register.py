"""The catalogue, the issuer's acts and reported errors over REST; whatever is answered is what the document declares."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from tests.channels.rest.caller import Caller, problem
from tongban.licences.models import Correction, Licence, LicenceEvent

if TYPE_CHECKING:
    from tests.channels.rest.people import Somebody

GROUNDS = {"basis": "《行政许可法》第七十条", "reason": "示例", "document": "示例1号"}


@pytest.fixture
def licence(agent: Somebody) -> Licence:
    return Licence.objects.get(holder_id=agent.company_id, type="BL")


@pytest.fixture
def issuer(at_desk) -> Caller:
    return at_desk("registrar")


def report(**changes: Any) -> dict[str, Any]:
    return {"fields": ["capital"], "told": "应当是 600（示例）", **changes}


def test_the_catalogue_is_open_and_its_schemas_hold(town) -> None:
    kinds = Caller().get("/licence-types").json()
    assert {kind["code"] for kind in kinds} >= {"BL", "QC"}
    kind = Caller().get("/licence-types/BL").json()
    assert (kind["issuer"], kind["holder_category"], kind["state"], kind["category"]) == ("minzheng", "1", "active", "licence")
    content = jsonschema_rs.Draft202012Validator(kind["content"])
    assert content.is_valid({"capital": 500, "address": "示例"}) and not content.is_valid({"capital": 500})
    qualification = Caller().get("/licence-types/QC").json()
    assert qualification["services"], "a service that leads to it stands beside it"
    problem(Caller().get("/licence-types/ZZ"), 404, "unknown-licence-type")


def test_the_issuer_finds_and_reads_its_record(issuer: Caller, at_desk, licence: Licence) -> None:
    assert [each["id"] for each in issuer.get(f"/register?q={licence.number}").json()] == [str(licence.pk)]
    told = issuer.get(f"/register/{licence.pk}").json()
    assert told["intact"] and told["open_to"] == ["suspend", "cancel", "withdraw", "revoke"] and told["versions"] == [str(licence.pk)]
    assert at_desk("water").get(f"/register?q={licence.number}").json() == []
    problem(at_desk("water").get(f"/register/{licence.pk}"), 404, "unknown-licence")


def test_a_licence_is_suspended_and_its_holder_sees_it(issuer: Caller, as_agent: Caller, licence: Licence) -> None:
    changed = issuer.post(f"/licences/{licence.pk}/changes", {"change": "suspend", **GROUNDS}).json()
    assert changed["state"] == "suspended"
    [event] = as_agent.get(f"/licences/{licence.pk}/life").json()
    assert (event["change"], event["reason"], event["department"]) == ("suspend", "示例", "minzheng")


def test_the_next_version_supersedes(issuer: Caller, licence: Licence) -> None:
    content = licence.opened()["content"] | {"capital": 600}
    body = {"why": "change", "content": content, "valid_until": licence.valid_until, **GROUNDS}
    made = issuer.post(f"/licences/{licence.pk}/versions", body)
    assert (made.status_code, made.json()["version"], made.json()["content"]["capital"]) == (201, 2, 600)
    problem(issuer.post(f"/licences/{licence.pk}/versions", body), 409, "not-in-force")


@pytest.mark.parametrize(
    ("act", "body", "expected"),
    [
        ("changes", {"change": "resume", **GROUNDS}, (409, "wrong-change")),
        ("changes", {"change": "cancel", **GROUNDS}, (409, "takes-two")),
        ("changes", {"change": "suspend", **GROUNDS, "basis": "x"}, (422, "basis-not-cited")),
        ("proposals", {"change": "cancel", **GROUNDS, "document": ""}, (422, "grounds-missing")),
        ("proposals", {"change": "cancel", **GROUNDS, "basis": "《行政许可法》"}, (422, "basis-not-cited")),
        ("proposals", {"change": "suspend", **GROUNDS}, (409, "takes-one")),
        ("versions", {"why": "change", "content": {"capital": 1}, "valid_until": None, **GROUNDS}, (422, "invalid-content")),
        ("versions", {"why": "renewal", "content": {}, "valid_until": None, **GROUNDS}, (422, "not-its-successor")),
    ],
)
def test_what_is_refused_changes_nothing(
    issuer: Caller, licence: Licence, act: str, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    problem(issuer.post(f"/licences/{licence.pk}/{act}", body), *expected)
    assert not LicenceEvent.objects.exists()


def test_what_ends_a_licence_is_proposed_by_one_and_confirmed_by_another(
    issuer: Caller, at_desk, as_agent: Caller, licence: Licence
) -> None:
    second, window = at_desk("second registrar"), at_desk("minzheng")
    body = {"change": "revoke", **GROUNDS}
    problem(window.post(f"/licences/{licence.pk}/proposals", body), 403, "not-a-deciding-post")
    made = issuer.post(f"/licences/{licence.pk}/proposals", body)
    assert made.status_code == 201 and made.json()["state"] == "open"
    problem(second.post(f"/licences/{licence.pk}/proposals", body), 409, "proposed-already")
    assert as_agent.get(f"/licences/{licence.pk}/life").json() == []
    assert window.get("/proposals").json() == []
    [waiting] = second.get("/proposals").json()
    path = f"/proposals/{waiting['id']}"
    problem(issuer.post(f"{path}/confirmation"), 403, "own-proposal")
    problem(window.post(f"{path}/rejection", {"reason": "示例"}), 403, "not-a-deciding-post")
    problem(second.post(f"{path}/rejection", {"reason": " "}), 422, "grounds-missing")
    assert second.post(f"{path}/confirmation").json()["state"] == "revoked"
    problem(second.post(f"{path}/rejection", {"reason": "示例"}), 409, "proposal-settled")
    [event] = as_agent.get(f"/licences/{licence.pk}/life").json()
    assert (event["change"], event["basis"]) == ("revoke", GROUNDS["basis"])
    told = issuer.get(f"/register/{licence.pk}").json()
    assert [each["state"] for each in told["proposals"]] == ["confirmed"] and told["may_decide"]
    problem(second.post(f"/proposals/{uuid.uuid4()}/confirmation"), 404, "unknown-proposal")


def test_a_proposal_is_rejected_with_a_reason(issuer: Caller, at_desk, licence: Licence) -> None:
    made = issuer.post(f"/licences/{licence.pk}/proposals", {"change": "cancel", **GROUNDS}).json()
    assert at_desk("second registrar").post(f"/proposals/{made['id']}/rejection", {"reason": "材料不齐（示例）"}).status_code == 204
    [kept] = issuer.get(f"/register/{licence.pk}").json()["proposals"]
    assert (kept["state"], kept["note"]) == ("rejected", "材料不齐（示例）")


def test_whoever_proposed_takes_it_back_and_proposes_something_else(issuer: Caller, at_desk, licence: Licence) -> None:
    made = issuer.post(f"/licences/{licence.pk}/proposals", {"change": "cancel", **GROUNDS}).json()
    path = f"/proposals/{made['id']}/withdrawal"
    problem(at_desk("second registrar").post(path), 403, "not-own-proposal")
    assert issuer.post(path).status_code == 204
    problem(issuer.post(path), 409, "proposal-settled")
    problem(issuer.post(f"/proposals/{uuid.uuid4()}/withdrawal"), 404, "unknown-proposal")
    assert issuer.post(f"/licences/{licence.pk}/proposals", {"change": "revoke", **GROUNDS}).status_code == 201
    told = issuer.get(f"/register/{licence.pk}").json()
    assert told["licence"]["state"] == "valid" and {each["state"] for each in told["proposals"]} == {"withdrawn", "open"}


def test_only_the_issuer_acts(at_desk, as_agent: Caller, licence: Licence) -> None:
    for caller in (at_desk("water"), as_agent):
        answer = caller.post(f"/licences/{licence.pk}/changes", {"change": "cancel", **GROUNDS})
        problem(answer, 404, "unknown-licence")


def test_an_error_is_reported_answered_and_put_right(issuer: Caller, as_agent: Caller, licence: Licence) -> None:
    key = str(uuid.uuid4())
    told = as_agent.post(f"/licences/{licence.pk}/corrections", report(), Idempotency_Key=key)
    assert told.status_code == 201 and told.json()["outcome"] is None
    assert as_agent.post(f"/licences/{licence.pk}/corrections", report(), Idempotency_Key=key).json() == told.json(), "to the letter"
    assert told.json()["due_at"].endswith("+08:00")
    [waiting] = issuer.get("/corrections").json()
    new = {"content": licence.opened()["content"] | {"capital": 600}, "valid_until": licence.valid_until}
    body = {"outcome": "corrected", "answer": "已更正（示例）", "new": new}
    answered = issuer.post(f"/corrections/{waiting['id']}/answer", body).json()
    assert answered["outcome"] == "corrected" and answered["successor_id"]
    problem(issuer.post(f"/corrections/{waiting['id']}/answer", body), 409, "already-answered")
    [seen] = as_agent.get(f"/licences/{licence.pk}/corrections").json()
    assert seen["answer"] == "已更正（示例）"


def test_a_department_reports_through_its_case(play, at_desk, licence: Licence) -> None:
    body = report(case_id=str(play.turn.case_id))
    told = at_desk("window").post(f"/licences/{licence.pk}/corrections", body, Idempotency_Key=str(uuid.uuid4()))
    assert told.json()["asked_by"] == "department"


def test_a_report_that_is_refused_leaves_nothing(at_desk, as_agent: Caller, licence: Licence) -> None:
    path = f"/licences/{licence.pk}/corrections"
    refused = [
        (at_desk("window"), report(), (403, "licence-denied")),
        (as_agent, report(fields=["colour"]), (422, "unknown-field")),
        (as_agent, report(told=" "), (422, "grounds-missing")),
        (at_desk("window"), report(case_id=str(uuid.uuid4())), (404, "unknown-case")),
    ]
    for caller, body, expected in refused:
        problem(caller.post(path, body, Idempotency_Key=str(uuid.uuid4())), *expected)
    assert not Correction.objects.exists()
