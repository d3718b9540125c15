"""Cases as they are counted: what was promised and what became of it, as of a moment; lights of what is open; snapshots. Nobody's data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, Subquery

from tongban.cases import access
from tongban.cases.models import Case, ClockEntry, HistoryEntry
from tongban.cases.queries.case import DECIDED
from tongban.cases.queries.lists import LONG, case_line, departments_at_work
from tongban.cases.queries.pages import LINES, older_than, page
from tongban.cases.queries.public import masked_line
from tongban.cases.terms import CaseLine, CaseState, Clock, DepartmentDue, DepartmentLights, End, Page
from tongban.catalog import queries as catalog_queries
from tongban.kernel import tallies
from tongban.kernel.limits import Tick

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from tongban.identity.terms import Actor
    from tongban.kernel.limits import Light, Outcome

COLUMNS = (
    "id number service type department applicant_kind state end round received_at accepted_at deemed_accepted ended_at promised_due_at "
    "statutory_due_at changed_at"
).split()


def due_by_department(
    *, since: datetime, until: datetime, at: datetime, without: Collection[UUID] = frozenset(), merged: Mapping[str, str] | None = None
) -> tuple[DepartmentDue, ...]:
    """The cases that were promised for this time (`until` not included), by department, as of `at`; not those in `without`.

    Decided by then or not. What ended otherwise before it was due counts for nobody; nor does what was accepted by silence, until somebody
    has noted it, which the ledger of clocks says. What a department named in `merged` had counts for the other. For everybody: one
    statement.
    """
    found = _due(since, until, at).exclude(pk__in=without)
    return tuple(DepartmentDue(**row) for row in tallies.due(found, "department", _done(at), began="accepted_at", merged=merged))


def due_cases(
    *,
    departments: Collection[str],
    since: datetime,
    until: datetime,
    at: datetime,
    without: Collection[UUID] = frozenset(),
    outcome: Outcome | None = None,
    after: str = "",
) -> Page[CaseLine]:
    """The cases behind such a figure, what fell due first first, as they stand now; for everybody: applicants masked."""
    of = tallies.became(outcome, _done(at)) if outcome else Q()
    found = _due(since, until, at).filter(of, older_than(after, "falls_at", newest_first=False), department__in=departments)
    return _masked(found.exclude(pk__in=without), "falls_at", at)


def lights(by: Actor, *, at: datetime) -> tuple[DepartmentLights, ...]:
    """The open cases of every department that this actor watches, by the clock that runs for the applicant; not while it runs for them
    to correct. One statement.
    """
    return tuple(DepartmentLights(**row) for row in tallies.lights(_open(by), "department", at))


def lit(by: Actor, *, at: datetime, department: str, light: Light, after: str = "") -> Page[CaseLine]:
    """The cases behind a light of a department, what is due first first, with whoever works on each now; applicants masked."""
    found = _open(by).filter(tallies.showing(light, at), older_than(after, "due_at", newest_first=False), department=department)
    return _masked(found, "due_at", at)


def snapshot(
    *, changed_since: datetime | None, until: datetime, by: Actor, after: UUID | None = None, limit: int = 10_000
) -> tuple[dict[str, Any], ...]:
    """The cases with an act after a moment, or all, by their ids: whoever asks again goes on after the last one.

    Codes and times alone, for the system. Refuses: Denied.
    """
    access.require_system(by)
    acts = HistoryEntry.objects.filter(at__lte=until)
    changed = Q(pk__in=acts.filter(at__gt=changed_since).values("case")) if changed_since else Q(received_at__lte=until)
    last = Subquery(acts.filter(case=OuterRef("pk")).order_by("-id").values("at")[:1])
    found = Case.objects.filter(changed, Q(pk__gt=after) if after else Q()).order_by("pk").annotate(changed_at=last)
    return tuple(found.values(*COLUMNS)[:limit])


def _due(since: datetime, until: datetime, at: datetime) -> QuerySet[Case]:
    """The cases that were promised for this time, as of a moment; `falls_at` and `done_at` are theirs."""
    started = ClockEntry.objects.filter(case=OuterRef("pk"), clock=Clock.PROMISED, tick=Tick.START, recorded_at__lte=at)
    found = Case.objects.filter(Exists(started), promised_due_at__gte=since, promised_due_at__lt=min(until, at))
    found = found.annotate(falls_at=F("promised_due_at"), done_at=F("ended_at"))
    return found.exclude(state=CaseState.ENDED, end__in=[each for each in End if each not in DECIDED], done_at__lte=F("falls_at"))


def _done(at: datetime) -> Q:
    return Q(state=CaseState.ENDED, end__in=DECIDED, done_at__lte=at)


def _masked(found: QuerySet[Case], column: str, at: datetime) -> Page[CaseLine]:
    """A page in the order of a moment of theirs, with whoever works on each now; applicants masked."""
    rows = list(found.order_by(column, "pk").defer(*LONG)[: LINES + 1])
    read, now_at = catalog_queries.releases(row.release_id for row in rows), departments_at_work(rows[:LINES])
    return page(
        rows,
        lambda row: masked_line(case_line(row, read[row.release_id], now_at[row.pk], at=at), row),
        lambda row: (getattr(row, column), row.pk),
    )


def _open(by: Actor) -> QuerySet[Case]:
    return Case.objects.filter(access.watched_by(by), end__isnull=True, due_at__isnull=False).exclude(state=CaseState.CORRECTING)
