"""One application through the REST door: six acts by six people of three departments, two at once; then the licence."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import city, factories

if TYPE_CHECKING:
    from tests.channels.rest import people
    from tests.channels.rest.caller import Caller

STATEMENTS = 15  # per act, BEGIN and COMMIT included


def body(caller: Caller, agent: people.Somebody, **changes: Any) -> dict[str, Any]:
    """What an integrator sends: prefilled by the city, the rest their own."""
    known = caller.get(f"/services/{city.QUALIFICATION}/prefill?applicant_id={agent.company_id}").json()
    report = caller.upload(factories.PDF).json()
    plain: dict[str, Any] = {
        "service": city.QUALIFICATION,
        "applicant_kind": "organisation",
        "applicant_id": agent.company_id,
        "situation": {"purpose": "first"},
        "form": known["form"] | {"trades": ["water", "road"], "grade": "third"},
        "materials": [
            {"key": "business_licence", "licence_id": known["materials"]["business_licence"]},
            {"key": "report", "file_digest": report["digest"], "file_name": "审计报告.pdf"},
        ],
    }
    return plain | changes


def submit(caller: Caller, sent: dict[str, Any], key: uuid.UUID | None = None) -> Any:
    return caller.ask("POST", "/cases", sent, headers={"Idempotency-Key": str(key or uuid.uuid4())})


def step(standing: dict[str, Any], key: str) -> str:
    return next(each["id"] for each in standing["open_steps"] if each["key"] == key)


Costs = dict[str, int]


def play(agent: people.Somebody, as_agent: Caller, at_desk) -> tuple[Any, Costs]:
    """The whole case; where it ended, and how many statements each act took, BEGIN and COMMIT included."""
    costs: Costs = {}

    def act(caller: Caller, name: str, path: str, sent: Any) -> Any:
        with CaptureQueriesContext(connection) as captured:
            answer = submit(caller, sent) if name == "submit" else caller.post(path, sent)
        assert answer.status_code in (200, 201), answer.content.decode()
        costs[name] = len([each for each in captured if "SAVEPOINT" not in each["sql"]]) + 2
        return answer.json()

    def review(role: str, standing: Any) -> Any:
        return act(at_desk(role), role, f"/steps/{step(standing, role)}/review", {"opinion": "agree"})

    standing = act(as_agent, "submit", "/cases", body(as_agent, agent))
    assert [each["desk"] for each in standing["open_steps"]] == ["jianwei/window"]
    standing = act(at_desk("window"), "accept", f"/steps/{step(standing, 'accept')}/acceptance", {})
    standing = review("screen", standing)
    assert {each["desk"] for each in standing["open_steps"]} == {"shuiliju/review", "gongluju/review"}
    assert [each["key"] for each in review("water", standing)["open_steps"]] == ["road"]
    standing = review("road", standing)
    assert [each["desk"] for each in standing["open_steps"]] == ["jianwei/approver"], "nobody sent it there"
    return act(at_desk("approver"), "conclude", f"/steps/{step(standing, 'conclude')}/decision", {"decision": "grant"}), costs


def test_six_acts_by_six_people_end_in_a_licence(as_agent: Caller, agent: people.Somebody, at_desk, anybody: Caller) -> None:
    standing, _costs = play(agent, as_agent, at_desk)
    assert (standing["state"], standing["end"]) == ("ended", "granted")
    case = as_agent.get(f"/cases/{standing['case_id']}").json()
    assert [each["act"] for each in case["history"]] == ["submit", "accept", "review", "review", "review", "decide"]
    licence = as_agent.get(f"/licences/{case['licence_id']}").json()
    assert licence["content"]["grade"] == "third"
    wallet = as_agent.get(f"/holders/{agent.company_id}/licences").json()
    assert licence["id"] in [each["id"] for each in wallet]
    told = anybody.get(f"/verifications/{licence['identifier']}").json()
    assert (told["found"], told["usable"], told["unchanged"]) == (True, True, True)
    assert "工程有限公司" not in told["holder"]
    permits = anybody.get("/public/permits").json()["lines"]
    assert [each["number"] for each in permits] == [case["number"]]


def test_an_act_takes_at_most_fifteen_statements(as_agent: Caller, agent: people.Somebody, at_desk) -> None:
    play(agent, as_agent, at_desk)  # what a process remembers is warm from here on
    _standing, costs = play(agent, as_agent, at_desk)
    assert max(costs.values()) <= STATEMENTS, costs


def test_the_same_key_twice_is_one_case(as_agent: Caller, agent: people.Somebody) -> None:
    sent, key = body(as_agent, agent), uuid.uuid4()
    first, second = submit(as_agent, sent, key).json(), submit(as_agent, sent, key).json()
    assert first == second
    assert len(as_agent.get("/cases").json()["lines"]) == 1


def test_it_knows_where_every_answer_comes_from(as_agent: Caller, agent: people.Somebody) -> None:
    case_id = submit(as_agent, body(as_agent, agent)).json()["case_id"]
    case = as_agent.get(f"/cases/{case_id}").json()
    assert case["provenance"]["capital"].startswith("licence:")
    assert case["provenance"]["company_name"] == "register"
    assert case["provenance"]["grade"] == "applicant"


def test_the_answers_are_utf8_and_no_cache_keeps_them(as_agent: Caller, agent: people.Somebody) -> None:
    answer = submit(as_agent, body(as_agent, agent))
    assert "榕示建" in json.loads(answer.content)["number"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"].startswith("application/json")
    assert "Set-Cookie" not in answer.headers
