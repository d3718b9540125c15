"""What waits to be screened, as it was written, for those who screen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from tongban.board import access
from tongban.board.models import Message, Track
from tongban.board.queries.masks import candidates, hidden_before, was_made
from tongban.board.queries.pages import MOST, beyond, page
from tongban.board.queries.viewing import picture_view
from tongban.board.rules.display import DECISIONS, held
from tongban.board.terms import AddedWords, Removal, ScreenedLine, Screening, ToScreen, TrackKind
from tongban.kernel import access_log
from tongban.kernel.limits import light
from tongban.responsibilities.queries import board
from tongban.responsibilities.terms import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms import Page
    from tongban.identity.terms import Actor

PURPOSE = "board.screening"
LINES, WEEK = 20, timedelta(days=7)


def to_screen(by: Actor, *, at: datetime, appeals: bool = False, after: str = "", limit: int = LINES) -> Page[ToScreen]:
    """What waits, the most urgent first; or the removals against which an author has appealed. One row in the access log.

    Three statements, however long the list. Refuses: Denied.
    """
    access.require_desk(by, board().screening_desk)
    limit = max(1, min(limit, MOST))
    column = "appealed_at" if appeals else "screening_due_at"
    waiting = {"appealed_at__isnull": False} if appeals else {"screening": Screening.WAITING}
    found = Message.objects.filter(beyond(after, column, newest_first=False), **waiting).order_by(column, "pk").defer("terms")
    steps = Track.objects.filter(kind__in=[TrackKind.ADDED, *DECISIONS]).order_by("at", "id")
    rows = list(found.prefetch_related("pictures", Prefetch("track", queryset=steps, to_attr="steps"))[: limit + 1])
    access_log.note("board.to_screen", by=by, at=at, purpose=PURPOSE, holders={row.author_id for row in rows if row.author_id})
    return page(rows, limit, lambda row: _line(row, at), lambda row: (getattr(row, column), row.pk))


def screened(by: Actor, *, at: datetime, after: str = "", limit: int = LINES) -> Page[ScreenedLine]:
    """What was displayed or removed in the last week, the newest first, in masked words. One statement. Refuses: Denied."""
    access.require_desk(by, board().screening_desk)
    limit = max(1, min(limit, MOST))
    found = Message.objects.filter(beyond(after, "screened_at"), screened_at__gt=at - WEEK).order_by("-screened_at", "-pk")
    rows = list(found.values_list("pk", "number", "kind", "title", "removed_for", "screened_at")[: limit + 1])
    lines = [
        ScreenedLine(pk, number, Kind(kind), title, Removal(why) if why else None, when) for pk, number, kind, title, why, when in rows
    ]
    return page(lines, limit, lambda line: line, lambda line: (line.screened_at, line.id))


def _line(row: Message, at: datetime) -> ToScreen:
    warned = row.screening_next_at in (None, row.screening_due_at)
    words = row.words()
    steps: list[Track] = getattr(row, "steps", [])
    said = [each for each in steps if each.codes.get("appeal")]
    waiting, _refused = held((each.pk, each.kind, each.codes) for each in steps)
    return ToScreen(
        id=row.pk,
        number=row.number,
        kind=Kind(row.kind),
        title=words["title"],
        text=words["text"],
        masked_title=row.title,
        masked_text=row.text,
        hidden=hidden_before(steps),
        candidates=candidates(words["text"]),
        title_candidates=() if was_made(words) else candidates(words["title"]),
        pictures=tuple(picture_view(each, to_all=False) for each in sorted(row.pictures.all(), key=lambda each: each.place)),
        received_at=row.received_at,
        due_at=row.screening_due_at,
        light=light(at, amber_at=row.received_at if warned else row.screening_next_at, due_at=row.screening_due_at),
        displayed=row.displayed,
        removed_for=Removal(row.removed_for) if row.removed_for else None,
        appeal=said[-1].said() if said and row.appealed_at else "",
        added=tuple(AddedWords(each.pk, each.said(), each.words) for each in steps if each.pk in waiting),
    )
