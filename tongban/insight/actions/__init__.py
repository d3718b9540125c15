"""Verbs of `insight`."""

from tongban.insight.actions.detections import record_detection
from tongban.insight.actions.surges import dismiss_surge, mark_true, note_on_surge
