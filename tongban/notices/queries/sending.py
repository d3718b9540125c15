"""What has left the city and what is still to: for the job that sends, and for the pages of what it was about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.notices import access
from tongban.notices.models import Delivery, DemoMessage
from tongban.notices.terms import Channel, DeliveryLine, DeliveryState, OutboxLine, Outgoing

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

PURPOSE = "deliver a notice"
LINES = 100


def to_send(delivery_id: UUID, *, by: Actor, at: datetime) -> Outgoing | None:
    """What a gateway is to be handed, with the number of now; None when it is settled. The look-up of a number is logged.

    Refuses: Denied.
    """
    access.require_system(by)
    row = Delivery.objects.select_related("notice").get(pk=delivery_id)
    if row.state != DeliveryState.WAITING:
        return None
    phone, english = str(row.phone or ""), False
    if row.notice.login_id or row.notice.person_id:
        reach = identity_queries.reach(login_id=row.notice.login_id, person_id=row.notice.person_id, by=by, at=at, purpose=PURPOSE)
        phone, english = phone or (reach.phone if reach else ""), bool(reach and reach.language.startswith("en"))
    text = str(row.en) if english and row.en else str(row.zh)
    return Outgoing(key=row.pk, channel=Channel(row.channel), phone=phone, text=text)


def deliveries_of(notice_ids: Collection[UUID]) -> dict[UUID, tuple[DeliveryLine, ...]]:
    """What became of what was sent for these notices. It names no number and nobody, so it is for any module's page."""
    found: dict[UUID, list[DeliveryLine]] = defaultdict(list)
    for row in Delivery.objects.defer("phone", "zh", "en").filter(notice__in=set(notice_ids)).order_by("at", "channel"):
        found[row.notice_id].append(row.as_line())
    return {notice_id: tuple(lines) for notice_id, lines in found.items()}


def failed(*, by: Actor, limit: int = LINES) -> tuple[DeliveryLine, ...]:
    """What was tried for the last time and did not go, the newest first; for desks and the operator. Refuses: Denied."""
    access.require_staff(by)
    rows = Delivery.objects.defer("phone", "zh", "en").filter(state=DeliveryState.FAILED.value).order_by("-at")[:limit]
    return tuple(row.as_line() for row in rows)


def demo_outbox(*, by: Actor, limit: int = LINES) -> tuple[OutboxLine, ...]:
    """What the demo gateways were handed, the newest first: for the console and the development page. Refuses: Denied."""
    access.require_system(by)
    rows = DemoMessage.objects.order_by("-at", "key")[:limit]
    return tuple(OutboxLine(channel=row.channel, phone=str(row.phone), text=str(row.text), at=row.at) for row in rows)
