"""Programs that may send messages, or report for a unit: registered and revoked by whoever runs the city's system."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import access, events
from tongban.board.models import Client
from tongban.board.queries.clients import key_digest
from tongban.board.rules import writing
from tongban.board.terms import ClientKnown, UnknownClient, UnknownUnit, WordsMissing
from tongban.kernel import facts, ledger, rows
from tongban.responsibilities.queries import board, units

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def add_client(*, name: str, department: str = "", contact: str = "", may_update: bool = False, by: Actor, at: datetime) -> str:
    """Register a program; its key, which is told once and kept nowhere. One that may report belongs to a unit that takes messages.

    Refuses: Denied, NoBoard, WordsMissing, WordsTooLong, UnknownUnit, ClientKnown.
    """
    access.require_system(by)
    called, told = writing.said("name", name, 80), writing.line(contact)[:200]
    if not (department or told):
        raise WordsMissing("contact")
    if (department or may_update) and department not in units(board()):
        raise UnknownUnit(department)
    if Client.objects.filter(name=called).exists():
        raise ClientKnown(called)
    key = secrets.token_urlsafe(32)
    row = Client(name=called, key_digest=key_digest(key), department=department, contact=told, may_update=may_update, added_at=at)
    rows.write(
        *rows.insert(row),
        ledger.entry("board.add_client", by=by, at=at, subject=row, codes={"unit": department, "updates": str(may_update).lower()}),
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
        ledger.entry("board.revoke_client", by=by, at=at, subject=row),
        facts.entry(events.ClientChanged(client_id=row.pk, change="revoked", at=at)),
    )
