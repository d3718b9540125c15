"""Registered programs: who has a key, and who asks with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.clients import access, models
from tongban.clients.rules.keys import key_digest
from tongban.clients.terms import Client
from tongban.responsibilities.queries import board

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from tongban.identity.terms import Actor


def by_key(key: str) -> Client | None:
    """The program with this key, unless it was revoked. One statement."""
    row = models.Client.objects.filter(key_digest=key_digest(key), revoked_at__isnull=True).first()
    return None if row is None else _as_term(row)


def registered(by: Actor) -> tuple[Client, ...]:
    """All of them, revoked ones too. Refuses: Denied."""
    access.require_system(by)
    return tuple(_as_term(row) for row in models.Client.objects.order_by("name"))


def names_of(ids: Collection[UUID]) -> dict[UUID, str]:
    """What programs are called, whoever asks: a name says nothing of a person."""
    return dict(models.Client.objects.filter(pk__in=ids).values_list("pk", "name"))


def hold(client_id: UUID) -> bool:
    """Whether this program has a key that counts. It is locked until whoever asks is done: one act of a program after the other."""
    having = models.Client.objects.select_for_update(of=("self",)).filter(pk=client_id, revoked_at__isnull=True)
    return bool(having.values_list("pk"))


def _as_term(row: models.Client) -> Client:
    return Client(
        id=row.pk,
        name=row.name,
        department=row.department,
        contact=row.contact,
        may_update=row.may_update,
        added_at=row.added_at,
        revoked_at=row.revoked_at,
        unit_desk=f"{row.department}/{board().unit_desk}" if row.may_update else "",
    )
