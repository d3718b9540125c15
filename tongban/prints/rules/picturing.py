"""Which charts a report has: each surge its curve and its units, each table of trends its panels. Their keys say where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.prints.terms.pictures import ChartPlan, CurveWeek, Moved, UnitRate
from tongban.reports.terms import TrendBy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.reports.terms import ReportContent, ReportWeek, SurgeSection, TrendTable, UnitInCharge

PANELS = 8  # of the largest; the table beside them has all
ROWS = 30
TRENDS = {
    TrendBy.CATEGORY: "各类留言的变化",
    TrendBy.AREA: "各区域留言的变化",
    TrendBy.CHANNEL: "各渠道留言的变化",
    TrendBy.UNIT: "各单位留言的变化",
}


def plans(content: ReportContent) -> tuple[ChartPlan, ...]:
    """All of them, in the order of the report."""
    found = [each for section in content.surges for each in _of_surge(section)]
    found += [_of_trend(table) for table in content.trends if table.lines]
    watches = [_curve(f"watch-{place}", each.name, each.weeks) for place, each in enumerate(content.watches) if each.weeks]
    return (*found, *watches)


def _of_surge(section: SurgeSection) -> list[ChartPlan]:
    found = [_curve(f"surge-{section.surge_id}", section.what, section.weeks)] if section.weeks else []
    units = tuple(_rate(each) for each in section.units if not each.trial and each.due_on_time.share is not None)[:ROWS]
    title = f"{section.what}：承办单位本期全部到期留言的按时率"
    return [*found, ChartPlan(f"units-{section.surge_id}", title, _rates_told(units), units)] if units else found


def _of_trend(table: TrendTable) -> ChartPlan:
    largest = sorted(table.lines, key=lambda each: (-each.n, each.key))[:PANELS]
    moved = dict.fromkeys(table.risers, 1) | dict.fromkeys(table.fallers, -1)
    shown = tuple(
        Moved(each.name.zh, each.n, each.before.other, each.last_year.other, each.mean.other, moved.get(each.key, 0)) for each in largest
    )
    return ChartPlan(f"trend-{table.by.value}", f"{TRENDS[table.by]}（{table.week}）", _moved_told(shown), shown)


def _curve(key: str, title: str, told: Sequence[ReportWeek]) -> ChartPlan:
    weeks = tuple(CurveWeek(each.week, each.count, each.raw, each.expected, each.bound, _year_before(each), each.alarm) for each in told)
    return ChartPlan(key, title, _weeks_told(weeks), weeks)


def _year_before(week: ReportWeek) -> float | None:
    wanted = f"{int(week.week[:4]) - 1}{week.week[4:]}"
    return next((each.count for each in week.earlier if each.week == wanted), None)


def _rate(unit: UnitInCharge) -> UnitRate:
    rate = unit.due_on_time
    return UnitRate(unit.name.zh, rate.n, rate.share or 0.0, rate.lower or 0.0, 1.0 if rate.upper is None else rate.upper)


def _weeks_told(weeks: Sequence[CurveWeek]) -> str:
    known = [each for each in weeks if each.persons is not None]
    if not known:
        return "这些周都没有人数。"
    highest = max(known, key=lambda each: each.persons or 0.0)
    over = [each.name for each in weeks if each.alarm]
    told = f"{weeks[0].name}至{weeks[-1].name}每周的反映人数，最多的是{highest.name}，{highest.persons:g}人。"
    return told + (f"超过界限的有{len(over)}周：{'、'.join(over)}。" if over else "没有超过界限的周。")


def _moved_told(moved: Sequence[Moved]) -> str:
    rise = [each.name for each in moved if each.moved > 0]
    fall = [each.name for each in moved if each.moved < 0]
    told = f"最多的{len(moved)}项，从去年同周、上周到本周的条数。"
    return told + (f"上升的：{'、'.join(rise)}。" if rise else "") + (f"下降的：{'、'.join(fall)}。" if fall else "")


def _rates_told(rates: Sequence[UnitRate]) -> str:
    return "；".join(f"{each.name} {each.share:.1%}（{each.lower:.1%}–{each.upper:.1%}，n={each.n}）" for each in rates) + "。"
