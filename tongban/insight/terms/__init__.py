"""Words of `insight`."""
# pyright: reportUnusedImport=false

from tongban.insight.terms.found import DetectionDone, FalseAlarms, NoteLine, SurgeLine, SurgeView, SurgeWeek, Verdict
from tongban.insight.terms.refusals import AlreadyJudged, Denied, InsightRefused, NotYet, NoWords, UnknownSurge
from tongban.insight.terms.surges import Burst, Episode, Method, Series, SurgeTest
