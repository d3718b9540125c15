"""Verbs of `snapshots`."""

from tongban.snapshots.actions.snapshots import record_snapshot
