"""Handing licences over to consumers of the share interface: never the original, always an annotated copy."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import clock
from tongban.licences.queries import opening
from tongban.licences.terms import Handling, UnknownLicence, Use
from tongban.sharing import queries, rules, terms
from tongban.sharing.actions.copies import make_copy

if TYPE_CHECKING:
    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def share_copy(*, key: UUID, consumer: terms.Consumer, asking: terms.Asking, until: datetime, by: Actor, at: datetime) -> terms.CopyLink:
    """Give a consumer a copy of the licence with this identifier, by right, for an agreed purpose, on a legal ground.

    A holder's number, where it is given, must be the licence's. The same key again gives the same link. Refuses: UnknownLicence,
    NoRight, PurposeNotAllowed, NotGranted, OtherHolder; what `make_copy` refuses; InvalidIdentifier.
    """
    identifier = asking.identifier.strip().upper()
    found = opening.opened_by_identifier(identifier)
    if found is None:
        raise UnknownLicence(identifier)
    licence = found.licence
    right = rules.right_for(consumer.rights, type_code=licence.type_code, purpose=asking.purpose, on=clock.city_date(at))
    if not right.copies:
        raise terms.NoRight(licence.type_code)
    if asking.code:
        code = identity_queries.holder_code(asking.code_type, asking.code)
        if identity_queries.subject_of(asking.code_type, code) not in found.holder_ids:
            raise terms.OtherHolder(licence.type_code)
    basis, grant_id = queries.ground(consumer, right, licence.holder_id, purpose=asking.purpose, at=at)
    use = Use(purpose=asking.purpose, receiver=consumer.name, basis=basis, case_number=asking.business, grant_id=grant_id)
    handling = Handling(asking.business)
    return make_copy(key=key, licence_id=licence.id, use=use, until=until, by=by, at=at, handling=handling)
