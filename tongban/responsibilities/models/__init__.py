"""Nouns of `responsibilities`."""

from tongban.responsibilities.models.city import BoardReleaseRow
