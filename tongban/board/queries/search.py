"""Finding messages by their words, and the guides that already answer; and all of them, streamed. For everybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from tongban.board.models import Message, Reply
from tongban.board.queries.finding import newest_with
from tongban.board.queries.lines import PUBLIC_DECIMALS, line, with_excerpt
from tongban.board.queries.pages import MOST, beyond, page, written
from tongban.board.queries.public import LINES, wanted
from tongban.board.rules import writing
from tongban.board.terms import Page, ReplyState
from tongban.catalog import queries as catalog_queries
from tongban.kernel.words import grams
from tongban.kernel.words.characters import simplified

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms import MessageLine
    from tongban.catalog.terms import ServiceEntry

READ_AT_ONCE = 1000
PUBLIC_COLUMNS = (
    "number kind channel source category district place longitude latitude title text state end unit first_unit received_at accepted_at "
    "refused_for due_at extended answered_at first_answered_at on_time solved satisfaction reopened suggested suggested_reason closed_at "
    "changed_at followers"
).split()


def search(
    text: str,
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
    """Displayed messages that have all these words, newest first; what is in quotation marks as a phrase; a number too. One statement.

    What is written together is looked for as it stands; where few have it so, those that have its parts anywhere are found as well.
    """
    words = simplified(text)
    asked, (loosely, quick) = grams.query(words), grams.loosely(words)
    if not asked:
        return Page(())
    limit = max(1, min(limit, MOST))
    every = wanted(kind=kind, category=category, district=district, unit=unit, state=state)
    over = beyond(after, "received_at")
    ids = newest_with(asked, loosely=loosely, quick=quick, wanted=every, near=wanted(unit=unit), after=over, limit=limit + 1)
    if ids is None:
        return Page(())
    rows = list(with_excerpt(Message.objects.filter(pk__in=ids).order_by("-received_at", "-pk")))
    return page(rows, limit, lambda row: line(row, at=at), lambda row: (row.received_at, row.pk))


def guides_for(text: str, *, limit: int = 3) -> tuple[ServiceEntry, ...]:
    """Guides of services that answer what somebody is about to write."""
    return catalog_queries.search(writing.line(text)[:60], limit=limit)


def export(*, since: datetime | None = None, until: datetime | None = None) -> Iterator[dict[str, Any]]:
    """All displayed messages, oldest first, some thousand read at a time: whoever downloads slowly holds nothing in the database."""
    period = (Q(received_at__gte=since) if since else Q()) & (Q(received_at__lt=until) if until else Q())
    whole = Coalesce(OuterRef("merged_into_id"), OuterRef("pk"))  # the answer of what it was joined with, while that is displayed
    said = Reply.objects.filter(message_id=whole, message__displayed=True, state=ReplyState.PUBLISHED)
    answer = said.order_by("-published_at").values("text")[:1]
    before = said.filter(message__reopened=True).order_by("published_at").values("text")[:1]  # what it was before it was done once more
    every = Message.objects.filter(period, displayed=True).annotate(answer=Subquery(answer), first_answer=Subquery(before))
    found = every.order_by("received_at", "pk").values("pk", "answer", "first_answer", *PUBLIC_COLUMNS)
    rows = list(found[:READ_AT_ONCE])
    while rows:
        last = written(rows[-1]["received_at"], rows[-1].pop("pk"))
        for row in rows:
            row["closed_at"] = row["closed_at"] and max(row["closed_at"], row["answered_at"] or row["closed_at"])  # Message.ended_at
        yield from map(_rounded, rows)
        rows = list(found.filter(beyond(last, "received_at", newest_first=False))[:READ_AT_ONCE])


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    for name in ("longitude", "latitude"):
        row[name] = row[name] and round(row[name], PUBLIC_DECIMALS)
    return row
