"""Whole random lives of a message through the real verbs: whatever people do, in whatever order, some things always hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.board.play import ANSWER, CALLER, DUTY, Play, approver, clerk
from tests.board.town import a_message
from tongban.board import actions
from tongban.board.models import Extension, Order, Rating, Reply, Track
from tongban.board.rules.transitions import acts_in, transition
from tongban.board.terms import (
    OPEN_ORDERS,
    Act,
    BoardRefused,
    CallBack,
    Contacted,
    Denied,
    HandOver,
    MessageState,
    OrderState,
    ReplyState,
    Role,
    Satisfaction,
)
from tongban.identity.terms import SYSTEM
from tongban.responsibilities.terms import Kind, ResponsibilitiesRefused

pytestmark = pytest.mark.usefixtures("town")
UNITS = ("shifu", "chengguan", "ludeng", "gongshui", "donghuqu", "donghu")
Done = Callable[[Play, str, Order | None], object]


def on_order(verb: Callable[..., object], **told: object) -> Done:
    """An act of the unit on its order."""
    return lambda play, _unit, order: verb(order_id=order.pk, by=clerk(order.unit), at=play.at, **told) if order else None


def at_desk(verb: Callable[..., object], **told: object) -> Done:
    return lambda play, _unit, _order: verb(message_id=play.message_id, **({"by": DUTY, "at": play.at} | told))


def publish(play: Play, _unit: str, order: Order | None) -> object:
    reply = Reply.objects.filter(message=play.message_id).exclude(state=ReplyState.PUBLISHED).first()
    return actions.publish_reply(reply_id=reply.pk, by=approver(reply.unit), at=play.at) if reply else None


def submit(play: Play, _unit: str, order: Order | None) -> object:
    reply = Reply.objects.filter(message=play.message_id).exclude(state=ReplyState.PUBLISHED).first()
    return actions.submit_reply(reply_id=reply.pk, despite=True, by=clerk(reply.unit), at=play.at) if reply else None


def draft(play: Play, _unit: str, order: Order | None) -> object:
    reply = order.replies.exclude(state=ReplyState.PUBLISHED).first() if order else None
    version = reply.version if reply else 0
    return actions.draft_reply(order_id=order.pk, text=ANSWER, version=version, by=clerk(order.unit), at=play.at) if order else None


def extend(play: Play, _unit: str, _order: Order | None) -> object:
    asked = Extension.objects.filter(message=play.message_id, granted=None).first()
    told = {"granted": True, "by": DUTY, "at": play.at}
    return actions.decide_extension(extension_id=asked.pk, **told) if asked else None


ACTS: dict[str, tuple[Act, Done]] = {
    "accept": (Act.ACCEPT, at_desk(actions.accept)),
    "refuse": (Act.REFUSE, at_desk(actions.refuse, ground="litigation")),
    "assign": (Act.ASSIGN, lambda play, unit, _order: play.assign(unit)),
    "assign jointly": (Act.ASSIGN, lambda play, unit, _order: play.assign(unit, joint=["gongshui", "jiaoyu"])),
    "answer at the desk": (Act.ANSWER, at_desk(actions.answer_at_desk, text=ANSWER)),
    "take": (Act.TAKE, on_order(actions.take)),
    "return": (Act.RETURN, on_order(actions.return_order, reason="不归我们管")),
    "pass down": (
        Act.PASS_DOWN,
        lambda play, unit, order: actions.pass_down(order_id=order.pk, unit=unit, by=clerk(order.unit), at=play.at) if order else None,
    ),
    "pass up": (Act.PASS_UP, on_order(actions.pass_up, reason="办不了")),
    "take over": (
        Act.TAKE_OVER,
        lambda play, unit, order: actions.take_over(order_id=order.pk, reason="急", by=clerk(unit), at=play.at) if order else None,
    ),
    "join": (
        Act.JOIN,
        lambda play, unit, order: actions.join_units(order_id=order.pk, units=[unit], by=clerk(order.unit), at=play.at) if order else None,
    ),
    "finish part": (Act.FINISH_PART, on_order(actions.finish_part, words="查过了")),
    "contact": (Act.CONTACT, on_order(actions.contact_author, outcome=Contacted.REACHED)),
    "hand over": (Act.HAND_OVER, at_desk(actions.hand_over, to=HandOver.POLICE, reason="打架")),
    "hand over and end": (Act.HAND_OVER, at_desk(actions.hand_over, to=HandOver.POLICE, reason="打架", ends=True)),
    "draft": (Act.DRAFT, draft),
    "submit": (Act.DRAFT, submit),
    "publish": (Act.PUBLISH, publish),
    "answer": (Act.PUBLISH, lambda play, unit, order: [do(play, unit, order) for do in (draft, submit, publish)]),
    "ask for time": (Act.ASK_EXTENSION, on_order(actions.ask_extension, amount=Decimal(2), reason="等配件")),
    "give time": (Act.DECIDE_EXTENSION, extend),
    "rate well": (Act.RATE, lambda play, _unit, _order: play.rate(Satisfaction.GOOD)),
    "rate badly": (Act.RATE, lambda play, _unit, _order: play.rate(Satisfaction.VERY_BAD, solved=False)),
    "call back": (Act.CALL_BACK, at_desk(actions.call_back, outcome=CallBack.UNREACHED, by=CALLER)),
    "call back, bad": (
        Act.CALL_BACK,
        at_desk(actions.call_back, outcome=CallBack.RATED, solved=False, satisfaction=Satisfaction.BAD, by=CALLER),
    ),
    "reopen": (Act.REOPEN, at_desk(actions.reopen, reason="抽查")),
    "escalate": (Act.ESCALATE, lambda play, _unit, order: actions.escalate(order_id=order.pk, by=SYSTEM, at=play.at) if order else None),
    "close": (Act.CLOSE, at_desk(actions.close_unrated, by=SYSTEM)),
}
ENDING = {"refuse", "hand over and end"}
ONWARD = {"take", "answer", "answer at the desk", "rate badly", "call back, bad"}
STATES = {each: [name for name, (act, _) in ACTS.items() if act in {edge.act for edge in acts_in(each)}] for each in MessageState}


def names_in(state: MessageState) -> st.SearchStrategy[str]:
    """Mostly what may be done now, what leads on more often than what ends it; sometimes anything at all."""
    likely = [name for name in STATES[state] if name not in ENDING]
    return st.sampled_from(likely * 3 + [name for name in likely if name in ONWARD] * 8 + list(ACTS))


beginnings = st.sampled_from(
    [
        {},
        {"category": "", "title": "湖边", "text": "湖边又脏又乱没人管"},
        {"title": "着火", "text": "三楼着火"},
        {"kind": Kind.INQUIRY, "category": "", "title": "咨询", "text": "请问办事要带什么材料"},
        {"kind": Kind.REPORT, "unit": "ludeng", "text": "路灯所吃拿卡要"},
    ]
)


@dataclass
class Watch:
    """What was so before, and may not be otherwise afterwards."""

    play: Play
    due_at: datetime
    on_time: bool | None = None
    first_answered_at: datetime | None = None

    def holds(self) -> None:
        row, orders = self.play.row, self.play.orders
        granted = Extension.objects.filter(message=row, granted=True).first()
        assert row.due_at == (granted.new_due_at if granted else self.due_at), "the citizen's clock moves by an extension only"
        assert row.returns <= 1
        self._answered_once(row)
        self._somebody_is_answerable(row, orders)
        assert Order.objects.filter(message=row, round=2, parent=None, role=Role.LEAD).count() == 0 or row.reopened
        assert Rating.objects.filter(message=row).count() <= 2
        assert not [each for each in orders if row.kind == Kind.REPORT and each.unit == row.wished_unit]

    def _answered_once(self, row) -> None:
        if self.on_time is not None:
            assert (row.on_time, row.first_answered_at) == (self.on_time, self.first_answered_at), "stored once"
        self.on_time, self.first_answered_at = row.on_time, row.first_answered_at
        assert (row.on_time is None) == (row.first_answered_at is None)
        if row.first_answered_at is not None:
            assert row.on_time == (row.first_answered_at <= row.due_at)

    def _somebody_is_answerable(self, row, orders: list[Order]) -> None:
        leading = [each for each in orders if each.role == Role.LEAD and each.state in OPEN_ORDERS]
        match MessageState(row.state):
            case MessageState.CLOSED | MessageState.ANSWERED:
                assert not [each for each in orders if each.state in OPEN_ORDERS], "nothing stays open behind it"
            case MessageState.RECEIVED:
                assert not leading and not row.unit, "the duty desk"
            case MessageState.ACCEPTED:
                assert not [each for each in leading if each.state != OrderState.LEAVING]
                assert bool(leading) == bool(row.unit), "the duty desk, or the unit that has sent it back"
            case MessageState.ASSIGNED | MessageState.REOPENED:
                assert row.unit and [each for each in leading if each.state in (OrderState.ASSIGNED, OrderState.LEAVING)]
            case MessageState.HANDLING:
                taken = [each for each in leading if each.state == OrderState.TAKEN]
                passed = [each for each in leading if each.state == OrderState.PASSED_DOWN]
                assert len(taken) == 1 or (passed and [each for each in leading if each.state == OrderState.ASSIGNED])
                assert row.unit in {each.unit for each in leading}


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(beginnings, st.data())
def test_whatever_people_do_some_things_always_hold(beginning: dict, data: st.DataObject) -> None:
    live(beginning, data)


@pytest.mark.slow
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(beginnings, st.data())
def test_they_hold_in_many_lives(beginning: dict, data: st.DataObject) -> None:
    live(beginning, data)


def live(beginning: dict, data: st.DataObject) -> None:
    """Thirty acts of anybody, in any order."""
    with transaction.atomic():
        play = Play.posted(a_message(**beginning))
        watch = Watch(play, due_at=play.row.due_at)
        watch.holds()
        for _step in range(30):
            name = data.draw(names_in(MessageState(play.row.state)))
            play.later(hours=data.draw(st.sampled_from([0, 0, 1, 4, 20, 200])))
            live_on(play, watch, name, unit=data.draw(st.sampled_from(UNITS)), place=data.draw(st.integers(0, 5)))
        transaction.set_rollback(True)


def live_on(play: Play, watch: Watch, name: str, *, unit: str, place: int) -> None:
    """One act: where it is refused nothing has changed, and where it is done everything that always holds still does."""
    act, do = ACTS[name]
    before, tracked = play.row, Track.objects.filter(message=play.message_id).count()
    orders = [each for each in play.orders if each.state in OPEN_ORDERS] or play.orders or [None]
    try:
        with transaction.atomic():
            do(play, unit, orders[place % len(orders)])
    except (BoardRefused, ResponsibilitiesRefused, Denied):
        assert play.row.changed_at == before.changed_at
        assert Track.objects.filter(message=play.message_id).count() == tracked
        return
    after = MessageState(play.row.state)
    if after != before.state:
        assert after in transition(MessageState(before.state), act).becomes, f"{name} in {before.state} led to {after}"
        event(f"{name}: {before.state} to {after}")
    watch.holds()
