"""A unit's desk: its inbox and one order, from taking it to the published answer; each refusal at its place; who sees nothing."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.board.play import ANSWER, Play
from tests.board.town import a_message, posted, posted_by_code
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.boarding import NOW, a_draft, actor, of_message, of_order, order_act
from tests.channels.desk.pages import words
from tongban.board import actions
from tongban.board.models import Note, Reply, Track
from tongban.board.terms import Caller, Channel, MessageState, OrderState, Origin, ReplyState
from tongban.identity.terms import SYSTEM
from tongban.kernel.models.reads import Read
from tongban.notices import actions as notices
from tongban.notices.models import Call
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.django_db
LISTS = ["/desk/messages/", "/desk/messages/rows/", "/desk/messages/settled/", "/desk/messages/approvals/", "/desk/messages/extensions/"]
MOST = 10  # statements of a list page, however long: session and login, actor, board, units, list, counts


class TestInbox:
    def test_what_waits_is_shown_with_all_that_matters(self, at) -> None:
        play = Play.posted()
        page = words(at("clerk").get("/desk/messages/"))
        for told in (play.row.number, "求助", "湖滨路路灯不亮", "东湖街道", "待签收", "正常"):
            assert told in page

    def test_another_units_clerk_sees_none_of_it(self, at) -> None:
        play = Play.posted()
        assert play.row.number not in words(at("school").get("/desk/messages/"))
        for address in (of_order(play), of_message(play.message_id)):
            assert at("school").get(address).status_code == 404
        assert at("school").post(order_act(play, "take")).status_code == 404
        assert play.order().state == OrderState.ASSIGNED

    def test_whoever_handles_messages_only_begins_there(self, at) -> None:
        assert at("clerk").get("/desk/").headers["Location"] == "/desk/messages/"
        assert at("duty").get("/desk/").headers["Location"] == "/desk/duty/"

    @pytest.mark.parametrize("path", LISTS)
    def test_a_list_costs_the_same_however_long(self, at, path: str) -> None:
        costs = []
        for more in (1, 4):
            for _one in range(more):
                Play.taken().submitted()
                Play.taken().answer()
            at("approver").get(path)
            asked = []
            for _again in range(2):  # what is remembered for some seconds may be asked anew between two of them
                with CaptureQueriesContext(connection) as seen:
                    at("approver").get(path)
                asked.append(len(seen))
            costs.append(min(asked))
        assert costs[0] == costs[1] <= MOST

    def test_asking_again_sends_nothing_while_nothing_changed(self, at) -> None:
        Play.posted()
        first = at("clerk").get("/desk/messages/rows/")
        again = at("clerk").get("/desk/messages/rows/", headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        Play.posted()
        assert at("clerk").get("/desk/messages/rows/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200

    def test_a_message_is_found_by_its_number(self, at) -> None:
        play = Play.posted()
        assert at("clerk").get("/desk/messages/find/", {"number": play.row.number.lower()}).headers["Location"] == of_order(play)
        missing = at("school").get("/desk/messages/find/", {"number": play.row.number})
        assert missing.status_code == 404 and "没有找到这条留言" in words(missing)

    def test_j_and_k_walk_the_inbox(self, at) -> None:
        first, second = Play.posted(), Play.posted()
        there = at("clerk").get(f"{of_order(first)}next/?go=next").headers["Location"]
        assert there in (of_order(first), of_order(second))


class TestOrder:
    def test_it_is_read_as_it_was_written_and_the_reading_is_logged(self, at) -> None:
        play = Play.posted(text="请找张三丰先生，电话13912345678，湖滨路的路灯坏了。")
        page = words(at("clerk").get(of_order(play)))
        assert "13912345678" in page and "您看原文已经记下" in page
        assert Read.objects.filter(question="board.order", subject=str(play.message_id)).count() == 1

    def test_from_taking_it_to_the_published_answer(self, at) -> None:
        play = Play.posted()
        assert at("clerk").post(order_act(play, "take")).status_code == 302
        assert play.row.state == MessageState.HANDLING
        sent = at("clerk").post(f"{of_order(play)}draft/", a_draft())
        assert sent.status_code == 302
        assert play.row.number in words(at("approver").get("/desk/messages/approvals/"))
        assert ANSWER[:20] in words(at("approver").get(of_order(play)))
        assert at("approver").post(order_act(play, "publish")).status_code == 302
        assert play.row.state == MessageState.ANSWERED

    def test_a_thin_reply_is_kept_and_its_faults_are_named(self, at) -> None:
        play = Play.taken()
        refused = at("clerk").post(f"{of_order(play)}draft/", a_draft(text="您的留言收悉，我们会认真研究。"))
        assert "只有套话" in words(refused) and "formula_only" not in words(refused)
        assert refused.status_code == 422
        page = words(refused)
        assert "答复还不能提交" in page and "没有写做了什么" in page and "我们会认真研究" in page
        assert Reply.objects.get().state == ReplyState.DRAFT
        assert 'name="version" value="1"' in refused.content.decode()
        despite = at("clerk").post(f"{of_order(play)}draft/", a_draft(text="您的留言收悉，我们会认真研究。", version="1", despite="on"))
        assert despite.status_code == 302 and Reply.objects.get().state == ReplyState.SUBMITTED

    def test_what_a_reply_lacks_is_said_while_it_is_written(self, at) -> None:
        assert "没有写做了什么" in words(at("clerk").post("/desk/messages/reply-check/", {"text": "收悉。"}))
        assert "该写的都写了" in words(at("clerk").post("/desk/messages/reply-check/", {"text": ANSWER}))

    def test_a_template_fills_the_draft_and_keeps_nothing(self, at) -> None:
        play = Play.taken()
        page = at("clerk").get(f"{of_order(play)}?template=lamp").content.decode()
        assert "路灯已于〔月日〕修复" in page and "入学" not in page
        assert not Reply.objects.exists()

    def test_somebody_else_has_changed_the_draft(self, at) -> None:
        play = Play.taken()
        play.draft()
        refused = at("clerk").post(f"{of_order(play)}draft/", a_draft())
        assert refused.status_code == 409 and "别人刚刚改过这份草稿" in words(refused)

    def test_a_reply_sent_back_says_why_to_whoever_drafts(self, at) -> None:
        play = Play.taken()
        play.submitted()
        assert at("approver").post(order_act(play, "send-back"), {"reason": "请写清楚更换电缆的日期。"}).status_code == 302
        assert "请写清楚更换电缆的日期" in words(at("clerk").get(of_order(play)))

    def test_a_clerk_does_not_approve(self, at) -> None:
        play = Play.taken()
        play.submitted()
        assert at("clerk").post(order_act(play, "publish")).status_code in (403, 409)
        assert "同意，公开答复" not in words(at("clerk").get(of_order(play)))

    def test_whoever_wrote_it_does_not_approve_it(self, at) -> None:
        play = Play.taken()
        play.draft()
        actions.submit_reply(reply_id=Reply.objects.get().pk, despite=True, by=actor("clerk"), at=play.at)
        reply = Reply.objects.get()
        Reply.objects.filter(pk=reply.pk).update(drafted_by=actor("approver").id)
        refused = at("approver").post(order_act(play, "publish"))
        assert refused.status_code == 403 and "起草的人不能审核自己的答复" in words(refused)

    def test_not_ours_needs_a_reason_and_is_said_once(self, at) -> None:
        play = Play.posted()
        empty = at("clerk").post(order_act(play, "return"), {"reason": ""})
        assert empty.status_code == 422 and "请写清楚再提交" in words(empty)
        assert at("clerk").post(order_act(play, "return"), {"reason": "路灯归区里管。"}).status_code == 302
        assert "别的单位签收以前仍由本单位负责" in words(at("clerk").get("/desk/messages/"))
        play.assign("jiaoyu")
        refused = at("school").post(order_act(play, "return", "jiaoyu"), {"reason": "也不归我们。"})
        assert refused.status_code == 409 and "不能再退回" in words(refused)

    def test_it_is_passed_down_and_up_and_taken_over(self, at) -> None:
        play = Play.taken()
        assert at("clerk").post(order_act(play, "pass-down"), {"unit": "ludeng", "words": "请今晚修。"}).status_code == 302
        below = of_order(play, "ludeng")
        assert at("lamps").get(below).status_code == 200
        assert "下级在办" in words(at("clerk").get(of_order(play, "chengguan")))
        at("lamps").post(order_act(play, "take", "ludeng"))
        assert at("clerk").get(below).status_code == 200
        assert at("clerk").post(order_act(play, "take-over", "ludeng"), {"reason": "由局里直接办。"}).status_code == 302
        assert play.order("chengguan").state == OrderState.TAKEN

    def test_passed_up_once(self, at) -> None:
        play = Play.taken()
        at("clerk").post(order_act(play, "pass-down"), {"unit": "ludeng"})
        at("lamps").post(order_act(play, "take", "ludeng"))
        assert at("lamps").post(order_act(play, "pass-up", "ludeng"), {"reason": "要局里协调。"}).status_code == 302
        at("clerk").post(order_act(play, "pass-down"), {"unit": "ludeng"})
        at("lamps").post(order_act(play, "take", "ludeng"))
        assert at("lamps").post(order_act(play, "pass-up", "ludeng"), {"reason": "再次。"}).status_code == 409

    def test_others_help_and_say_what_they_did(self, at) -> None:
        play = Play.taken()
        assert at("clerk").post(order_act(play, "join"), {"units": ["jiaoyu"], "words": "请查校门口。"}).status_code == 302
        [helping] = [each for each in play.orders if each.unit == "jiaoyu"]
        at("school").post(f"/desk/messages/orders/{helping.pk}/take/")
        done = at("school").post(f"/desk/messages/orders/{helping.pk}/finish/", {"words": "已查，校门口路灯完好。"})
        assert done.status_code == 302
        assert "校门口路灯完好" in words(at("clerk").get(of_order(play)))

    def test_a_note_is_for_staff_only(self, at) -> None:
        play = Play.taken()
        at("clerk").post(order_act(play, "note"), {"words": "约了明天上午看现场。"})
        assert Note.objects.count() == 1
        assert "约了明天上午看现场" in words(at("approver").get(of_order(play)))

    def test_the_author_is_called_without_a_number_being_shown(self, at) -> None:
        play = _taken_by_phone()
        assert at("clerk").post(f"{of_order(play)}call/", {"key": str(uuid.uuid4())}).status_code == 302
        call = Call.objects.get()
        assert "正在向交换机要号码" in words(at("clerk").get(of_order(play)))
        notices.record_connection(call_id=call.pk, masked_number="0999-90000001", error="", by=SYSTEM, at=NOW)
        assert "0999-90000001" in words(at("clerk").get(f"/desk/messages/calls/{call.pk}/"))
        assert at("school").get(f"/desk/messages/calls/{call.pk}/").status_code == 404
        assert at("clerk").post(order_act(play, "contact"), {"outcome": "no_answer"}).status_code == 302
        page = words(at("clerk").get(of_order(play)))
        assert "无人接听" in page and "13900001111" not in page

    def test_whoever_left_no_number_cannot_be_called(self, at) -> None:
        play = Play.__new__(Play)
        _answer, row = posted_by_code()
        play.message_id, play.at = row.pk, row.received_at
        play.take()
        assert "拨打（隐藏号码）" not in words(at("clerk").get(of_order(play)))
        refused = at("clerk").post(f"{of_order(play)}call/")
        assert refused.status_code == 409 and "没有留下联系方式" in words(refused)

    def test_who_wrote_it_is_told_once_with_a_public_reason(self, at) -> None:
        play = _taken_by_phone()
        assert "查看留言人的姓名和电话" in words(at("clerk").get(of_order(play)))
        page = at("clerk").post(order_act(play, "reveal"), {"reason": "要上门查看，须约时间。"})
        assert page.status_code == 200 and "13900001111" in words(page)
        assert "no-store" in page.headers["Cache-Control"]
        assert "13900001111" not in words(at("clerk").get(of_order(play)))
        assert Track.objects.filter(kind="revealed", words="要上门查看，须约时间。").exists()

    def test_more_time_is_asked_for_below_and_decided_above_in_public(self, at) -> None:
        play = Play.taken()
        assert at("clerk").post(order_act(play, "ask-extension"), {"amount": "5", "reason": "等电缆到货。"}).status_code == 302
        assert play.row.number in words(at("top").get("/desk/messages/extensions/"))
        asked = words(at("top").get(of_order(play)))
        assert re.search(r"城管局 · \S+ \S+ · 5 ?\S*(?:日|天)\S*：等电缆到货", asked), asked[asked.index("决定延期") :][:200]
        assert at("top").post(order_act(play, "decide-extension"), {"granted": "yes"}).status_code == 302
        assert "延长答复期限，批准：市政府科员" in words(at("clerk").get(of_order(play)))
        assert play.row.extended

    def test_whoever_gives_no_more_time_says_why_in_public(self, at) -> None:
        play = Play.taken()
        at("clerk").post(order_act(play, "ask-extension"), {"amount": "5", "reason": "等电缆到货。"})
        silent = at("top").post(order_act(play, "decide-extension"), {"granted": "no"})
        assert silent.status_code == 422 and "不同意的，请写明理由" in words(silent)
        told = {"granted": "no", "reason": "库里有电缆，请今天修。"}
        assert at("top").post(order_act(play, "decide-extension"), told).status_code == 302
        page = words(at("clerk").get(of_order(play)))
        assert "没有同意延长答复期限，决定：市政府科员" in page and "库里有电缆" in page and not play.row.extended

    def test_too_much_more_time_is_refused(self, at) -> None:
        play = Play.taken()
        refused = at("clerk").post(order_act(play, "ask-extension"), {"amount": "99", "reason": "等电缆到货。"})
        assert refused.status_code == 409 and "不能再延期" in words(refused)

    def test_a_suggestion_is_decided_before_it_is_answered(self, at) -> None:
        play = Play.taken(kind=Kind.SUGGESTION, title="多装路灯", text="建议湖滨路多装几盏路灯，现在太暗了。")
        play.submitted()
        refused = at("approver").post(order_act(play, "publish"))
        assert refused.status_code == 409 and "建议还没有说明是否采纳" in words(refused)
        told = {"outcome": "adopted", "reason": "已列入明年计划。"}
        assert at("clerk").post(order_act(play, "suggestion"), told).status_code == 302
        assert at("approver").post(order_act(play, "publish")).status_code == 302

    def test_two_that_say_the_same_become_one_and_are_taken_apart(self, at) -> None:
        one, other = Play.taken(), Play.taken()
        assert at("clerk").post(order_act(one, "merge"), {"number": other.row.number}).status_code == 302
        assert one.row.end == "merged"
        missing = at("clerk").post(order_act(other, "merge"), {"number": "LY2026-999999-9"})
        assert missing.status_code == 404
        same = at("clerk").post(order_act(other, "merge"), {"number": other.row.number})
        assert same.status_code == 409 and "不能并在一起" in words(same)
        assert at("duty").post(f"/desk/messages/{one.message_id}/unmerge/", {"reason": "不是同一盏灯。"}).status_code == 302
        assert one.row.state == MessageState.ACCEPTED

    def test_an_act_that_is_none_is_not_found(self, at) -> None:
        assert at("clerk").post(order_act(Play.posted(), "nothing")).status_code == 404


def test_the_unit_reported_on_sees_neither_order_nor_author(at) -> None:
    play = Play.posted(kind=Kind.REPORT, title="举报", text="城管局路灯养护人员收钱不修路灯，请查。", unit="chengguan")
    assert play.row.number not in words(at("clerk").get("/desk/messages/"))
    assert at("clerk").get(of_message(play.message_id)).status_code == 404
    assert at("lamps").get(of_message(play.message_id)).status_code == 404
    assert at("duty").get(of_message(play.message_id)).status_code == 200
    refused = at("duty").post(f"/desk/messages/{play.message_id}/assign/", {"unit": "chengguan"})
    assert refused.status_code == 409 and "举报不能交给被举报的单位" in words(refused)


def _taken_by_phone() -> Play:
    caller = Caller(name="演示·来电人", phone="13900001111", verified=True)
    _answer, row = posted(a_message(), by=actor("duty"), at=NOW, origin=Origin(Channel.PHONE), taken_for=caller)
    play = Play.__new__(Play)
    play.message_id, play.at = row.pk, row.received_at
    play.take()
    return play
