"""Who the caller is, and for whom they may act."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from tongban.channels.parts.actor import moment
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.identity import queries as identity_queries

router = Router(tags=["sign-in"], auth=signed_in)


class MandateShape(Schema):
    """An organisation the caller may act for; `id` goes into `applicant_id` of an application."""

    id: UUID
    name: str
    code: str
    scope: str
    valid_until: date | None


class Me(Schema):
    """`person_id` goes into `applicant_id` when the caller applies for themselves; `desks` are those of staff."""

    kind: str
    name: str
    level: int
    person_id: UUID | None
    mandates: list[MandateShape]
    desks: list[str]


@router.get("/me", response=Me, summary=_("我是谁，可以替谁办事"))
def me(request: HttpRequest) -> Me:
    actor = caller(request)
    mandates = [
        MandateShape(
            id=mandate.organisation.id,
            name=mandate.organisation.name,
            code=mandate.organisation.code,
            scope=mandate.scope,
            valid_until=mandate.valid_until,
        )
        for mandate in identity_queries.mandates_of(actor, at=moment(request))
    ]
    return Me(kind=actor.kind, name=actor.name, level=actor.level, person_id=actor.person_id, mandates=mandates, desks=sorted(actor.desks))
