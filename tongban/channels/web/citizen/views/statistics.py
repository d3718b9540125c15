"""All figures of the city in one place: a period, orders and interviews, risers and fallers; each with its definition, table and feed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tongban.board import queries as board_queries
from tongban.board.queries import Level
from tongban.catalog import queries as catalog_queries
from tongban.channels.parts import statistics as parts
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.open_data.files import as_csv
from tongban.channels.parts.open_data.rows import week_key
from tongban.channels.parts.statistics import PERIODS, Period, period_of
from tongban.channels.parts.tags.charts import MOVEMENTS, change_words
from tongban.channels.parts.tags.shares import figure_within
from tongban.channels.parts.tags.supervision import share, week_words
from tongban.channels.web.citizen.shared_pages import answered
from tongban.channels.web.citizen.views.board.feed import written
from tongban.insight import queries as insight_queries
from tongban.insight.terms import Comparison, TrendBy
from tongban.kernel import clock
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from django.http.response import HttpResponseBase
    from django.utils.feedgenerator import Atom1Feed

    from tongban.insight.terms import TrendLine, Trends

FEW = 10  # fewer than this say little: they are shown, and marked
WEEK = timedelta(7)
ENTRIES, TRENDS = 12, 8  # weeks in a feed
LINES = 20  # in a table that stands open
READS_A_MINUTE = 30  # a feed or a table costs some statements
BY = {TrendBy.TOPIC: gettext_lazy("按大类"), TrendBy.CLASS: gettext_lazy("按类别"), TrendBy.DISTRICT: gettext_lazy("按区")}
TO = {
    Comparison.LAST_WEEK: gettext_lazy("比上一周"),
    Comparison.LAST_YEAR: gettext_lazy("比去年同一周"),
    Comparison.MEAN: gettext_lazy("比一年的平均"),
}
FIGURES = ("span", "received", "answered", "on_time", "overdue_open")
INTERVIEWS = ("unit", "name_zh", "name_en", "interviews", "heads")
CHANGES = ("before", "ratio", "lower", "upper")
TRENDS_COLUMNS = (
    *("week", "key", "name_zh", "name_en", "n", "dispersion"),
    *(f"{to.value}_{name}" for to in Comparison for name in (*CHANGES, "movement")),
)
Row = dict[str, Any]


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """A period in figures, and where everything else is. Refuses: NoBoard."""
    period = period_of(request.GET.get("period", ""))

    def draw() -> HttpResponse:
        at = moment(request)
        found = parts.statistics(period, at=at)
        newest = next(iter(supervision_queries.rankings(limit=1)), None)
        supervised = parts.supervised(found.since, found.until, period=period, at=at)
        context = {
            "found": found,
            "bars": [(key if period is Period.YEAR else key[5:], received) for key, received in found.received],
            "supervised": supervised,
            "newest": newest,
            "few": FEW,
            **_periods(period),
        }
        return render(request, "citizen/statistics/home.html", context)

    return answered(request, None, draw)


@public
@require_safe
def supervision(request: HttpRequest) -> HttpResponseBase:
    """Orders and interviews by state and unit, of a period."""
    period = period_of(request.GET.get("period", "year"))

    def draw() -> HttpResponse:
        found = _supervised(period, moment(request))
        return render(request, "citizen/statistics/supervision.html", {"found": found, **_periods(period)})

    return answered(request, None, draw)


@public
@require_safe
def trends(request: HttpRequest) -> HttpResponseBase:
    """Risers and fallers of the last week that is over. Refuses: NoBoard."""
    by, to = _by(request), next((each for each in TO if each.value == request.GET.get("to")), Comparison.LAST_WEEK)

    def draw() -> HttpResponse:
        found = insight_queries.trends(by, at=moment(request))
        up, down = insight_queries.movers(found, to)
        context = {
            "found": found,
            "week": found.week,
            "rows": [(each, _changes(each)) for each in found.lines],
            "whole": [(words, found.whole.change(each)) for each, words in TO.items()],
            "up": [(each, each.trend.change(to)) for each in up],
            "down": [(each, each.trend.change(to)) for each in down],
            "by": by.value,
            "bys": [(each.value, words) for each, words in BY.items()],
            "to": to.value,
            "to_words": TO[to],
            "tos": [(each.value, words) for each, words in TO.items()],
            "few": LINES,
        }
        return render(request, "citizen/statistics/trends.html", context)

    return answered(request, None, draw)


@public
@require_safe
def figures_table(request: HttpRequest) -> HttpResponse:
    """The days of a period, or the months of a year. Refuses: NoBoard, TooOften."""
    require_calm(request, "statistics", a_minute=READS_A_MINUTE)
    found = parts.statistics(period_of(request.GET.get("period", "")), at=moment(request))
    return _table("figures", FIGURES, ({"span": key} | {name: getattr(each, name) for name in FIGURES[1:]} for key, each in found.days))


@public
@require_safe
def orders_table(request: HttpRequest) -> HttpResponse:
    """Orders by unit. Refuses: TooOften."""
    require_calm(request, "statistics", a_minute=READS_A_MINUTE)
    return _table("orders", parts.ORDERS, parts.as_rows(_supervised(period_of(request.GET.get("period", "year")), moment(request))))


@public
@require_safe
def interviews_table(request: HttpRequest) -> HttpResponse:
    """Interviews by unit. Refuses: TooOften."""
    require_calm(request, "statistics", a_minute=READS_A_MINUTE)
    found = _supervised(period_of(request.GET.get("period", "year")), moment(request)).interviews
    names = ((each, {"name_zh": each.unit_name.zh, "name_en": each.unit_name.en}) for each in found)
    rows = ({"unit": each.unit} | told | {"interviews": each.interviews, "heads": each.heads} for each, told in names)
    return _table("interviews", INTERVIEWS, rows)


@public
@require_safe
def trends_table(request: HttpRequest) -> HttpResponse:
    """Each class or district in the week. Refuses: NoBoard, TooOften."""
    require_calm(request, "statistics", a_minute=READS_A_MINUTE)
    found = insight_queries.trends(_by(request), at=moment(request))
    return _table("trends", TRENDS_COLUMNS, (_trend_row(found, each) for each in found.lines))


@public
@require_safe
def figures_feed(request: HttpRequest) -> HttpResponseBase:
    """The last weeks that are over, as their messages stand now. Refuses: NoBoard."""

    def told(monday: date) -> str:
        whole = board_queries.figures(Level.WHOLE, since=monday, until=monday + WEEK - timedelta(1)).whole
        values = {
            "received": whole.received,
            "on_time": share(whole.punctuality),
            "satisfied": share(whole.satisfaction),
            "n": whole.rated,
            "median": figure_within(whole.median_hours, whole.answered),
        }
        words = _("收到 %(received)s 条；按时率 %(on_time)s，满意率 %(satisfied)s（%(n)s 条评价），一半答复用时 %(median)s")
        return words % values if whole.received else ""

    return _weekly(request, _("每周的数字"), "citizen:statistics", ENTRIES, told)


@public
@require_safe
def supervision_feed(request: HttpRequest) -> HttpResponseBase:
    """Orders issued and interviews held, week by week."""

    def told(monday: date) -> str:
        found = parts.supervised(monday, monday + WEEK - timedelta(1), period=Period.WEEK, at=moment(request))
        values = {"issued": found.issued, "held": found.held, "heads": found.heads}
        return _("督办单 %(issued)s 件；约谈 %(held)s 次，%(heads)s 人次") % values if found.issued or found.held else ""

    return _weekly(request, _("督办和约谈"), "citizen:statistics-supervision", ENTRIES, told)


@public
@require_safe
def trends_feed(request: HttpRequest) -> HttpResponseBase:
    """What rose and fell against the week before, week by week. Refuses: NoBoard."""
    by = _by(request)

    def told(monday: date) -> str:
        found = insight_queries.trends(by, at=clock.day_begins(monday + WEEK))
        up, down = insight_queries.movers(found, Comparison.LAST_WEEK)
        lines = [_moved(each) for each in (*up, *down)]
        return "\n".join(lines) if lines or not found.whole.n else _("没有明显的升降")

    return _weekly(request, f"{_('升得快、降得快的')} · {BY[by]}", "citizen:trends", TRENDS, told)


def _weekly(request: HttpRequest, name: str, page: str, count: int, told: Callable[[date], str]) -> HttpResponseBase:
    """A feed with an entry for each week that is over and of which there is something to tell. Refuses: TooOften."""
    require_calm(request, "statistics", a_minute=READS_A_MINUTE)
    today = clock.city_date(moment(request))
    last = today - timedelta(today.weekday()) - WEEK
    address = reverse(page)

    def fill(made: Atom1Feed) -> None:
        for monday in (last - WEEK * back for back in range(count)):
            words = told(monday)
            if words:
                link = request.build_absolute_uri(f"{address}#{week_key(monday)}")
                over: datetime = clock.day_begins(monday + WEEK)
                made.add_item(week_words(week_key(monday)), link, words, unique_id=link, pubdate=over, updateddate=over)

    title = f"{catalog_queries.city().name} · {name}"
    return answered(request, None, lambda: written(request, title, address, fill))


def _moved(line: TrendLine) -> str:
    change = line.trend.last_week
    assert change is not None
    values = {"name": line.name, "movement": MOVEMENTS[change.movement][1], "n": line.trend.n, "change": change_words(change)}
    return _("%(name)s %(movement)s：%(n)s 条，%(change)s") % values


def _trend_row(found: Trends, line: TrendLine) -> Row:
    trend = line.trend
    told: Row = {"week": found.week, "key": trend.key, "name_zh": line.name.zh, "name_en": line.name.en, "n": trend.n}
    told["dispersion"] = round(trend.dispersion, 3)
    for to in Comparison:
        change = trend.change(to)
        for name in CHANGES:
            value = getattr(change, name, None)
            told[f"{to.value}_{name}"] = value if value is None else round(value, 4)
        told[f"{to.value}_movement"] = change.movement.value if change else None
    return told


def _changes(line: TrendLine) -> list[tuple[Any, Any]]:
    return [(words, line.trend.change(to)) for to, words in TO.items()]


def _supervised(period: Period, at: datetime) -> parts.Supervised:
    until = clock.city_date(at)
    return parts.supervised(period.since(until), until, period=period, at=at)


def _by(request: HttpRequest) -> TrendBy:
    return next((each for each in TrendBy if each.value == request.GET.get("by")), TrendBy.TOPIC)


def _periods(period: Period) -> Row:
    return {"period": period.value, "period_words": PERIODS[period], "periods": [(each.value, words) for each, words in PERIODS.items()]}


def _table(name: str, columns: Sequence[str], rows: Iterable[Row]) -> HttpResponse:
    """A small table: some hundred lines at most. It has its header, also where nothing is to be told."""
    content = "".join(as_csv(dict.fromkeys(columns), iter(rows)))
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name}.csv"'
    response["Cache-Control"] = "public, max-age=300"
    return response
