"""Every message, with all that belongs to it, held against the ledger."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import Q

from tongban.board.models import Dispatched, Follower, Message
from tongban.board.models.watched import MESSAGE, OTHERS
from tongban.kernel import imprints
from tongban.responsibilities.queries import MENTIONED, NAMED, named_in
from tongban.responsibilities.terms import Kind


def audit() -> Iterator[str]:
    """For whoever doubts: each row of the board that is not what the acts on it left, named, with the column."""
    yield from imprints.audit(MESSAGE, OTHERS, "message")
    yield from imprints.miscounted(Message, "followers", Follower, "message")
    yield from _misnamed()


def _misnamed() -> Iterator[str]:
    """Reports whose row does not say whom their record of dispatch names, and whom the desk has freed."""
    told: dict[object, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    record = Dispatched.objects.filter(Q(rule__startswith=NAMED) | Q(rule=MENTIONED), message__kind=Kind.REPORT)
    for message, rule, unit in record.values_list("message", "rule", "unit"):
        names, mentioned = told[message]
        mentioned.add(unit) if rule == MENTIONED else names.update(named_in(rule))
    rows = Message.objects.filter(~Q(names=[]) | ~Q(mentioned=[]) | Q(pk__in=list(told)))
    for pk, *said in rows.values_list("pk", "names", "mentioned"):
        for column, codes, meant in zip(("names", "mentioned"), said, told[pk], strict=True):
            if set(codes) != meant:
                yield f"board_message {pk}: {column} says {sorted(codes)}, and the record of dispatch {sorted(meant)}"
