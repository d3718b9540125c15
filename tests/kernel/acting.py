"""Somebody who acts, and something that is acted on, for a kernel that knows neither cases nor people."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.kernel import ledger, rows
from tongban.kernel.models import FileRow, LedgerEntry

CLERK_ID = UUID("00000000-0000-4000-8000-000000000001")


@dataclass(frozen=True)
class Acting:
    kind: str
    id: UUID | None


CLERK = Acting("staff", CLERK_ID)
NOBODY = Acting("system", None)


def thing(name: str = "") -> FileRow:
    """Any row; only its kind and its key are read."""
    return FileRow(digest=name or uuid.uuid4().hex)


def recorded(act: str = "tests.act", *, at: datetime, subject: str = "", **more: object) -> LedgerEntry:
    """An entry, as the ledger keeps it."""
    rows.write(ledger.entry(act, by=CLERK, at=at, subject=thing(subject), **more))
    return LedgerEntry.objects.latest("id")
