"""Interviews: as supervisors and units see them, as everybody may know of them, and how many there were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count

from tongban.board.queries.pages import MOST, beyond, page
from tongban.directives import access
from tongban.directives.models import Interview, InterviewedHead
from tongban.directives.queries.addressed import answering_desk
from tongban.directives.queries.seen import require_desk_of_any, seen_units, told
from tongban.directives.rules import interviews as rules
from tongban.directives.rules.edges import By
from tongban.directives.terms import Head, InterviewFigure, InterviewLine, InterviewState, InterviewView, UnknownInterview
from tongban.kernel import access_log
from tongban.supervision.queries.city import release, switched_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Page
    from tongban.identity.terms import Actor

LINES = 30
PUBLIC = (InterviewState.HELD, InterviewState.PROMISED, InterviewState.CLOSED)
NAME = "name"


def interviews(by: Actor, *, after: str = "", limit: int = LINES) -> Page[InterviewLine]:
    """All that were decided on, the newest first. Refuses: NoSupervision, Denied."""
    require_desk_of_any(by)
    limit = max(1, min(limit, MOST))
    found = Interview.objects.filter(seen_units(by), beyond(after, "decided_at")).order_by("-decided_at", "-pk")
    rows = list(found[: limit + 1])
    lines = _lines(rows)
    return page(rows, limit, lambda row: lines[row.pk], lambda row: (row.decided_at, row.pk))


def interview(interview_id: UUID, *, by: Actor, at: datetime, purpose: str) -> InterviewView:
    """One interview with its history. Supervisors learn the names of whoever was interviewed, and that they did is logged.

    Refuses: NoSupervision, UnknownInterview.
    """
    row = Interview.objects.filter(seen_units(by), pk=interview_id).first()
    if row is None:
        raise UnknownInterview(str(interview_id))
    city, desk = release(), answering_desk()
    named = by.sits_at(city.desks.supervise, city.desks.second)
    heads = tuple(Head(each.name if named else "", each.post) for each in row.heads.order_by("pk"))
    if named and heads:
        access_log.note("directives.interview", by=by, at=at, purpose=purpose, holders=[], subject=str(row.pk), fields=[NAME])
    edges = [each for each in rules.INTERVIEW.leaving(InterviewState(row.state)) if access.plays(by, each.by, row.unit, city, desk)]
    two_people = release(row.release_id).orders.two_people
    same = by.id in (row.promised_by, row.decided_by if two_people else None)
    return InterviewView(
        line=_lines([row])[row.pk],
        place=row.place,
        heads=heads,
        steps=told(row.steps.order_by("pk")),
        open_to=frozenset(each.act for each in edges if not (same and each.by is By.CHECKER)),
    )


def held_interviews(*, since: datetime, until: datetime, at: datetime) -> tuple[InterviewLine, ...]:
    """Those that were held in a period, for everybody: the post, never the name; of units that are switched on."""
    rows = Interview.objects.filter(held_at__gte=since, held_at__lt=until, state__in=PUBLIC, unit__in=sorted(switched_on(at)))
    return tuple(_lines(rows.order_by("held_at", "pk")).values())


def interview_figures(*, since: datetime, until: datetime, at: datetime) -> tuple[InterviewFigure, ...]:
    """How often each unit that is switched on was interviewed in a period, and how many heads in all (人次); the most often first."""
    found = Interview.objects.filter(held_at__gte=since, held_at__lt=until, unit__in=sorted(switched_on(at)))
    counted = found.values("unit").annotate(interviews=Count("pk", distinct=True), people=Count("heads")).order_by("-people", "unit")
    names = release().names
    return tuple(InterviewFigure(each["unit"], names[each["unit"]], each["interviews"], each["people"]) for each in counted)


def _lines(rows: Iterable[Interview]) -> dict[UUID, InterviewLine]:
    found = list(rows)
    posts: dict[UUID, list[str]] = {row.pk: [] for row in found}
    for interview_id, post in InterviewedHead.objects.filter(interview__in=posts).order_by("pk").values_list("interview", "post"):
        posts[interview_id].append(post)
    return {row.pk: _line(row, posts[row.pk]) for row in found}


def _line(row: Interview, posts: list[str]) -> InterviewLine:
    return InterviewLine(
        id=row.pk,
        unit=row.unit,
        unit_name=release(row.release_id).names[row.unit],
        state=InterviewState(row.state),
        evidence=row.as_evidence(),
        meets_at=row.meets_at,
        held_at=row.held_at,
        posts=tuple(posts),
        remedy=row.remedy,
        remedy_until=row.remedy_until,
        closed_at=row.closed_at,
    )
