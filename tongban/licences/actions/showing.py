"""Showing a licence: a code for some minutes, opened once by whoever scans it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.kernel import access_log, facts, ledger, rows
from tongban.kernel.bilingual import Bilingual
from tongban.licences import access, events, models, queries, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

TOKEN_BYTES = 24


@transaction.atomic(savepoint=False)
def show(*, licence_id: UUID, purpose: str, claims: Collection[str] = (), by: Actor, at: datetime) -> terms.Shown:
    """Begin to show a licence, whole or only these claims, to whoever scans the code within some minutes.

    Refuses: UnknownLicence, UnusableLicence, PurposeMissing, UnknownClaim.
    """
    licence = models.Licence.objects.filter(pk=licence_id).first()
    if licence is None or not access.may_show(by, queries.holders_of(licence)):
        raise terms.UnknownLicence(str(licence_id))
    queries.require_usable(licence, at=at)
    names = [each.name for each in queries.chosen(tuple(queries.claims_of(licence, at=at)), claims)] if claims else []
    token = secrets.token_urlsafe(TOKEN_BYTES)
    showing = models.Showing(
        token_digest=queries.token_digest(token),
        licence_id=licence.pk,
        holder_id=licence.holder_id,
        purpose=queries.purpose_of(purpose),
        claims=names,
        shown_by=by.id,
        shown_at=at,
        expires_at=at + terms.SHOWN_FOR,
    )
    rows.write(
        *rows.insert(showing),
        ledger.entry("licences.show", by=by, at=at, subject=showing, codes={"claims": str(len(names))}),
        facts.entry(events.ShowingBegun(showing_id=showing.pk, licence_id=licence.pk, holder_id=licence.holder_id, at=at)),
    )
    address = f"{settings.PUBLIC_ADDRESS}/show/{token}"
    return terms.Shown(id=showing.pk, token=token, address=address, expires_at=showing.expires_at)


@transaction.atomic(savepoint=False)
def open_showing(*, token: str, by: Actor, at: datetime) -> terms.OpenedShowing:
    """Open a shown licence, once; the holder finds it among the uses of their licences.

    Refuses: UnknownShowing, ShowingUsed, ShowingExpired, OwnShowing, UnusableLicence.
    """
    showing = models.Showing.objects.select_for_update(of=("self",)).filter(token_digest=queries.token_digest(token)).first()
    if showing is None:
        raise terms.UnknownShowing
    access.require_opener(by, showing.shown_by)
    queries.require_open(showing, at=at)
    licence = models.Licence.objects.get(pk=showing.licence_id)
    queries.require_usable(licence, at=at)
    opened = _opened(showing, licence, at=at)
    showing.opened_at = at
    rows.write(
        rows.update(showing, ["opened_at"]),
        ledger.entry("licences.open_showing", by=by, at=at, subject=showing),
        facts.entry(events.ShowingOpened(showing_id=showing.pk, licence_id=licence.pk, holder_id=licence.holder_id, at=at)),
    )
    access_log.note(
        "licences.open_showing",
        by=by,
        at=at,
        purpose=showing.purpose,
        holders=queries.holders_of(licence),
        subject=licence.identifier,
        fields=[each.name for each in opened.claims],
        basis=f"{terms.ON_CONSENT}showing",
    )
    return opened


def _opened(showing: models.Showing, licence: models.Licence, *, at: datetime) -> terms.OpenedShowing:
    """What is shown: the chosen claims, or what stands on the face; with a credential that proves as much."""
    kind, known = queries.licence_type(licence.type_id), tuple(queries.claims_of(licence, at=at))
    shown = queries.chosen(known, showing.claims) if showing.claims else queries.on_the_face(known)
    return terms.OpenedShowing(
        type_name=kind.name,
        issuer_name=Bilingual.of(licence.issuer_name),
        purpose=showing.purpose,
        opened_at=at,
        claims=shown,
        licence=None if showing.claims else licence.as_term(kind),
        credential=queries.credential_of(licence, shown, at=at),
    )
