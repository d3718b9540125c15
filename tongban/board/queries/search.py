"""Finding messages by their words, by what they are like, and the guides that already answer; and all of them, streamed. For everybody."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from django.db.models import Q

from tongban.board.models import Message
from tongban.board.queries.city import board
from tongban.board.queries.finding import lately_with, newest_with
from tongban.board.queries.lines import line, point_of, with_excerpt
from tongban.board.queries.pages import MOST, beyond, page
from tongban.board.queries.public import LINES, wanted
from tongban.board.rules import place, writing
from tongban.board.rules.dispatch import lineage
from tongban.board.terms import Alike, Page
from tongban.catalog import queries as catalog_queries
from tongban.kernel.words import grams, similarity
from tongban.kernel.words.characters import simplified

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms import MessageLine, Point
    from tongban.catalog.terms import ServiceEntry

DAYS = timedelta(days=30)
NEAR = 250  # metres: in that ring a little likeness is enough
LIKELY_NEAR = 0.2
CANDIDATES, SHOWN = 150, 5
ASKED_TERMS = 8  # of a text that is nearly the same, so many of the first are there
ASKED_RUNS = 24  # so many runs of three characters, of which one that is like it has at least one
NEARLY = 0.9
SHORT = 20  # characters: a shorter text is the same only when it is the same
DEGREE = 111_000  # metres of a degree of latitude
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
    """Displayed messages that have all these words, newest first; what is in quotation marks as a phrase; a number too. One statement."""
    asked = grams.query(simplified(text))
    if not asked:
        return Page(())
    limit = max(1, min(limit, MOST))
    every = wanted(kind=kind, category=category, district=district, unit=unit, state=state)
    ids = newest_with(asked, wanted=every, near=wanted(unit=unit) & beyond(after, "received_at"), limit=limit + 1)
    if ids is None:
        return Page(())
    rows = list(with_excerpt(Message.objects.filter(pk__in=ids).order_by("-received_at", "-pk")))
    return page(rows, limit, lambda row: line(row, at=at), lambda row: (row.received_at, row.pk))


def similar(text: str, *, at: datetime, title: str = "", district: str = "", point: Point | None = None) -> tuple[Alike, ...]:
    """Displayed messages of the last thirty days that are about the same here: for "join this one" before sending. One statement.

    In the same district, or within 250 metres of the point, where less likeness is enough.
    """
    words = writing.legible(f"{title} {text}")
    asked = _any_run(words[:400])
    if not asked:
        return ()
    recent = Message.objects.filter(pk__in=lately_with(asked, since=at - DAYS, until=at), received_at__gt=at - DAYS)
    found = recent.filter(_around(district, point)).order_by("-received_at", "-pk").defer("terms", "written", "author")
    rows = {row.pk: row for row in found[:CANDIDATES]}
    likely = similarity.similar(words, ((pk, f"{row.title} {row.text}") for pk, row in rows.items()), LIKELY_NEAR)
    alike = [Alike(line(rows[each.key], at=at), round(each.likeness, 3), _metres(rows[each.key], point)) for each in likely]
    near = [each for each in alike if each.likeness >= similarity.LIKELY or (each.metres is not None and each.metres <= NEAR)]
    return tuple(near[:SHOWN])


def nearly_the_same(text: str, *, likeness: int, title: str, around: datetime, within: timedelta) -> str:
    """The number of a message that says the same but for blanks and marks, or nearly the same, from about that time. One statement."""
    terms = list(dict.fromkeys(grams.terms(simplified(f"{title} {text}"[:200]))))[:ASKED_TERMS]
    near = Message.objects.filter(received_at__range=(around - within, around + within)).values_list("number", "likeness", "text")
    same = near.filter(likeness=likeness).order_by("-received_at")[:CANDIDATES]
    if terms and len(text) >= SHORT:  # each by its own index: an OR of the two would look at every message of those days
        asked = lately_with(" & ".join(map(_quoted, terms)), since=around - within, until=around + within)
        same = same.union(near.filter(pk__in=asked).order_by("-received_at")[:CANDIDATES], all=True)
    rows = list(same)
    exact = next((number for number, known, _text in rows if known == likeness), "")
    if exact or len(text) < SHORT:
        return exact
    found = similarity.similar(text, ((number, words) for number, _known, words in rows), NEARLY)
    return found[0].key if found else ""


def guides_for(text: str, *, limit: int = 3) -> tuple[ServiceEntry, ...]:
    """Guides of services that answer what somebody is about to write."""
    return catalog_queries.search(writing.line(text)[:60], limit=limit)


def export(*, since: datetime | None = None, until: datetime | None = None) -> Iterator[dict[str, object]]:
    """All displayed messages, oldest first, a row at a time and never all in memory: what everybody may have."""
    period = (Q(received_at__gte=since) if since else Q()) & (Q(received_at__lt=until) if until else Q())
    found = Message.objects.filter(period, displayed=True).order_by("received_at", "pk")
    yield from found.values(*PUBLIC_COLUMNS).iterator(chunk_size=2000)


def _any_run(words: str) -> str:
    """Texts that have any three neighbouring characters of these words: two would be in every second message."""
    terms = grams.terms(simplified(words))
    runs = [f"({_quoted(one)} & {_quoted(two)})" for one, two in pairwise(terms) if one[1:] == two[:1]]
    return " | ".join(list(dict.fromkeys(runs or map(_quoted, terms)))[:ASKED_RUNS])


def _quoted(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _around(district: str, point: Point | None) -> Q:
    """In the district of the message, with its streets, or in the ring around its point; anywhere where neither is known."""
    release = board()
    whole = lineage(district, release)[-1:] or (district,)
    here = [each.code for each in release.districts if whole[0] in lineage(each.code, release)]
    area = Q(district__in=here) if district and here else Q(pk__in=[])
    if point is None or not math.isfinite(point.latitude + point.longitude) or abs(point.latitude) >= 90:
        return area if district and here else Q()
    up = NEAR / DEGREE
    across = up / math.cos(math.radians(point.latitude))
    ring = Q(
        latitude__range=(point.latitude - up, point.latitude + up), longitude__range=(point.longitude - across, point.longitude + across)
    )
    return area | ring


def _metres(row: Message, point: Point | None) -> int | None:
    there = point_of(row)
    return None if there is None or point is None else round(place.metres(point, there))
