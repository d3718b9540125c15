"""Verbs of `catalog`, the only writers of its tables."""

from tongban.catalog.actions.importing import import_items
from tongban.catalog.actions.loading import load_city
from tongban.catalog.actions.publishing import change_state, publish
