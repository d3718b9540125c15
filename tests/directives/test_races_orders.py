"""Supervision orders where two people act at once, or one against the clock: real connections."""

from datetime import timedelta

import pytest

from tests.board.town import at_once
from tests.supervision.office import AT, CHECKER, SUPERVISOR, UNIT, a_week, an_order, issued, replied, somebody
from tongban.directives import actions
from tongban.directives.models import Order, OrderStep, Paper
from tongban.directives.terms import OrderState, WrongState
from tongban.identity.terms import SYSTEM
from tongban.supervision.terms import Counted

pytestmark = pytest.mark.usefixtures("committed_office")
LATER, WAY_OVER = AT + timedelta(days=1), AT + timedelta(days=30)


def test_two_supervisors_issue_from_the_same_light() -> None:
    order = an_order()
    told = at_once(*(lambda by=by: issued(order, by=by) for by in (SUPERVISOR, CHECKER)))
    assert sorted(type(each).__name__ for each in told) == ["AlreadyOrdered", "Order"]
    assert Order.objects.count() == 1 and Paper.objects.count() == 1


def test_a_reply_against_the_clock() -> None:
    for _ in range(4):
        row = issued()
        actions.receive_order(order_id=row.pk, by=UNIT, at=AT)
        told = at_once(
            lambda row=row: actions.reply_order(order_id=row.pk, text="已修复。", by=UNIT, at=WAY_OVER),
            lambda row=row: actions.escalate_order(order_id=row.pk, by=SYSTEM, at=WAY_OVER),
        )
        row.refresh_from_db()
        assert told[0] is None and row.state == OrderState.REPLIED
        escalated = told[1] is None
        assert escalated or isinstance(told[1], WrongState)
        assert (row.escalated_at is not None) is escalated is OrderStep.objects.filter(order=row, act="escalate").exists()


def test_a_reply_against_a_withdrawal() -> None:
    row = issued()
    actions.receive_order(order_id=row.pk, by=UNIT, at=AT)
    told = at_once(
        lambda: actions.reply_order(order_id=row.pk, text="已修复。", by=UNIT, at=LATER),
        lambda: actions.withdraw_order(order_id=row.pk, reason="发错了单位。", by=SUPERVISOR, at=LATER),
    )
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "WrongState"]


def test_two_check_at_once() -> None:
    row, third = replied(), somebody("dubanshi/supervision", "dubanshi/joint")
    told = at_once(
        lambda: actions.close_order(order_id=row.pk, words="属实。", by=CHECKER, at=LATER),
        lambda: actions.send_back_order(order_id=row.pk, words="不够。", by=third, at=LATER),
    )
    assert sorted(type(each).__name__ for each in told) == ["NoneType", "WrongState"]


def test_two_confirm_the_same_proposal() -> None:
    week = a_week(Counted("chengguan", due=40, on_time=20, late=20))
    told = at_once(
        *(
            lambda by=by: actions.confirm_interview(unit="chengguan", measure="on_time", week=week, by=by, at=AT)
            for by in (SUPERVISOR, CHECKER)
        )
    )
    assert sorted(type(each).__name__ for each in told) == ["AlreadyDecided", "UUID"]
