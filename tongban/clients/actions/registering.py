"""Programs that may send messages, or report for a unit: registered and revoked by whoever runs the city's system."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import connection, transaction

from tongban.clients import access, events
from tongban.clients.models import Client
from tongban.clients.rules.keys import key_digest
from tongban.clients.rules.saying import said
from tongban.clients.terms import ClientKnown, UnknownClient, UnknownUnit
from tongban.kernel import facts, ledger, rows
from tongban.responsibilities.queries import board, units

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

REGISTERING_LOCK = 7_340_025  # advisory lock: one at a time, so that a name that was taken meanwhile is refused in words
NAME_MOST, CONTACT_MOST = 80, 200


@transaction.atomic(savepoint=False)
def add_client(*, name: str, department: str = "", contact: str = "", may_update: bool = False, by: Actor, at: datetime) -> str:
    """Register a program; its key, which is told once and kept nowhere. One that may report belongs to a unit that takes messages.

    Refuses: Denied, NoBoard, WordsMissing, WordsTooLong, UnknownUnit, ClientKnown.
    """
    access.require_system(by)
    called, told = said("name", name, most=NAME_MOST), said("contact", contact, most=CONTACT_MOST, needed=not department)
    if (department or may_update) and department not in units(board()):
        raise UnknownUnit(department)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REGISTERING_LOCK])
    if Client.objects.filter(name=called).exists():
        raise ClientKnown(called)
    key = secrets.token_urlsafe(32)
    row = Client(name=called, key_digest=key_digest(key), department=department, contact=told, may_update=may_update, added_at=at)
    rows.write(
        *rows.insert(row),
        ledger.entry("clients.add_client", by=by, at=at, subject=row, codes={"unit": department, "updates": str(may_update).lower()}),
        facts.entry(events.ClientChanged(client_id=row.pk, change="added", at=at)),
    )
    return key


@transaction.atomic(savepoint=False)
def revoke_client(*, name: str, by: Actor, at: datetime) -> None:
    """Take a program's key from it, at once and for good. Doing it twice changes nothing. Refuses: Denied, UnknownClient."""
    access.require_system(by)
    row = Client.objects.select_for_update(of=("self",)).filter(name=name).first()
    if row is None:
        raise UnknownClient(name)
    if row.revoked_at is not None:
        return
    row.revoked_at = at
    rows.write(
        rows.update(row, ["revoked_at"]),
        ledger.entry("clients.revoke_client", by=by, at=at, subject=row),
        facts.entry(events.ClientChanged(client_id=row.pk, change="revoked", at=at)),
    )
