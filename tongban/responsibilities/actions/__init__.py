"""Verbs on a city's data."""

from tongban.responsibilities.actions.city import load_board
