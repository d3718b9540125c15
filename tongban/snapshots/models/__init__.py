"""Nouns of `snapshots`."""

from tongban.snapshots.models.snapshots import Snapshot
