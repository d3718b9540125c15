"""Lists for those concerned: my cases, the queue of a desk, what it has done. Each page costs the same few statements."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max

from tongban.cases import access
from tongban.cases.models import Case, Step
from tongban.cases.queries.almanac import almanac
from tongban.cases.queries.pages import LINES, less_urgent_than, older_than, page
from tongban.cases.rules.route import place
from tongban.cases.terms import CaseLine, CaseState, Counts, DoneLine, End, Opinion, Page, StepState, WorkLine
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import Does
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log
from tongban.kernel.limits import Light
from tongban.kernel.limits import light as light_of
from tongban.kernel.tallies import showing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from tongban.catalog.terms import Release
    from tongban.identity.terms import Actor
    from tongban.kernel.bilingual import Bilingual

LONG = ("form", "situation", "provenance", "conditions", "sealed_holder", "decision_reasons")  # what no list needs


def cases_of(by: Actor, *, at: datetime, after: str = "") -> Page[CaseLine]:
    """My cases and those of organisations I act for, newest first."""
    applicants = access.applicants_of(by)
    found = Case.objects.filter(older_than(after, "received_at"), applicant_id__in=applicants).order_by("-received_at", "-pk")
    rows = list(found.defer(*LONG)[: LINES + 1])
    access_log.note("cases.cases_of", by=by, at=at, purpose="cases.own_list", holders={row.applicant_id for row in rows})
    return case_page(rows, at=at)


def case_page(rows: Sequence[Case], *, at: datetime) -> Page[CaseLine]:
    """A page of cases, with the departments that work on each now: one more statement."""
    now_at = departments_at_work(rows[:LINES])
    read = catalog_queries.releases(row.release_id for row in rows)
    return page(rows, lambda row: case_line(row, read[row.release_id], now_at[row.pk], at=at), lambda row: (row.received_at, row.pk))


def departments_at_work(rows: Sequence[Case]) -> Mapping[UUID, tuple[Bilingual, ...]]:
    """The departments whose step is open, by case, in the order of its route."""
    read = catalog_queries.releases(row.release_id for row in rows)
    places = {row.pk: place(read[row.release_id].route) for row in rows}
    open_steps = Step.objects.filter(case__in=[row.pk for row in rows], state=StepState.OPEN).values_list("case_id", "key", "department")
    names = identity_queries.department_names()
    found: dict[UUID, tuple[Bilingual, ...]] = defaultdict(tuple)
    for case_id, _key, department in sorted(open_steps, key=lambda step: places[step[0]][step[1]]):
        if names[department] not in found[case_id]:
            found[case_id] += (names[department],)
    return found


def case_line(row: Case, release: Release, now_at: tuple[Bilingual, ...], *, at: datetime) -> CaseLine:
    """One case as a line, with the clock that matters to its applicant now."""
    return CaseLine(
        id=row.pk,
        number=row.number,
        service=row.service,
        service_name=release.name,
        department_name=release.department_name,
        applicant_name=row.applicant_name,
        state=CaseState(row.state),
        end=End(row.end) if row.end else None,
        received_at=row.received_at,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        due_on=almanac().day(row.due_at) if row.due_at else None,
        provisional=row.provisional and row.ended_at is None,
        light=light_of(row.ended_at or at, amber_at=None if row.ended_at else row.amber_at, due_at=row.due_at),
        now_at=now_at,
    )


def worklist(by: Actor, *, desk: str = "", at: datetime, light: Light | None = None, after: str = "") -> Page[WorkLine]:
    """Open steps on my desks, or on one of them, most urgent first."""
    waiting = Step.objects.waiting_at(_desks(by, desk)).filter(less_urgent_than(after))
    waiting = waiting if light is None else waiting.filter(showing(light, at))
    rows = list(_with_case(waiting).order_by("due_at", "opened_at", "pk")[: LINES + 1])
    access_log.note("cases.worklist", by=by, at=at, purpose="cases.queue", holders={row.case.applicant_id for row in rows})
    read = catalog_queries.releases(row.case.release_id for row in rows)
    return page(rows, lambda row: _work_line(row, read[row.case.release_id], at), lambda row: (row.due_at, row.opened_at, row.pk))


def settled_by(by: Actor, *, at: datetime, after: str = "") -> Page[DoneLine]:
    """What my desks have done, newest first."""
    done = Step.objects.settled_at_desks(by.desks).filter(older_than(after, "settled_at"))
    rows = list(_with_case(done).order_by("-settled_at", "-pk")[: LINES + 1])
    access_log.note("cases.settled_by", by=by, at=at, purpose="cases.queue", holders={row.case.applicant_id for row in rows})
    read = catalog_queries.releases(row.case.release_id for row in rows)
    return page(rows, lambda row: _done_line(row, read[row.case.release_id]), lambda row: (row.settled_at, row.pk))


def counts(by: Actor, *, at: datetime) -> Counts:
    """How much waits on my desks: one statement, nobody's data."""
    lights = {name: Count("pk", filter=showing(light, at)) for name, light in (("soon", Light.AMBER), ("late", Light.RED))}
    found = Step.objects.waiting_at(by.desks).aggregate(waiting=Count("pk"), **lights, newest_at=Max("opened_at"))
    return Counts(**found)


def _desks(by: Actor, desk: str) -> list[str]:
    return sorted(by.desks) if not desk else [desk] if desk in by.desks else []


def _with_case(steps):  # type: ignore[no-untyped-def]
    return steps.select_related("case").defer("findings", "reason", *(f"case__{name}" for name in LONG))


def _step_line(row: Step, release: Release) -> dict[str, Any]:
    return {
        "step_id": row.pk,
        "case_id": row.case_id,
        "number": row.case.number,
        "service_name": release.name,
        "applicant_name": row.case.applicant_name,
        "step_name": release.step(row.key).name,
        "desk": row.desk,
        "does": Does(row.does),
    }


def _work_line(row: Step, release: Release, at: datetime) -> WorkLine:
    return WorkLine(
        **_step_line(row, release),
        opened_at=row.opened_at,
        due_at=row.due_at,
        provisional=row.provisional,
        light=light_of(at, amber_at=row.amber_at, due_at=row.due_at),
        correcting=row.case.state == CaseState.CORRECTING,
        round=row.case.round,
    )


def _done_line(row: Step, release: Release) -> DoneLine:
    assert row.settled_at is not None
    opinion = Opinion(row.opinion) if row.opinion else None
    return DoneLine(**_step_line(row, release), settled_at=row.settled_at, opinion=opinion)
