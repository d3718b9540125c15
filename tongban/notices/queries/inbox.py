"""Somebody's own inbox and wishes. Nobody asks for another's, so no row is left in the log of reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from tongban.notices import access
from tongban.notices.models import Notice
from tongban.notices.models import Preference as PreferenceRow
from tongban.notices.queries.wording import topics
from tongban.notices.terms import Inbox, NoticeLine, Preference, UnknownNotice

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

LINES = 30
STAMP = "%Y%m%dT%H%M%S%f"


def inbox(*, by: Actor, after: str = "", limit: int = LINES, only_unread: bool = False) -> Inbox:
    """What this actor was told, the newest first: at a desk what was told to them at work. `after` is a page's `next`. Refuses: Denied."""
    access.require_login(by)
    found = Notice.objects.of(by).unread() if only_unread else Notice.objects.of(by)
    at, number = _cursor(after)
    if at is not None:
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=number))
    rows = list(found.order_by("-at", "-id")[: limit + 1])
    more = len(rows) > limit
    lines = tuple(row.as_line() for row in rows[:limit])
    return Inbox(lines=lines, unread=unread(by=by), next=_place(rows[limit - 1]) if more else "")


def notice(notice_id: UUID, *, by: Actor) -> NoticeLine:
    """One notice of this actor's own. Refuses: Denied, UnknownNotice."""
    access.require_login(by)
    row = Notice.objects.of(by).filter(pk=notice_id).first()
    if row is None:
        raise UnknownNotice(notice_id)
    return row.as_line()


def unread(*, by: Actor, most: int | None = None) -> int:
    """How many notices this actor has not read, counted up to `most`; none for the public."""
    return Notice.objects.of(by).unread()[:most].count()


def preferences(*, by: Actor) -> tuple[Preference, ...]:
    """What this login wants by text message too, every topic that there is. Refuses: Denied."""
    access.require_login(by)
    kept = dict(PreferenceRow.objects.filter(login=by.id).values_list("topic", "sms"))
    return tuple(Preference(topic=topic, sms=kept.get(topic, False)) for topic in topics())


def wishes(*, login_id: UUID | None, person_id: UUID | None, topic: str) -> bool:
    """Whether somebody wants a topic by text message: the login that is told, or any of the person's."""
    theirs = Q(login=login_id) if login_id is not None else Q(login__person=person_id)
    return (login_id or person_id) is not None and PreferenceRow.objects.filter(theirs, topic=topic, sms=True).exists()


def _place(row: Notice) -> str:
    return f"{row.at.astimezone(UTC):{STAMP}}_{row.pk.hex}"


def _cursor(after: str) -> tuple[datetime | None, UUID | None]:
    """The place after which a page goes on; a cursor that nobody gave is the beginning."""
    stamp, _, number = after.partition("_")
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC), UUID(number)
    except ValueError:
        return None, None
