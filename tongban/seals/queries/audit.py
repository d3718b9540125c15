"""Every seal, what happened to it, and whom its owner lets use it, held against the ledger."""

from collections.abc import Iterator

from tongban.kernel import imprints
from tongban.seals.models.watched import EVENT, GRANT, SEAL


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the acts on it left, named, with the column. Older ones have other names there."""
    yield from imprints.audit(SEAL, (EVENT,), "seal", formerly=imprints.moved("licences.seal"))
    yield from imprints.audit(GRANT, formerly=imprints.moved("licences.sealgrant"))
