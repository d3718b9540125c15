"""What leaders ask for, and citizens who had to write a second time: grounds for an order."""

import uuid
from datetime import date, timedelta

import pytest

from tests.board.play import Play
from tests.board.town import Kind, a_person, posted_by_code
from tests.notices.factories import citizen
from tests.supervision.office import (
    AT,
    CHECKER,
    LEADER,
    SUPERVISOR,
    UNIT,
    a_message,
    an_order,
    cites,
    deliver,
    issued,
    refused,
    somebody,
)
from tongban.board import actions as board_actions
from tongban.board.terms import Satisfaction
from tongban.directives import actions, queries
from tongban.directives.models import Ask, SecondComplaint
from tongban.directives.terms import (
    Again,
    AlreadyOrdered,
    AskState,
    Cites,
    Ground,
    ImpossibleMoment,
    Reference,
    UnknownAsk,
    UnknownProposal,
    WordsMissing,
    WrongState,
)
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.idempotency import KeyReused
from tongban.supervision.terms import AlreadyDecided, Denied, UnknownUnit

pytestmark = pytest.mark.usefixtures("office")
LATER = AT + timedelta(days=1)


def asked(words: str = "湖滨路路灯的事情办到哪一步了？", **told) -> uuid.UUID:
    return actions.ask(**{"key": uuid.uuid4(), "words": words, "unit": "chengguan", "by": LEADER, "at": AT} | told)


def test_a_leader_asks_and_sees_where_it_stands() -> None:
    ask_id = asked(due_on=date(2026, 9, 11))
    row = issued(an_order(ground=Ground.LEADER, references=(Reference(Cites.ASK, str(ask_id)),)))
    actions.answer_ask(ask_id=ask_id, words="已督办，五个工作日内修复。", by=SUPERVISOR, at=LATER)
    [view] = queries.asks(LEADER, at=LATER).lines
    assert (view.id, view.state, view.answered_by, view.unit_name.zh) == (ask_id, AskState.ANSWERED, "演示·督查甲", "城管局")
    assert [each.id for each in view.orders] == [row.pk]
    assert queries.asks(SUPERVISOR, at=LATER, state=AskState.OPEN).lines == ()


def test_only_leaders_ask_and_only_supervisors_answer() -> None:
    for by in (SUPERVISOR, UNIT, PUBLIC, SYSTEM):
        with refused(Denied):
            asked(by=by)
    ask_id = asked()
    for by in (LEADER, UNIT):
        with refused(Denied):
            actions.answer_ask(ask_id=ask_id, words="好。", by=by, at=LATER)
    with refused(Denied):
        actions.withdraw_ask(ask_id=ask_id, by=SUPERVISOR, at=LATER)
    for by in (UNIT, PUBLIC, a_person()):
        with pytest.raises(Denied):
            queries.asks(by, at=LATER)


def test_what_is_asked_makes_sense() -> None:
    with refused(WordsMissing):
        asked("？")
    with refused(UnknownUnit):
        asked(unit="atlantis")
    for day in (date(2026, 9, 6), date(2027, 9, 9), date.max):
        with refused(ImpossibleMoment):
            asked(due_on=day)
    assert Ask.objects.get(pk=asked(unit="")).unit == ""


def test_the_same_request_twice_is_one() -> None:
    key = uuid.uuid4()
    assert asked(key=key) == asked(key=key)
    with refused(KeyReused):
        asked("别的事。", key=key)


def test_the_same_from_another_page_is_the_first_while_it_is_open() -> None:
    first = asked()
    assert asked() == first and asked(unit="") != first and asked("别的事。") != first
    actions.withdraw_ask(ask_id=first, by=LEADER, at=LATER)
    assert asked() != first


def test_it_is_settled_once() -> None:
    ask_id = asked()
    with refused(WordsMissing):
        actions.answer_ask(ask_id=ask_id, words=" ", by=SUPERVISOR, at=LATER)
    actions.withdraw_ask(ask_id=ask_id, by=LEADER, at=LATER)
    for act, more in ((actions.answer_ask, {"words": "好。", "by": SUPERVISOR}), (actions.withdraw_ask, {"by": LEADER})):
        with refused(WrongState):
            act(ask_id=ask_id, **more, at=LATER)
        with refused(UnknownAsk):
            act(ask_id=uuid.uuid4(), **more, at=LATER)


def test_pages_of_requests() -> None:
    first, second = asked(), asked("第二件。", at=AT + timedelta(minutes=1))
    page = queries.asks(LEADER, at=LATER, limit=1)
    assert [each.id for each in page.lines] == [second]
    assert [each.id for each in queries.asks(LEADER, at=LATER, limit=1, after=page.next).lines] == [first]


