"""Words of `insight`."""
# pyright: reportUnusedImport=false

from tongban.insight.terms.found import (
    DetectionDone,
    FalseAlarms,
    NoteLine,
    SurgeLine,
    SurgeView,
    SurgeWeek,
    TrueSurge,
    TrueSurgeWeek,
    Verdict,
)
from tongban.insight.terms.refusals import (
    AlreadyJudged,
    Denied,
    ImpossibleCount,
    InsightRefused,
    NoCondition,
    NotYet,
    NotYourWatch,
    NoWords,
    TooManyWatches,
    TooManyWords,
    UnknownArea,
    UnknownClass,
    UnknownSurge,
    UnknownWatch,
    Unnamed,
    WatchArchived,
    WordLength,
)
from tongban.insight.terms.reported import DetectionProof
from tongban.insight.terms.surges import Burst, Episode, Method, Series, SurgeTest
from tongban.insight.terms.trends import Change, Comparison, Movement, Trend, TrendBy, TrendLine, Trends
from tongban.insight.terms.watches import EVERYWHERE, NewWatch, WatchAlertLine, WatchLine, WatchView
