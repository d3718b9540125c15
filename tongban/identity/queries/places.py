"""The departments and desks of the city, and who works there. Nothing of this is personal."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tongban.identity.models import Department as DepartmentRow
from tongban.identity.models import Desk as DeskRow
from tongban.identity.models import Post
from tongban.identity.terms import Department, Desk
from tongban.kernel.bilingual import Bilingual


def departments() -> tuple[Department, ...]:
    """All departments of the city, by code."""
    return tuple(_department(row) for row in DepartmentRow.objects.order_by("code"))


def department(code: str) -> Department:
    """One department. Raises KeyError."""
    row = DepartmentRow.objects.filter(pk=code).first()
    if row is None:
        raise KeyError(code)
    return _department(row)


def _department(row: DepartmentRow) -> Department:
    return Department(
        code=row.code,
        name=Bilingual(row.name_zh, row.name_en),
        short_name=Bilingual(row.short_name_zh, row.short_name_en),
        uscc=row.uscc,
        number_prefix=row.number_prefix,
        parent=row.parent_id,
        phone=row.phone,
        address=Bilingual(row.address_zh, row.address_en),
    )


def desks() -> tuple[Desk, ...]:
    """All desks of the city, by code."""
    rows = DeskRow.objects.order_by("code")
    return tuple(
        Desk(code=row.code, department=row.department_id, name=Bilingual(row.name_zh, row.name_en), decides=row.decides) for row in rows
    )


def deciding(desks: Collection[str]) -> frozenset[str]:
    """Those of these desks that decide in the name of their department, as the city's data says."""
    return frozenset(DeskRow.objects.filter(pk__in=set(desks), decides=True).values_list("pk", flat=True)) if desks else frozenset()


def staff_at(desks: Collection[str]) -> tuple[UUID, ...]:
    """The logins of those who work at these desks, for telling them something at work. It shows nobody's data."""
    found = Post.objects.filter(desk__in=list(desks), staff__login__is_active=True).values_list("staff__login", flat=True)
    return tuple(sorted(set(found)))


def departments_of(login_ids: Collection[UUID]) -> dict[UUID, Bilingual]:
    """The department in which each of these logins works, as people call it; those that do not work for the city are left out."""
    posts = Post.objects.filter(staff__login__in=set(login_ids)).select_related("staff", "desk__department").order_by("-desk_id")
    return {post.staff.login_id: _department(post.desk.department).short_name for post in posts}
