"""The duty desk around the clock: the queue, shifts and notes, call-outs, every act on a message, and taking one down for a caller."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.board.play import ANSWER, Play
from tests.board.town import LATE, a_message, posted
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.boarding import NOW, actor, message_act, of_message
from tests.channels.desk.pages import words
from tongban.board.models import Message, Track
from tongban.board.terms import Caller, Channel, End, MessageState, Origin
from tongban.duty.models import CallOut, Note, Shift
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.kernel.models.reads import Read
from tongban.notices import actions as notices
from tongban.notices.models import Notice
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.django_db
MOST = 14  # statements of the screen, however long: session and login, actor, board, units, duty, queue, counts
FIRE = {"title": "路灯杆着火", "text": "湖滨路路灯杆着火了，火很大，请快来。"}
CALL = {
    "channel": "phone",
    "phone": "13900001111",
    "name": "演示·来电人",
    "verified": "on",
    "kind": "help",
    "title": "楼道灯坏了",
    "text": "湖滨路 3 号楼楼道灯坏了两天，老人晚上看不见，请修一下。联系人电话 13900001111。",
    "address": "湖滨路 3 号楼 502 室",
    "district": "donghu",
    "category": "",
    "unit": "",
    "visibility": "public",
}


def unclear(**changes):
    """Something that no layer knows a unit for."""
    return Play.posted(
        title="请问", text="想问一件事情，不知道找谁，请告诉我应当找哪一位。" + uuid.uuid4().hex[:6], category="", district="", **changes
    )


class TestScreen:
    def test_everything_that_no_unit_has_danger_first(self, at) -> None:
        slow, fire = unclear(), Play.posted(**FIRE)
        page = words(at("duty").get("/desk/duty/"))
        assert page.index(fire.row.number) < page.index(slow.row.number)
        assert "紧急" in page and "还剩 2 小时" in page

    def test_what_lapses_is_loud_in_words_and_colour(self, at, monkeypatch) -> None:
        play = unclear()
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=110))
        assert 'class="warn"' in at("duty").get("/desk/duty/").content.decode()
        assert "还剩 10 分钟" in words(at("duty").get("/desk/duty/"))
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=190))
        page = at("duty").get("/desk/duty/")
        assert 'class="alarm"' in page.content.decode() and "超时 1 小时 10 分钟" in words(page)
        assert play.row.number in words(page)

    def test_it_works_at_two_in_the_night_of_a_holiday(self, at, monkeypatch) -> None:
        monkeypatch.setattr(clock, "now", lambda: LATE)
        play = unclear(at=LATE)
        assert at("duty").post(message_act(play.message_id, "accept")).status_code == 302
        assert play.row.accepted_at == LATE

    def test_it_is_for_the_duty_desk_only(self, at, client: Client) -> None:
        assert "/accounts/login/" in client.get("/desk/duty/").headers["Location"]
        for address in ("/desk/duty/", "/desk/duty/rows/", "/desk/messages/take-down/", "/desk/messages/dispatch/"):
            assert at("clerk").get(address).status_code == 403

    def test_asking_again_sends_nothing_while_nothing_changed(self, at) -> None:
        unclear()
        first = at("duty").get("/desk/duty/rows/")
        assert at("duty").get("/desk/duty/rows/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
        unclear()
        assert at("duty").get("/desk/duty/rows/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200

    def test_the_screen_costs_the_same_however_long(self, at) -> None:
        costs = []
        for more in (1, 5):
            for _one in range(more):
                unclear()
            at("duty").get("/desk/duty/")
            with CaptureQueriesContext(connection) as seen:
                at("duty").get("/desk/duty/")
            costs.append(len(seen))
        assert costs[0] == costs[1] <= MOST


class TestShift:
    def test_it_begins_and_ends_and_leaves_nobody_alone_without_a_reason(self, at) -> None:
        assert "现在没有人在班上" in words(at("duty").get("/desk/duty/"))
        at("duty").post("/desk/duty/shift/", {"go": "begin"})
        assert "演示·duty" in words(at("night").get("/desk/duty/"))
        again = at("duty").post("/desk/duty/shift/", {"go": "begin"})
        assert again.status_code == 409 and "您已经在班上" in words(again)
        empty = at("duty").post("/desk/duty/shift/", {"go": "end"})
        assert empty.status_code == 409 and "值班台就没有人了" in words(empty)
        at("night").post("/desk/duty/shift/", {"go": "begin"})
        assert at("duty").post("/desk/duty/shift/", {"go": "end"}).status_code == 302
        assert Shift.objects.filter(ended_at__isnull=True).count() == 1

    def test_one_tells_the_next_and_the_next_says_that_it_was_read(self, at) -> None:
        at("duty").post("/desk/duty/shift/", {"go": "begin"})
        nothing = at("duty").post("/desk/duty/notes/", {"text": ""})
        assert nothing.status_code == 422 and "要交接的内容" in words(nothing)
        at("duty").post("/desk/duty/notes/", {"text": "湖滨路停水，供水集团三点前修好。", "key": str(uuid.uuid4())})
        assert "1 条没看" in words(at("night").get("/desk/duty/"))
        at("night").post(f"/desk/duty/notes/{Note.objects.get().pk}/read/")
        page = words(at("duty").get("/desk/duty/"))
        assert "看过： 演示·night" in page or "看过：演示·night" in page


class TestActs:
    def test_accept_then_send_to_a_unit(self, at) -> None:
        play = unclear()
        at("duty").post(message_act(play.message_id, "accept"))
        assert play.row.state == MessageState.ACCEPTED
        told = {"unit": "jiaoyu", "category": "060100", "joint": ["donghu"], "words": "请答复。"}
        assert at("duty").post(message_act(play.message_id, "assign"), told).status_code == 302
        assert play.row.state == MessageState.ASSIGNED and play.row.unit == "jiaoyu"
        none = at("duty").post(message_act(play.message_id, "assign"), {"unit": "nobody"})
        assert none.status_code == 422

    def test_whom_each_layer_would_ask_is_shown(self, at) -> None:
        play = Play.posted(**FIRE)
        page = words(at("duty").get(of_message(play.message_id)))
        assert "权责清单" in page and "城管局" in page

    def test_refused_with_ground_and_right_channel(self, at) -> None:
        play = unclear()
        empty = at("duty").post(message_act(play.message_id, "refuse"), {})
        assert empty.status_code == 422 and "请选一项" in words(empty)
        assert at("duty").post(message_act(play.message_id, "refuse"), {"ground": "litigation"}).status_code == 302
        assert play.row.end == End.REFUSED
        again = at("duty").post(message_act(play.message_id, "refuse"), {"ground": "litigation"})
        assert again.status_code == 409 and "不能这样办" in words(again)

    def test_danger_is_handed_over_and_who_it_is_told_with_a_reason(self, at) -> None:
        _answer, row = _called(**FIRE)
        told = {"to": "119", "reason": "路灯杆起火，有人在旁边。", "reveal": "on"}
        page = at("duty").post(message_act(row.pk, "hand-over"), told)
        assert page.status_code == 200 and "13900001111" in words(page)
        steps = list(Track.objects.filter(message=row).values_list("kind", flat=True))
        assert "revealed" in steps and "handed_over" in steps
        missing = at("duty").post(message_act(row.pk, "hand-over"), {"to": "119", "reason": ""})
        assert missing.status_code == 422

    def test_a_unit_is_called_out_and_somebody_has_it(self, at) -> None:
        play = Play.posted(**FIRE)
        told = {"unit": "chengguan", "reason_code": "danger_to_life", "urgency": "danger", "key": str(uuid.uuid4())}
        assert at("duty").post(message_act(play.message_id, "call-out"), told).status_code == 302
        twice = at("duty").post(message_act(play.message_id, "call-out"), told | {"key": str(uuid.uuid4())})
        assert twice.status_code == 409 and "正在为这件事呼叫这个单位" in words(twice)
        assert "正在叫第 1 位" in words(at("duty").get("/desk/duty/"))
        callout = CallOut.objects.get()
        address = reverse("desk:callout", args=[callout.pk])
        assert at("school").get(address).status_code == 404
        assert at("clerk").post(address, {"go": "acknowledge"}).status_code == 403, "nobody called this clerk"
        assert at("duty").post(address, {"go": "acknowledge"}).status_code == 302
        late = at("duty").post(address, {"go": "acknowledge"})
        assert late.status_code == 409 and "已经在" in words(late)

    def test_whoever_was_called_acknowledges_by_the_code_of_the_message(self, at, client: Client) -> None:
        play = Play.posted(**FIRE)
        told = {"unit": "chengguan", "reason_code": "danger_to_life", "urgency": "danger"}
        at("duty").post(message_act(play.message_id, "call-out"), told)
        code = str(Notice.objects.get(kind="duty.call_out").link).removeprefix("/duty/")
        assert "确认：我来处理" in words(client.get(f"/duty/{code}"))
        for unknown in (client.get("/duty/AAAAAAAA"), client.post("/duty/AAAAAAAA")):
            assert unknown.status_code == 404 and "确认码不对" in words(unknown) and "我来处理" not in words(unknown)
        before = words(client.get(f"/duty/{code}"))
        assert play.row.number in before and "着火" in before and "火很大" not in before
        done = words(client.post(f"/duty/{code}"))
        assert "已确认，由您处理" in done and "火很大，请快来" in done and play.row.number in done and "现在做什么" in done
        assert CallOut.objects.get().state == "acknowledged"
        assert "10:00" in words(at("duty").get(of_message(play.message_id))).split("已确认", 1)[1][:40]

    def test_after_somebody_else_has_it_the_code_tells_who_and_when_and_nothing_can_be_pressed(self, at, client: Client) -> None:
        play = Play.posted(**FIRE)
        told = {"unit": "chengguan", "reason_code": "danger_to_life", "urgency": "danger"}
        at("duty").post(message_act(play.message_id, "call-out"), told)
        code = str(Notice.objects.get(kind="duty.call_out").link).removeprefix("/duty/")
        at("duty").post(reverse("desk:callout", args=[CallOut.objects.get().pk]), {"go": "acknowledge"})
        page = client.get(f"/duty/{code}")
        assert page.status_code == 200 and "已经有人处理" in words(page) and "演示·duty" in words(page) and "10:00" in words(page)
        assert "我来处理" not in words(page) and "<form" not in page.content.decode().split("<main")[1].split("</main")[0]
        late = client.post(f"/duty/{code}")
        assert late.status_code == 409 and "已经在 10:00 确认了" in words(late) and "我来处理" not in words(late)

    def test_what_joined_a_call_out_is_listed_with_number_and_time(self, at, client: Client) -> None:
        told = {"unit": "chengguan", "reason_code": "danger_to_life", "urgency": "danger"}
        first, second = (
            Play.posted(**FIRE | {"address": "湖滨路路口", "text": text}) for text in ("着火了，火很大。", "路口着火了，烟很大。")
        )
        for play in (first, second):
            assert at("duty").post(message_act(play.message_id, "call-out"), told).status_code == 302
        callout = CallOut.objects.get()
        page = at("duty").get(reverse("desk:callout", args=[callout.pk]))
        joined = words(page).split("同一处、同一危险的其他留言")[1]
        assert second.row.number in joined and first.row.number not in joined and "10:00" in joined
        assert f'href="{of_message(second.message_id)}"' in page.content.decode()
        assert "还有 1 条同样的留言" in words(at("duty").get("/desk/duty/"))
        code = str(Notice.objects.get(kind="duty.call_out").link).removeprefix("/duty/")
        assert second.row.number not in words(client.get(f"/duty/{code}"))
        assert "路口着火了，烟很大" in words(client.post(f"/duty/{code}"))

    def test_what_was_stood_down_is_told(self, at, client: Client) -> None:
        play = Play.posted(**FIRE)
        at("duty").post(
            message_act(play.message_id, "call-out"), {"unit": "chengguan", "reason_code": "danger_to_life", "urgency": "danger"}
        )
        code = str(Notice.objects.get(kind="duty.call_out").link).removeprefix("/duty/")
        at("duty").post(reverse("desk:callout", args=[CallOut.objects.get().pk]), {"go": "stand-down"})
        page = words(client.get(f"/duty/{code}"))
        assert "这次呼叫已经取消" in page and "我来处理" not in page
        assert client.post(f"/duty/{code}").status_code == 409

    def test_whoever_is_on_shift_answers_an_inquiry_at_once(self, at) -> None:
        play = unclear(kind=Kind.INQUIRY)
        address = message_act(play.message_id, "answer")
        page = at("duty").get(of_message(play.message_id))
        assert "值班台直接答复" in words(page) and "〔答案〕" not in words(page)
        filled = at("duty").get(f"{of_message(play.message_id)}?template=inquiry")
        assert "您好！您咨询的问题答复如下：〔答案〕。" in filled.content.decode()
        off = at("duty").post(address, {"text": ANSWER})
        assert off.status_code == 409 and "您现在不在班上" in words(off) and ANSWER[:20] in off.content.decode()
        at("duty").post("/desk/duty/shift/", {"go": "begin"})
        thin = at("duty").post(address, {"text": "收到"})
        assert thin.status_code == 422 and play.row.state == MessageState.RECEIVED
        assert at("duty").post(address, {"text": ANSWER}).headers["Location"] == "/desk/duty/"
        assert (play.row.state, play.row.unit) == (MessageState.ANSWERED, "rexian")
        twice = at("night").post(address, {"text": ANSWER})
        assert twice.status_code == 409 and "已经有人答复了" in words(twice)

    def test_no_complaint_and_nothing_that_was_reopened_is_answered_so(self, at) -> None:
        assert "值班台直接答复" not in words(at("duty").get(of_message(unclear(kind=Kind.COMPLAINT).message_id)))
        play = unclear(kind=Kind.INQUIRY)
        at("duty").post("/desk/duty/shift/", {"go": "begin"})
        at("duty").post(message_act(play.message_id, "answer"), {"text": ANSWER})
        at("duty").post(message_act(play.message_id, "reopen"), {"reason": "没有答全"})
        assert play.row.number in words(at("duty").get("/desk/duty/"))
        assert "值班台直接答复" not in words(at("duty").get(of_message(play.message_id)))
        assert at("duty").post(message_act(play.message_id, "answer"), {"text": ANSWER}).status_code == 409

    def test_it_is_done_once_more_after_a_bad_answer(self, at) -> None:
        play = Play.answered()
        assert at("duty").post(message_act(play.message_id, "reopen"), {"reason": "路灯仍不亮。"}).status_code == 302
        assert play.row.state == MessageState.REOPENED

    def test_a_clerk_has_none_of_these(self, at) -> None:
        play = Play.posted()
        page = at("clerk").get(of_message(play.message_id))
        assert "不予受理" not in words(page) or page.status_code == 404
        assert at("clerk").post(message_act(play.message_id, "assign"), {"unit": "jiaoyu"}).status_code == 403


class TestTakingDown:
    def test_the_number_that_rings_is_filled_in(self, at) -> None:
        notices.take_call(key=uuid.uuid4(), line="8001", phone="13900001111", by=SYSTEM, at=NOW)
        page = at("duty").post("/desk/messages/take-down/", {"line": "8001"})
        assert 'value="13900001111"' in page.content.decode()
        assert Read.objects.filter(question="notices.incoming").exists()
        assert "近两小时没有来电" in words(at("duty").post("/desk/messages/take-down/", {"line": "8002"}))

    def test_it_is_read_back_masked_then_sent_with_a_receipt(self, at) -> None:
        back = at("duty").post("/desk/messages/take-down/", CALL)
        page = words(back)
        assert "念给来人听" in page and "联系人电话 13900001111" in page
        assert not Message.objects.exists()
        public = page.split("公开时大家看到的")[1]
        assert "13900001111" not in public
        key = str(uuid.uuid4())
        sent = at("duty").post("/desk/messages/take-down/", CALL | {"confirmed": "yes", "key": key})
        row = Message.objects.get()
        assert row.number in words(sent) and "编号和查询码已用短信发给来人" in words(sent)
        assert row.channel == Channel.PHONE and "no-store" in sent.headers["Cache-Control"]
        assert Notice.objects.filter(kind="board.taken_down").count() == 1
        at("duty").post("/desk/messages/take-down/", CALL | {"confirmed": "yes", "key": key})
        assert Message.objects.count() == 1

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"text": ""}, "请写下来人说的事"),
            ({"phone": "没有电话"}, "这不是能拨通的电话"),
            ({"kind": ""}, "请选一项"),
        ],
    )
    def test_what_is_missing_is_said_and_all_is_kept(self, at, changes, said: str) -> None:
        refused = at("duty").post("/desk/messages/take-down/", CALL | changes)
        assert refused.status_code == 422 and said in words(refused)
        assert "演示·来电人" in refused.content.decode()

    def test_the_title_may_be_left_out(self, at) -> None:
        page = at("duty").get("/desk/messages/take-down/").content.decode()
        assert "（可以不写）" in page.split('for="id_title"')[1].split("</label>")[0]
        untitled = CALL | {"title": ""}
        assert "没有写，用内容的第一句" in words(at("duty").post("/desk/messages/take-down/", untitled))
        sent = at("duty").post("/desk/messages/take-down/", untitled | {"confirmed": "yes", "key": str(uuid.uuid4())})
        assert sent.status_code == 200 and Message.objects.get().title in Message.objects.get().text

    def test_going_back_keeps_everything(self, at) -> None:
        page = at("duty").post("/desk/messages/take-down/", CALL | {"back": "yes"})
        assert page.status_code == 200 and "楼道灯坏了" in page.content.decode()


def test_rosters_show_who_is_called_and_take_a_substitute(at) -> None:
    page = words(at("clerk").get("/desk/duty/rosters/chengguan/"))
    assert "演示·白班" in page and "演示·领班" in page and "在班" in page
    assert at("school").get("/desk/duty/rosters/chengguan/").status_code == 403
    told = {"name": "演示·替班", "phone": "13800000009", "starts_at": "2026-09-07T09:00", "ends_at": "2026-09-07T20:00", "reason": "开会"}
    wrong = at("clerk").post("/desk/duty/rosters/chengguan/", told | {"ends_at": "2026-09-07T08:00"})
    assert wrong.status_code == 422 and "换班的时间不对" in words(wrong)
    missing = at("clerk").post("/desk/duty/rosters/chengguan/", told | {"phone": ""})
    assert missing.status_code == 422 and "请写替班人的电话" in words(missing)
    assert at("clerk").post("/desk/duty/rosters/chengguan/", told).status_code == 302
    assert "替班" in words(at("clerk").get("/desk/duty/rosters/chengguan/"))


def test_a_wrong_code_may_be_typed_again(at, client: Client) -> None:
    wrong = client.get("/duty/12345678")
    assert wrong.status_code == 404 and 'name="code"' in wrong.content.decode()
    assert client.get("/duty/", {"code": " 8765 4321 "}).headers["Location"] == "/duty/87654321"
    assert 'name="code"' in client.get("/duty/").content.decode()


def test_the_dispatch_report_and_the_figures(at) -> None:
    Play.answered()
    page = words(at("duty").get("/desk/messages/dispatch/"))
    assert "权责清单" in page and "lake" in page
    for name in ("决定", "派对", "派错", "派对的比例", "单位", "命中"):  # where the table is a list, on phones, each figure says what it is
        assert f'data-name="{name}"' in at("duty").get("/desk/messages/dispatch/").content.decode(), name
    for level in ("unit", "category", "district", "channel", "source", "hour", "day", "nothing"):
        assert at("duty").get("/desk/messages/figures/", {"level": level}).status_code == 200
    assert "没有数" in words(at("duty").get("/desk/messages/figures/"))


def _called(**changes):
    caller = Caller(name="演示·来电人", phone="13900001111", verified=True)
    return posted(a_message(**changes), by=actor("duty"), at=NOW, origin=Origin(Channel.PHONE), taken_for=caller)
