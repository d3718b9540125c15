"""Standing authorisations: whom a holder lets use which licences."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.kernel import access_log
from tongban.kernel.bilingual import Bilingual
from tongban.sharing import access, models, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

GRANTS_LIMIT = 200


def grants_of(holder_id: UUID, *, by: Actor, at: datetime) -> tuple[terms.UseGrant, ...]:
    """Every standing authorisation of a holder, those that have ended included, newest first. Refuses: Denied."""
    access.require_grants(by, holder_id)
    found = models.UseGrant.objects.filter(holder_id=holder_id).order_by("-granted_at")[:GRANTS_LIMIT]
    access_log.note("licences.grants_of", by=by, at=at, purpose="own wallet", holders=(holder_id,))
    return tuple(row.as_term() for row in found)


def grant_covering(holder_id: UUID, receiver: str, type_code: str, on: date) -> UUID | None:
    """The authorisation by which a receiver may use a holder's licences of this type on a day, if there is one."""
    living = models.UseGrant.objects.filter(holder_id=holder_id, receiver=receiver, revoked_at=None, valid_until__gte=on)
    return living.filter(types__contains=[type_code]).order_by("granted_at").values_list("pk", flat=True).first()


def receivers() -> tuple[terms.Receiver, ...]:
    """Everybody who can be authorised: the departments of the city, then the systems outside that it has admitted, by code."""
    departments = tuple(terms.Receiver(each.code, each.name) for each in identity_queries.departments())
    outside = models.Consumer.objects.filter(department="", suspended_at=None).order_by("code")
    return departments + tuple(terms.Receiver(row.code, Bilingual(row.name)) for row in outside)


def receiver(code: str) -> terms.Receiver:
    """One of them. Refuses: UnknownReceiver."""
    for each in receivers():
        if each.code == code:
            return each
    raise terms.UnknownReceiver(code)
