"""Licence types and licences for tests. Nobody here is real: area code 999999 was never assigned."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM, Actor, ActorKind, Holder, HolderKind
from tongban.kernel.bilingual import Bilingual
from tongban.licences import actions, models, queries, rules, terms

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)  # 12:00 in the city
TODAY = date(2026, 11, 24)
DESKS = [
    {"key": "window", "name": {"zh": "受理窗口", "en": "Window"}},
    {"key": "approver", "name": {"zh": "审批处", "en": "Approvals"}, "decides": True},
]
CHANGES = {
    terms.LicenceState.SUSPENDED: terms.Change.SUSPEND,
    terms.LicenceState.SUPERSEDED: terms.Change.SUPERSEDE,
    terms.LicenceState.CANCELLED: terms.Change.CANCEL,
    terms.LicenceState.WITHDRAWN: terms.Change.WITHDRAW,
    terms.LicenceState.REVOKED: terms.Change.REVOKE,
}
CITED = {"basis": "《示例管理条例》第九条", "reason": "示例"}


@contextmanager
def refused(*kinds: type[Exception]) -> Iterator[pytest.ExceptionInfo[Exception]]:
    """A verb that refuses rolls its transaction back; the test's own goes on."""
    with pytest.raises(kinds) as found, transaction.atomic():
        yield found


def make_departments() -> None:
    """`jianwei`, which issues, and `shuiliju`, which does not."""
    rows = [
        {
            "code": "jianwei",
            "name": {"zh": "榕城市示例建设委员会", "en": "Rongcheng Example Construction Committee"},
            "number_prefix": "榕建",
            "desks": DESKS,
        },
        {
            "code": "shuiliju",
            "name": {"zh": "榕城市示例水利局", "en": "Rongcheng Example Water Bureau"},
            "number_prefix": "榕水",
            "desks": DESKS,
        },
    ]
    codes = ("11999999MB0000019T", "11999999MB0000027M")
    identity_actions.load_departments(
        departments=[{**row, "uscc": code} for row, code in zip(rows, codes, strict=True)], by=SYSTEM, at=NOON
    )


def a_person(person_id: uuid.UUID | None = None, *, mandates: tuple[uuid.UUID, ...] = ()) -> Actor:
    """Somebody signed in as a person, with mandates of these organisations."""
    return Actor(kind=ActorKind.PERSON, id=uuid.uuid4(), person_id=person_id or uuid.uuid4(), mandates=frozenset(mandates))


def a_clerk(*desks: str) -> Actor:
    return Actor(kind=ActorKind.STAFF, id=uuid.uuid4(), desks=frozenset(desks))


def a_type(**changes: Any) -> terms.LicenceType:
    """A qualification certificate of the department `jianwei`, for organisations."""
    spec: dict[str, Any] = {
        "code": "QC",
        "national_code": "11100000000013338W011",
        "name": Bilingual("建筑业企业资质证书", "Construction enterprise qualification certificate"),
        "department": "jianwei",
        "holder_kinds": frozenset({HolderKind.ORGANISATION}),
        "fields": {"company_name": Bilingual("企业名称", "Company"), "grade": Bilingual("资质等级", "Grade")},
        "labels": {"grade": {"second": Bilingual("二级", "Second grade")}},
        "number_prefix": "榕建资",
        "basis": Bilingual("《建筑业企业资质管理规定》第十三条"),
    }
    return terms.LicenceType(**{**spec, **changes})


def make_licence_type(**changes: Any) -> terms.LicenceType:
    """The same, loaded."""
    kind = a_type(**changes)
    actions.load_types(types=[kind], by=SYSTEM, at=NOON)
    queries.forget_types()
    return kind


def a_holder(**changes: Any) -> Holder:
    """A company that is nobody's."""
    spec = {"kind": HolderKind.ORGANISATION, "id": uuid.uuid4(), "name": "榕城示例建设工程有限公司", "code": "91999999MA0000000X"}
    return Holder(**{**spec, **changes})


def make_licence(*, kind: terms.LicenceType | None = None, holder: Holder | None = None, **changes: Any) -> terms.Licence:
    """A licence taken over from elsewhere: valid from 1 January 2026 for five years. `state` may be given."""
    kind = kind or make_licence_type()
    holder = holder or a_holder()
    state = changes.pop("state", None)
    spec: dict[str, Any] = {
        "type_code": kind.code,
        "holder": holder,
        "number": uuid.uuid4().hex[:20].upper(),
        "content": {key: next(iter(kind.labels.get(key, {})), "示例") for key in kind.fields},
        "issued_on": date(2026, 1, 1),
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2030, 12, 31),
    }
    stock = terms.Stock(**{**spec, **changes})
    actions.seed(stock=[stock], by=SYSTEM, at=NOON)
    row = models.Licence.objects.get(holder_id=holder.id, type_id=kind.code, number=stock.number)
    if state:
        put_in_state(row.pk, state)
        row.refresh_from_db()
    return row.as_term(kind)


def put_in_state(licence_id: uuid.UUID, state: str, *, at: datetime = NOON) -> None:
    """Whatever acts it takes: the state, and the event that bears it out."""
    end = terms.LicenceState(state)
    if end is not terms.LicenceState.VALID:
        successor = uuid.uuid4() if end is terms.LicenceState.SUPERSEDED else None
        turn = rules.Turn(terms.LicenceState.VALID, CHANGES[end], end, "示例")
        grounds = terms.Grounds(CITED["basis"], CITED["reason"])
        models.LicenceEvent.of(licence_id, turn, grounds, department="", by=SYSTEM, at=at, successor_id=successor).save()
    models.Licence.objects.filter(pk=licence_id).update(state=end)


def end_licence(licence_id: uuid.UUID, to: terms.Change, *, at: datetime = NOON, **grounds: str) -> None:
    """Two people at a deciding post of its department end a licence, or set that aside."""
    told = {**CITED, "document": "榕示决〔2026〕1号", **grounds}
    kind = queries.licence_type(models.Licence.objects.get(pk=licence_id).type_id)
    desk = f"{kind.department}/approver"
    proposed = actions.propose_change(licence_id=licence_id, change=to, **told, by=a_clerk(desk), at=at)
    actions.confirm_proposal(proposal_id=proposed.id, by=a_clerk(desk), at=at)
