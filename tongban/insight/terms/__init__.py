"""Words of `insight`."""
# pyright: reportUnusedImport=false

from tongban.insight.terms.found import (
    DetectionDone,
    FalseAlarms,
    NoteLine,
    ShareTest,
    SurgeLine,
    SurgeView,
    SurgeWeek,
    TrueSurge,
    TrueSurgeWeek,
    Verdict,
)
from tongban.insight.terms.refusals import AlreadyJudged, Denied, InsightRefused, NotYet, NoWords, UnknownSurge
from tongban.insight.terms.reported import DetectionProof
from tongban.insight.terms.surges import Burst, Curve, Episode, Method, Series, SurgeTest
from tongban.insight.terms.trends import Change, Comparison, Movement, Trend, TrendBy, TrendLine, Trends
