"""What units and desks see: an inbox in one statement, the duty queue, an order as it was written; and what nobody else sees."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.board.play import CALLER, DUTY, Play, approver, clerk, refuses
from tests.board.town import MORNING, a_message, a_person, posted_by_code, staff
from tongban.board import actions, queries
from tongban.board.terms import (
    Act,
    CallBack,
    Denied,
    End,
    HandOver,
    MessageState,
    OrderState,
    Role,
    Satisfaction,
    UnknownMessage,
    UnknownOrder,
)
from tongban.identity.terms import SYSTEM
from tongban.kernel.limits import Light
from tongban.kernel.models.reads import Read
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")


def statements(ask) -> tuple[object, int]:
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    return answer, len(seen)


class TestInbox:
    def test_danger_first_then_what_is_due_first_in_one_statement(self) -> None:
        slow = Play.posted()
        quick = Play.posted(at=MORNING - timedelta(days=3))
        danger = Play.posted(title="着火", text="路灯杆着火了")
        danger.assign("chengguan")
        queries.inbox(clerk("chengguan"), at=MORNING)
        page, count = statements(lambda: queries.inbox(clerk("chengguan"), at=MORNING))
        assert [each.message_id for each in page.lines] == [danger.message_id, quick.message_id, slow.message_id]
        assert count == 1
        line = page.lines[0]
        assert (line.emergency, line.state, line.unit_name.zh, line.role) == (True, OrderState.ASSIGNED, "城管局", Role.LEAD)
        assert line.due_at == danger.order().due_at and line.citizen_due_at == danger.row.due_at

    def test_pages_go_on_where_the_last_one_ended(self) -> None:
        plays = [Play.posted(at=MORNING + timedelta(minutes=each)) for each in range(5)]
        Play.posted(title="着火", text="路灯杆着火了").assign("chengguan")
        seen, cursor = [], ""
        while True:
            page = queries.inbox(clerk("chengguan"), at=MORNING, after_cursor=cursor, limit=2)
            seen += [each.message_id for each in page.lines]
            cursor = page.next
            if not cursor:
                break
        assert len(seen) == len(set(seen)) == len(plays) + 1
        assert queries.inbox(clerk("chengguan"), at=MORNING, after_cursor="garbage").lines

    def test_shelves_and_counts(self) -> None:
        taken, fresh = Play.taken(), Play.posted()
        actions.pass_down(order_id=taken.order().pk, unit="ludeng", by=clerk("chengguan"), at=taken.at)
        late = MORNING + timedelta(days=30)
        sizes = {shelf: len(queries.inbox(clerk("chengguan"), at=MORNING, shelf=shelf).lines) for shelf in queries.SHELVES}
        expected = dict.fromkeys(queries.SHELVES, 0) | {"": 2, "to_take": 1, "below": 1}
        assert sizes == expected
        assert len(queries.inbox(clerk("chengguan"), at=late, shelf="late").lines) == 2
        counts = queries.counts(clerk("chengguan"), at=MORNING)
        assert (counts.waiting, counts.to_take, counts.late) == (2, 1, 0)
        assert queries.inbox(clerk("chengguan"), at=late).lines[0].light is Light.RED
        assert fresh.order().unit == "chengguan"

    def test_only_ones_own_units(self) -> None:
        Play.posted()
        for stranger in (clerk("jiaoyu"), a_person(), DUTY):
            assert queries.inbox(stranger, at=MORNING).lines == ()
        assert queries.inbox(clerk("chengguan"), at=MORNING, unit="jiaoyu").lines == ()

    def test_what_waits_for_the_approver_of_the_unit_or_of_one_above(self) -> None:
        play = Play.taken()
        play.submitted()
        assert [each.order_id for each in queries.to_approve(approver("chengguan"), at=play.at)] == [play.order().pk]
        assert len(queries.to_approve(approver("shifu"), at=play.at)) == 1
        assert queries.to_approve(clerk("chengguan"), at=play.at) == () == queries.to_approve(approver("jiaoyu"), at=play.at)

    def test_what_is_done_is_found_again(self) -> None:
        play = Play.answered()
        assert [each.message_id for each in queries.settled(clerk("chengguan"), at=play.at).lines] == [play.message_id]


class TestDutyQueue:
    def test_everything_that_no_unit_has_the_loudest_first_in_one_statement(self) -> None:
        waiting = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管", at=MORNING - timedelta(hours=1))
        returned = Play.posted()
        returned.send_back()
        danger = Play.posted(title="着火", text="三楼着火")
        queries.duty_queue(DUTY, at=MORNING)
        lines, count = statements(lambda: queries.duty_queue(DUTY, at=MORNING))
        assert [each.message_id for each in lines] == [danger.message_id, waiting.message_id, returned.message_id]
        assert count == 3, "of danger what was written, and whether it stands in the log already"
        assert (lines[2].returned_by, lines[2].returned_by_name.zh, lines[2].suggested_unit) == ("chengguan", "城管局", "donghu")
        assert [each.light for each in queries.duty_queue(DUTY, at=MORNING + timedelta(minutes=40))][1] is Light.AMBER
        assert [each.light for each in queries.duty_queue(DUTY, at=MORNING + timedelta(hours=3))] == [Light.RED] * 3
        counts = queries.duty_counts(DUTY, at=MORNING + timedelta(minutes=40))
        assert (counts.to_accept, counts.without_unit, counts.emergencies, counts.soon, counts.late) == (2, 1, 1, 1, 0)

    def test_of_danger_the_door_is_shown_and_the_look_is_logged_once(self) -> None:
        lamp = Play.posted(title="湖滨路12号", text="湖滨路12号门口路灯坏了")
        fire = Play.posted(title="着火", text="石匠街12号楼三楼着火，我叫张三丰，电话13912345678", address="石匠街12号")
        waiting = Play.posted(category="", title="湖边", text="湖滨路12号门口又脏又乱没人管")
        lines = {each.message_id: each for each in queries.duty_queue(DUTY, at=MORNING)}
        assert lamp.message_id not in lines and "12号" not in f"{lines[waiting.message_id]}"
        told = lines[fire.message_id].excerpt
        assert told.startswith("石匠街12号 · 石匠街12号楼") and "张三丰" not in told and "13912345678" not in told
        queries.duty_queue(DUTY, at=MORNING + timedelta(seconds=10))
        (read,) = Read.objects.filter(question="board.duty_queue")
        assert (read.actor_id, read.subject, read.holders) == (DUTY.id, str(fire.message_id), [fire.row.author_id])

    def test_nobody_else_sees_it(self) -> None:
        Play.posted(title="着火", text="三楼着火")
        assert queries.duty_queue(clerk("chengguan"), at=MORNING) == () == queries.duty_queue(a_person(), at=MORNING)
        assert queries.duty_counts(a_person(), at=MORNING).to_accept == 0

    def test_who_is_to_be_called_back_and_never_by_the_unit_concerned(self) -> None:
        _answer, row = posted_by_code(a_message(phone="13912345678"))
        play = Play()
        play.message_id = row.pk
        play.take()
        play.answer()
        own = Play.answered()
        assert [each.message_id for each in queries.to_call_back(CALLER, at=play.at)] == [play.message_id]
        both = staff("rexian/call_back", "chengguan/messages")
        assert queries.to_call_back(both, at=play.at) == ()
        with refuses(Denied):
            actions.call_back(message_id=play.message_id, outcome=CallBack.UNREACHED, by=both, at=play.at)
        actions.call_back(message_id=play.message_id, outcome=CallBack.UNREACHED, by=CALLER, at=play.at)
        assert (play.row.called_back, play.row.solved, play.row.state) == ("unreached", None, MessageState.ANSWERED)
        assert queries.to_call_back(CALLER, at=play.at) == ()
        for days in (1, 2):
            (again,) = queries.to_call_back(CALLER, at=play.at + timedelta(days=days))
            assert (again.message_id, again.called_back) == (play.message_id, "unreached")
            actions.call_back(message_id=play.message_id, outcome=CallBack.UNREACHED, by=CALLER, at=play.at + timedelta(days=days))
        assert queries.to_call_back(CALLER, at=play.at + timedelta(days=3)) == (), "three calls are enough"
        standing = actions.call_back(
            message_id=play.message_id, outcome=CallBack.RATED, solved=False, satisfaction=Satisfaction.BAD, by=CALLER, at=play.at
        )
        assert standing.state is MessageState.REOPENED
        own.later(days=20)
        actions.close_unrated(message_id=own.message_id, by=SYSTEM, at=own.at)
        assert [each.message_id for each in queries.to_call_back(CALLER, at=own.at)] == [own.message_id]


class TestOrder:
    def test_as_it_was_written_with_one_row_in_the_log_of_reads_and_without_its_author(self) -> None:
        play = Play.taken(text="我是湖滨路8号的张三丰，电话13912345678，门口路灯坏了", title="路灯")
        view = queries.order(play.order().pk, by=clerk("chengguan"), at=play.at, purpose="board.handle")
        assert "13912345678" in view.written_text and "13912345678" not in view.message.text
        assert "13912345678" not in repr(view)
        assert view.order is not None and view.order.unit == "chengguan" and view.units_below == ("ludeng",)
        assert {Act.DRAFT, Act.PASS_DOWN, Act.JOIN} <= view.acts and Act.PUBLISH not in view.acts
        read = Read.objects.filter(question="board.order").get()
        assert (read.purpose, read.holders, read.subject) == ("board.handle", [play.author.person_id], str(play.message_id))

    def test_strangers_find_no_order_and_a_reported_unit_neither(self) -> None:
        play = Play.posted()
        for stranger in (clerk("jiaoyu"), a_person(), staff("meiti/joint")):
            with refuses(UnknownOrder):
                queries.order(play.order().pk, by=stranger, at=play.at, purpose="x")
            with refuses(UnknownMessage):
                queries.handled(play.message_id, by=stranger, at=play.at, purpose="x")
        queries.order(play.order().pk, by=clerk("shifu"), at=play.at, purpose="x")
        report = Play.posted(kind=Kind.REPORT, unit="ludeng", title="吃拿卡要", text="路灯所有人收好处费")
        report.assign("chengguan")
        queries.handled(report.message_id, by=clerk("chengguan"), at=play.at, purpose="x")
        with refuses(UnknownMessage):
            queries.handled(report.message_id, by=clerk("ludeng"), at=play.at, purpose="x")

    def test_the_media_see_what_is_cleared_and_no_more_than_everybody(self) -> None:
        play = Play.taken(text="湖滨路8号的路灯坏了，电话13912345678", title="路灯")
        actions.note(message_id=play.message_id, words="此人常来", by=clerk("chengguan"), at=play.at)
        media = staff("meiti/joint")
        with refuses(Denied):
            actions.clear_for_media(message_id=play.message_id, by=media, at=play.at)
        actions.clear_for_media(message_id=play.message_id, by=staff("dubanshi/joint"), at=play.at)
        view = queries.handled(play.message_id, by=media, at=play.at, purpose="x")
        assert (view.written_text, view.notes, view.drafts, view.reachable) == ("", (), (), False)
        assert view.acts == frozenset()
        inside = queries.handled(play.message_id, by=staff("dubanshi/joint"), at=play.at, purpose="x")
        assert [each.words for each in inside.notes] == ["此人常来"]
        actions.clear_for_media(message_id=play.message_id, cleared=False, by=DUTY, at=play.at)
        with refuses(UnknownMessage):
            queries.handled(play.message_id, by=media, at=play.at, purpose="x")

    def test_every_end_of_a_message_can_be_looked_at(self) -> None:
        play = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
        actions.hand_over(message_id=play.message_id, to=HandOver.POLICE, reason="打架", ends=True, by=DUTY, at=play.at)
        assert queries.handled(play.message_id, by=DUTY, at=play.at, purpose="x").message.end is End.REFERRED
