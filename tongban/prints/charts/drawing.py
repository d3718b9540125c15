"""A chart drawn, by what its figures are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.prints.charts import look
from tongban.prints.charts.changes import panels
from tongban.prints.charts.rates import intervals
from tongban.prints.charts.svg import finished
from tongban.prints.charts.weeks import curve
from tongban.prints.terms.pictures import CurveWeek, Moved, UnitRate

if TYPE_CHECKING:
    from tongban.prints.terms.pictures import ChartPlan


def drawn(plan: ChartPlan) -> bytes:
    """As SVG, safe to serve. Nothing to draw is an error of the caller."""
    return finished(look.dressed(_chart(plan)), plan.title, plan.told)


def _chart(plan: ChartPlan):
    match plan.figures:
        case (CurveWeek(), *_):
            return curve(plan.title, plan.words, [each for each in plan.figures if isinstance(each, CurveWeek)])
        case (Moved(), *_):
            return panels(plan.title, plan.words, [each for each in plan.figures if isinstance(each, Moved)])
        case (UnitRate(), *_):
            return intervals(plan.title, plan.words, [each for each in plan.figures if isinstance(each, UnitRate)])
        case _:
            raise ValueError(f"nothing to draw for {plan.key}")
