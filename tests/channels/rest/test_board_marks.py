"""Two programs at one message: what was read is sent back in `If-Match`, and nobody's decision is overturned by whoever has not read it."""

from __future__ import annotations

import pytest

from tests.board.play import Play
from tests.channels.rest.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.rest.boarding import left, mark
from tests.channels.rest.caller import Caller, document, problem
from tests.channels.rest.test_board_desk import UNCLEAR, desk, on_order
from tongban.board.models import Message, Reply
from tongban.board.terms import OrderState, ReplyState

ANYWAY = {"note_on_order", "note_on_message", "urge_message", "hand_message_over", "call_order_author", "call_author_back"}
ANYWAY |= {"note_contact", "reveal_message_author", "draft_order_reply"}  # a draft has a version of its own
ONE_BY_ONE = {"confirm_message_names", "screen_message_photo", "screen_added_words"}


class TestAssigning:
    def test_the_second_is_told_and_the_first_stands(self, at_board) -> None:
        play, at = Play.posted(**UNCLEAR), at_board("duty")
        assert at.post(desk(play, "assignment"), {"unit": "chengguan"}).status_code == 200
        problem(at.post(desk(play, "assignment"), {"unit": "jiaoyu", "joint": ["gongshui"]}), 409, "message-overtaken")
        assert [each.unit for each in play.orders] == ["chengguan"]
        read = at.get(desk(play))
        assert read.headers["ETag"] == f'"{read.json()["seen"]}"'
        assert at.post(desk(play, "assignment"), {"unit": "jiaoyu"}, If_Match=read.headers["ETag"]).status_code == 200
        problem(at.post(desk(play, "assignment"), {"unit": "gongshui"}, If_Match=read.headers["ETag"]), 409, "message-overtaken")

    def test_what_a_unit_sent_back_is_assigned_without_a_mark(self, at_board) -> None:
        play = Play.posted()
        play.send_back()
        assert play.order("chengguan").state == OrderState.LEAVING
        assert at_board("duty").post(desk(play, "assignment"), {"unit": "jiaoyu"}).status_code == 200

    def test_who_may_not_at_all_is_told_that(self, at_board) -> None:
        problem(at_board("clerk").post(desk(Play.posted(), "assignment"), {"unit": "jiaoyu"}), 403, "denied")
        problem(at_board("duty").post("/board/desk/messages/LY2026-999999-0/acceptance", If_Match='"x"'), 404, "unknown-message")


class TestScreening:
    def test_one_decision_stands_until_somebody_has_read_it(self, at_board, author: Caller) -> None:
        number = left(author, text="湖滨路路灯不亮，请来修")
        one, other = at_board("screener"), at_board("other screener")
        place = f"/board/screening/{number}"
        assert one.post(place, {"shown": False, "reason": "insult"}).status_code == 204
        problem(other.post(place, {"shown": True, "words": "没有骂人"}), 409, "message-overtaken")
        assert Message.objects.get(number=number).removed_for == "insult"
        seen = mark(other, number)
        assert one.post(place, {"shown": True, "words": "看错了"}, If_Match=mark(one, number)).status_code == 204
        problem(other.post(place, {"shown": False, "reason": "rumour"}, If_Match=seen), 409, "message-overtaken")
        assert Message.objects.get(number=number).displayed

    def test_handling_and_screening_do_not_hold_each_other_up(self, at_board, author: Caller) -> None:
        number = left(author, text="湖滨路路灯不亮，请来修")
        at, screener = at_board("clerk"), at_board("screener")
        [line] = at.get("/board/orders").json()["lines"]
        order = f"/board/orders/{line['order_id']}"
        taken, screened = at.get(order).headers["ETag"], mark(screener, number)
        assert screener.post(f"/board/screening/{number}", {"shown": True}).status_code == 204
        assert at.post(f"{order}/take", If_Match=taken).status_code == 200
        late = screener.post(f"/board/screening/{number}", {"shown": False, "reason": "rumour"}, If_Match=screened)
        problem(late, 409, "message-overtaken")


class TestUnits:
    def test_what_is_approved_is_what_was_read(self, at_board) -> None:
        play = Play.taken()
        reply = play.submitted()
        at, address = at_board("approver"), f"/board/replies/{reply.pk}"
        seen = at.get(on_order(play, "")[:-1]).json()["seen"]
        assert at_board("top").post(f"{address}/rejection", {"reason": "请写日期"}, If_Match=f'W/"{seen}"').status_code == 204
        problem(at.post(f"{address}/publication", If_Match=seen), 409, "message-overtaken")
        assert Reply.objects.get().state == ReplyState.SENT_BACK

    @pytest.mark.parametrize("any_mark", ["", "*"])
    def test_without_a_mark_it_is_done_as_it_stands(self, at_board, any_mark: str) -> None:
        play = Play.posted()
        assert at_board("clerk").post(on_order(play, "take"), If_Match=any_mark).status_code == 200

    def test_more_time_and_an_order_that_is_none(self, at_board) -> None:
        play = Play.taken()
        asked = at_board("clerk").post(on_order(play, "extension"), {"amount": 2, "reason": "等配件"}, If_Match="")
        at, decided = at_board("top"), f"/board/extensions/{asked.json()['extension_id']}/decision"
        problem(at.post(decided, {"granted": True}, If_Match='"0"'), 409, "message-overtaken")
        seen = at.get(on_order(play, "")[:-1]).headers["ETag"]
        assert at.post(decided, {"granted": True}, If_Match=seen).status_code == 200
        problem(at.post(f"/board/orders/{play.message_id}/take", If_Match=seen), 404, "unknown-order")


def test_every_act_on_a_message_takes_a_mark_or_is_done_whatever_happened() -> None:
    acts = {}
    for path, methods in document()["paths"].items():
        of_staff = path.startswith(("/api/v1/board/orders/", "/api/v1/board/replies/", "/api/v1/board/extensions/", "/api/v1/board/desk/"))
        if of_staff or path.startswith(("/api/v1/board/screening/", "/api/v1/board/call-backs/")):
            for method, told in methods.items():
                if method != "get":
                    acts[told["operationId"]] = "If-Match" in [each["name"] for each in told["parameters"]]
    assert len(acts) > 25
    assert {name for name, takes in acts.items() if not takes} == ANYWAY | ONE_BY_ONE
