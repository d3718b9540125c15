"""What a later list says of messages that were taken in before, and what long ago was danger."""

from datetime import timedelta
from typing import Any

import pytest

from tests.board.play import DUTY, Play, approver, clerk, deliver, refuses
from tests.board.test_importing import ANSWER, SENT, foreign, imported
from tests.board.test_jobs import DUTY_PLAN, enrolled
from tests.board.town import MORNING, a_message
from tongban.board import actions, jobs, queries
from tongban.board.models import Follower, Message, Order, Reply
from tongban.board.terms import AlreadyAnswered, Imported, MessageState
from tongban.duty import actions as duty_actions
from tongban.duty.models import CallOut
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.notices.models import Notice
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
LATER = MORNING + timedelta(days=7)
GIVEN = MORNING + timedelta(days=2)


def taken_in(**told: Any) -> Play:
    """From a list without its answer, and dispatched."""
    assert imported(foreign(2, **told)).taken == 1
    play = Play(at=MORNING)
    play.message_id = Message.objects.get(foreign_number="H-2").pk
    return play


def later(**told: Any) -> Imported:
    return imported(foreign(2, **{"answer": ANSWER, "answered_at": GIVEN} | told), at=LATER)


class TestAnswers:
    def test_is_taken_in_at_its_time_and_settles_everything(self) -> None:
        play = taken_in()
        assert later() == Imported(0, 0, answered=1)
        row, (order,) = play.row, play.orders
        assert (row.state, row.unit, row.answered_at, row.first_answered_at, row.on_time) == ("answered", "chengguan", GIVEN, GIVEN, True)
        assert row.rating_until is not None and row.rating_until > LATER and row.changed_at == LATER
        assert (order.state, order.settled_at, order.on_time, order.taken_at, order.next_escalation_at) == ("done", GIVEN, True, None, None)
        seen = queries.message(row.number, by=PUBLIC, at=LATER)
        assert [each.kind for each in seen.track] == ["received", "accepted", "assigned", "answered"]
        assert seen.replies[0].text.startswith("经现场核实") and seen.replies[0].published_at == GIVEN
        entry = LedgerEntry.objects.get(act="board.import_answer")
        assert entry.codes["source"] == "hotline" and FactRow.objects.filter(name="board.MessageAnswered").count() == 1

    def test_twice_changes_nothing(self) -> None:
        taken_in()
        later()
        assert later() == Imported(0, 1) == later(answered_at=None) and Reply.objects.count() == 1

    def test_within_one_list(self) -> None:
        play = a_message(title="", text="路灯坏了，请派人来修。")
        told = imported(foreign(2, message=play), foreign(3, "H-2", message=play, answer=ANSWER, answered_at=MORNING))
        assert told == Imported(1, 0, answered=1) and Message.objects.get().state == MessageState.ANSWERED

    def test_of_another_unit_relieves_whoever_had_it(self) -> None:
        play = taken_in()
        play.take()
        actions.join_units(order_id=play.order().pk, units=["jiaoyu"], by=clerk("chengguan"), at=MORNING)
        later(answered_by="donghuqu")
        assert {each.unit: each.state for each in play.orders} == {"chengguan": "cancelled", "jiaoyu": "cancelled", "donghuqu": "done"}
        assert play.row.unit == "donghuqu" and all(each.settled_at and each.assigned_at <= each.settled_at for each in play.orders)

    def test_of_whom_it_was_passed_down_from(self) -> None:
        play = taken_in()
        actions.pass_down(order_id=play.order().pk, unit="ludeng", by=clerk("chengguan"), at=MORNING)
        play.take("ludeng")
        later(answered_by="chengguan")
        assert {each.unit: each.state for each in play.orders}["chengguan"] == "done" and not [
            each for each in play.orders if not each.settled_at
        ]

    def test_given_before_what_was_done_here_stands_behind_it(self) -> None:
        play = taken_in()
        play.later(days=3).take()
        later()
        row = play.row
        assert row.answered_at == GIVEN < play.at and row.changed_at == LATER
        assert [each.kind for each in queries.message(row.number, by=PUBLIC, at=LATER).track][-2:] == ["taken", "answered"]
        assert play.orders[0].settled_at == play.at and play.orders[0].on_time

    def test_long_ago_is_closed_as_what_came_with_its_answer(self) -> None:
        sent = MORNING - timedelta(days=200)
        play = taken_in(sent_at=sent)
        later(sent_at=sent, answered_at=sent + timedelta(days=30))
        row = play.row
        assert (row.state, row.end, row.on_time, row.answered_at) == ("closed", "answered", False, sent + timedelta(days=30))
        assert row.closed_at == MORNING, "not before it was taken in"

    def test_whoever_follows_is_told(self) -> None:
        play, follower = taken_in(), enrolled()
        Follower.objects.create(message=play.row, person_id=follower.person_id, followed_at=MORNING)
        later()
        deliver(LATER)
        assert [each.person_id for each in Notice.objects.filter(kind="board.answered")] == [follower.person_id]


