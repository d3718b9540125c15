"""At a counter: an identity number or credit code alone finds what its holder has, for a purpose and a visit or case that is told."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.identity import queries as identity_queries
from tongban.identity.terms import ActorKind
from tongban.kernel import access_log, clock, identifiers
from tongban.licences import models, terms
from tongban.licences.queries.resolving import checks_of
from tongban.licences.queries.types import licence_type

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

PERSONS = re.compile(r"\d{17}[\dX]", re.ASCII)
VISIT_LENGTH = 60
SHOWN = 200


def at_counter(code: str, *, purpose: str, visit: str, receiver: str, by: Actor, at: datetime) -> terms.AtCounter:
    """What the holder of this number has, each licence verified; the holder sees who looked, for what and at which visit.

    `receiver` is the department at whose desk it is. Refuses: Denied to whoever is no staff, IncompleteUse, InvalidIdentifier.
    """
    if by.kind is not ActorKind.STAFF or not by.desks:
        raise terms.Denied("a counter is a desk of the city")
    for what, words, most in (("purpose", purpose, terms.USE_LENGTH), ("visit", visit, VISIT_LENGTH)):
        if not words.strip() or len(words) > most:
            raise terms.IncompleteUse(what)
    number = holder_number(code)
    holder = identity_queries.holder_by_code(number, by=by, at=at, purpose=purpose)
    rows = models.Licence.objects.held_by([holder.id]).newest_first()[:SHOWN] if holder else ()
    today = clock.city_date(at)
    found = [terms.Checked(row.as_term(licence_type(row.type_id)), checks_of(row, today)) for row in rows]
    access_log.note(
        "licences.at_counter",
        by=by,
        at=at,
        purpose=purpose,
        holders=(holder.id,) if holder else (),
        subject=visit,
        fields=sorted({each.licence.type_code for each in found}),
        basis=terms.AT_COUNTER,
        receiver=receiver,
    )
    return terms.AtCounter(holder, tuple(sorted(found, key=lambda each: not each.checks.hold)))


def holder_number(code: str) -> str:
    """A number that can be right, in its one written form. Raises `InvalidIdentifier` of the kind that it looks like."""
    folded = identifiers.folded(code)
    kinds = [identifiers.identity_number, identifiers.uscc]
    if not PERSONS.fullmatch(folded):
        kinds.reverse()
    try:
        return kinds[0](folded)
    except identifiers.InvalidIdentifier as first:
        try:
            return kinds[1](folded)
        except identifiers.InvalidIdentifier:
            raise first from None
