"""Every message, with all that belongs to it, held against the ledger."""

from collections.abc import Iterator

from tongban.board.models import Follower, Message
from tongban.board.models.watched import MESSAGE, OTHERS
from tongban.kernel import imprints


def audit() -> Iterator[str]:
    """For whoever doubts: each row of the board that is not what the acts on it left, named, with the column."""
    yield from imprints.audit(MESSAGE, OTHERS, "message")
    yield from imprints.miscounted(Message, "followers", Follower, "message")