def test_a_second_message_of_the_same_author_about_the_same_is_proposed() -> None:
    author = a_person()
    first = a_message(author=author)
    deliver()
    assert SecondComplaint.objects.count() == 0
    second = a_message(author=author, at=AT + timedelta(days=20))
    deliver()
    deliver()
    row = SecondComplaint.objects.get()
    assert (row.number, row.unit, row.again, row.earlier) == (second.row.number, "chengguan", "once_more", [first.row.number])
    [line] = queries.second_complaints(SUPERVISOR, at=LATER).lines
    assert (line.again, line.earlier, line.ordered, line.on_trial) == (Again.ONCE_MORE, (first.row.number,), False, False)
    order = issued(an_order(ground=Ground.SECOND_COMPLAINT, references=cites(second.row.number)), at=AT + timedelta(days=21))
    assert queries.second_complaints(SUPERVISOR, at=LATER).lines[0].ordered
    actions.withdraw_order(order_id=order.pk, reason="发错了单位。", by=SUPERVISOR, at=AT + timedelta(days=22))
    assert not queries.second_complaints(SUPERVISOR, at=LATER).lines[0].ordered


def test_other_things_other_authors_and_long_ago_are_none() -> None:
    author = a_person()
    a_message(author=author)
    Play.taken(author=author, at=AT + timedelta(hours=1), title="入学", text="孩子今年入学的事情请问怎么安排。", category="060100")
    a_message(author=a_person(), at=AT + timedelta(hours=1))
    a_message(author=author, at=AT + timedelta(days=91))
    posted_by_code(at=AT), posted_by_code(at=AT + timedelta(hours=1))
    deliver()
    assert SecondComplaint.objects.count() == 0


def test_what_was_withdrawn_is_no_first_complaint() -> None:
    author = a_person()
    first = Play.posted(author=author)
    board_actions.withdraw(message_id=first.message_id, by=author, at=AT + timedelta(minutes=5))
    a_message(author=author, at=AT + timedelta(hours=1))
    deliver()
    assert SecondComplaint.objects.count() == 0


def test_a_message_that_is_reopened_is_proposed_once() -> None:
    play = Play.answered(author=citizen())
    play.later(days=1).rate(Satisfaction.VERY_BAD, solved=False, words="没有修好，晚上还是黑的。")
    deliver()
    row = SecondComplaint.objects.get()
    assert (row.number, row.again, row.earlier) == (play.row.number, "reopened", [])
    assert actions.find_second_complaint(message_id=play.message_id, again=Again.REOPENED, by=SYSTEM, at=LATER) is None


def test_a_report_is_never_proposed() -> None:
    author = a_person()
    text = "有人在湖滨路乱倒垃圾，请查处。已经是第几次了，一直没有人管这件事情。"
    for day in range(2):
        play = Play.posted(author=author, at=AT + timedelta(days=day), kind=Kind.REPORT, text=text + str(day), category="010202")
        found = actions.find_second_complaint(message_id=play.message_id, again=Again.ONCE_MORE, by=SYSTEM, at=LATER)
        assert found is None


def test_only_the_system_looks_and_only_supervisors_dismiss() -> None:
    author = a_person()
    for day in range(2):
        play = a_message(author=author, at=AT + timedelta(days=day))
    with refused(Denied):
        actions.find_second_complaint(message_id=play.message_id, again=Again.ONCE_MORE, by=SUPERVISOR, at=LATER)
    deliver()
    told = {"complaint_id": SecondComplaint.objects.get().pk, "reason": "两件是不同的路灯。", "at": LATER}
    for by in (UNIT, LEADER, PUBLIC):
        with refused(Denied):
            actions.dismiss_second_complaint(**told, by=by)
    with refused(WordsMissing):
        actions.dismiss_second_complaint(**told | {"reason": ""}, by=SUPERVISOR)
    with refused(UnknownProposal):
        actions.dismiss_second_complaint(**told | {"complaint_id": uuid.uuid4()}, by=SUPERVISOR)
    actions.dismiss_second_complaint(**told, by=SUPERVISOR)
    with refused(AlreadyDecided):
        actions.dismiss_second_complaint(**told, by=CHECKER)
    assert queries.second_complaints(SUPERVISOR, at=LATER).lines == ()
    with pytest.raises(Denied):
        queries.second_complaints(somebody("chengguan/messages"), at=LATER)
    assert list(queries.audit()) == []


def test_what_an_order_was_issued_for_is_not_dismissed() -> None:
    author = a_person()
    for day in range(2):
        play = a_message(author=author, at=AT + timedelta(days=day))
    deliver()
    told = {"complaint_id": SecondComplaint.objects.get().pk, "reason": "不用。", "by": SUPERVISOR, "at": LATER}
    row = issued(an_order(play.row.number, ground=Ground.SECOND_COMPLAINT), at=LATER)
    with refused(AlreadyOrdered):
        actions.dismiss_second_complaint(**told)
    actions.withdraw_order(order_id=row.pk, reason="发错了。", by=SUPERVISOR, at=LATER)
    actions.dismiss_second_complaint(**told)
    assert queries.second_complaints(SUPERVISOR, at=LATER).lines == ()
