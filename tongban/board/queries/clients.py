"""Registered programs: who has a key, and who asks with it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from tongban.board import access
from tongban.board.models import Client
from tongban.board.terms import BoardClient
from tongban.responsibilities.queries import board

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from tongban.identity.terms import Actor


def client_by_key(key: str) -> BoardClient | None:
    """The program with this key, unless it was revoked. One statement."""
    row = Client.objects.filter(key_digest=key_digest(key), revoked_at__isnull=True).first()
    return None if row is None else _as_term(row)


def clients(by: Actor) -> tuple[BoardClient, ...]:
    """All of them, revoked ones too. Refuses: Denied."""
    access.require_system(by)
    return tuple(_as_term(row) for row in Client.objects.order_by("name"))


def client_names(ids: Collection[UUID]) -> dict[UUID, str]:
    """Of programs that have drafted or noted something, their names."""
    return dict(Client.objects.filter(pk__in=ids).values_list("pk", "name"))


def key_digest(key: str) -> bytes:
    """All that is kept of a key."""
    return hashlib.sha256(key.encode(errors="replace")).digest()


def _as_term(row: Client) -> BoardClient:
    return BoardClient(
        id=row.pk,
        name=row.name,
        department=row.department,
        contact=row.contact,
        may_update=row.may_update,
        added_at=row.added_at,
        revoked_at=row.revoked_at,
        unit_desk=f"{row.department}/{board().unit_desk}" if row.may_update else "",
    )
