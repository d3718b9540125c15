"""What analysts keep an eye on, held against the ledger."""

from collections.abc import Iterator

from tongban.kernel import imprints
from tongban.watches.models.watched import WATCH, WATCH_ALERT, WATCH_NOTE


def audit() -> Iterator[str]:
    """For whoever doubts: each watch, note and alert that is not what the acts on it left, named, with the column."""
    yield from imprints.audit(WATCH, [WATCH_NOTE, WATCH_ALERT], "watch")
