"""What holders are told when something happens to a licence of theirs: that it did. Why, and on what basis, stands with the licence."""

from __future__ import annotations

import uuid

from tongban.identity import queries as identity_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import facts
from tongban.licences.events import LicenceChanged
from tongban.licences.queries import opening
from tongban.notices import actions as notices
from tongban.notices.terms import Recipient

PAGE = "/wallet/{licence_id}/"


@facts.subscriber(LicenceChanged)
def tell_its_holders(fact: LicenceChanged) -> None:
    """Each of them, and whoever acts for an organisation. No number: a person's may be their identity number."""
    found, kind = opening.opened(fact.licence_id), f"licences.{fact.change}"
    assert found is not None  # a licence is never deleted
    for holder in found.holders:
        values = {"holder": holder.name, "licence": found.licence.type_name}
        for person_id in identity_queries.people_behind(holder.id, at=fact.at):
            key = uuid.uuid5(fact.licence_id, f"{holder.id} {person_id} {kind} {fact.at.isoformat()}")
            told = {"to": Recipient(person_id=person_id), "link": PAGE.format(licence_id=fact.licence_id)}
            notices.notify(key=key, kind=kind, values=values, **told, by=SYSTEM, at=fact.at)
