"""Words of `insight`."""

from tongban.insight.terms.found import DetectionDone, FalseAlarms, NoteLine, SurgeLine, SurgeView, SurgeWeek, Verdict
from tongban.insight.terms.refusals import (
    AlreadyJudged,
    Denied,
    ExtraMissing,
    InsightRefused,
    NoSnapshot,
    NotYet,
    NoWords,
    SnapshotRunning,
    UnknownSurge,
)
from tongban.insight.terms.snapshots import Area, Cell, RatedWeek, SnapshotTaken, UnitFigures, WeekCount
from tongban.insight.terms.surges import Burst, Episode, Method, Series, SurgeTest

__all__ = [
    "AlreadyJudged",
    "Area",
    "Burst",
    "Cell",
    "Denied",
    "DetectionDone",
    "Episode",
    "ExtraMissing",
    "FalseAlarms",
    "InsightRefused",
    "Method",
    "NoSnapshot",
    "NoWords",
    "NotYet",
    "NoteLine",
    "RatedWeek",
    "Series",
    "SnapshotRunning",
    "SnapshotTaken",
    "SurgeLine",
    "SurgeTest",
    "SurgeView",
    "SurgeWeek",
    "UnitFigures",
    "UnknownSurge",
    "Verdict",
    "WeekCount",
]