class TestNotTakenIn:
    """The city has gone on by itself: told with its line, and nothing changes."""

    def told(self, why: str, **told: Any) -> None:
        before = [list(table.objects.order_by("pk").values()) for table in (Message, Order, Reply)]
        answer = later(**told)
        assert (answer.answered, answer.repeated) == (0, 0) and answer.rejected == ((2, why),)
        assert before == [list(table.objects.order_by("pk").values()) for table in (Message, Order, Reply)]

    def test_where_the_city_has_answered(self) -> None:
        play = taken_in()
        play.take()
        play.answer()
        self.told(f"{play.row.number} has been answered here meanwhile, and keeps that answer")

    def test_where_an_answer_waits_for_approval(self) -> None:
        play = taken_in()
        play.take()
        reply = play.submitted()
        self.told(f"an answer to {play.row.number} waits here for approval")
        actions.send_back_reply(reply_id=reply.pk, reason="不够清楚", by=approver("chengguan"), at=MORNING)
        assert later().answered == 1, "a draft that nobody approves is no answer"

    def test_where_it_has_ended(self) -> None:
        play = taken_in(message=a_message(title="官司", text="法院判了我不服", category=""))
        actions.refuse(message_id=play.message_id, ground="litigation", by=DUTY, at=MORNING)
        self.told(f"{play.row.number} has ended here: refused", message=a_message(title="官司", text="法院判了我不服", category=""))

    def test_what_cannot_have_been_so(self) -> None:
        taken_in()
        self.told("answered before it was sent, or in the future: 2026-09-03T02:00:00+00:00", answered_at=SENT - timedelta(days=1))
        self.told("no unit `nope` takes messages", answered_by="nope")

    def test_another_answer_than_the_one_that_was_taken_in(self) -> None:
        taken_in()
        later()
        number = Message.objects.get().number
        why = f"{number} has been answered here meanwhile, and keeps that answer"
        self.told(why, answer="另一个答复：没有这件事。", answered_at=GIVEN + timedelta(days=1))
        with refuses(AlreadyAnswered):
            actions.answer_at_desk(message_id=Message.objects.get().pk, text=ANSWER, by=DUTY, at=LATER)


class TestDangerOfLongAgo:
    @pytest.fixture(autouse=True)
    def plan(self, town: None) -> None:
        duty_actions.load_duty(content=DUTY_PLAN.encode(), file="duty.yaml", by=SYSTEM, at=MORNING)

    def fire(self, line: int, **told: Any) -> None:
        imported(foreign(line, message=a_message(title="着火", text=f"{line}号楼三楼着火了，冒烟"), **told))

    def test_calls_nobody_and_is_no_emergency(self) -> None:
        self.fire(2, sent_at=MORNING - timedelta(days=900))
        self.fire(3, sent_at=MORNING - timedelta(minutes=20), answer=ANSWER, answered_at=MORNING)
        imported(foreign(4, message=a_message(title="湖边", text="湖边又脏又乱没人管", category=""), sent_at=MORNING - timedelta(days=900)))
        assert not Message.objects.filter(emergency=True).exists() and not Order.objects.filter(emergency=True).exists()
        assert jobs.call_outs(MORNING + timedelta(hours=9)) == 0 and not CallOut.objects.exists()
        assert [(each.emergency, each.state) for each in queries.duty_queue(DUTY, at=MORNING)] == [(False, "received")] * 2

    def test_of_just_now_calls_as_every_other(self) -> None:
        self.fire(2, sent_at=MORNING - timedelta(minutes=20))
        imported(foreign(3, message=a_message(title="湖边", text="湖边又脏又乱没人管", category="", kind=Kind.HELP), sent_at=MORNING))
        assert Message.objects.filter(emergency=True).count() == 1
        jobs.call_outs(MORNING + timedelta(hours=9))
        assert {each.urgency for each in CallOut.objects.all()} == {"danger", "ordinary"}
