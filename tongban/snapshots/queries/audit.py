"""What was recorded of snapshots, held against the ledger."""

from collections.abc import Iterator

from tongban.kernel import imprints
from tongban.snapshots.models.watched import SNAPSHOT


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the act on it left, named, with the column."""
    yield from imprints.audit(SNAPSHOT)
