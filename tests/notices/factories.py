"""Somebody to tell, for the tests of notices."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from procrastinate.contrib.django.models import ProcrastinateJob

from tests.identity import factories as people
from tongban.identity.terms import SYSTEM, Actor
from tongban.notices import actions

if TYPE_CHECKING:
    from tongban.notices.terms import Recipient


AT = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
PHONE = "13800009999"
VALUES = {"what": "留言（演示）", "number": "RC2026-0001", "city": "榕城"}


def citizen(**login: Any) -> Actor:
    """Somebody with a login, a person and a number."""
    person = people.make_person()
    return people.acting(people.make_login(person_id=person, **login), at=AT)


def tell(to: Recipient, **changes: Any) -> UUID:
    known = {"key": uuid.uuid4(), "kind": "notices.receipt", "values": VALUES, "by": SYSTEM, "at": AT}
    return actions.notify(**{**known, "to": to, **changes})


def waiting(task: str = "notices.send") -> list[str]:
    """What the jobs of this task were given."""
    jobs = ProcrastinateJob.objects.filter(task_name=task, status="todo").order_by("id")
    return [next(iter(job.args.values())) for job in jobs]
