"""The desk's endpoints: each act, each refusal, and that a refused act changes nothing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases import city, factories
from tests.channels.rest import people
from tests.channels.rest.caller import Caller, problem
from tongban.cases.models import Case

ITEM = {"target": "material:report", "shortcoming": "missing", "note": "请上传盖章的审计报告"}
NEW = {"target": "field:grade", "shortcoming": "incorrect", "note": "三级企业不能越级"}


def path(play: factories.Play, key: str, act: str) -> str:
    return f"/steps/{play.step(key)}/{act}"


def unchanged(play: factories.Play, before: tuple[dict[str, int], Any]) -> None:
    assert (factories.rows(), play.row.state) == before


# the queue


def test_the_queue_holds_what_waits_on_my_desks(play: factories.Play, at_desk, as_agent: Caller) -> None:
    [line] = at_desk("window").get("/steps").json()["lines"]
    assert (line["number"], line["does"], line["light"]) == (play.turn.number, "accept", "green")
    assert at_desk("water").get("/steps").json()["lines"] == []
    assert as_agent.get("/steps").json()["lines"] == [], "a citizen has no desk"


def test_a_desk_that_is_not_mine_shows_nothing(play: factories.Play, at_desk) -> None:
    assert at_desk("water").get("/steps?desk=jianwei/window").json()["lines"] == []
    assert len(at_desk("window").get("/steps?desk=jianwei/window").json()["lines"]) == 1


def test_a_page_of_the_queue_costs_the_same_whatever_waits(agent: people.Somebody, at_desk) -> None:
    window = at_desk("window")
    costs = []
    for more in (1, 34):
        for _one in range(more):
            people.submitted(agent)
        with CaptureQueriesContext(connection) as captured:
            page = window.get("/steps").json()
        costs.append(len(captured))
    assert costs == [3, 3], "the token, the steps, the log of reads"
    assert len(page["lines"]) == 30
    rest = window.get(f"/steps?after={page['next']}").json()
    assert (len(rest["lines"]), rest["next"]) == (5, "")
    assert not {line["step_id"] for line in rest["lines"]} & {line["step_id"] for line in page["lines"]}


def test_what_is_done_leaves_the_queue_for_the_done_list(play: factories.Play, at_desk) -> None:
    window = at_desk("window")
    window.post(path(play, "accept", "acceptance"))
    assert window.get("/steps").json()["lines"] == []
    [line] = window.get("/steps/done").json()["lines"]
    assert (line["number"], line["does"]) == (play.turn.number, "accept")


# who may, and when


@pytest.mark.parametrize(("act", "body"), [("acceptance", {}), ("decline", {"reason": "not_subject"}), ("review", {"opinion": "agree"})])
def test_a_step_of_another_desk_is_refused(play: factories.Play, at_desk, as_agent: Caller, act: str, body: dict[str, str]) -> None:
    window = path(play, "accept", act)
    strangers = [at_desk("water"), as_agent]
    before = (factories.rows(), play.row.state)
    for caller in strangers:
        problem(caller.post(window, body), 403, "denied")
    unchanged(play, before)


def test_what_a_step_does_not_do_is_refused(play: factories.Play, at_desk) -> None:
    window = at_desk("window")
    problem(window.post(path(play, "accept", "review"), {"opinion": "agree"}), 409, "wrong-state")


def test_a_settled_step_is_refused_in_words(play: factories.Play, at_desk) -> None:
    window, address = at_desk("window"), path(play, "accept", "acceptance")
    window.post(address)
    told = problem(window.post(address), 409, "step-settled")
    assert "已经有人办完" in told["title"]


@pytest.mark.parametrize("act", ["acceptance", "decline", "review", "decision", "check"])
def test_a_step_that_does_not_exist_is_refused(town: None, at_desk, act: str) -> None:
    bodies: dict[str, Any] = {
        "decline": {"reason": "not_subject"},
        "review": {"opinion": "agree"},
        "decision": {"decision": "grant"},
        "check": {"opinion": "agree"},
    }
    problem(at_desk("window").post(f"/steps/{uuid.uuid4()}/{act}", bodies.get(act, {})), 404, "unknown-case")


# correction and decline


def test_one_notice_lists_everything(play: factories.Play, at_desk, as_agent: Caller) -> None:
    answer = at_desk("window").post(f"/cases/{play.turn.case_id}/correction-notice", {"items": [ITEM, NEW]})
    assert answer.json()["state"] == "correcting"
    [correction] = as_agent.get(f"/cases/{play.turn.case_id}").json()["corrections"]
    assert [item["target"] for item in correction["items"]] == ["material:report", "field:grade"]


def test_a_notice_without_a_point_is_malformed(play: factories.Play, at_desk) -> None:
    told = problem(at_desk("window").post(f"/cases/{play.turn.case_id}/correction-notice", {"items": []}), 422, "malformed")
    assert told["faults"] == {"items": "too_short: 至少 1 项"}


def test_a_notice_names_what_the_service_has(play: factories.Play, at_desk) -> None:
    strange = {"items": [{**ITEM, "target": "material:passport"}]}
    told = problem(at_desk("window").post(f"/cases/{play.turn.case_id}/correction-notice", strange), 422, "unknown-target")
    assert "material:passport" in told["faults"]


def test_a_second_notice_may_not_list_what_the_first_did_not(play: factories.Play, at_desk, as_agent: Caller) -> None:
    address = f"/cases/{play.turn.case_id}/correction-notice"
    at_desk("window").post(address, {"items": [ITEM]})
    form, key = {"form": play.row.form}, {"Idempotency-Key": str(uuid.uuid4())}
    as_agent.ask("POST", f"/cases/{play.turn.case_id}/correction", form, headers=key)
    told = problem(at_desk("window").post(address, {"items": [ITEM, NEW]}), 422, "new-point")
    assert set(told["faults"]) == {"field:grade"}


def test_declining_for_missing_papers_is_not_even_a_word(play: factories.Play, at_desk) -> None:
    told = problem(at_desk("window").post(path(play, "accept", "decline"), {"reason": "incomplete"}), 422, "malformed")
    assert told["faults"]["reason"].startswith("literal_error: 只能是")


def test_declining_names_the_organ_that_is_competent(play: factories.Play, at_desk) -> None:
    window, address = at_desk("window"), path(play, "accept", "decline")
    problem(window.post(address, {"reason": "not_competent", "note": "在外地"}), 422, "words-missing")
    answer = window.post(address, {"reason": "not_competent", "competent_organ": "邻市建设局"})
    assert answer.json()["end"] == "declined"


def test_checks_are_merged_into_one_notice(agent: people.Somebody, at_desk, as_agent: Caller) -> None:
    play = people.submitted(agent, city.CHECKED)
    missing = {"target": "material:plan", "shortcoming": "missing", "note": "请上传施工图"}
    wrong = {"target": "field:days", "shortcoming": "incorrect", "note": "工期写错了"}
    at_desk("water").post(path(play, "look_water", "check"), {"opinion": "disagree", "items": [missing]})
    standing = at_desk("road").post(path(play, "look_road", "check"), {"opinion": "disagree", "items": [wrong]}).json()
    assert standing["state"] == "correcting"
    [correction] = as_agent.get(f"/cases/{play.turn.case_id}").json()["corrections"]
    assert {item["target"] for item in correction["items"]} == {"material:plan", "field:days"}


def test_a_check_that_misses_something_says_what(agent: people.Somebody, at_desk) -> None:
    play = people.submitted(agent, city.CHECKED)
    problem(at_desk("road").post(path(play, "look_road", "check"), {"opinion": "disagree"}), 422, "words-missing")


# reviews and the decision


def _at_decision(play: factories.Play) -> factories.Play:
    for key in ("accept", "screen", "water", "road"):
        play.act(key)
    return play


@pytest.mark.parametrize("opinion", ["agree_with_conditions", "disagree", "not_ours"])
def test_everything_but_agreement_says_why(play: factories.Play, at_desk, opinion: str) -> None:
    play.act("accept")
    screen, address = at_desk("screen"), path(play, "screen", "review")
    problem(screen.post(address, {"opinion": opinion, "reason": "  "}), 422, "words-missing")
    assert screen.post(address, {"opinion": opinion, "reason": "理由"}).status_code == 200


def test_a_reviewer_sees_the_other_opinion_after_giving_their_own(play: factories.Play, at_desk, as_agent: Caller) -> None:
    play.act("accept")
    play.act("screen")
    at_desk("water").post(path(play, "water", "review"), {"opinion": "disagree", "reason": "河道内不能建"})

    def opinion(caller: Caller) -> str | None:
        steps = caller.get(f"/cases/{play.turn.case_id}").json()["steps"]
        return next(step["opinion"] for step in steps if step["key"] == "water")

    assert opinion(at_desk("road")) is None
    at_desk("road").post(path(play, "road", "review"), {"opinion": "agree"})
    assert opinion(at_desk("road")) == "disagree"
    assert opinion(at_desk("approver")) == "disagree"
    assert opinion(as_agent) is None, "the applicant sees opinions with the decision"


def test_a_refusal_gives_reasons_and_remedies(play: factories.Play, at_desk, as_agent: Caller) -> None:
    _at_decision(play)
    approver, address = at_desk("approver"), path(play, "conclude", "decision")
    problem(approver.post(address, {"decision": "refuse", "reasons": ""}), 422, "words-missing")
    assert approver.post(address, {"decision": "refuse", "reasons": "净资产不够"}).json()["end"] == "refused"
    case = as_agent.get(f"/cases/{play.turn.case_id}").json()
    assert case["decision_reasons"] == "净资产不够"
    assert case["remedies"]["reconsideration"] and case["remedies"]["litigation_until"]
    refusal = next(paper for paper in case["papers"] if paper["kind"] == "refusal")
    assert "不予" in refusal["number"]
    assert as_agent.get(f"/papers/{refusal['id']}").content.startswith(b"%PDF")


def test_a_case_is_decided_once(play: factories.Play, at_desk) -> None:
    _at_decision(play)
    approver, address = at_desk("approver"), path(play, "conclude", "decision")
    approver.post(address, {"decision": "grant"})
    problem(approver.post(address, {"decision": "refuse", "reasons": "反悔"}), 409, "step-settled")
    assert Case.objects.get().end == "granted"
