"""Annotated copies as their receivers fetch them, and as whoever works on a case sees them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from tongban.identity.terms import PUBLIC, ActorKind
from tongban.kernel import access_log, clock, crypto, facts, files, ledger, rows
from tongban.licences.queries import opening
from tongban.licences.terms import LicenceState
from tongban.sharing import access, events, models, terms
from tongban.sharing.models.copy import TOKEN

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.licences.terms import Handling, Opened, Use

CASE_COPY = timedelta(days=180)  # what the copy in a case says of itself; a case that runs longer gets a new one


def copy_note(token: str, *, by: Actor = PUBLIC, at: datetime) -> terms.CopyNote:
    """What a link leads to, without fetching it; a consumer's leads no other anywhere. Refuses: UnknownLink, LinkExpired, LinkUsed."""
    copy = _living(token, at)
    if by.kind == copy.maker_kind == ActorKind.CONSUMER and by.id != copy.maker_id:
        raise terms.UnknownLink
    found = opening.located(licence_id=copy.licence_id)
    assert found is not None  # a licence is never deleted
    return copy.as_note(found.type_code)


def copy_content(token: str, *, at: datetime) -> terms.CopyFile:
    """The copy behind a link, once; drawn and sealed now. Whoever holds the link is its receiver, and the holder sees that it was fetched.

    Refuses: UnknownLink, LinkExpired, LinkUsed; UnusableLicence when the licence has ended since.
    """
    with transaction.atomic():
        copy = _living(token, at, lock=True)
        found = opening.opened(copy.licence_id)
        assert found is not None  # a licence is never deleted
        require_usable(found, at=at)
        _require_ground(copy, found.licence.type_code, at)
        content = copy.draw(found, at=at)
        copy.downloaded_at = at
        rows.write(
            rows.update(copy, ["document_digest", "downloaded_at"]),
            ledger.entry("sharing.copy_content", by=PUBLIC, at=at, subject=copy, digest=copy.document_digest or ""),
            facts.entry(events.CopyFetched(copy_id=copy.pk, licence_id=copy.licence_id, holder_id=copy.holder_id, at=at)),
        )
        _note("licences.copy_content", copy, found, by=PUBLIC, at=at)
    return copy.as_file(content)


def case_copy(licence_id: UUID, *, use: Use, by: Actor, at: datetime, handling: Handling) -> terms.CopyFile:
    """The copy of a licence that a case shows to whoever works on it: drawn at the first look, then the same until its period is over.

    The record never changes, so a licence that has ended since is still shown as it was handed in. Refuses: Denied, UnknownLicence.
    """
    found = access.readable(licence_id, by=by, handling=handling)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{licence_id} {use.case_number}"])
        known = models.Copy.objects.filter(licence_id=licence_id, case_number=use.case_number, valid_until__gt=at, deleted_at__isnull=True)
        copy = known.filter(document_digest__isnull=False, purpose=use.purpose, receiver=use.receiver).order_by("-made_at").first()
        copy = copy or _drawn_for_case(found, use, by=by, at=at)
        _note("licences.case_copy", copy, found, by=by, at=at, given=by.kind is not ActorKind.PERSON)
    return copy.as_file(files.read(copy.document_digest or ""))


def _drawn_for_case(found: Opened, use: Use, *, by: Actor, at: datetime) -> models.Copy:
    until = at + CASE_COPY
    copy = models.Copy.of(found.licence, use, until=until, expires_at=at, by=by, at=at, copy_id=uuid.uuid4())  # nobody gets a link to it
    copy.draw(found, at=at)
    rows.write(
        *rows.insert(copy),
        ledger.entry("sharing.case_copy", by=by, at=at, subject=copy, digest=copy.document_digest or ""),
        facts.entry(events.CopyMade(copy_id=copy.pk, licence_id=copy.licence_id, holder_id=copy.holder_id, at=at)),
    )
    return copy


def require_usable(found: Opened, *, at: datetime) -> None:
    """Nothing is handed over of a licence that does not hold today. Raises UnusableLicence."""
    state = found.licence.state
    if not found.intact:
        raise terms.UnusableLicence("changed")
    if not found.licence.usable_on(clock.city_date(at)):
        raise terms.UnusableLicence(state.value if state is not LicenceState.VALID else "dates")


def _require_ground(copy: models.Copy, type_code: str, at: datetime) -> None:
    """What the link was given on must still hold: the holder's authorisation, and the right of the consumer who asked.

    Raises LinkExpired.
    """
    day = clock.city_date(at)
    if copy.grant_id is not None:
        granted = models.UseGrant.objects.filter(pk=copy.grant_id, revoked_at__isnull=True, valid_until__gte=day)
        if not granted.exists():
            raise terms.LinkExpired
    if copy.maker_kind == ActorKind.CONSUMER:
        living = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        rights = models.ConsumerRight.objects.filter(living, revoked_at__isnull=True, copies=True, type_code=type_code)
        if not rights.filter(consumer=copy.maker_id, consumer__suspended_at__isnull=True).exists():
            raise terms.LinkExpired


def _living(token: str, at: datetime, *, lock: bool = False) -> models.Copy:
    copy_id = crypto.linked(token, TOKEN)
    copies = models.Copy.objects.select_for_update(of=("self",)) if lock else models.Copy.objects
    copy = copies.filter(pk=copy_id).first() if copy_id else None
    if copy is None:
        raise terms.UnknownLink
    if copy.downloaded_at is not None:
        raise terms.LinkUsed
    if copy.deleted_at is not None or copy.expires_at <= at:
        raise terms.LinkExpired
    return copy


def _note(question: str, copy: models.Copy, found: Opened, *, by: Actor, at: datetime, given: bool = True) -> None:
    """`given`: to the receiver that the copy names; a holder who looks at their own gives nothing away."""
    access_log.note(
        question,
        by=by,
        at=at,
        purpose=copy.purpose,
        holders=found.holder_ids,
        subject=copy.case_number or copy.identifier,
        fields=(found.licence.type_code,),
        basis=copy.basis if given else "",
        receiver=copy.receiver if given else "",
    )
