"""What everybody may read: lists of messages, each in one statement, and one message with every step."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Greatest

from tongban.board import access
from tongban.board.models import Follower, Message
from tongban.board.queries.lines import COLUMNS, line, with_excerpt
from tongban.board.queries.pages import MOST, beyond, page
from tongban.board.queries.viewing import Viewing
from tongban.board.terms import AuthorKind, MessageState, Screening, UnknownMessage, Visibility
from tongban.identity.terms import ActorKind
from tongban.kernel import access_log
from tongban.responsibilities.queries import board, lineage, units
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import MessageLine, MessageView, Page
    from tongban.identity.terms import Actor

LINES = 30
OWN = "board.own"  # the purpose of looking at what one has written oneself


def messages(
    *,
    at: datetime,
    kind: str = "",
    category: str = "",
    district: str = "",
    unit: str = "",
    state: str = "",
    after: str = "",
    limit: int = LINES,
) -> Page[MessageLine]:
    """Displayed messages, newest first: of a kind, of a class and those below it, of a district with its streets, of a unit, in a state.

    What is no kind, class, district, unit or state is nothing's, so nothing is found.
    """
    limit = max(1, min(limit, MOST))
    asked = wanted(kind=kind, category=category, district=district, unit=unit, state=state)
    found = Message.objects.filter(asked & beyond(after, "received_at")).order_by("-received_at", "-pk")
    rows = list(with_excerpt(found)[: limit + 1])
    return page(rows, limit, lambda row: line(row, at=at), lambda row: (row.received_at, row.pk))


def lines_of(ids: Collection[UUID], *, at: datetime, limit: int = MOST) -> tuple[MessageLine, ...]:
    """Of these messages those that are displayed, and no report, newest first: masked words, as everybody reads them. One statement."""
    found = Message.objects.filter(pk__in=ids, displayed=True).exclude(kind=Kind.REPORT).order_by("-received_at", "-pk")
    return tuple(line(row, at=at) for row in with_excerpt(found)[: min(limit, MOST)])


def message(number: str, *, by: Actor, at: datetime, code: str = "") -> MessageView:
    """One message with every step on its page; to its author, by account or tracking code, also the words as they were written.

    Of what was removed everybody reads why. Refuses: UnknownMessage, for a number that is none, for what is not displayed, and for a
    code that is not this message's.
    """
    row = next(iter(Message.objects.filter(number=read_number(number)).defer("terms")), None)
    if row is None:
        raise UnknownMessage(number)
    own = access.wrote(by, row, code)
    if (code and not own) or not (own or is_public(row) or _seen_by_staff(row, by)):
        raise UnknownMessage(number)
    if own:
        access_log.note("board.message", by=by, at=at, purpose=OWN, holders=[row.author_id] if row.author_id else [], subject=row.number)
    known = access.person(by)
    follower = Follower.objects.filter(message=row, person_id=known).first() if known else None
    return Viewing.of(row, at=at, own=own, follower=follower).view()


def stamp(number: str) -> datetime | None:
    """When a displayed message, or what it was joined with, last changed, for a conditional read; None where none is. One statement."""
    found = Message.objects.filter(number=read_number(number), displayed=True)
    return found.values_list(Greatest("changed_at", "merged_into__changed_at"), flat=True).first()


def newest_change() -> datetime | None:
    """When anything displayed last changed, for conditional reads of lists. One statement."""
    return Message.objects.filter(displayed=True).order_by("-changed_at", "-pk").values_list("changed_at", flat=True).first()


def mine(by: Actor, *, at: datetime, after: str = "", limit: int = LINES) -> Page[MessageLine]:
    """What this actor has written, newest first, displayed or not; one row in the access log. Refuses: Denied without an account."""
    known = access.require_account(by)
    limit = max(1, min(limit, MOST))
    found = Message.objects.filter(beyond(after, "received_at"), author_id=known).order_by("-received_at", "-pk")
    rows = list(with_excerpt(found)[: limit + 1])
    access_log.note("board.mine", by=by, at=at, purpose=OWN, holders=[known])
    return page(rows, limit, lambda row: line(row, at=at), lambda row: (row.received_at, row.pk))


def followed(by: Actor, *, at: datetime, after: str = "", limit: int = LINES) -> Page[MessageLine]:
    """What this actor follows or has joined, the last followed first, as far as it is displayed. Refuses: Denied without an account."""
    known = access.require_account(by)
    limit = max(1, min(limit, MOST))
    found = Follower.objects.filter(beyond(after, "followed_at", key="message_id"), person_id=known, message__displayed=True)
    columns = [f"message__{name}" for name in COLUMNS]
    rows = list(found.select_related("message").only("followed_at", *columns).order_by("-followed_at", "-message_id")[: limit + 1])
    return page(rows, limit, lambda row: line(row.message, at=at), lambda row: (row.followed_at, row.message_id))


def suggestions(*, at: datetime, outcome: str = "", after: str = "", limit: int = LINES) -> Page[MessageLine]:
    """Suggestions (建议) and how they ended, newest first: adopted, partly, not adopted, or all that were decided."""
    limit = max(1, min(limit, MOST))
    decided = Q(suggested=_clean(outcome)) if outcome else ~Q(suggested="")
    found = Message.objects.filter(decided & beyond(after, "received_at"), displayed=True, kind=Kind.SUGGESTION)
    rows = list(with_excerpt(found.order_by("-received_at", "-pk"))[: limit + 1])
    return page(rows, limit, lambda row: line(row, at=at), lambda row: (row.received_at, row.pk))


def changes_since(
    *, at: datetime, since: datetime | None = None, unit: str = "", category: str = "", district: str = "", limit: int = LINES
) -> tuple[MessageLine, ...]:
    """Displayed messages by their last change, newest first, for feeds and for those who keep a copy. One statement."""
    later = Q(changed_at__gt=since) if since else Q()
    found = Message.objects.filter(later & wanted(unit=unit, category=category, district=district)).order_by("-changed_at", "-pk")
    return tuple(line(row, at=at) for row in with_excerpt(found)[: max(1, min(limit, MOST))])


def wanted(*, kind: str = "", category: str = "", district: str = "", unit: str = "", state: str = "") -> Q:
    """What is displayed, of a kind, a class with those below it, a district with its streets, a unit and a state."""
    return Q(displayed=True) & _plain(kind=kind, unit=unit, state=state) & _of_class(category) & _within(district)


def read_number(number: str) -> str:
    """A number however it is typed."""
    return "".join(_clean(unicodedata.normalize("NFKC", number)).upper().split())[:40]


def is_public(row: Message) -> bool:
    """Whether everybody may open the page: it is displayed, or was until it was removed."""
    removed = row.screening == Screening.REMOVED and row.kind != Kind.REPORT
    return row.displayed or (removed and row.visibility == Visibility.PUBLIC and row.author_kind != AuthorKind.CODE)


def _seen_by_staff(row: Message, by: Actor) -> bool:
    if by.kind not in (ActorKind.STAFF, ActorKind.SYSTEM):
        return False
    release = board(row.release_id)
    return Message.objects.filter(access.seen_by_staff(by, release, units(release)), pk=row.pk).exists()


def _plain(**wanted: str) -> Q:
    """Columns that are one of these words; what was not asked for counts for all. `open` stands for every state before an answer."""
    asked = Q()
    for name, value in wanted.items():
        if name == "state" and value == "open":
            asked &= ~Q(state__in=[MessageState.ANSWERED, MessageState.CLOSED])
        elif value:
            asked &= Q(**{name: _clean(value)})
    return asked


def _of_class(code: str) -> Q:
    """A class, and those below it: 010000 stands for all that begin with 01."""
    start = _clean(code)
    while start.endswith("00") and len(start) > 2:
        start = start[:-2]
    return Q(category=_clean(code)) if len(start) == 6 else Q(category__startswith=start) if start else Q()


def _within(district: str) -> Q:
    """A district with its streets."""
    if not district:
        return Q()
    release = board()
    return Q(district__in=[each.code for each in release.districts if _clean(district) in lineage(each.code, release)])


def _clean(text: str) -> str:
    return text.replace("\x00", "")
