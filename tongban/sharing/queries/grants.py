"""Standing authorisations: whom a holder lets use which licences."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from tongban.identity import queries as identity_queries
from tongban.kernel import access_log
from tongban.kernel.bilingual import Bilingual
from tongban.sharing import access, models, rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

GRANTS_LIMIT = 200


def grants_of(holder_id: UUID, *, by: Actor, at: datetime) -> tuple[terms.UseGrant, ...]:
    """Every standing authorisation of a holder, those that have ended included, newest first. Refuses: Denied."""
    access.require_grants(by, holder_id)
    found = models.UseGrant.objects.filter(holder_id=holder_id).order_by("-granted_at")[:GRANTS_LIMIT]
    access_log.note("licences.grants_of", by=by, at=at, purpose="own wallet", holders=(holder_id,))
    return tuple(row.as_term() for row in found)


def grant_covering(holder_id: UUID, receiver: str, type_code: str, purpose: str, on: date) -> UUID | None:
    """The authorisation by which a receiver may use a holder's licences of this type on a day for this purpose, if there is one."""
    return next((row.pk for row in grants_covering(holder_id, receiver, [type_code], purpose, on)), None)


def grants_covering(holder_id: UUID, receiver: str, types: Collection[str], purpose: str, on: date) -> Iterator[models.UseGrant]:
    """The living authorisations of a receiver for this purpose that name any of these types, oldest first."""
    living = models.UseGrant.objects.filter(holder_id=holder_id, receiver=receiver, revoked_at=None, valid_until__gte=on)
    named = living.filter(types__overlap=list(types)).order_by("granted_at", "pk")
    return (row for row in named if rules.same_purpose(row.purpose, purpose))


def receivers() -> tuple[terms.Receiver, ...]:
    """Everybody who can be authorised: the departments of the city, then the systems outside that it has admitted, by code."""
    departments = tuple(terms.Receiver(each.code, each.name) for each in identity_queries.departments())
    outside = models.Consumer.objects.filter(department="", suspended_at=None).order_by("code")
    return departments + tuple(terms.Receiver(row.code, Bilingual(row.name)) for row in outside)


def agreed_purposes(receiver: str, *, on: date) -> dict[str, tuple[str, ...]]:
    """What a receiver's systems ask for by the holder's authorisation alone: each purpose, word for word, with the types it concerns.

    An authorisation in other words does not serve those systems.
    """
    whose = Q(department=receiver) | Q(department="", code=receiver)
    asking = models.Consumer.objects.filter(whose, suspended_at=None).prefetch_related("rights")
    return rules.by_holder_alone((right for row in asking for right in row.as_term().rights), on=on)


def receiver(code: str) -> terms.Receiver:
    """One of them. Refuses: UnknownReceiver."""
    for each in receivers():
        if each.code == code:
            return each
    raise terms.UnknownReceiver(code)
