"""What happens to seals: making, custody, ending, and whom their owner lets use them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import facts, imprints, ledger, rows
from tongban.kernel.words.unseen import has_unseen
from tongban.seals import access, events, models, rules, terms
from tongban.seals.models import property as seals
from tongban.seals.models import watched

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

GRANT_BASIS = "Civil Code, art. 61 and 165"


@transaction.atomic(savepoint=False)
def make_seal(
    *,
    owner_kind: terms.SealOwner,
    owner: str,
    kind: terms.SealKind,
    name: str,
    custodian: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """Make a seal for its owner's key. The same seal again, while one lives, is refused.

    Refuses: SealNotTheirs, SealThere, UnseenInSeal.
    """
    _require_seen(name=name, custodian=custodian)
    access.require_seals(by, owner_kind, owner)
    seals.alone(owner_kind, owner)
    if models.Seal.objects.of(owner_kind, owner).living().filter(kind=kind).exists():
        raise terms.SealThere(name)
    row = models.Seal.made(owner_kind=owner_kind, owner=owner, kind=kind, name=name, custodian=custodian, at=at)
    event, codes = models.SealEvent.of(row, terms.SealChange.MAKE, by=by, at=at), {"owner": owner, "kind": kind.value}
    codes |= imprints.of((watched.SEAL, row, None), (watched.EVENT, event, None))
    rows.write(
        *rows.insert(row, event),
        ledger.entry("seals.make_seal", by=by, at=at, subject=row, basis=rules.SEAL_BASIS, codes=codes),
        facts.entry(events.SealMade(seal_id=row.pk, owner_kind=owner_kind.value, at=at)),
    )
    return row.pk


@transaction.atomic(savepoint=False)
def change_seal(*, seal_id: UUID, change: terms.SealChange, reason: str, custodian: str = "", by: Actor, at: datetime) -> terms.SealView:
    """Hand a seal over, suspend, resume, report it lost or destroy it. What was sealed before stays sealed.

    Refuses: UnknownSeal, WrongSealChange, UnseenInSeal.
    """
    _require_seen(reason=reason, custodian=custodian)
    row = _owned(seal_id, by)
    row.state = rules.seal_changed(terms.SealState(row.state), change)
    row.custodian = custodian if change is terms.SealChange.HAND_OVER else row.custodian
    event, changed = models.SealEvent.of(row, change, reason=reason, by=by, at=at), ["state", "custodian"]
    codes = {"change": change.value} | imprints.of((watched.SEAL, row, changed), (watched.EVENT, event, None))
    rows.write(
        rows.update(row, changed),
        *rows.insert(event),
        ledger.entry("seals.change_seal", by=by, at=at, subject=row, basis=rules.SEAL_BASIS, codes=codes),
        facts.entry(events.SealChanged(seal_id=row.pk, change=change.value, at=at)),
    )
    return row.as_view()


@transaction.atomic(savepoint=False)
def grant_seal(
    *, seal_id: UUID, person_id: UUID, person_name: str, valid_from: date, valid_until: date | None = None, by: Actor, at: datetime
) -> UUID:
    """Let a named agent use a company's seal; a grant that covers the same time already stays.

    Refuses: UnknownSeal, SealEnded, SealExpired, SealPeriodReversed.
    """
    row = _owned(seal_id, by)
    row.require_usable(at)
    if valid_until is not None and valid_until < valid_from:
        raise terms.SealPeriodReversed(f"{valid_from} to {valid_until}")
    last = valid_until or date.max
    known = [each for each in row.grants.filter(person_id=person_id) if each.lives(valid_from) and (each.valid_until or date.max) >= last]
    if known:
        return known[0].pk
    grant = models.SealGrant(seal=row, person_id=person_id, person_name=person_name, granted_by=by.id, granted_at=at)
    grant.valid_from, grant.valid_until = valid_from, valid_until
    codes = {"seal": row.esid} | imprints.of((watched.GRANT, grant, None))
    rows.write(
        *rows.insert(grant),
        ledger.entry("seals.grant_seal", by=by, at=at, subject=grant, basis=GRANT_BASIS, codes=codes),
        facts.entry(events.SealGranted(seal_id=row.pk, grant_id=grant.pk, at=at)),
    )
    return grant.pk


@transaction.atomic(savepoint=False)
def revoke_seal_grant(*, grant_id: UUID, by: Actor, at: datetime) -> None:
    """Take a grant back at once; one that was taken back stays so. Refuses: UnknownSeal."""
    grant = models.SealGrant.objects.filter(pk=grant_id).first()
    row = _owned(grant.seal_id if grant else grant_id, by)
    grant = row.grants.get(pk=grant_id)
    if grant.revoked_at is not None:
        return
    grant.revoked_at = at
    codes = {"seal": row.esid} | imprints.of((watched.GRANT, grant, ["revoked_at"]))
    rows.write(
        rows.update(grant, ["revoked_at"]),
        ledger.entry("seals.revoke_seal_grant", by=by, at=at, subject=grant, basis="Civil Code, art. 173", codes=codes),
        facts.entry(events.SealGrantRevoked(seal_id=row.pk, grant_id=grant.pk, at=at)),
    )


@transaction.atomic(savepoint=False)
def log_seal_use(*, seal_id: UUID, subject: str, digest: str, grant_id: UUID | None = None, by: Actor, at: datetime) -> None:
    """Note what a seal was used for, in the transaction that used it. Refuses: SealNotGranted for whoever may not use it."""
    row = models.Seal.objects.select_for_update(of=("self",), no_key=True).get(pk=seal_id)
    access.require_use(by, terms.SealOwner(row.owner_kind), row.owner, granted=grant_id is not None)
    rows.write(
        *rows.insert(models.SealUse.of(row.pk, subject=subject, digest=digest, grant_id=grant_id, by=by, at=at)),
        ledger.entry("seals.log_seal_use", by=by, at=at, subject=row, codes={"of": subject}, digest=digest),
        facts.entry(events.SealUsed(seal_id=row.pk, grant_id=grant_id, at=at)),
    )


def _owned(seal_id: UUID, by: Actor) -> models.Seal:
    """The seal, locked; only its owner disposes of it."""
    row = models.Seal.objects.select_for_update(of=("self",)).filter(pk=seal_id).first()
    if row is None or not access.disposes_of(by, terms.SealOwner(row.owner_kind), row.owner):
        raise terms.UnknownSeal(str(seal_id))
    return row


def _require_seen(**texts: str) -> None:
    """What is kept of a seal and shown to others holds nothing unseen. Refuses: UnseenInSeal."""
    for what, text in texts.items():
        if has_unseen(text):
            raise terms.UnseenInSeal(what)
