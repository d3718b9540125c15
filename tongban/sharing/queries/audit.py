"""Every authorisation, consumer and right of one, held against the ledger."""

from collections.abc import Iterator

from tongban.kernel import imprints
from tongban.sharing.models.watched import CONSUMER, GRANT, RIGHT


def audit() -> Iterator[str]:
    """For whoever doubts: each row that is not what the acts on it left, named, with the column. Older ones have other names there."""
    yield from imprints.audit(GRANT, formerly=imprints.moved("licences.usegrant"))
    yield from imprints.audit(CONSUMER, (RIGHT,), "consumer", formerly=imprints.moved("licences.consumer"))
