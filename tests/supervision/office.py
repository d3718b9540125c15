"""A small city that supervises: the message board's town with its inspection office, everybody switched on. Nobody here is real."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.board import town
from tests.board.play import Play
from tongban.directives import actions as directive_actions
from tongban.directives.models import Order
from tongban.directives.terms import Cites, Ground, NewOrder, OrderState, Reference
from tongban.identity import actions as identity_actions
from tongban.identity.models import Login, Post, Staff
from tongban.identity.terms import SYSTEM, Actor, ActorKind
from tongban.kernel import clock, facts
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.responsibilities.queries.units import forget_units
from tongban.supervision import actions as supervision_actions
from tongban.supervision import queries
from tongban.supervision.models import Ranking
from tongban.supervision.rules import document, weeks
from tongban.supervision.rules.ranking import Shown, tables
from tongban.supervision.terms import Counted, RankedWeek

AT = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)  # Monday, ten o'clock in the city
DESKS = {"dubanshi": ("supervision", "supervision_second"), "shifu": ("leader",), "rexian": ("signer", "analysis")}
RULES = """
desks:
  {supervise: dubanshi/supervision, second: dubanshi/supervision_second, sign: rexian/signer, lead: shifu/leader, analyse: rexian/analysis}
closes: {weekday: monday, time: "09:00"}
groups:
  - {key: districts, name: {zh: 区, en: Districts}, units: [donghuqu, donghu]}
  - {key: departments, name: {zh: 部门, en: Departments}, units: [chengguan, jiaoyu]}
  - {key: utilities, name: {zh: 公用事业, en: Utilities}, units: [gongshui]}
minimum: {due: 20, rated: 10}
weights: {on_time: 50, satisfied: 30, response: 20}
interview: {on_time_below: 80}
orders: {limit: {working_days: 5}, number: "督办〔{year}〕{number}号"}
second_complaint_days: 90
"""


def load(rules: str = RULES) -> None:
    """The units, the board, the rules; Donghu street stays on trial."""
    departments = town.departments()
    for each in departments:
        each["desks"] += [{"key": key, "name": {"zh": key, "en": key}} for key in DESKS.get(each["code"], ())]
    identity_actions.load_departments(departments=departments, by=SYSTEM, at=AT - timedelta(days=40))
    town.load_board(town.BOARD, at=AT - timedelta(days=40))
    supervision_actions.load_supervision(content=rules.encode(), by=SYSTEM, at=AT - timedelta(days=40))
    for unit in ("donghuqu", "chengguan", "jiaoyu", "gongshui"):
        supervision_actions.switch_on(place=unit, by=SUPERVISOR, at=AT - timedelta(days=30))
    supervision_actions.switch_off(place="donghu", by=SUPERVISOR, at=AT - timedelta(days=29))


def somebody(*desks: str, name: str = "演示·科员") -> Actor:
    return Actor(ActorKind.STAFF, uuid.uuid4(), name, desks=frozenset(desks))


SUPERVISOR = somebody("dubanshi/supervision", "dubanshi/joint", name="演示·督查甲")
CHECKER = somebody("dubanshi/supervision", "dubanshi/joint", name="演示·督查乙")
LEADER = somebody("shifu/leader", name="演示·市领导")
UNIT = somebody("chengguan/messages_approver", name="演示·城管审核")
OTHER_UNIT = somebody("jiaoyu/messages_approver", name="演示·教育审核")
WORDS = {"matter": "湖滨路路灯长期不亮，市民多次反映。", "demand": "五个工作日内修复，并书面反馈原因和整改措施。"}


def forget() -> None:
    """What this process remembers of a city."""
    town.forget()
    forget_units()
    queries.forget()


@contextmanager
def refused(kind: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """This is refused, and leaves nothing; the test goes on."""
    before = LedgerEntry.objects.count(), FactRow.objects.count()
    with pytest.raises(kind) as caught, transaction.atomic():
        yield caught
    assert (LedgerEntry.objects.count(), FactRow.objects.count()) == before


def a_message(**changes: Any) -> Play:
    """A message of a street lamp, which the unit that looks after lamps has taken."""
    play = Play.taken(**changes)
    assert play.row.unit == "chengguan"
    return play


def cites(*numbers: str) -> tuple[Reference, ...]:
    return tuple(Reference(Cites.MESSAGE, number) for number in numbers)


def an_order(*numbers: str, **changes: Any) -> NewOrder:
    """To the unit of street lamps, from a light, about these messages or a new one."""
    given: dict[str, Any] = {"unit": "chengguan", "ground": Ground.LIGHT, "references": cites(*(numbers or [a_message().row.number]))}
    return NewOrder(**WORDS | given | changes)


def issued(order: NewOrder | None = None, *, by: Actor = SUPERVISOR, at: datetime = AT, key: uuid.UUID | None = None) -> Order:
    answer = directive_actions.issue_order(key=key or uuid.uuid4(), order=order or an_order(), by=by, at=at)
    return Order.objects.get(pk=answer.order_id)


def replied(*, by: Actor = UNIT, at: datetime = AT, **changes: Any) -> Order:
    """An order that its unit has received and answered."""
    row = issued(at=at, **changes)
    directive_actions.receive_order(order_id=row.pk, by=by, at=at + timedelta(hours=1))
    directive_actions.reply_order(order_id=row.pk, text="两盏路灯已修复，电缆已更换。", by=by, at=at + timedelta(hours=2))
    row.refresh_from_db()
    assert row.state == OrderState.REPLIED
    return row


def works_at(desk: str) -> uuid.UUID:
    """Somebody at a desk, with an inbox at work."""
    login = Login.objects.create(phone="19900000999", phone_index=uuid.uuid4().bytes)
    Post.objects.create(staff=Staff.objects.create(login=login, name="演示·科员"), desk_id=desk)
    return login.pk


def deliver(at: datetime = AT) -> None:
    """What follows from facts."""
    while facts.dispatch(at=at):
        pass


def a_week(*counts: Counted, key: str = "2026-W36") -> str:
    """A week that was closed at nine today, as its counting has stored it."""
    city, found = queries.release(), weeks.week(key, clock.city_zone())
    on = queries.switched_on(AT)
    ranked = RankedWeek(
        week=found,
        version=1,
        counted_at=found.until + timedelta(hours=9),
        corrected_because="",
        rules=city.digest,
        minimum=city.minimum,
        weights=city.weights,
        on_time_below=city.on_time_below,
        messages=tables(counts, city, Shown(city.units, on, rated=True)),
        cases=tables([], city, Shown(city.units, on, rated=False)),
        left_out=(),
        names={unit: city.names[unit] for unit in city.units},
    )
    text = document.canonical(ranked)
    digest = document.digest(text)
    stored = {"canonical": text, "digest": digest, "trial": text, "trial_digest": digest}
    Ranking.objects.create(week=key, version=1, release_id=city.id, closed_at=ranked.counted_at, counted_at=AT, **stored)
    return key
