"""How volumes moved: a small panel each, from the same week of last year over last week to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from tongban.prints.charts import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.prints.terms import ChartWords, Moved

COLUMNS = 4
WIDE, HIGH, GAP = 128, 84, 26
MARKS = {1: "▲ ", -1: "▽ ", 0: ""}
COLOURS = {1: look.RED, -1: look.GREEN, 0: look.BLUE}


def panels(title: str, words: ChartWords, changes: Sequence[Moved]) -> alt.ConcatChart:
    """Each with a scale of its own."""
    chart = alt.concat(*(_panel(each, words) for each in changes), columns=COLUMNS, spacing=GAP)
    return chart.properties(title=alt.TitleParams(title, subtitle=words.read_changes))


def _panel(change: Moved, words: ChartWords) -> alt.LayerChart | alt.FacetChart:
    stops = ((change.year_before, words.last_year), (change.before, words.last_week), (change.now, words.this_week))
    counts = [(stop, count) for count, stop in stops if count is not None]
    base = alt.Chart(alt.Data(values=[{"stop": stop, "count": count} for stop, count in counts])).encode(
        x=alt.X("stop:N", scale=alt.Scale(domain=[stop for _, stop in stops]), axis=alt.Axis(title=None, labelAngle=0, grid=False)),
        y=alt.Y("count:Q", scale=alt.Scale(zero=True, nice=True, padding=12), axis=None),
    )
    layers: list[alt.Chart] = [
        base.mark_line(strokeWidth=1.6, color=look.SOFT),
        base.mark_point(filled=True, size=42, opacity=1, color=COLOURS[change.moved]),
        base.mark_text(dy=-10, fontSize=11, color=look.INK).encode(text=alt.Text("count:Q", format=",d")),
    ]
    if change.mean is not None:
        mean = alt.Chart(alt.Data(values=[{"mean": change.mean}])).mark_rule(strokeDash=[1, 3], color=look.EDGE)
        layers.insert(0, mean.encode(y=alt.Y("mean:Q", axis=None)))
    title = alt.TitleParams(f"{MARKS[change.moved]}{change.name}", fontSize=12, offset=4, limit=WIDE + GAP)
    return alt.layer(*layers).properties(width=WIDE, height=HIGH, title=title)
