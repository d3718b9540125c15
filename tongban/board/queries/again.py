"""Whether somebody had to write again: what whoever supervises units asks when a message comes in or is reopened."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.board import access
from tongban.board.models import Message
from tongban.board.terms import End, WroteAgain
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

NO_COMPLAINT = (End.WITHDRAWN, End.REFUSED)
COLUMNS = ("number", "unit", "author_id", "category", "district", "received_at", "first_answered_at", "reopened")


def wrote_again(message_id: UUID, *, days: int, by: Actor, at: datetime) -> WroteAgain | None:
    """Earlier messages of the same account in the same class and district, within so many days; None of a report, or where no unit has it.

    Numbers only, never who wrote. For the system. Refuses: Denied.
    """
    access.require_system(by)
    row = Message.objects.only(*COLUMNS).filter(pk=message_id).exclude(kind=Kind.REPORT).exclude(unit="").first()
    if row is None:
        return None
    within = timedelta(days=days)
    mine = Message.objects.filter(author_id=row.author_id, category=row.category, district=row.district).exclude(kind=Kind.REPORT)
    before = mine.filter(received_at__gte=row.received_at - within, received_at__lt=row.received_at, accepted_at__isnull=False)
    found = before.exclude(end__in=NO_COMPLAINT).order_by("received_at") if row.author_id and row.category else Message.objects.none()
    reopened = row.reopened and row.first_answered_at is not None and at - row.first_answered_at <= within
    return WroteAgain(row.number, row.unit, tuple(found.values_list("number", flat=True)), reopened)
