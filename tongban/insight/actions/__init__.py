"""Verbs of `insight`."""

from tongban.insight.actions.detections import record_detection
from tongban.insight.actions.surges import dismiss_surge, mark_true, note_on_surge
from tongban.insight.actions.watches import archive_watch, change_watch, count_watch, make_watch, note_on_watch, take_up_watch
