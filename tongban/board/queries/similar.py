"""Messages that say much the same: for "join this one" before sending, and for doubles in what is imported."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.functions import Left

from tongban.board.models import Message
from tongban.board.queries.finding import lately_with, likely
from tongban.board.queries.lines import COLUMNS, EXCERPT, line, point_of, rounded
from tongban.board.queries.masks import masked
from tongban.board.rules import writing
from tongban.board.terms import Alike
from tongban.kernel.words import grams, similarity
from tongban.kernel.words.characters import simplified
from tongban.responsibilities.queries import board, lineage, metres

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from tongban.responsibilities.terms import Point

DAYS = 30
NEAR = 250  # metres: in that ring a little likeness is enough
LIKELY_NEAR = 0.2
READ = 600  # characters of a text from which runs are taken
CANDIDATES, SHOWN = 150, 5
ASKED_TERMS, RUNS_ASKED = 8, 4  # of a text that is nearly the same, one of its first four runs of so many terms is there
NEARLY, NEARLY_HERE = 0.9, 0.8  # the second where both name the same place
SHORT, SHORT_HERE = 20, 10  # characters: a shorter text is the same only when it is the same
DEGREE = 111_000  # metres of a degree of latitude


def similar(text: str, *, at: datetime, title: str = "", district: str = "", point: Point | None = None) -> tuple[Alike, ...]:
    """Displayed messages of the last thirty days that are about the same here: for "join this one" before sending. One statement.

    In the same district, or within 250 metres of the point, where less likeness is enough.
    """
    words, point = writing.legible(f"{title} {text}"), rounded(point)  # whoever asks from many places learns no more than is public
    candidates = likely(simplified(words[:READ]), near=_around(district, point), at=at, days=DAYS)
    if candidates is None:
        return ()
    found = Message.objects.filter(pk__in=candidates).only(*COLUMNS).annotate(excerpt=Left("text", EXCERPT)).order_by("-received_at", "-pk")
    rows = {row.pk: row for row in found.annotate(said=Left("text", similarity.LONGEST))}
    places = re.compile("|".join(re.escape(name) for each in board().districts for name in (each.name.zh, *each.names)) or "$")
    said = {pk: places.sub(" ", f"{row.title} {row.said}") for pk, row in rows.items()}  # a street in common is no matter in common
    alike = similarity.similar(places.sub(" ", words), said.items(), LIKELY_NEAR)
    near = [Alike(line(rows[each.key], at=at), round(each.likeness, 3), _metres(rows[each.key], point)) for each in alike]
    return tuple(each for each in near if each.likeness >= similarity.LIKELY or (each.metres is not None and each.metres <= NEAR))[:SHOWN]


def nearly_the_same(text: str, *, likeness: int, title: str, address: str, around: datetime, within: timedelta) -> str:
    """The number of a message that says the same but for blanks and marks, or nearly the same, from about that time. One statement."""
    said, here = masked(text), masked(address)
    terms = list(dict.fromkeys(grams.terms(simplified(f"{title} {said}"[:200]))))
    runs = [terms[start : start + ASKED_TERMS] for start in range(0, RUNS_ASKED * ASKED_TERMS, ASKED_TERMS)]
    near = Message.objects.filter(received_at__range=(around - within, around + within)).values_list("number", "likeness", "text", "place")
    same = near.filter(likeness=likeness).order_by("-received_at")[:CANDIDATES]
    long = [run for run in runs if run is runs[0] or 2 * len(run) >= ASKED_TERMS] if terms and len(text) >= SHORT_HERE else []
    for run in long:  # each by its own index: an OR of them would look at every message of those days
        asked = lately_with(" & ".join(map(grams.quoted, run)), since=around - within, until=around + within)
        same = same.union(near.filter(pk__in=asked).order_by("-received_at")[:CANDIDATES], all=True)
    rows = list(same)
    exact = next((number for number, known, *_rest in rows if known == likeness), "")
    if exact or not long:
        return exact
    places = {number: place for number, _known, _text, place in rows}
    found = similarity.similar(said, ((number, words) for number, _known, words, _place in rows), NEARLY_HERE)
    alike = (each.key for each in found if (here and places[each.key] == here) or (each.likeness >= NEARLY and len(text) >= SHORT))
    return next(alike, "")


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
    return None if there is None or point is None else round(metres(point, there))
