"""Annotated copies as their receivers fetch them, and as whoever works on a case sees them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q

from tongban.identity.terms import PUBLIC, ActorKind
from tongban.kernel import access_log, clock, facts, files, ledger, rows
from tongban.licences import access, events, models, terms
from tongban.licences.models.copy import copy_id_of
from tongban.licences.queries.types import licence_type

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor

CASE_COPY = timedelta(days=180)  # what the copy in a case says of itself; a case that runs longer gets a new one


def copy_note(token: str, *, at: datetime) -> terms.CopyNote:
    """What a link leads to, without fetching it. Refuses: UnknownLink, LinkExpired, LinkUsed."""
    copy = _living(token, at)
    licence = models.Licence.objects.only("type_id").get(pk=copy.licence_id)
    return copy.as_note(licence.type_id)


def copy_content(token: str, *, at: datetime) -> terms.CopyFile:
    """The copy behind a link, once; drawn and sealed now. Whoever holds the link is its receiver, and the holder sees that it was fetched.

    Refuses: UnknownLink, LinkExpired, LinkUsed; UnusableLicence when the licence has ended since.
    """
    with transaction.atomic():
        copy = _living(token, at, lock=True)
        licence = models.Licence.objects.get(pk=copy.licence_id)
        require_usable(licence, at=at)
        _require_ground(copy, licence, at)
        content = copy.draw(licence, licence_type(licence.type_id), at=at)
        copy.downloaded_at = at
        rows.write(
            rows.update(copy, ["document_digest", "downloaded_at"]),
            ledger.entry("licences.copy_content", by=PUBLIC, at=at, subject=copy, digest=copy.document_digest or ""),
            facts.entry(events.CopyFetched(copy_id=copy.pk, licence_id=copy.licence_id, holder_id=copy.holder_id, at=at)),
        )
        _note("licences.copy_content", copy, licence, by=PUBLIC, at=at)
    return copy.as_file(content)


def case_copy(licence_id: UUID, *, use: terms.Use, by: Actor, at: datetime, handling: terms.Handling) -> terms.CopyFile:
    """The copy of a licence that a case shows to whoever works on it: drawn at the first look, then the same until its period is over.

    The record never changes, so a licence that has ended since is still shown as it was handed in. Refuses: Denied, UnknownLicence.
    """
    licence = models.Licence.objects.filter(pk=licence_id).first()
    if licence is None or not access.holds(by, holder_ids(licence), handling):
        raise terms.UnknownLicence(str(licence_id))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{licence_id} {use.case_number}"])
        known = models.Copy.objects.filter(licence_id=licence_id, case_number=use.case_number, valid_until__gt=at, deleted_at__isnull=True)
        copy = known.filter(document_digest__isnull=False, purpose=use.purpose, receiver=use.receiver).order_by("-made_at").first()
        copy = copy or _drawn_for_case(licence, use, by=by, at=at)
        _note("licences.case_copy", copy, licence, by=by, at=at, given=by.kind is not ActorKind.PERSON)
    return copy.as_file(files.read(copy.document_digest or ""))


def _drawn_for_case(licence: models.Licence, use: terms.Use, *, by: Actor, at: datetime) -> models.Copy:
    until = at + CASE_COPY
    copy = models.Copy.of(licence, use, until=until, expires_at=at, by=by, at=at, copy_id=uuid.uuid4())  # nobody gets a link to it
    copy.draw(licence, licence_type(licence.type_id), at=at)
    rows.write(
        *rows.insert(copy),
        ledger.entry("licences.case_copy", by=by, at=at, subject=copy, digest=copy.document_digest or ""),
        facts.entry(events.CopyMade(copy_id=copy.pk, licence_id=licence.pk, holder_id=licence.holder_id, at=at)),
    )
    return copy


def holder_ids(licence: models.Licence) -> tuple[UUID, ...]:
    """Whoever holds it, alone or jointly."""
    return tuple(each.id for each in licence.holders())


def require_usable(licence: models.Licence, *, at: datetime) -> None:
    """Nothing is handed over of a licence that does not hold today. Raises UnusableLicence."""
    state, day = terms.LicenceState(licence.state), clock.city_date(at)
    if licence.opened_if_intact() is None:
        raise terms.UnusableLicence("changed")
    if not terms.usable(state, licence.valid_from, licence.valid_until, day):
        raise terms.UnusableLicence(state.value if state is not terms.LicenceState.VALID else "dates")


def _require_ground(copy: models.Copy, licence: models.Licence, at: datetime) -> None:
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
        rights = models.ConsumerRight.objects.filter(living, revoked_at__isnull=True, copies=True, type_code=licence.type_id)
        if not rights.filter(consumer=copy.maker_id, consumer__suspended_at__isnull=True).exists():
            raise terms.LinkExpired


def _living(token: str, at: datetime, *, lock: bool = False) -> models.Copy:
    copy_id = copy_id_of(token)
    copies = models.Copy.objects.select_for_update(of=("self",)) if lock else models.Copy.objects
    copy = copies.filter(pk=copy_id).first() if copy_id else None
    if copy is None:
        raise terms.UnknownLink
    if copy.downloaded_at is not None:
        raise terms.LinkUsed
    if copy.deleted_at is not None or copy.expires_at <= at:
        raise terms.LinkExpired
    return copy


def _note(question: str, copy: models.Copy, licence: models.Licence, *, by: Actor, at: datetime, given: bool = True) -> None:
    """`given`: to the receiver that the copy names; a holder who looks at their own gives nothing away."""
    access_log.note(
        question,
        by=by,
        at=at,
        purpose=copy.purpose,
        holders=holder_ids(licence),
        subject=copy.case_number or copy.identifier,
        fields=(licence.type_id,),
        basis=copy.basis if given else "",
        receiver=copy.receiver if given else "",
    )
