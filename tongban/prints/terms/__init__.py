"""Words of `prints`."""
# pyright: reportUnusedImport=false

from tongban.prints.terms.pictures import ChartPlan, CurveWeek, Moved, ReportPicture, UnitRate
from tongban.prints.terms.words import EN, LANGUAGES, ZH, ChartWords
