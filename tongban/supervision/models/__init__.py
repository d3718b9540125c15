"""Nouns of `supervision`."""

from tongban.supervision.models.city import SupervisionReleaseRow, Switch
from tongban.supervision.models.ranking import Correction, Exclusion, Ranking
