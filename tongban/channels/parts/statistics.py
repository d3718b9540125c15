"""The figures of the city in the open: a week, a month or a year of messages, cases, orders and interviews, each with what it means."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from tongban.board import queries as board_queries
from tongban.board.queries import Level
from tongban.cases import queries as case_queries
from tongban.directives import queries as directive_queries
from tongban.directives.terms import OrderState
from tongban.kernel import clock
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.board.terms import FigureLine
    from tongban.directives.terms import InterviewFigure, InterviewState, OrderFigure

ONE_DAY = timedelta(1)
DEFINITIONS = {
    "acceptance": _(
        "受理率：期限内受理或者说明了不受理理由的留言，除以收到的全部留言；其他渠道转来的（imported）由那个渠道受理，两边都不算；还没有受理、期限也没有到的（waiting），两边都不算"
    ),
    "punctuality": _("按时率：期限内答复的，除以已经答复的和过期没有答复的"),
    "satisfaction": _("满意率：非常满意、满意和基本满意，除以有评价的；没有评价的不算"),
    "solution": _("解决率：评价说解决了的，除以有评价的"),
    "median_hours": _("用时：从收到到第一次公开答复，一半在这么多小时以内（按档计，1 小时起，超过 30 天为空）；不扣节假日"),
}
CASES = _("办件按时率：承诺在这段时间办结、到现在为止的办件里，承诺的时间以前办结的")


class Period(StrEnum):
    """From its first day to today."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    def since(self, today: date) -> date:
        match self:
            case Period.WEEK:
                return today - timedelta(today.weekday())
            case Period.MONTH:
                return today.replace(day=1)
            case Period.YEAR:
                return today.replace(month=1, day=1)


PERIODS = {Period.WEEK: _("本周"), Period.MONTH: _("本月"), Period.YEAR: _("今年")}


@dataclass(frozen=True)
class CaseFigures:
    """Cases that were promised for a period, as they stand now."""

    due: int
    on_time: int
    late: int
    unanswered: int

    @property
    def punctuality(self) -> float | None:
        return self.on_time / self.due if self.due else None


@dataclass(frozen=True)
class Statistics:
    """A period of messages and cases; `days` are its days, or its months where it is a year."""

    period: Period
    since: date
    until: date
    messages: FigureLine
    cases: CaseFigures
    days: tuple[tuple[str, FigureLine | Month], ...]

    @property
    def received(self) -> tuple[tuple[str, int], ...]:
        """How many came on each day, or in each month of a year, also where nobody wrote; nothing where nobody ever did."""
        counted = {key: each.received for key, each in self.days}
        length = len("2026-01") if self.period is Period.YEAR else len("2026-01-01")
        keys = dict.fromkeys((self.since + timedelta(n)).isoformat()[:length] for n in range((self.until - self.since).days + 1))
        return tuple((key, counted.get(key, 0)) for key in keys) if counted else ()


@dataclass(frozen=True)
class Month:
    """What the days of a month come to."""

    received: int
    answered: int
    on_time: int
    overdue_open: int

    @property
    def punctuality(self) -> float | None:
        due = self.answered + self.overdue_open
        return self.on_time / due if due else None


@dataclass(frozen=True)
class Supervised:
    """Orders and interviews of a period by state and unit, of units that are switched on; empty where a city supervises nobody."""

    period: Period
    since: date
    until: date
    orders: tuple[OrderFigure, ...]
    order_states: tuple[tuple[OrderState, int], ...]
    interviews: tuple[InterviewFigure, ...]
    interview_states: tuple[tuple[InterviewState, int], ...]

    @property
    def issued(self) -> int:
        return sum(each.issued for each in self.orders)

    @property
    def late(self) -> int:
        return sum(each.late for each in self.orders)

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.orders)

    @property
    def punctuality(self) -> float | None:
        """First answers in time / orders that have a first answer."""
        return sum(each.on_time for each in self.orders) / self.answered if self.answered else None

    @property
    def held(self) -> int:
        return sum(each.interviews for each in self.interviews)

    @property
    def heads(self) -> int:
        """人次."""
        return sum(each.heads for each in self.interviews)


def period_of(asked: str) -> Period:
    """The one that is asked for, this month where it is none."""
    return next((each for each in Period if each.value == asked), Period.MONTH)


def statistics(period: Period, *, at: datetime) -> Statistics:
    """Messages that were received in it, as they stand; cases promised for it. Refuses: NoBoard."""
    until = clock.city_date(at)
    since = period.since(until)
    days = board_queries.figures(Level.DAY, since=since, until=until)
    return Statistics(
        period=period,
        since=since,
        until=until,
        messages=board_queries.figures(Level.WHOLE, since=since, until=until).whole,
        cases=_cases(since, until, at),
        days=_months(days.lines) if period is Period.YEAR else tuple((each.key, each) for each in days.lines),
    )


def supervised(since: date, until: date, *, period: Period, at: datetime) -> Supervised:
    """Orders issued and interviews held on these days, both included."""
    told = {"since": clock.day_begins(since), "until": clock.day_begins(until + ONE_DAY), "at": at}
    try:
        orders, interviews = directive_queries.order_figures(**told), directive_queries.interview_figures(**told)
        held = directive_queries.held_interviews(**told)
    except NoSupervision:
        orders, interviews, held = (), (), ()
    states = Counter(each.state for each in held)
    of_orders = Counter[OrderState]()
    for each in orders:
        of_orders.update(each.states)
    return Supervised(
        period=period,
        since=since,
        until=until,
        orders=orders,
        order_states=tuple((state, count) for state, count in of_orders.items() if count),
        interviews=interviews,
        interview_states=tuple(sorted(states.items())),
    )


def _cases(since: date, until: date, at: datetime) -> CaseFigures:
    found = case_queries.due_by_department(since=clock.day_begins(since), until=clock.day_begins(until + ONE_DAY), at=at)
    names = ("due", "on_time", "late", "unanswered")
    return CaseFigures(**{name: sum(getattr(each, name) for each in found) for name in names})


def _months(days: tuple[FigureLine, ...]) -> tuple[tuple[str, Month], ...]:
    names = ("received", "answered", "on_time", "overdue_open")
    found: dict[str, Counter[str]] = {}
    for each in days:
        found.setdefault(each.key[:7], Counter()).update({name: getattr(each, name) for name in names})
    return tuple((month, Month(**{name: sums[name] for name in names})) for month, sums in sorted(found.items()))


ORDERS = ("unit", "name_zh", "name_en", "issued", *(f"in_{state.value}" for state in OrderState), "late", "answered", "on_time")


def as_rows(found: Supervised) -> list[dict[str, Any]]:
    """Orders by unit, as tables and programs read them."""
    return [
        {"unit": each.unit, "name_zh": each.unit_name.zh, "name_en": each.unit_name.en, "issued": each.issued}
        | {f"in_{state.value}": count for state, count in each.states.items()}
        | {"late": each.late, "answered": each.answered, "on_time": each.on_time}
        for each in found.orders
    ]
