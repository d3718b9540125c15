"""What came of sending, written down by the job that sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.kernel import facts, ledger, rows
from tongban.notices import access, events
from tongban.notices.models import Delivery
from tongban.notices.terms import DeliveryState

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

MOST_ATTEMPTS = 10


@transaction.atomic(savepoint=False)
def record_sent(*, delivery_id: UUID, receipt: str, by: Actor, at: datetime) -> None:
    """A gateway has taken it. What is settled stays as it is: at least once is told once. Refuses: Denied."""
    access.require_system(by)
    row = _waiting(delivery_id)
    if row is None:
        return
    row.state, row.settled_at, row.receipt, row.attempts = DeliveryState.SENT.value, at, receipt, row.attempts + 1
    codes = {"channel": row.channel, "attempts": str(row.attempts)}
    rows.write(
        rows.update(row, ["state", "settled_at", "receipt", "attempts"]),
        ledger.entry("notices.record_sent", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.NoticeDelivered(notice_id=row.notice_id, kind=row.notice.kind, channel=row.channel, at=at)),
    )


@transaction.atomic(savepoint=False)
def record_failure(*, delivery_id: UUID, error: str, for_good: bool, by: Actor, at: datetime) -> bool:
    """A try has failed, this time or for good; whether it is to be tried again. Refuses: Denied."""
    access.require_system(by)
    row = _waiting(delivery_id)
    if row is None:
        return False
    row.attempts, row.error = row.attempts + 1, error
    if not for_good and row.attempts < MOST_ATTEMPTS:
        rows.write(rows.update(row, ["attempts", "error"]))
        return True
    row.state, row.settled_at = DeliveryState.FAILED.value, at
    codes = {"channel": row.channel, "attempts": str(row.attempts), "error": error}
    rows.write(
        rows.update(row, ["attempts", "error", "state", "settled_at"]),
        ledger.entry("notices.record_failure", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.NoticeFailed(notice_id=row.notice_id, kind=row.notice.kind, channel=row.channel, error=error, at=at)),
    )
    return False


def _waiting(delivery_id: UUID) -> Delivery | None:
    rows_of = Delivery.objects.select_for_update(of=("self",)).select_related("notice").defer("notice__told", "phone", "zh", "en")
    return rows_of.filter(pk=delivery_id, state=DeliveryState.WAITING.value).first()
