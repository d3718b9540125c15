"""Which charts a report has: each surge its curve and its units, each table of trends its panels. Their keys say where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.prints.terms.pictures import ChartPlan, CurveWeek, Moved, UnitRate
from tongban.prints.terms.words import ZH
from tongban.reports.terms import TrendBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.kernel.bilingual import Bilingual
    from tongban.prints.terms.words import ChartWords
    from tongban.reports.terms import ReportContent, ReportWeek, SurgeSection, TrendTable, UnitInCharge

PANELS = 8  # of the largest; the table beside them has all
ROWS = 30
TRENDS = (TrendBy.CATEGORY, TrendBy.AREA, TrendBy.CHANNEL, TrendBy.UNIT)


def plans(content: ReportContent, words: ChartWords = ZH) -> tuple[ChartPlan, ...]:
    """All of them, in the order of the report and in these words; what people and the city have named is called as they have."""
    found = [each for section in content.surges for each in _of_surge(section, words)]
    found += [_of_trend(table, words) for table in content.trends if table.lines]
    watches = [_curve(f"watch-{place}", each.name, each.weeks, words) for place, each in enumerate(content.watches) if each.weeks]
    return (*found, *watches)


def _of_surge(section: SurgeSection, words: ChartWords) -> list[ChartPlan]:
    found = [_curve(f"surge-{section.surge_id}", section.what, section.weeks, words)] if section.weeks else []
    units = tuple(_rate(each, words) for each in section.units if not each.trial and each.due_on_time.share is not None)[:ROWS]
    title = words.rates_title.format(what=section.what)
    return [*found, ChartPlan(f"units-{section.surge_id}", title, _rates_told(units, words), units, words)] if units else found


def _of_trend(table: TrendTable, words: ChartWords) -> ChartPlan:
    largest = sorted(table.lines, key=lambda each: (-each.n, each.key))[:PANELS]
    moved = dict.fromkeys(table.risers, 1) | dict.fromkeys(table.fallers, -1)
    shown = tuple(
        Moved(_called(each.name, words), each.n, each.before.other, each.last_year.other, each.mean.other, moved.get(each.key, 0))
        for each in largest
    )
    title = words.by[TRENDS.index(table.by)].format(week=table.week)
    return ChartPlan(f"trend-{table.by.value}", title, _moved_told(shown, words), shown, words)


def _curve(key: str, title: str, told: Sequence[ReportWeek], words: ChartWords) -> ChartPlan:
    weeks = tuple(CurveWeek(each.week, each.count, each.raw, each.expected, each.bound, _year_before(each), each.alarm) for each in told)
    return ChartPlan(key, title, _weeks_told(weeks, words), weeks, words)


def _year_before(week: ReportWeek) -> float | None:
    wanted = f"{int(week.week[:4]) - 1}{week.week[4:]}"
    return next((each.count for each in week.earlier if each.week == wanted), None)


def _called(name: Bilingual, words: ChartWords) -> str:
    return (words.english and name.en) or name.zh


def _rate(unit: UnitInCharge, words: ChartWords) -> UnitRate:
    rate = unit.due_on_time
    return UnitRate(_called(unit.name, words), rate.n, rate.share or 0.0, rate.lower or 0.0, 1.0 if rate.upper is None else rate.upper)


def _weeks_told(weeks: Sequence[CurveWeek], words: ChartWords) -> str:
    known = [each for each in weeks if each.persons is not None]
    if not known:
        return words.no_persons
    highest = max(known, key=lambda each: each.persons or 0.0)
    over = [each.name for each in weeks if each.alarm]
    told = words.most_told.format(first=weeks[0].name, last=weeks[-1].name, highest=highest.name, most=highest.persons)
    return told + (words.over_told.format(n=len(over), weeks=words.comma.join(over)) if over else words.none_over)


def _moved_told(moved: Sequence[Moved], words: ChartWords) -> str:
    rise = words.comma.join(each.name for each in moved if each.moved > 0)
    fall = words.comma.join(each.name for each in moved if each.moved < 0)
    told = words.moved_told.format(n=len(moved))
    return (told + (words.rise_told.format(names=rise) if rise else "") + (words.fall_told.format(names=fall) if fall else "")).rstrip()


def _rates_told(rates: Sequence[UnitRate], words: ChartWords) -> str:
    told = (words.rate_told.format(name=each.name, share=each.share, lower=each.lower, upper=each.upper, n=each.n) for each in rates)
    return words.between.join(told) + words.end
