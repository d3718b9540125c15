"""A small city with a duty desk and rosters, people at it, and call-outs, for the tests of duty."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.identity import factories as people
from tongban.duty import actions
from tongban.duty.terms import Person, Urgency
from tongban.identity.terms import SYSTEM, Actor
from tongban.notices.models import DemoMessage, Notice

AT = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)  # 2 o'clock in the city, on the first of October
MINUTE = timedelta(minutes=1)
SUBJECT = uuid.UUID(int=77)
DEPARTMENTS = (
    *people.DEPARTMENTS,
    {
        "code": "rexian",
        "name": "榕城市示例热线中心",
        "uscc": "11999999MB00000516",
        "number_prefix": "榕热",
        "parent": "shizhengfu",
        "desks": [{"key": "duty", "name": "值班台"}],
    },
)
PEOPLE = {
    "day": {"name": "演示·白班", "phone": "13800000001", "role": {"zh": "白班", "en": "Days"}},
    "night": {"name": "演示·夜班", "phone": "13800000002"},
    "head": {"name": "演示·领班", "phone": "13800000003"},
}
TURNS = [
    {"who": ["day"], "days": "workdays", "from": "08:30", "until": "17:30"},
    {"who": ["night"], "days": "workdays", "from": "17:30", "until": "08:30"},
    {"who": ["night"], "days": "days_off", "from": "08:30", "until": "08:30"},
]
TOP = {"room": {"name": "演示·总值班", "phone": "0999-8000001"}}
ALWAYS = [{"who": ["room"], "days": "every", "from": "00:00", "until": "24:00"}]


def duty(**changes: Any) -> dict[str, Any]:
    """The city's duty data."""
    known: dict[str, Any] = {
        "desk": "rexian/duty",
        "acknowledge_minutes": {"danger": 5, "urgent": 15, "ordinary": 60},
        "one_danger_minutes": 30,
        "reasons": [{"code": "danger_to_life", "name": {"zh": "有人身危险", "en": "Danger to life"}, "urgency": "danger"}],
        "rosters": [
            {"unit": "jianwei", "people": PEOPLE, "turns": TURNS, "fallback": ["head"]},
            {"unit": "shizhengfu", "people": TOP, "turns": ALWAYS, "fallback": ["room"]},
        ],
    }
    return known | changes


def load(content: dict[str, Any] | None = None, *, at: datetime = AT) -> int:
    """YAML holds JSON."""
    return actions.load_duty(content=json.dumps(content or duty(), ensure_ascii=False, indent=1).encode(), by=SYSTEM, at=at)


def make_city() -> None:
    people.actions.load_departments(departments=DEPARTMENTS, by=SYSTEM, at=AT)
    load()


def operator(**changes: Any) -> Actor:
    """Somebody of the duty desk."""
    return people.acting(people.make_clerk("rexian/duty", **{"name": "演示·值班员", **changes}), at=AT)


def clerk(*desks: str, **changes: Any) -> Actor:
    return people.acting(people.make_clerk(*desks, **changes), at=AT)


def call_out(by: Actor = SYSTEM, **changes: Any) -> UUID:
    known = {
        "key": uuid.uuid4(),
        "unit": "jianwei",
        "subject_type": "board.Message",
        "subject_id": SUBJECT,
        "reason_code": "danger_to_life",
        "urgency": Urgency.DANGER,
        "by": by,
        "at": AT,
    }
    return actions.call_out(**{**known, **changes})


def stand_in(by: Actor, **changes: Any) -> UUID:
    known = {
        "key": uuid.uuid4(),
        "unit": "jianwei",
        "person": Person("演示·替班", "138 0000 0009"),
        "starts_at": AT - MINUTE,
        "ends_at": AT + timedelta(hours=6),
        "reason": "临时换班",
        "by": by,
        "at": AT,
    }
    return actions.change_roster(**{**known, **changes})


def last_code() -> str:
    """The code of the newest call, as its notice says it."""
    return Notice.objects.filter(kind="duty.call_out").order_by("at", "pk").last().link.rpartition("/")[2]


def sent() -> list[tuple[str, str]]:
    """What the demo gateways were handed: channel and number."""
    return [(row.channel, str(row.phone)) for row in DemoMessage.objects.order_by("at", "channel")]
