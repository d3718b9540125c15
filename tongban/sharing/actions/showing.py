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
from tongban.licences.queries import opening
from tongban.sharing import access, events, models, queries, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.licences.terms import Opened

TOKEN_BYTES = 24


@transaction.atomic(savepoint=False)
def show(*, licence_id: UUID, purpose: str, claims: Collection[str] = (), by: Actor, at: datetime) -> terms.Shown:
    """Begin to show a licence, whole or only these claims, to whoever scans the code within some minutes.

    Refuses: UnknownLicence, UnusableLicence, PurposeMissing, UnprintablePurpose, UnknownClaim.
    """
    found = access.showable(licence_id, by=by)
    queries.require_usable(found, at=at)
    names = [each.name for each in queries.chosen(tuple(queries.claims_of(found, at=at)), claims)] if claims else []
    token = secrets.token_urlsafe(TOKEN_BYTES)
    showing = models.Showing(
        token_digest=queries.token_digest(token),
        licence_id=found.licence.id,
        holder_id=found.licence.holder_id,
        purpose=queries.purpose_of(purpose),
        claims=names,
        shown_by=by.id,
        shown_at=at,
        expires_at=at + terms.SHOWN_FOR,
    )
    rows.write(
        *rows.insert(showing),
        ledger.entry("sharing.show", by=by, at=at, subject=showing, codes={"claims": str(len(names))}),
        facts.entry(events.ShowingBegun(showing_id=showing.pk, licence_id=showing.licence_id, holder_id=showing.holder_id, at=at)),
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
    found = opening.opened(showing.licence_id)
    assert found is not None  # a licence is never deleted
    queries.require_usable(found, at=at)
    opened = _opened(showing, found, at=at)
    showing.opened_at = at
    rows.write(
        rows.update(showing, ["opened_at"]),
        ledger.entry("sharing.open_showing", by=by, at=at, subject=showing),
        facts.entry(events.ShowingOpened(showing_id=showing.pk, licence_id=showing.licence_id, holder_id=showing.holder_id, at=at)),
    )
    access_log.note(
        "licences.open_showing",
        by=by,
        at=at,
        purpose=showing.purpose,
        holders=found.holder_ids,
        subject=found.licence.identifier,
        fields=[each.name for each in opened.claims],
        basis=f"{terms.ON_CONSENT}showing",
    )
    return opened


def _opened(showing: models.Showing, found: Opened, *, at: datetime) -> terms.OpenedShowing:
    """What is shown: the chosen claims, or what stands on the face; with a credential that proves as much."""
    known = tuple(queries.claims_of(found, at=at))
    shown = queries.chosen(known, showing.claims) if showing.claims else queries.on_the_face(known)
    return terms.OpenedShowing(
        type_name=found.licence.type_name,
        issuer_name=found.licence.issuer_name,
        purpose=showing.purpose,
        opened_at=at,
        claims=shown,
        licence=None if showing.claims else found.licence,
        credential=queries.credential_of(found, shown, at=at),
    )
