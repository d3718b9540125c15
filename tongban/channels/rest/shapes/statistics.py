"""Shapes of the city's statistics: each figure with its n, and what it means."""

from datetime import date
from typing import Self

from ninja import Schema

from tongban.channels.parts.statistics import CASES, DEFINITIONS, Statistics, Supervised
from tongban.channels.rest.shapes.board_figures import FigureShape
from tongban.channels.rest.shapes.words import Words
from tongban.directives.terms import InterviewFigure, OrderFigure
from tongban.insight.terms import Change, Trend, TrendLine, Trends


class CaseFiguresShape(Schema):
    """Cases that were promised for the period, up to now."""

    due: int
    on_time: int
    late: int
    unanswered: int
    punctuality: float | None


class SpanShape(Schema):
    """A day, or of a year a month."""

    key: str
    received: int
    answered: int
    on_time: int
    overdue_open: int
    punctuality: float | None


class StatisticsShape(Schema):
    period: str
    since: date
    until: date
    messages: FigureShape
    cases: CaseFiguresShape
    spans: list[SpanShape]
    definitions: dict[str, Words]

    @classmethod
    def of(cls, told: Statistics) -> Self:
        cases = {name: getattr(told.cases, name) for name in CaseFiguresShape.model_fields}
        names = [name for name in SpanShape.model_fields if name != "key"]
        return cls(
            period=told.period,
            since=told.since,
            until=told.until,
            messages=FigureShape.of(told.messages),
            cases=CaseFiguresShape(**cases),
            spans=[SpanShape(key=key, **{name: getattr(each, name) for name in names}) for key, each in told.days],
            definitions={name: Words.in_both(words) for name, words in (DEFINITIONS | {"cases": CASES}).items()},
        )


class OrderFigureShape(Schema):
    """Orders that a unit was given, as they stand now. `on_time` of `answered`: the first answer."""

    unit: str
    name: Words
    issued: int
    states: dict[str, int]
    late: int
    answered: int
    on_time: int

    @classmethod
    def of(cls, each: OrderFigure) -> Self:
        names = ("unit", "issued", "late", "answered", "on_time")
        states = {state.value: count for state, count in each.states.items()}
        return cls(**{name: getattr(each, name) for name in names}, name=Words.of(each.unit_name), states=states)


class InterviewFigureShape(Schema):
    """How often a unit was interviewed, and how many heads in all."""

    unit: str
    name: Words
    interviews: int
    heads: int

    @classmethod
    def of(cls, each: InterviewFigure) -> Self:
        return cls(unit=each.unit, name=Words.of(each.unit_name), interviews=each.interviews, heads=each.heads)


class SupervisedShape(Schema):
    period: str
    since: date
    until: date
    issued: int
    order_states: dict[str, int]
    orders: list[OrderFigureShape]
    held: int
    heads: int
    interview_states: dict[str, int]
    interviews: list[InterviewFigureShape]

    @classmethod
    def of(cls, told: Supervised) -> Self:
        return cls(
            **{name: getattr(told, name) for name in ("period", "since", "until", "issued", "held", "heads")},
            order_states={state.value: count for state, count in told.order_states},
            orders=[OrderFigureShape.of(each) for each in told.orders],
            interview_states={state.value: count for state, count in told.interview_states},
            interviews=[InterviewFigureShape.of(each) for each in told.interviews],
        )


class ChangeShape(Schema):
    """A count against `before` a week: their ratio with 95 % bounds; null where there was nothing before."""

    before: float
    weeks: int
    ratio: float | None
    lower: float | None
    upper: float | None
    movement: str

    @classmethod
    def of(cls, each: Change | None) -> Self | None:
        return cls(**{name: getattr(each, name) for name in cls.model_fields}) if each else None


class TrendShape(Schema):
    """A class or district in the week. `counts` are the weeks of a year and this one, the oldest first; null is not known."""

    key: str
    name: Words
    n: int
    dispersion: float
    last_week: ChangeShape | None
    last_year: ChangeShape | None
    mean: ChangeShape | None
    counts: list[int | None]

    @classmethod
    def of(cls, line: TrendLine) -> Self:
        return cls._of(line.trend, Words.of(line.name))

    @classmethod
    def _of(cls, trend: Trend, name: Words) -> Self:
        changes = {name: ChangeShape.of(getattr(trend, name)) for name in ("last_week", "last_year", "mean")}
        return cls(key=trend.key, name=name, n=trend.n, dispersion=trend.dispersion, counts=list(trend.counts), **changes)

    @classmethod
    def whole(cls, trend: Trend) -> Self:
        return cls._of(trend, Words(zh="全市", en="The whole city"))


class TrendsShape(Schema):
    by: str
    week: str
    monday: date
    minimum: int
    whole: TrendShape
    lines: list[TrendShape]

    @classmethod
    def of(cls, told: Trends) -> Self:
        return cls(
            **{name: getattr(told, name) for name in ("by", "week", "monday", "minimum")},
            whole=TrendShape.whole(told.whole),
            lines=[TrendShape.of(each) for each in told.lines],
        )
