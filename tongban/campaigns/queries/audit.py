"""Campaigns with all that belongs to them, held against the ledger."""

from collections.abc import Iterator

from tongban.campaigns.models.watched import CAMPAIGN, OF_CAMPAIGN
from tongban.kernel import imprints


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the acts on it left, named, with the column."""
    yield from imprints.audit(CAMPAIGN, OF_CAMPAIGN, "campaign")
