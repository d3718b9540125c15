"""Charts of a report, drawn by Altair to SVG. The only place that needs `requirements/insight.txt`; whoever draws imports it inside."""

from tongban.prints.charts.drawing import drawn
