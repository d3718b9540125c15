"""What the duty desk answers itself: at any hour, at once, in public, as the answering unit of record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.board import town as small
from tests.board.play import ANSWER, CALLER, DUTY, Play, clerk, refuses
from tests.board.test_jobs import DUTY_PLAN, works_at
from tests.board.town import LATE, MORNING
from tongban.board import actions, queries
from tongban.board.models import Dispatched, Order, Rating, Reply
from tongban.board.queries import Level
from tongban.board.terms import (
    Act,
    AlreadyAnswered,
    CallBack,
    Denied,
    MessageState,
    NotForTheDesk,
    OrderState,
    ReplyTooThin,
    Satisfaction,
    Standing,
    TrackKind,
    WordsMissing,
    WrongState,
)
from tongban.catalog.terms import UnknownService
from tongban.duty import actions as duty_actions
from tongban.duty.terms import NotOnShift
from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel.models.ledger import LedgerEntry
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
ASKED = {"kind": Kind.INQUIRY, "category": "", "title": "开证明", "text": "请问开证明要带什么，晚上能不能办"}


def asked(**changes) -> Play:
    return Play.posted(**ASKED | changes)


def answer(play: Play, **told) -> Standing:
    return actions.answer_at_desk(**{"message_id": play.message_id, "text": ANSWER, "by": DUTY, "at": play.at} | told)


def test_answered_at_two_in_the_night_of_a_holiday_by_the_clock_of_its_author() -> None:
    play = asked(at=LATE)
    assert play.row.state == MessageState.RECEIVED
    standing = answer(play.later(minutes=20), text=f"{ANSWER}也可以打13912345678。")
    row, reply = play.row, Reply.objects.get(message=play.message_id)
    assert (standing.state, row.unit, row.on_time) == (MessageState.ANSWERED, "rexian", True)
    assert row.accepted_at == row.first_answered_at == play.at and row.rating_until > play.at
    assert (reply.unit, reply.approved_by, reply.drafted_by) == ("rexian", DUTY.id, DUTY.id)
    assert "13912345678" not in reply.text
    (order,) = play.orders
    assert (order.unit, order.state, order.on_time) == ("rexian", OrderState.DONE, True)
    view = queries.message(row.number, by=play.author, at=play.at)
    assert [each.kind for each in view.track] == [TrackKind.RECEIVED, TrackKind.ACCEPTED, TrackKind.TAKEN, TrackKind.ANSWERED]
    assert view.unit_name.zh == view.replies[0].unit_name.zh == "热线中心"
    assert not Dispatched.objects.filter(message=row).exclude(unit=""), "no unit was asked, and nothing is learnt from it"


def test_only_the_kinds_that_the_city_names_and_never_a_complaint_or_a_report() -> None:
    for kind in Kind:
        play = asked(kind=kind, text=f"请问{kind}要怎么写")
        acts = queries.handled(play.message_id, by=DUTY, at=MORNING, purpose="test").acts
        assert (Act.ANSWER in acts) == (kind is Kind.INQUIRY)
        if kind is not Kind.INQUIRY:
            with refuses(NotForTheDesk):
                answer(play)
    small.load_board(small.BOARD.replace("desk_answers: [inquiry]", "desk_answers: [praise]"))
    small.forget()
    with refuses(NotForTheDesk):
        answer(asked(text="换了资料以后的咨询"))
    answer(asked(kind=Kind.PRAISE, text="谢谢热线的同志"))


def test_by_the_desk_only_while_no_unit_has_it_and_once() -> None:
    play = asked()
    for somebody in (clerk("chengguan"), CALLER, play.author):
        with refuses(Denied):
            answer(play, by=somebody)
    assigned = asked(text="请问这个归谁管")
    assigned.assign("chengguan")
    with refuses(WrongState):
        answer(assigned)
    answer(play)
    with refuses(AlreadyAnswered):
        answer(play)


def test_after_a_unit_has_sent_it_back_that_unit_is_relieved() -> None:
    play = asked()
    play.assign("chengguan")
    play.send_back()
    answer(play)
    assert {each.unit: each.state for each in play.orders} == {"chengguan": OrderState.RETURNED, "rexian": OrderState.DONE}
    assert Dispatched.objects.get(message=play.message_id, unit="chengguan").right is False


def test_what_it_lacks_is_said_first_and_stands_in_the_ledger() -> None:
    play = asked()
    with refuses(ReplyTooThin):
        answer(play, text="收到")
    with refuses(WordsMissing):
        answer(play, text=" ")
    with refuses(UnknownService):
        answer(play, guide="nothing")
    answer(play, text="收到", despite=True)
    entry = LedgerEntry.objects.get(act="board.answer_at_desk")
    assert entry.codes["lacking"] and entry.codes["unit"] == "rexian"


def test_whoever_answers_is_on_shift() -> None:
    duty_actions.load_duty(content=DUTY_PLAN.encode(), file="duty.yaml", by=SYSTEM, at=MORNING)
    somebody = identity_queries.actor(works_at("rexian/duty"), at=MORNING)
    play = asked()
    with refuses(NotOnShift):
        answer(play, by=somebody)
    duty_actions.begin_shift(by=somebody, at=MORNING)
    assert answer(play, by=somebody).state is MessageState.ANSWERED


def test_reopened_it_goes_to_a_unit_like_a_new_one_and_not_to_the_desk_again() -> None:
    play = asked(category="010202", kind=Kind.INQUIRY, text="湖滨路的路灯几点开")
    if play.row.unit:  # dispatch has asked a unit already: it sends it back
        play.send_back()
    answer(play)
    play.later(hours=1).rate(Satisfaction.BAD, solved=False)
    row = play.row
    assert (row.state, row.unit, row.reopened) == (MessageState.ASSIGNED, "chengguan", True)
    assert Rating.objects.get(message=row).unit == "rexian"
    with refuses(WrongState):
        answer(play)
    play.take()
    play.answer()
    assert play.row.unit == "chengguan" and play.row.first_answered_at < play.at


def test_reopened_without_a_unit_it_waits_at_the_desk_which_does_not_answer_it() -> None:
    play = asked()
    answer(play)
    actions.reopen(message_id=play.message_id, reason="抽查", by=DUTY, at=play.at)
    assert (play.row.state, play.row.unit) == (MessageState.ACCEPTED, "")
    assert [each.number for each in queries.duty_queue(DUTY, at=play.at)] == [play.row.number]
    assert Act.ANSWER not in queries.handled(play.message_id, by=DUTY, at=play.at, purpose="test").acts
    with refuses(NotForTheDesk):
        answer(play)
    play.assign("chengguan")
    assert Order.objects.get(message=play.message_id, unit="chengguan").object_until, "it may say that it is not theirs"
    play.take()
    assert play.row.state == MessageState.HANDLING


def test_called_back_by_the_citys_desk_but_by_nobody_who_answers() -> None:
    play = asked()
    answer(play)
    both = small.staff("rexian/duty", "rexian/call_back")
    at = play.row.rating_until + timedelta(days=1)
    actions.close_unrated(message_id=play.message_id, by=SYSTEM, at=at)
    assert [each.unit for each in queries.to_call_back(CALLER, at=at)] == ["rexian"] and not queries.to_call_back(both, at=at)
    with refuses(Denied):
        actions.call_back(message_id=play.message_id, outcome=CallBack.UNREACHED, by=both, at=at)
    actions.call_back(message_id=play.message_id, outcome=CallBack.RATED, solved=True, by=CALLER, at=at)
    assert Rating.objects.get(message=play.message_id).unit == "rexian"


def test_figures_count_it_under_the_desk_and_by_its_hour() -> None:
    play = asked(at=LATE)
    answer(play.later(minutes=20))
    play.rate()
    actions.count_figures(since=date(2026, 10, 1), until=date(2026, 10, 3), by=SYSTEM, at=datetime(2026, 10, 3, tzinfo=UTC))
    told = {level: queries.figures(level, since=date(2026, 10, 1), until=date(2026, 10, 3)).lines[0] for level in (Level.UNIT, Level.HOUR)}
    line = told[Level.UNIT]
    assert (line.key, line.name.zh, line.received, line.accepted_in_time, line.answered, line.satisfied) == (
        "rexian",
        "热线中心",
        1,
        1,
        1,
        1,
    )
    assert told[Level.HOUR].key == "2"
