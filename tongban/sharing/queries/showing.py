"""Showings: what a scanned code offers, and what became of one's own."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.kernel import access_log, clock
from tongban.licences.queries import opening
from tongban.sharing import access, models, rules, terms
from tongban.sharing.queries.claims import claims_of

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.licences.terms import Opened

SHOWINGS_LIMIT = 20


def showing_offer(token: str, *, at: datetime) -> terms.ShowingOffer:
    """What a scanned code says before it is opened. Refuses: UnknownShowing, ShowingUsed, ShowingExpired."""
    row = models.Showing.objects.filter(token_digest=token_digest(token)).first()
    if row is None:
        raise terms.UnknownShowing
    require_open(row, at=at)
    found = opening.opened(row.licence_id)
    assert found is not None  # a licence is never deleted
    labels = tuple(each.label for each in claims_of(found, at=at) if each.name in row.claims)
    return terms.ShowingOffer(found.licence.type_name, row.purpose, labels, row.expires_at)


def showing(showing_id: UUID, *, by: Actor, at: datetime) -> terms.Showing:
    """One's own showing, for the page that waits until somebody has scanned. Refuses: UnknownShowing."""
    row = models.Showing.objects.filter(pk=showing_id).first()
    if row is None or not (row.shown_by == by.id or access.may_show(by, (row.holder_id,))):
        raise terms.UnknownShowing
    return _term(row, opening.opened(row.licence_id), at)


def showings_of(licence_id: UUID, *, by: Actor, at: datetime) -> tuple[terms.Showing, ...]:
    """The newest showings of a licence, those that nobody opened included. Refuses: UnknownLicence."""
    shown = access.showable(licence_id, by=by)
    found = models.Showing.objects.filter(licence_id=licence_id).order_by("-shown_at")[:SHOWINGS_LIMIT]
    told = {"holders": shown.holder_ids, "subject": shown.licence.identifier}
    access_log.note("licences.showings_of", by=by, at=at, purpose="own wallet", **told)
    return tuple(_term(row, shown, at) for row in found)


def require_open(row: models.Showing, *, at: datetime) -> None:
    """Refuses: ShowingUsed, ShowingExpired."""
    if row.opened_at is not None:
        raise terms.ShowingUsed
    if at >= row.expires_at:
        raise terms.ShowingExpired


def token_digest(token: str) -> bytes:
    """All that is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def purpose_of(text: str) -> str:
    """A purpose on one line, of characters that people see. Refuses: PurposeMissing, UnprintablePurpose."""
    told = " ".join(text.split())
    if not told or len(told) > terms.PURPOSE_LENGTH:
        raise terms.PurposeMissing
    rules.require_readable(text.strip(" \u3000"))
    return told


def _term(row: models.Showing, shown: Opened | None, at: datetime) -> terms.Showing:
    usable = shown is not None and shown.intact and shown.licence.usable_on(clock.city_date(at))
    state = terms.ShowingState.WAITING if usable else terms.ShowingState.OVER
    state = terms.ShowingState.EXPIRED if at >= row.expires_at else state
    return terms.Showing(
        id=row.pk,
        licence_id=row.licence_id,
        purpose=row.purpose,
        claims=tuple(row.claims),
        shown_at=row.shown_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        state=terms.ShowingState.OPENED if row.opened_at else state,
    )
