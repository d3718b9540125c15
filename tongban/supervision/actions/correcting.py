"""勘误: a week that was signed off is counted again, by two people and for a reason that everybody reads. The old version stays."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import facts, imprints, ledger, rows
from tongban.supervision import access, events
from tongban.supervision.actions.week import LockedWeek
from tongban.supervision.models import Correction, Exclusion, Ranking, watched
from tongban.supervision.queries.city import release
from tongban.supervision.queries.counting import left_out_of
from tongban.supervision.queries.wording import public_words
from tongban.supervision.terms import (
    AlreadyDecided,
    CountedDifferently,
    Decided,
    NotSignedOff,
    ReasonMissing,
    SamePerson,
    UnknownCorrection,
    UnknownExclusion,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import NewExclusion

DECISION = ("state", "decided_by", "decided_at")
EXCLUDES = "excludes"  # how many exclusions wait with a correction: none goes away behind the verbs' back


@transaction.atomic(savepoint=False)
def propose_correction(
    *, week: str, reason: str, excludes: Collection[NewExclusion] = (), restores: Collection[UUID] = (), by: Actor, at: datetime
) -> UUID:
    """Ask another person to have the newest version of a week corrected: by what is left out besides, by what counts again, by the
    rules as they are now. Refuses: NoSupervision, Denied, ReasonMissing, UnknownWeek, NotSignedOff, StillProposed,
    CountedDifferently, NotCounted, LeftOutAlready, UnknownExclusion.
    """
    access.require_desk(by, release().desks.supervise)
    reason = public_words(reason)
    if not reason:
        raise ReasonMissing
    held = LockedWeek.of(week)
    if held.row.signed_at is None:
        raise NotSignedOff(week)
    held.require_decided()
    held.require_counted()
    _require_held(held, restores)
    told = [str(each) for each in restores]
    row = Correction(week=week, of_version=held.row.version, reason=reason, restores=told, proposed_by=by.id, proposed_at=at)
    codes = {"week": week, "version": str(row.of_version), EXCLUDES: str(len(excludes))} | imprints.of((watched.CORRECTION, row, None))
    rows.write(
        *rows.insert(row),
        ledger.entry("supervision.propose_correction", by=by, at=at, subject=row, codes=codes),
        facts.entry(events.CorrectionProposed(**held.about(), correction_id=row.pk, at=at)),
    )
    for each in excludes:
        _leave_out(held, row, each, by, at)
    return row.pk


@transaction.atomic(savepoint=False)
def confirm_correction(*, correction_id: UUID, by: Actor, at: datetime) -> UUID:
    """Count the week once more as of the same moment, as its next version, which waits to be signed off. Returns that version.

    Refuses: NoSupervision, Denied, UnknownCorrection, AlreadyDecided, SamePerson, CountedDifferently.
    """
    held, row = _decided(correction_id, Decided.CONFIRMED, by, at)
    held.require_counted()
    old = held.row
    for each in _waiting_with(row):
        each.state, each.decided_by, each.decided_at = row.state, by.id, at
        _write(each, DECISION, "supervision.confirm_exclusion", by, at)
    for each in Exclusion.objects.select_for_update(of=("self",)).filter(pk__in=row.restores).order_by("pk"):
        each.until_version = old.version + 1
        _write(each, ("until_version",), "supervision.restore_exclusion", by, at)
    new = LockedWeek(Ranking(week=row.week, version=old.version + 1, release_id=release().id, closed_at=old.closed_at, correction=row))
    new.counted(left_out_of(row.week, new.row.version), at=at)
    codes = {"week": row.week, "version": str(new.row.version)}
    rows.write(
        rows.update(row, DECISION),
        *rows.insert(new.row),
        ledger.entry(
            "supervision.confirm_correction", by=by, at=at, subject=row, codes=codes | imprints.of((watched.CORRECTION, row, DECISION))
        ),
        ledger.entry(
            "supervision.count_corrected",
            by=by,
            at=at,
            subject=new.row,
            codes=codes | imprints.of((watched.RANKING, new.row, None)),
            digest=new.row.digest,
        ),
        facts.entry(events.CorrectionDecided(**new.about(), correction_id=row.pk, confirmed=True, at=at)),
    )
    return new.row.pk


@transaction.atomic(savepoint=False)
def dismiss_correction(*, correction_id: UUID, by: Actor, at: datetime) -> None:
    """The week stays as it is. Refuses: NoSupervision, Denied, UnknownCorrection, AlreadyDecided, SamePerson."""
    held, row = _decided(correction_id, Decided.DISMISSED, by, at)
    for each in Exclusion.objects.select_for_update(of=("self",)).filter(correction=row).order_by("pk"):
        each.state, each.decided_by, each.decided_at = row.state, by.id, at
        _write(each, DECISION, "supervision.dismiss_exclusion", by, at)
    rows.write(
        rows.update(row, DECISION),
        ledger.entry("supervision.dismiss_correction", by=by, at=at, subject=row, codes=imprints.of((watched.CORRECTION, row, DECISION))),
        facts.entry(events.CorrectionDecided(**held.about(), correction_id=row.pk, confirmed=False, at=at)),
    )


def _require_held(held: LockedWeek, restores: Collection[UUID]) -> None:
    """Each is left out of the version that is to be corrected. Refuses: UnknownExclusion."""
    missing = set(restores).difference(each.pk for each in left_out_of(held.key, held.row.version))
    if missing:
        raise UnknownExclusion(", ".join(sorted(map(str, missing))))


def _waiting_with(correction: Correction) -> list[Exclusion]:
    """The exclusions that were proposed with a correction, locked: as many as the ledger knows. Refuses: CountedDifferently."""
    found = list(Exclusion.objects.select_for_update(of=("self",)).filter(correction=correction).order_by("pk"))
    acts = ledger.recorded(Correction._meta.label_lower, ["supervision.propose_correction"], [str(correction.pk)])
    if any(each.codes.get(EXCLUDES, str(len(found))) != str(len(found)) for each in acts):
        raise CountedDifferently(correction.week)
    return found


def _leave_out(held: LockedWeek, correction: Correction, new: NewExclusion, by: Actor, at: datetime) -> None:
    """What a correction leaves out besides, waiting with it."""
    row = held.left_out(new, correction.reason, by=by, at=at)
    row.correction, row.from_version = correction, held.row.version + 1
    codes = {"week": row.week, "kind": row.kind, "unit": row.unit} | imprints.of((watched.EXCLUSION, row, None))
    rows.write(*rows.insert(row), ledger.entry("supervision.propose_exclusion", by=by, at=at, subject=row, codes=codes))


def _write(row: Exclusion, columns: Collection[str], act: str, by: Actor, at: datetime) -> None:
    codes = imprints.of((watched.EXCLUSION, row, columns))
    rows.write(rows.update(row, columns), ledger.entry(act, by=by, at=at, subject=row, codes=codes))


def _decided(correction_id: UUID, state: Decided, by: Actor, at: datetime) -> tuple[LockedWeek, Correction]:
    """The week and the correction, both locked, with the decision of a second person."""
    access.require_desk(by, release().desks.second)
    week = Correction.objects.filter(pk=correction_id).values_list("week", flat=True).first()
    if week is None:
        raise UnknownCorrection(str(correction_id))
    held = LockedWeek.of(week)
    row = Correction.objects.select_for_update(of=("self",)).get(pk=correction_id)
    if row.state != Decided.PROPOSED:
        raise AlreadyDecided(str(correction_id))
    if row.proposed_by == by.id:
        raise SamePerson(str(correction_id))
    row.state, row.decided_by, row.decided_at = state.value, by.id, at
    return held, row
