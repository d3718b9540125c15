"""What is counted again as of the closing, as often as one likes: tests, weeks, what fell due and how it was rated."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tongban.board import queries as board_queries
from tongban.identity.terms import SYSTEM
from tongban.insight import queries as insight_queries
from tongban.kernel import clock
from tongban.reports.rules import weeks
from tongban.reports.terms.seen import DetectionTold, DueUnit, Recounted
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.insight.terms import DetectionProof
    from tongban.reports.terms import Period
    from tongban.reports.terms.seen import Seen
    from tongban.supervision.terms import SupervisionRelease


def counted(period: Period, closed_at: datetime, seen: Seen, city: SupervisionRelease) -> Recounted:
    """All of it. A run that is no more gives no weeks."""
    proof = insight_queries.detection(UUID(seen.detection), by=SYSTEM) if seen.detection else None
    return Recounted(
        tested=_tested(proof) if proof is not None else None,
        weeks={each.surge_id: _weeks(each.surge_id, period, proof) for each in seen.surges},
        units=_units(period, closed_at, city),
        on=supervision_queries.switched_on(closed_at),
        supervision=city.digest,
        minimum=city.trends.minimum,
    )


def _weeks(surge_id: str, period: Period, proof: DetectionProof | None):
    if proof is None:
        return ()
    view = insight_queries.surge(UUID(surge_id), by=SYSTEM, at=proof.at, until=period.until, quoted=0)
    return weeks.shown(view.weeks, period.until)


def _units(period: Period, closed_at: datetime, city: SupervisionRelease) -> dict[str, DueUnit]:
    since, until = clock.day_begins(period.since), clock.day_begins(period.until)
    due = {each.unit: each for each in board_queries.due_by_unit(since=since, until=until, at=closed_at, merged=city.merged)}
    rated = {each.unit: each for each in board_queries.rated_by_unit(since=since, until=until, at=closed_at)}
    return {
        unit: DueUnit(
            due=due[unit].due if unit in due else 0,
            on_time=due[unit].on_time if unit in due else 0,
            answered=due[unit].due - due[unit].unanswered if unit in due else 0,
            rated=rated[unit].rated if unit in rated else 0,
            satisfied=rated[unit].satisfied if unit in rated else 0,
        )
        for unit in sorted({*due, *rated})
    }


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
