"""Verbs about the city's own order: departments, desks and who works there."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from tongban.identity import access, events
from tongban.identity.models import Department, Desk, Login, Post, Staff
from tongban.kernel import facts, ledger, rows
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


class UnknownParent(ValueError):
    """Departments name a parent that is not there, or one another."""


class UnknownDesk(LookupError):
    """The city has no such desk."""


@transaction.atomic(savepoint=False)
def load_departments(*, departments: Sequence[Mapping[str, Any]], by: Actor, at: datetime) -> int:
    """Bring departments and desks to what city data says; returns how many rows changed. Loading twice changes nothing.

    Refuses: Denied, UnknownParent.
    """
    access.require_system(by)
    stored: dict[str, Any] = {row.pk: row for row in Department.objects.select_for_update(of=("self",)).order_by("pk")}
    stored |= {row.pk: row for row in Desk.objects.all()}
    wanted = [row for department in _parents_first(departments) for row in _rows_of(department)]
    changed = [row for row in wanted if _differs(row, stored.get(row.pk))]
    for row in changed:
        row.save(force_insert=row.pk not in stored)
    if changed:
        digest = hashlib.sha256(json.dumps(departments, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()
        rows.write(
            ledger.entry("identity.load_departments", by=by, at=at, subject=changed[0], codes={"count": str(len(changed))}, digest=digest),
            facts.entry(events.DepartmentsLoaded(batch_id=uuid.uuid4(), count=len(changed), digest=digest, at=at)),
        )
    return len(changed)


def _parents_first(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The tree from its root down, so that every parent is there when its children come."""
    placed: list[Mapping[str, Any]] = []
    left = list(rows)
    while left:
        there = {row["code"] for row in placed}
        ready = [row for row in left if not row.get("parent") or row["parent"] in there]
        if not ready:
            raise UnknownParent("departments.yaml: these name a parent that is not above them: " + ", ".join(row["code"] for row in left))
        placed += ready
        left = [row for row in left if row not in ready]
    return placed


def _rows_of(row: Mapping[str, Any]) -> list[Department | Desk]:
    name, short_name, address = (
        Bilingual.of(row["name"]),
        Bilingual.of(row.get("short_name") or row["name"]),
        Bilingual.of(row.get("address")),
    )
    department = Department(
        code=row["code"],
        name_zh=name.zh,
        name_en=name.en,
        short_name_zh=short_name.zh,
        short_name_en=short_name.en,
        uscc=row["uscc"],
        number_prefix=row["number_prefix"],
        parent_id=row.get("parent"),
        phone=row.get("phone", ""),
        address_zh=address.zh,
        address_en=address.en,
    )
    return [department, *(_desk_of(department, desk) for desk in row.get("desks", ()))]


def _desk_of(department: Department, row: Mapping[str, Any]) -> Desk:
    name = Bilingual.of(row["name"])
    code, decides = f"{department.code}/{row['key']}", row.get("decides", False)
    return Desk(code=code, department=department, name_zh=name.zh, name_en=name.en, decides=decides)


def _differs(row: Any, stored: Any) -> bool:
    names = [field.attname for field in row._meta.concrete_fields]
    return stored is None or any(getattr(row, name) != getattr(stored, name) for name in names)


@transaction.atomic(savepoint=False)
def appoint_staff(*, login_id: UUID, name: str, title: str, desks: Collection[str], by: Actor, at: datetime) -> UUID:
    """Give a login its name, title and posts; exactly these desks afterwards. Refuses: Denied, UnknownDesk."""
    access.require_system(by)
    wanted = set(desks)
    if unknown := wanted - set(Desk.objects.filter(pk__in=wanted).values_list("pk", flat=True)):
        raise UnknownDesk(", ".join(sorted(unknown)))
    login = Login.objects.select_for_update(of=("self",)).get(pk=login_id)
    staff, made = Staff.objects.get_or_create(login=login)
    held = set(staff.posts.values_list("desk_id", flat=True))
    if not made and (staff.name, staff.title, held) == (name, title, wanted):
        return staff.pk
    staff.name, staff.title = name, title
    staff.save(update_fields=["name", "title"])
    staff.posts.exclude(desk_id__in=wanted).delete()
    Post.objects.bulk_create(Post(staff=staff, desk_id=desk) for desk in sorted(wanted - held))
    rows.write(
        ledger.entry("identity.appoint_staff", by=by, at=at, subject=staff, codes={"desks": " ".join(sorted(wanted))}),
        facts.entry(events.StaffAppointed(login_id=login.pk, desks=len(wanted), at=at)),
    )
    return staff.pk
