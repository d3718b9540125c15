"""Shares on time of units: a point on its 95 % interval, so that few cases look as uncertain as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import altair as alt

from tongban.prints.charts import look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.prints.terms import ChartWords, UnitRate

ROW = 26


def intervals(title: str, words: ChartWords, rates: Sequence[UnitRate]) -> alt.LayerChart | alt.FacetChart:
    """Of these units, in this order."""
    names = [words.cases.format(name=each.name, n=each.n) for each in rates]
    values = [{"who": name, "share": each.share, "lower": each.lower, "upper": each.upper} for name, each in zip(names, rates, strict=True)]
    y = alt.Y("who:N", sort=names, axis=alt.Axis(title=None, labelLimit=240, ticks=False, domain=False))
    axis = alt.Axis(format="%", title=words.on_time, tickCount=5)
    x = alt.Scale(domain=[0, 1])
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    layers = [
        base.mark_rule(strokeWidth=2.4, color=look.BLUE).encode(x=alt.X("lower:Q", scale=x, axis=axis), x2="upper:Q"),
        base.mark_tick(thickness=2, size=10, color=look.BLUE).encode(x=alt.X("lower:Q", scale=x)),
        base.mark_tick(thickness=2, size=10, color=look.BLUE).encode(x=alt.X("upper:Q", scale=x)),
        base.mark_point(filled=True, size=70, color=look.INK, opacity=1).encode(x=alt.X("share:Q", scale=x)),
    ]
    return alt.layer(*layers).properties(
        width=look.WIDE - 200, height=ROW * max(1, len(rates)), title=alt.TitleParams(title, subtitle=words.read_rates)
    )
