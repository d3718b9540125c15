"""The board for systems of units: inbox, orders, replies by two people, imports by the duty desk; and what the exchange pushes."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.test import Client

from config.gateways import Gateway
from tests.board.play import ANSWER, Play
from tests.board.town import MORNING, a_message, posted_by_code
from tests.channels.rest.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.rest.caller import PREFIX, Caller, conforms, problem
from tests.notices.factories import citizen, waiting
from tongban.board.models import Message, Note
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.notices import actions as notice_actions
from tongban.notices import queries as notice_queries
from tongban.notices.models import Call
from tongban.notices.ports.http import signed
from tongban.notices.terms import Recipient
from tongban.responsibilities.terms import Kind

SECRET = "sixteen characters or more"
FOREIGN = {"number": "12345-001", "text": "东湖区湖滨路的窨井盖坏了，很危险。", "phone": "13800004444", "name": "演示乙"}


def the_order(caller: Caller) -> str:
    [line] = caller.get("/board/orders").json()["lines"]
    return line["order_id"]


def test_a_unit_takes_drafts_submits_and_another_publishes(at_board) -> None:
    number = Play.posted().row.number
    order_id = the_order(at_board("clerk"))
    told = at_board("clerk").get(f"/board/orders/{order_id}").json()
    assert told["written_text"] and "take" in told["acts"] and "phone" not in str(told)
    assert at_board("clerk").post(f"/board/orders/{order_id}/take").json()["state"] == "handling"
    problem(at_board("clerk").post(f"/board/orders/{order_id}/take"), 409, "message-wrong-state")
    assert at_board("clerk").post(f"/board/orders/{order_id}/notes", {"words": "已派人去看"}).status_code == 204
    assert Note.objects.get().words() == "已派人去看"
    thin = at_board("clerk").ask("PUT", f"/board/orders/{order_id}/reply", {"text": "已收到，谢谢。"}).json()
    problem(at_board("clerk").post(f"/board/replies/{thin['reply_id']}/submission"), 422, "reply-too-thin")
    problem(at_board("clerk").ask("PUT", f"/board/orders/{order_id}/reply", {"text": ANSWER}), 409, "changed-meanwhile")
    drafted = at_board("clerk").ask("PUT", f"/board/orders/{order_id}/reply", {"text": ANSWER, "version": 1}).json()
    reply = f"/board/replies/{drafted['reply_id']}"
    assert at_board("clerk").post(f"{reply}/submission", {"despite": True}).status_code == 200
    problem(at_board("clerk").post(f"{reply}/publication"), 403, "denied")
    assert [each["number"] for each in at_board("approver").get("/board/approvals").json()] == [number]
    assert at_board("approver").post(f"{reply}/rejection", {"reason": "请写明时间"}).status_code == 204
    assert at_board("clerk").post(f"{reply}/submission", {"despite": True}).status_code == 200
    assert at_board("approver").post(f"{reply}/publication").json()["state"] == "answered"
    problem(at_board("approver").post(f"{reply}/publication"), 409, "already-answered")


def test_whoever_wrote_a_reply_does_not_publish_it(at_board) -> None:
    Play.taken()
    order_id = the_order(at_board("both"))
    drafted = at_board("both").ask("PUT", f"/board/orders/{order_id}/reply", {"text": ANSWER}).json()
    at_board("both").post(f"/board/replies/{drafted['reply_id']}/submission", {"despite": True})
    problem(at_board("both").post(f"/board/replies/{drafted['reply_id']}/publication"), 403, "approved-by-its-writer")


def test_an_order_goes_back_once(at_board) -> None:
    Play.posted()
    order_id = the_order(at_board("clerk"))
    assert at_board("clerk").post(f"/board/orders/{order_id}/return", {"reason": "由区里管理"}).json()["state"] == "accepted"
    problem(at_board("clerk").post(f"/board/orders/{order_id}/return", {"reason": ""}), 409, "message-wrong-state")


def test_others_see_no_order_and_no_report_about_them(at_board, author: Caller) -> None:
    Play.posted()
    order_id = the_order(at_board("clerk"))
    for caller in (at_board("school"), author):
        assert caller.get("/board/orders").json()["lines"] == []
        problem(caller.get(f"/board/orders/{order_id}"), 404, "unknown-order")
        problem(caller.post(f"/board/orders/{order_id}/take"), 403, "denied")
    Play.posted(kind=Kind.REPORT, unit="jiaoyu", text="举报教育局有人收礼。", category="")
    assert at_board("school").get("/board/orders").json()["lines"] == []
    problem(at_board("clerk").get(f"/board/orders/{uuid4()}"), 404, "unknown-order")
    problem(at_board("clerk").post(f"/board/replies/{uuid4()}/publication"), 404, "unknown-order")


def test_the_duty_desk_imports_and_nothing_twice(at_board) -> None:
    posted_by_code(a_message(text="另一条留言，先在这里。"))
    rows = [FOREIGN, FOREIGN | {"number": "12345-002", "text": "。。。"}, FOREIGN | {"number": "12345-003"}]
    told = at_board("duty").post("/board/imports", {"source": "hotline", "messages": rows}).json()
    row = Message.objects.get(source="hotline")
    assert (told["taken"], told["repeated"]) == (1, 1)
    assert told["rejected"][0]["line"] == 2 and told["same"] == [{"line": 3, "number": row.number}]
    assert (row.foreign_number, row.whose()["name"]) == ("12345-001", "演示乙")
    again = at_board("duty").post("/board/imports", {"source": "hotline", "messages": [FOREIGN]}).json()
    assert (again["taken"], again["repeated"]) == (0, 1)
    problem(at_board("duty").post("/board/imports", {"source": "nowhere", "messages": [FOREIGN]}), 422, "unknown-source")
    problem(at_board("clerk").post("/board/imports", {"source": "hotline", "messages": [FOREIGN]}), 403, "denied")
    problem(at_board("duty").post("/board/imports", {"source": "hotline", "messages": []}), 422, "malformed")


def test_an_imported_answer_comes_with_its_times(at_board) -> None:
    times = {"sent_at": "2026-08-01T09:00:00+08:00", "answered_at": "2026-08-03T09:00:00+08:00"}
    told = FOREIGN | times | {"answer": ANSWER, "answered_by": "chengguan", "category": "010202"}
    assert at_board("duty").post("/board/imports", {"source": "leaders", "messages": [told]}).json()["taken"] == 1
    row = Message.objects.get(source="leaders")
    assert (row.unit, row.on_time, row.received_at.isoformat()) == ("chengguan", True, "2026-08-01T01:00:00+00:00")


class TestExchange:
    """Signed with the secret that the city shares with its exchange."""

    @pytest.fixture(autouse=True)
    def _shared(self, board_town: None, settings) -> None:
        settings.TELEPHONY = Gateway("http", "https://exchange.example", SECRET)

    def push(self, path: str, body: dict, *, secret: str = SECRET, stamp: str = "") -> object:
        content = json.dumps(body).encode()
        stamp = stamp or str(int(clock.now().timestamp()))
        headers = {"X-Timestamp": stamp, "X-Signature": signed(secret, stamp=stamp, body=content)}
        answer = Client().generic("POST", f"{PREFIX}{path}", content, content_type="application/json", headers=headers)
        conforms("POST", f"{PREFIX}{path}", answer)
        return answer

    def test_who_rings_fills_the_operators_form(self, at_board) -> None:
        call = {"id": str(uuid4()), "line": "801", "phone": "13800005555"}
        assert self.push("/exchange/ringing", call).status_code == 204
        assert self.push("/exchange/ringing", call).status_code == 204, "told twice it is one"
        found = notice_queries.incoming("801", by=SYSTEM, at=MORNING, purpose="test")
        assert found is not None and found.phone == "13800005555"
        problem(self.push("/exchange/ringing", call | {"phone": "13800006666"}), 409, "key-reused")
        problem(self.push("/exchange/ringing", call | {"id": str(uuid4()), "phone": "x"}), 422, "unusable-phone")

    def test_how_a_masked_call_went_is_said_once(self, at_board) -> None:
        to = Recipient(person_id=citizen().person_id)
        told = {"key": uuid4(), "to": to, "subject_type": "board.message", "subject_id": uuid4(), "caller": "09998001777"}
        call_id = notice_actions.connect(**told, by=at_board("clerk").who.actor, at=MORNING)
        assert waiting("notices.connect")
        outcome = {"id": str(call_id), "outcome": "answered", "seconds": 75}
        assert self.push("/exchange/outcomes", outcome).status_code == 204
        assert (Call.objects.get().outcome, Call.objects.get().seconds) == ("answered", 75)
        problem(self.push("/exchange/outcomes", outcome), 409, "call-ended")
        problem(self.push("/exchange/outcomes", outcome | {"id": str(uuid4())}), 404, "unknown-call")
        problem(self.push("/exchange/outcomes", outcome | {"seconds": -1}), 422, "malformed")

    @pytest.mark.parametrize("path", ["/exchange/ringing", "/exchange/outcomes"])
    def test_nobody_else_pushes(self, path: str, settings) -> None:
        call = {"id": str(uuid4()), "line": "801", "phone": "13800005555"}
        problem(self.push(path, call, secret="another secret, as long"), 401, "not-signed-in")
        problem(self.push(path, call, stamp=str(int(clock.now().timestamp()) - 301)), 401, "not-signed-in")
        problem(self.push(path, call, stamp="soon"), 401, "not-signed-in")
        settings.TELEPHONY = Gateway("demo")
        problem(self.push(path, call), 401, "not-signed-in")
        problem(self.push(path, call, secret=""), 401, "not-signed-in")


def test_a_later_import_brings_the_answer(at_board) -> None:
    sent = FOREIGN | {"sent_at": "2026-09-01T09:00:00+08:00", "category": "010202"}
    answered = sent | {"answer": ANSWER, "answered_at": "2026-09-03T09:00:00+08:00"}
    lists = [{"source": "leaders", "messages": [each]} for each in (sent, answered, answered)]
    told = [at_board("duty").post("/board/imports", each).json() for each in lists]
    assert [(each["taken"], each["answered"], each["repeated"]) for each in told] == [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
    assert Message.objects.get(source="leaders").answered_at.isoformat() == "2026-09-03T01:00:00+00:00"
