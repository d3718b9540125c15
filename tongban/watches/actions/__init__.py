"""Verbs of `watches`."""

from tongban.watches.actions.watches import archive_watch, change_watch, count_watch, make_watch, note_on_watch, take_up_watch
