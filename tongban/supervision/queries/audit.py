"""The rules of supervision, switches, weeks and what two people decided of them, held against the ledger."""

from collections.abc import Iterator

from tongban.kernel import imprints
from tongban.supervision.models.watched import CORRECTION, EXCLUSION, RANKING, RELEASE, SWITCH


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the acts on it left, named, with the column."""
    for watched in (RELEASE, SWITCH, RANKING, EXCLUSION, CORRECTION):
        yield from imprints.audit(watched)
