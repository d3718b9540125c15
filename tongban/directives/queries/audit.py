"""Orders, interviews, requests and second complaints, with all that belongs to them, held against the ledger."""

from collections.abc import Iterator

from tongban.directives.models.watched import ASK, INTERVIEW, OF_INTERVIEW, OF_ORDER, ORDER, SECOND_COMPLAINT
from tongban.kernel import imprints


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the acts on it left, named, with the column."""
    yield from imprints.audit(ASK)
    yield from imprints.audit(SECOND_COMPLAINT)
    yield from imprints.audit(ORDER, OF_ORDER, "order")
    yield from imprints.audit(INTERVIEW, OF_INTERVIEW, "interview")
