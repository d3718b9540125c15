"""Whom a week proposes to interview: units whose upper bound lies below a line; of the others below it too little is known to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.supervision.terms import Evidence, Measure, Proposed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongban.supervision.terms import GroupTable, RankedWeek, Rate

ORDER = tuple(Measure)


def proposals(ranked: RankedWeek) -> tuple[Proposed, ...]:
    """Late in messages, less satisfying than every other unit of the group, or late in cases; those with enough evidence first."""
    found = [
        *(each for table in ranked.messages for each in _late(ranked, table, Measure.ON_TIME)),
        *(each for table in ranked.messages for each in _least_satisfying(ranked, table)),
        *(each for table in ranked.cases for each in _late(ranked, table, Measure.CASES_ON_TIME)),
    ]
    return tuple(sorted(found, key=lambda each: (not each.enough, ORDER.index(Measure(each.evidence.measure)), each.evidence.value)))


def _late(ranked: RankedWeek, table: GroupTable, measure: Measure) -> Iterator[Proposed]:
    line, least = ranked.on_time_below / 100, ranked.minimum.due
    for each in table.lines:
        evidence = _evidence(ranked, each.unit, measure, each.on_time, line)
        if evidence is not None:
            yield Proposed(table.key, evidence, enough=evidence.n >= least and evidence.upper < line, trial=each.trial)


def _least_satisfying(ranked: RankedWeek, table: GroupTable) -> Iterator[Proposed]:
    """The line is the lowest value of the others that are ranked; all that share a value stand below it together."""
    least = ranked.minimum.rated
    values = {each.satisfied.share for each in table.lines if each.satisfied.n >= least}
    for each in table.lines:
        others = [value for value in values if value is not None and value != each.satisfied.share]
        evidence = _evidence(ranked, each.unit, Measure.SATISFIED, each.satisfied, min(others)) if others else None
        if evidence is not None:
            yield Proposed(table.key, evidence, enough=evidence.n >= least and evidence.upper < evidence.line, trial=each.trial)


def _evidence(ranked: RankedWeek, unit: str, measure: Measure, rate: Rate, line: float) -> Evidence | None:
    """What is known of a unit whose rate lies below a line."""
    if rate.share is None or rate.lower is None or rate.upper is None or rate.share >= line:
        return None
    return Evidence(unit, measure, ranked.week.key, rate.n, rate.share, rate.lower, rate.upper, line, ranked.version)
