"""Reports with all that belongs to them, held against the ledger."""

from collections.abc import Iterator

from tongban.kernel import imprints
from tongban.reports.models.watched import OF_REPORT, REPORT


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the acts on it left, named, with the column."""
    yield from imprints.audit(REPORT, OF_REPORT, "report")
