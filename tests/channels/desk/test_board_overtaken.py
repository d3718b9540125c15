"""Two people with the same page open: whoever comes second is told, and what they typed stays; help in danger is never held up."""

from __future__ import annotations

import re

import pytest

from tests.board.play import ANSWER, Play
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.boarding import actor, message_act, of_message, of_order, order_act
from tests.channels.desk.pages import words
from tongban.board import actions
from tongban.board.models import Message, Reply
from tongban.board.terms import MessageState, ReplyState

pytestmark = pytest.mark.django_db
OVERTAKEN = "您打开以后，这条留言有了新进展"


def _seen(page) -> str:
    return re.findall(r'name="seen" value="([0-9a-f]+)"', page.content.decode())[0]


class TestTheDutyDesk:
    def test_the_second_to_assign_is_told_and_the_first_stands(self, at) -> None:
        play = Play.posted()
        opened = _seen(at("night").get(of_message(play.message_id)))
        assert at("duty").post(message_act(play.message_id, "assign"), {"unit": "jiaoyu", "seen": opened}).status_code == 302
        late = at("night").post(message_act(play.message_id, "assign"), {"unit": "shifu", "words": "请市府办阅处。", "seen": opened})
        assert late.status_code == 409 and OVERTAKEN in words(late) and "请市府办阅处" in words(late)
        assert play.order().unit == "jiaoyu"
        again = at("night").post(message_act(play.message_id, "assign"), {"unit": "shifu", "seen": _seen(late)})
        assert again.status_code == 302 and play.order().unit == "shifu"

    def test_accepted_by_one_is_not_refused_by_another_who_has_not_seen_it(self, at) -> None:
        message_id = Play.posted(title="请问", text="想问一件事情，不知道找谁，请告诉我应当找哪一位。", category="", district="").message_id
        opened = _seen(at("night").get(of_message(message_id)))
        assert at("duty").post(message_act(message_id, "accept"), {"seen": opened}).status_code == 302
        late = at("night").post(message_act(message_id, "refuse"), {"ground": "litigation", "seen": opened})
        assert late.status_code == 409 and OVERTAKEN in words(late)
        assert Message.objects.get(pk=message_id).state == MessageState.ACCEPTED

    def test_a_note_and_a_call_for_help_are_taken_whatever_has_happened(self, at) -> None:
        play = Play.posted()
        opened = _seen(at("night").get(of_message(play.message_id)))
        play.take()
        told = {"to": "119", "reason": "灯杆漏电起火。", "seen": opened}
        assert at("night").post(message_act(play.message_id, "hand-over"), told).status_code == 302
        assert at("night").post(message_act(play.message_id, "note"), {"words": "已打电话。", "seen": opened}).status_code == 302


class TestAUnit:
    def test_what_is_approved_is_what_was_read(self, at) -> None:
        play = Play.taken()
        reply = play.submitted()
        opened = _seen(at("approver").get(of_order(play)))
        other = actor("top")
        actions.send_back_reply(reply_id=reply.pk, reason="请写日期。", by=other, at=play.at)
        version = Reply.objects.get().version
        play.draft(text=ANSWER.replace("9月8日", "9月9日"), version=version)
        actions.submit_reply(reply_id=reply.pk, despite=True, by=actor("clerk"), at=play.at)
        late = at("approver").post(order_act(play, "publish"), {"seen": opened})
        assert late.status_code == 409 and OVERTAKEN in words(late) and "9月9日" in words(late)
        assert Reply.objects.get().state == ReplyState.SUBMITTED
        assert at("approver").post(order_act(play, "publish"), {"seen": _seen(late)}).status_code == 302
