"""What is left out of a week before it is signed off: proposed by one person, confirmed by another, with a reason that everybody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import facts, imprints, ledger, rows
from tongban.supervision import access, events
from tongban.supervision.actions.week import COUNTED, LockedWeek
from tongban.supervision.models import Exclusion, watched
from tongban.supervision.queries.city import release
from tongban.supervision.queries.counting import left_out_of
from tongban.supervision.queries.wording import public_words
from tongban.supervision.terms import (
    AlreadyDecided,
    Decided,
    ReasonMissing,
    SamePerson,
    SignedOff,
    UnknownExclusion,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import NewExclusion

DECISION = ("state", "decided_by", "decided_at")


@transaction.atomic(savepoint=False)
def propose_exclusion(*, week: str, exclusion: NewExclusion, reason: str, by: Actor, at: datetime) -> UUID:
    """Ask another person to leave a message, a rating or a case out of a week that is closed and not signed off.

    Refuses: NoSupervision, Denied, ReasonMissing, UnknownWeek, SignedOff, NotCounted, LeftOutAlready.
    """
    access.require_desk(by, release().desks.supervise)
    if not public_words(reason):
        raise ReasonMissing
    held = LockedWeek.of(week)
    if held.row.signed_at is not None:
        raise SignedOff(week)
    row = held.left_out(exclusion, reason, by=by, at=at)
    codes = {"week": week, "kind": row.kind, "unit": row.unit} | imprints.of((watched.EXCLUSION, row, None))
    rows.write(
        *rows.insert(row),
        ledger.entry("supervision.propose_exclusion", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.ExclusionProposed(**held.about(), exclusion_id=row.pk, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def confirm_exclusion(*, exclusion_id: UUID, by: Actor, at: datetime) -> None:
    """Leave it out; the week is counted again as of the same moment.

    Refuses: NoSupervision, Denied, UnknownExclusion, AlreadyDecided, SamePerson, SignedOff.
    """
    held, row = _decided(exclusion_id, Decided.CONFIRMED, by, at)
    held.counted([*left_out_of(held.key, held.row.version), row], at=at)
    change, imprint = held.changed(COUNTED)
    codes = {"exclusion": str(row.pk), "week": held.key} | imprint
    rows.write(
        change,
        rows.update(row, DECISION),
        ledger.entry("supervision.count_again", by=by, at=at, subject=held.row, codes=codes, digest=held.row.digest),
        ledger.entry("supervision.confirm_exclusion", by=by, at=at, subject=row, codes=imprints.of((watched.EXCLUSION, row, DECISION))),
        facts.entry(events.ExclusionDecided(**held.about(), exclusion_id=row.pk, confirmed=True, at=at)),
    )


@transaction.atomic(savepoint=False)
def dismiss_exclusion(*, exclusion_id: UUID, by: Actor, at: datetime) -> None:
    """It counts. Refuses: NoSupervision, Denied, UnknownExclusion, AlreadyDecided, SamePerson, SignedOff."""
    held, row = _decided(exclusion_id, Decided.DISMISSED, by, at)
    rows.write(
        rows.update(row, DECISION),
        ledger.entry("supervision.dismiss_exclusion", by=by, at=at, subject=row, codes=imprints.of((watched.EXCLUSION, row, DECISION))),
        facts.entry(events.ExclusionDecided(**held.about(), exclusion_id=row.pk, confirmed=False, at=at)),
    )


def _decided(exclusion_id: UUID, state: Decided, by: Actor, at: datetime) -> tuple[LockedWeek, Exclusion]:
    """The week and the exclusion, both locked, with the decision of a second person."""
    access.require_desk(by, release().desks.second)
    week = Exclusion.objects.filter(pk=exclusion_id, correction__isnull=True).values_list("week", flat=True).first()
    if week is None:
        raise UnknownExclusion(str(exclusion_id))
    held = LockedWeek.of(week)
    row = Exclusion.objects.select_for_update(of=("self",)).get(pk=exclusion_id)
    if row.state != Decided.PROPOSED:
        raise AlreadyDecided(str(exclusion_id))
    if row.proposed_by == by.id:
        raise SamePerson(str(exclusion_id))
    if held.row.signed_at is not None:
        raise SignedOff(week)
    row.state, row.decided_by, row.decided_at = state.value, by.id, at
    return held, row
