"""Nouns of `watches`."""

from tongban.watches.models.watches import Watch, WatchAlert, WatchNote
