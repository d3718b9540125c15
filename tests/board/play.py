"""A message in the hands of the city: each clerk at a desk of their own, each act through the verbs. Nobody here is real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from tests.board.town import MORNING, a_message, a_person, posted, staff
from tongban.board import actions
from tongban.board.models import Message, Order, Reply
from tongban.board.terms import OPEN_ORDERS, Drafted, NewMessage, Role, Satisfaction, Standing
from tongban.identity.models import Login, Post, Staff
from tongban.kernel import facts

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

ANSWER = (
    "经现场核实，湖滨路路口的两盏路灯因电缆老化断电。根据《城市道路照明设施管理规定》第十二条，市路灯所已于9月8日组织抢修，更换电缆四十米、灯头两个，"
    "当晚恢复照明；并对该路段其余三十六盏路灯逐一检查，未发现同类问题，以后每周夜间巡查一次。如再发现不亮，请拨打路灯所值班电话0999-8001777，"
    "值班人员两小时内到场处理。感谢您的反映和监督，也请您对这次办理结果作出评价。"
)
DUTY = staff("rexian/duty", name="演示·值班员")
CALLER = staff("rexian/call_back", name="演示·回访员")


@contextmanager
def refuses(kind: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """This is refused, and nothing has changed; the test goes on."""
    with pytest.raises(kind) as caught, transaction.atomic():
        yield caught


def clerk(unit: str) -> Actor:
    return staff(f"{unit}/messages", name=f"演示·{unit}办理员")


def approver(unit: str) -> Actor:
    return staff(f"{unit}/messages_approver", name=f"演示·{unit}审核员")


def works_at(desk: str) -> UUID:
    """Somebody at a desk, with an inbox at work."""
    login = Login.objects.create(phone="19900000999", phone_index=uuid4().bytes)
    Post.objects.create(staff=Staff.objects.create(login=login, name="演示·科员"), desk_id=desk)
    return login.pk


def deliver(at: datetime = MORNING) -> None:
    """What follows from facts."""
    while facts.dispatch(at=at):
        pass


@dataclass
class Play:
    """One message, and the hour at which it plays."""

    author: Actor = field(default_factory=a_person)
    message_id: UUID = field(init=False)
    at: datetime = MORNING

    @classmethod
    def posted(cls, message: NewMessage | None = None, *, at: datetime = MORNING, author: Actor | None = None, **changes: Any) -> Play:
        play = cls(author=author or a_person(), at=at)
        _answer, row = posted(message or a_message(**changes), by=play.author, at=at)
        play.message_id = row.pk
        return play

    @classmethod
    def taken(cls, **changes: Any) -> Play:
        """By the unit that dispatch has asked."""
        play = cls.posted(**changes)
        play.take()
        return play

    @classmethod
    def answered(cls, **changes: Any) -> Play:
        play = cls.taken(**changes)
        play.answer()
        return play

    @property
    def row(self) -> Message:
        return Message.objects.get(pk=self.message_id)

    @property
    def orders(self) -> list[Order]:
        return list(Order.objects.filter(message=self.message_id).order_by("assigned_at", "unit", "round", "pk"))

    def order(self, unit: str = "", *, role: Role = Role.LEAD) -> Order:
        """The open order of a unit, or of whoever leads now at the lowest level."""
        found = [each for each in self.orders if each.state in OPEN_ORDERS and each.role == role and unit in ("", each.unit)]
        return found[-1]

    def later(self, **time: float) -> Play:
        self.at += timedelta(**time)
        return self

    def take(self, unit: str = "") -> Standing:
        order = self.order(unit)
        return actions.take(order_id=order.pk, by=clerk(order.unit), at=self.at)

    def assign(self, unit: str, **told: Any) -> Standing:
        return actions.assign(message_id=self.message_id, unit=unit, by=DUTY, at=self.at, **told)

    def send_back(self, unit: str = "", reason: str = "路灯由区里管理，不属于我单位职责。") -> Standing:
        order = self.order(unit)
        return actions.return_order(order_id=order.pk, reason=reason, by=clerk(order.unit), at=self.at)

    def draft(self, unit: str = "", *, text: str = ANSWER, by: Actor | None = None, **told: Any) -> Drafted:
        order = self.order(unit)
        return actions.draft_reply(order_id=order.pk, text=text, by=by or clerk(order.unit), at=self.at, **told)

    def submitted(self, unit: str = "", **told: Any) -> Reply:
        drafted = self.draft(unit, **told)
        reply = Reply.objects.get(pk=drafted.reply_id)
        actions.submit_reply(reply_id=reply.pk, despite=True, by=clerk(reply.unit), at=self.at)
        return reply

    def answer(self, unit: str = "", **told: Any) -> Standing:
        reply = self.submitted(unit, **told)
        return actions.publish_reply(reply_id=reply.pk, by=approver(reply.unit), at=self.at)

    def rate(
        self, satisfaction: Satisfaction = Satisfaction.GOOD, *, solved: bool = True, by: Actor | None = None, **told: Any
    ) -> Standing:
        return actions.rate(message_id=self.message_id, solved=solved, satisfaction=satisfaction, by=by or self.author, at=self.at, **told)
