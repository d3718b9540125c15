"""The curve of a surge: persons of each week against what was expected and the bound, last year's same weeks, messages beside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt

from tongban.prints.charts import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.prints.terms import ChartWords, CurveWeek

HIGH = 250
FEW, STROKE = 2, 30  # with fewer tested weeks there is no line to draw: a stroke of this length stands for it
LABELS = 14  # so many names of weeks have room
# What a line is: the word for its name, where its figures are, its colour and its dashes. The order is that of the legend.
LINES = (
    ("persons", "persons", look.BLUE, [1, 0]),
    ("expected", "expected", look.SOFT, [6, 3]),
    ("bound", "bound", look.RED, [10, 2, 2, 2]),
    ("same_week", "year_before", look.INK, [1, 3]),
)


def curve(title: str, words: ChartWords, weeks: Sequence[CurveWeek]) -> alt.LayerChart | alt.FacetChart:
    """Of one series."""
    values = [{name: getattr(each, name) for name in ("name", "persons", "messages", "expected", "bound", "alarm")} for each in weeks]
    lines = [
        {"name": each.name, "line": getattr(words, word), "count": getattr(each, field)}
        for word, field, _, _ in LINES
        for each in weeks
        if getattr(each, field) is not None
    ]
    step = -(-len(weeks) // LABELS)
    axis = alt.Axis(values=[each.name for each in weeks][:: max(1, step)], labelAngle=-40, title=None)
    x = alt.X("name:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.3, domain=[each.name for each in weeks]))
    return alt.layer(*_ground(values, x, words.axis), *_lines(lines, values, x, words)).properties(
        width=look.WIDE, height=HIGH, title=alt.TitleParams(title, subtitle=words.read_weeks)
    )


def _ground(values: list[dict[str, Any]], x: alt.X, axis: str) -> list[alt.Chart]:
    """Bars of messages, and over them the room between what was expected and the bound: of a week that stands alone a bar too."""
    base = alt.Chart(alt.Data(values=values)).encode(x=x)
    held = base.transform_filter("isValid(datum.bound) && isValid(datum.expected)")
    room = held.mark_area if _tested(values) >= FEW else held.mark_bar
    return [
        base.mark_bar(color=look.TINT, stroke=look.EDGE, strokeWidth=0.6).encode(
            y=alt.Y("messages:Q", title=axis, axis=alt.Axis(tickMinStep=1, format="d"))
        ),
        room(color=look.EDGE, opacity=0.28).encode(y="expected:Q", y2="bound:Q"),
    ]


def _tested(values: list[dict[str, Any]]) -> int:
    return sum(each["bound"] is not None for each in values)


def _lines(lines: list[dict[str, Any]], values: list[dict[str, Any]], x: alt.X, words: ChartWords) -> list[alt.Chart]:
    shown = [each for each in LINES if any(line["line"] == getattr(words, each[0]) for line in lines)]
    names = [getattr(words, each[0]) for each in shown]
    colour = alt.Color("line:N", sort=None, scale=alt.Scale(domain=names, range=[each[2] for each in shown]))
    dash = alt.StrokeDash("line:N", sort=None, scale=alt.Scale(domain=names, range=[each[3] for each in shown]))
    base = alt.Chart(alt.Data(values=values)).encode(x=x)
    told = alt.Chart(alt.Data(values=lines)).encode(x=x, y="count:Q", color=colour)
    return [
        told.mark_line(strokeWidth=2).encode(strokeDash=dash),
        *(_strokes(base) if _tested(values) < FEW else ()),
        base.mark_point(filled=True, size=34, color=look.BLUE, opacity=1).encode(y="persons:Q"),
        base.transform_filter("datum.alarm")
        .mark_point(shape="triangle-up", size=150, filled=True, color=look.RED, stroke=look.INK, opacity=1)
        .encode(y="persons:Q"),
    ]


def _strokes(base: alt.Chart) -> tuple[alt.Chart, ...]:
    """What was expected and the bound, of a week that stands alone."""
    marks = (("expected:Q", look.SOFT), ("bound:Q", look.RED))
    return tuple(base.mark_tick(thickness=2.4, size=STROKE, orient="horizontal", color=tone, opacity=1).encode(y=y) for y, tone in marks)
