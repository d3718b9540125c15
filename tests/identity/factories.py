"""People, companies, logins and a small city for tests, made through the verbs. Nobody is real: area code 999999 was never assigned."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from tongban.identity import actions, queries
from tongban.identity.terms import PUBLIC, SYSTEM, Actor, ActorKind, Assurance
from tongban.kernel import identifiers
from tongban.kernel.models import FactRow, LedgerEntry

AT = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)  # Monday, ten o'clock in the city
TODAY = date(2026, 9, 7)
PASSWORD = "榕城-Rongcheng-2026"
CITIZEN = Actor(kind=ActorKind.PERSON, id=uuid.uuid4(), person_id=uuid.uuid4())
CLERK = Actor(kind=ActorKind.STAFF, id=uuid.uuid4(), desks=frozenset({"jianwei/window"}))
NOT_THE_SYSTEM = pytest.mark.parametrize("by", [CITIZEN, CLERK, PUBLIC], ids=["a citizen", "a clerk", "the public"])
_serials = itertools.count(1)


@contextmanager
def refused(*kinds: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """A verb that refuses is rolled back and leaves neither entry nor fact; the test's own transaction goes on."""
    before = LedgerEntry.objects.count(), FactRow.objects.count()
    with pytest.raises(kinds) as found, transaction.atomic():
        yield found
    assert (LedgerEntry.objects.count(), FactRow.objects.count()) == before


def entries() -> list[str]:
    return list(LedgerEntry.objects.order_by("id").values_list("act", flat=True))


def told() -> list[str]:
    """Names of the facts that were published."""
    return list(FactRow.objects.order_by("id").values_list("name", flat=True))


def a_number(serial: int | None = None) -> str:
    body = f"99999919900101{(serial or next(_serials)) % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, identifiers.IDENTITY_WEIGHTS, strict=True))
    return body + identifiers.IDENTITY_CHECKS[total % 11]


def a_code(serial: int | None = None) -> str:
    body = f"MA{(serial or next(_serials)) % 10**6:06d}"
    unchecked = f"91999999{body}{identifiers.organisation_check(body)}"
    return unchecked + identifiers.uscc_check(unchecked)


def a_phone() -> str:
    return f"137{next(_serials):08d}"  # the rosters of tests have 138


def make_person(**changes: Any) -> UUID:
    known = {"key": uuid.uuid4(), "name": "陈晨（演示）", "number": a_number(), "by": SYSTEM, "at": AT}
    return actions.enrol_person(**{**known, **changes})


def make_organisation(**changes: Any) -> UUID:
    known = {"key": uuid.uuid4(), "name": "榕城示例建设工程有限公司", "uscc": a_code(), "legal_representative_name": "陈晨（演示）"}
    return actions.enrol_organisation(**{**known, "by": SYSTEM, "at": AT, **changes})


def make_mandate(person: UUID, organisation: UUID, **changes: Any) -> UUID:
    known = {"person_id": person, "organisation_id": organisation, "valid_from": TODAY, "by": SYSTEM, "at": AT}
    return actions.grant_mandate(**{**known, **changes})


def make_login(**changes: Any) -> UUID:
    known = {"phone": a_phone(), "password": PASSWORD, "person_id": None, "assurance": Assurance.PHONE, "by": SYSTEM, "at": AT}
    return actions.bind_login(**{**known, **changes})


DEPARTMENTS: tuple[dict[str, Any], ...] = (
    {
        "code": "shuiliju",
        "name": {"zh": "榕城市示例水利局", "en": "Rongcheng Example Water Bureau"},
        "short_name": "水利局",
        "uscc": "11999999MB0000027M",
        "number_prefix": "榕水",
        "parent": "shizhengfu",
        "desks": [{"key": "review", "name": {"zh": "审核", "en": "Review"}}],
    },
    {
        "code": "jianwei",
        "name": "榕城市示例建设委员会",
        "uscc": "11999999MB0000019T",
        "number_prefix": "榕建",
        "parent": "shizhengfu",
        "phone": "12345",
        "address": {"zh": "示例路 1 号", "en": "1 Example Road"},
        "desks": [{"key": "window", "name": "窗口"}, {"key": "approve", "name": "审批"}],
    },
    {"code": "shizhengfu", "name": "榕城市示例人民政府", "uscc": "11999999MB00000436", "number_prefix": "榕"},
)


def make_city() -> int:
    return actions.load_departments(departments=DEPARTMENTS, by=SYSTEM, at=AT)


def make_clerk(*desks: str, **changes: Any) -> UUID:
    """The login of somebody who works at these desks."""
    login = changes.pop("login_id", None) or make_login()
    known = {"login_id": login, "name": "李明（演示）", "title": "窗口人员", "desks": desks, "by": SYSTEM, "at": AT}
    actions.appoint_staff(**{**known, **changes})
    return login


def acting(login: UUID, *, at: datetime = AT, as_person: bool = False) -> Actor:
    return queries.actor(login, at=at, as_person=as_person)
