"""The lanes of a case from its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tongban.cases.queries.almanac import almanac
from tongban.cases.rules.lanes import Course, Stage, lanes
from tongban.cases.rules.route import acceptance, repeated
from tongban.cases.terms import CaseState, Lanes, StepState
from tongban.identity import queries as identity_queries
from tongban.kernel.limits import until

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tongban.cases.models import Case, Step
    from tongban.catalog.terms import Release


def picture(case: Case, release: Release, steps: Iterable[Step], *, at: datetime) -> Lanes:
    """The case as it stands at a moment."""
    course = Course(
        received_at=case.received_at,
        now=at,
        round=case.round,
        ended_at=case.ended_at,
        promised_at=case.promised_due_at,
        resumes_at=case.due_at if case.state == CaseState.CORRECTING else None,
        provisional=case.ended_at is None and case.promised_provisional,
    )
    return _drawn(release, [_stage(step) for step in steps], course, case.conditions)


def planned(case: Case, release: Release) -> Lanes:
    """The case as it was planned at the moment of receipt, for the receipt."""
    return planned_lanes(release, at=case.received_at)


def planned_lanes(release: Release, *, at: datetime) -> Lanes:
    """The picture of an application handed in at a moment: every step takes its whole limit; the promise counts from acceptance."""
    drawn = _drawn(release, [], Course(received_at=at, now=at), {})
    key = acceptance(release.route).key
    accepted_at = next(bar.ends for lane in drawn.lanes for bar in lane.bars if bar.key == key)
    promised = until(release.limits.promised, accepted_at, almanac())
    assert promised.at is not None
    provisional = drawn.provisional or promised.provisional
    return replace(drawn, promised=promised.at, ends=max(drawn.ends, promised.at), provisional=provisional)


def _drawn(release: Release, stages: list[Stage], course: Course, conditions: dict[str, bool]) -> Lanes:
    return lanes(
        release.route,
        stages,
        course,
        conditions=conditions,
        names=identity_queries.short_names(),
        repeated=repeated(release.route),
        almanac=almanac(),
    )


def _stage(step: Step) -> Stage:
    return Stage(
        key=step.key,
        round=step.round,
        state=StepState(step.state),
        opened_at=step.opened_at,
        settled_at=step.settled_at,
        due_at=step.due_at,
        provisional=step.provisional,
    )
