"""How charts look: the city's colours, and enough in shape and line that black and white print tells the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

INK, SOFT, LINE, EDGE, PAPER = "#1a2433", "#52606d", "#d9e0e6", "#7b8794", "#ffffff"
BLUE, GREEN, RED, TINT = "#0b5cad", "#1a7f4b", "#c02626", "#e8f1fa"
SANS = ("PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "sans-serif")
FONTS = ", ".join(SANS)
WIDE = 640


def dressed(chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
    """The chart in the city's look."""
    axis = {
        "labelColor": INK,
        "titleColor": SOFT,
        "gridColor": LINE,
        "domainColor": EDGE,
        "tickColor": EDGE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    }
    legend = {
        "labelColor": INK,
        "labelFontSize": 12,
        "symbolStrokeWidth": 2.2,
        "symbolSize": 420,
        "title": None,
        "orient": "top",
        "offset": 6,
    }
    told = {
        "color": INK,
        "fontSize": 15,
        "fontWeight": 600,
        "anchor": "start",
        "offset": 10,
        "limit": WIDE,
        "subtitleColor": SOFT,
        "subtitleFontSize": 12,
    }
    return chart.configure(background=PAPER, font=FONTS, axis=axis, legend=legend, title=told, view={"stroke": None})
