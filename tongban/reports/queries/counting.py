"""What is counted again as of the closing, as often as one likes: tests, weeks, what fell due and how it was rated."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.board import queries as board_queries
from tongban.identity.terms import SYSTEM
from tongban.insight import queries as insight_queries
from tongban.kernel import clock
from tongban.reports.rules import document, weeks
from tongban.reports.terms import Period
from tongban.reports.terms.seen import DetectionTold, DueUnit, Recounted
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tongban.insight.terms import DetectionProof
    from tongban.reports.models import Report
    from tongban.reports.terms.seen import Seen
    from tongban.supervision.terms import SupervisionRelease

Without = tuple[frozenset[UUID], frozenset[int]]  # orders and ratings
NOTHING: Without = (frozenset(), frozenset())


def counted(period: Period, closed_at: datetime, seen: Seen, city: SupervisionRelease, *, left_out_at: datetime | None) -> Recounted:
    """All of it, without what was left out of the rankings by a moment; where none is told, nothing was. A run that is no more gives no
    weeks.
    """
    without = _left_out(period, left_out_at) if left_out_at is not None else NOTHING
    units = _units(period, closed_at, city, without)
    proof = insight_queries.detection(UUID(seen.detection), by=SYSTEM) if seen.detection else None
    return Recounted(
        tested=_tested(proof) if proof is not None else None,
        weeks={each.surge_id: _weeks(each.surge_id, period, proof) for each in seen.surges},
        units=_with_left_out(_units(period, closed_at, city, NOTHING), units) if any(without) else units,
        on=supervision_queries.switched_on(closed_at),
        supervision=city.digest,
        minimum=city.trends.minimum,
        without=left_out_at is not None,
    )


def _weeks(surge_id: str, period: Period, proof: DetectionProof | None):
    if proof is None:
        return ()
    view = insight_queries.surge(UUID(surge_id), by=SYSTEM, at=proof.at, until=period.until, quoted=0)
    return weeks.shown(view.weeks, period.until)


def left_out_since(row: Report, at: datetime) -> int:
    """In how many items the rankings of its period differ by now from a report: left out, or counted again, since it was drawn up."""
    period = Period(row.period, row.begins_on, row.ends_on)
    before = _left_out(period, row.drawn_at) if document.form(row.canonical) != document.FIRST else NOTHING
    return sum(len(one ^ other) for one, other in zip(before, _left_out(period, at), strict=True))


def _left_out(period: Period, at: datetime) -> Without:
    return supervision_queries.left_out_by(clock.day_begins(period.since), clock.day_begins(period.until), at=at)


def _units(period: Period, closed_at: datetime, city: SupervisionRelease, without: Without) -> dict[str, DueUnit]:
    """By the unit that counts: what one had that was merged into another is the other's."""
    within = {"since": clock.day_begins(period.since), "until": clock.day_begins(period.until), "at": closed_at}
    due = {each.unit: each for each in board_queries.due_by_unit(without=without[0], merged=city.merged, **within)}
    rated, satisfied = Counter[str](), Counter[str]()
    for each in board_queries.rated_by_unit(without=without[1], **within):
        rated[city.heir(each.unit)] += each.rated
        satisfied[city.heir(each.unit)] += each.satisfied
    return {
        unit: DueUnit(
            due=due[unit].due if unit in due else 0,
            on_time=due[unit].on_time if unit in due else 0,
            answered=due[unit].due - due[unit].unanswered if unit in due else 0,
            rated=rated[unit],
            satisfied=satisfied[unit],
        )
        for unit in sorted({*due, *rated})
    }


def _with_left_out(whole: Mapping[str, DueUnit], units: Mapping[str, DueUnit]) -> dict[str, DueUnit]:
    """With how many fewer there are."""
    told = {unit: (each, units.get(unit, DueUnit())) for unit, each in whole.items()}
    return {unit: replace(now, due_out=each.due - now.due, rated_out=each.rated - now.rated) for unit, (each, now) in told.items()}


def _tested(proof: DetectionProof) -> DetectionTold:
    return DetectionTold(
        id=str(proof.id),
        tests=proof.tests,
        tested=proof.tested,
        alarms=proof.alarms,
        stood=proof.stood,
        floor=proof.floor,
        floor_weeks=proof.floor_weeks,
        alpha=proof.alpha,
        q=proof.false_share,
        data=proof.data,
        rules=proof.rules,
        digest=proof.digest,
    )
