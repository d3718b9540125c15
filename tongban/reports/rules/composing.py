"""A report made of what was seen when it was drawn up and what the ledgers count: the same of the same, always."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.reports.rules import drafting, quoting, weeks
from tongban.reports.rules.periods import a_year_before
from tongban.reports.rules.shares import share
from tongban.reports.terms import (
    CityRates,
    Lacking,
    LastYear,
    Proof,
    RankingLeftOut,
    ReportContent,
    ReportKind,
    SurgeSection,
    UnitInCharge,
)
from tongban.reports.terms.seen import DueUnit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date, datetime

    from tongban.reports.terms import Period, RelatedOrder, ReportWeek
    from tongban.reports.terms.seen import Recounted, Seen, SeenSurge

SEASON = 3  # full years of history, with which a season can be told from a surge
NOTHING = DueUnit()
CORRECTION = "bh"  # Benjamini and Hochberg, 1995
NEAR = 56  # days before and after the same day a year ago, in which what was done then is looked for


def composed(kind: ReportKind, period: Period, closed_at: datetime, seen: Seen, counted: Recounted) -> ReportContent:
    """The content."""
    found = [_surge(each, seen, counted, period) for each in seen.surges]
    surges = tuple(sorted(found, key=lambda each: (-each.score, each.series)))
    rates = _rates(seen.received, counted, counted.units)
    rates_on = _rates(seen.received, counted, counted.on) if counted.without else None
    part = seen.tested_until is not None and seen.tested_until < period.until
    lacking = {*seen.lacking, *([Lacking.NO_DETECTION] if counted.tested is None else [Lacking.PART_DETECTION] if part else [])}
    return ReportContent(
        kind=kind,
        period=period,
        title=drafting.title(kind, period, surges[0].what if surges else ""),
        summary=drafting.summary(rates, rates_on, surges, tested=drafting.tested(counted.tested is not None, seen.tested_until, period)),
        surges=surges,
        trends=seen.trends,
        rates=rates,
        watches=seen.watches,
        lacking=tuple(sorted(lacking)),
        proof=_proof(seen, counted, closed_at),
        rates_on=rates_on,
    )


def _surge(seen: SeenSurge, whole: Seen, counted: Recounted, period: Period) -> SurgeSection:
    shown = counted.weeks[seen.surge_id]
    told, quotes = drafting.what(seen), quoting.quotes(seen.messages, seen.hidden)
    alarms = [each for each in shown if each.alarm and each.week >= seen.since]
    scores = [each.score for each in alarms if each.score is not None]
    last = alarms[-1].week if alarms else seen.since
    closed = seen.closed if seen.closed is not None else weeks.over(shown, last, period.until)
    return SurgeSection(
        surge_id=seen.surge_id,
        series=seen.series,
        what=told,
        category=seen.category,
        category_name=seen.category_name,
        area_kind=seen.area_kind,
        area=seen.area,
        area_name=seen.area_name,
        topic=seen.topic,
        words=seen.words,
        since=seen.since,
        last=last,
        closed=closed,
        course=weeks.course(shown, period.until, closed=bool(closed)),
        score=scores[-1] if scores else 0.0,
        highest=max(scores, default=0.0),
        method=seen.method,
        years=seen.years,
        season_known=seen.years >= SEASON,
        weeks=shown,
        quotes=quotes,
        units=tuple(_units(seen, whole, counted)),
        orders=seen.orders,
        campaigns=seen.campaigns,
        last_year=_last_year(seen, shown),
        order=drafting.order(seen, told, shown, quotes, whole.names, counted.on),
        campaign=drafting.campaign(seen, told, shown, whole.names, counted.on),
        verdict=seen.verdict,
        verdict_for=seen.verdict_for,
    )


def _units(seen: SeenSurge, whole: Seen, counted: Recounted) -> Iterator[UnitInCharge]:
    """Who has its messages, most first."""
    least = counted.minimum
    for unit in sorted((each for each in seen.units if each in whole.names), key=lambda unit: (-seen.units[unit], unit)):
        own = [each for each in seen.messages if each.unit == unit]
        answered = [each for each in own if each.answered]
        rated = [each for each in own if each.satisfied is not None]
        due = counted.units.get(unit, NOTHING)
        yield UnitInCharge(
            unit=unit,
            name=whole.names[unit],
            messages=seen.units[unit],
            answered=share(len(answered), len(own), least),
            on_time=share(sum(each.on_time is True for each in own), sum(each.on_time is not None for each in own), least),
            satisfied=share(sum(each.satisfied is True for each in rated), len(rated), least),
            open=len(own) - len(answered),
            due_on_time=share(due.on_time, due.due, least),
            open_orders=seen.open_orders.get(unit, 0),
            trial=unit not in counted.on,
        )


def _last_year(seen: SeenSurge, shown: Sequence[ReportWeek]) -> LastYear:
    """The same weeks a year ago, and what was done about the same then."""
    since = [each for each in shown if each.week >= seen.since]
    before = [each.earlier[0].count for each in since if each.earlier and _is_last_year(each)]
    known = [each for each in before if each is not None]
    expected = [each.expected for each in since if each.expected is not None]
    then = a_year_before(since[0].monday) if since else None
    return LastYear(
        known=bool(known),
        count=sum(known) if known else None,
        expected_now=sum(expected) if expected else None,
        orders=tuple(each for each in seen.orders if then is not None and _near(each, then)),
        campaigns=tuple(each for each in seen.campaigns if then is not None and abs((each.begins_on - then).days) <= NEAR),
    )


def _is_last_year(week: ReportWeek) -> bool:
    return int(week.earlier[0].week[:4]) == int(week.week[:4]) - 1


def _near(order: RelatedOrder, then: date) -> bool:
    return abs((order.issued_on - then).days) <= NEAR


def _rates(received: int, counted: Recounted, of: Collection[str]) -> CityRates:
    """Of these units."""
    units = [each for unit, each in counted.units.items() if unit in of]
    due, rated, least = sum(each.due for each in units), sum(each.rated for each in units), counted.minimum
    return CityRates(
        received=received,
        answered=share(sum(each.answered for each in units), due, least),
        on_time=share(sum(each.on_time for each in units), due, least),
        satisfied=share(sum(each.satisfied for each in units), rated, least),
        left_out=RankingLeftOut(sum(each.due_out for each in units), sum(each.rated_out for each in units)) if counted.without else None,
    )


def _proof(seen: Seen, counted: Recounted, closed_at: datetime) -> Proof:
    tested = counted.tested
    return Proof(
        detection=tested.id if tested else "",
        tested=tested.tested if tested else 0,
        tests=tested.tests if tested else 0,
        alarms=tested.alarms if tested else 0,
        stood=tested.stood if tested else 0,
        floor=tested.floor if tested else None,
        floor_weeks=tested.floor_weeks if tested else None,
        alpha=tested.alpha if tested else None,
        correction=CORRECTION if tested else "",
        q=tested.q if tested else None,
        false_alarms=seen.false_alarms,
        data=tested.data if tested else "",
        rules=tested.rules if tested else "",
        tests_digest=tested.digest if tested else "",
        supervision=counted.supervision,
        code=seen.code,
        seed="",
        minimum=counted.minimum,
        quotes=quoting.RULE,
        closed_at=closed_at,
        tested_until=seen.tested_until,
    )
