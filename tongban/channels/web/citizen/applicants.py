"""Whom somebody may apply for: themselves, and organisations that have given them a mandate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import Actor, HolderKind

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.catalog.terms import Release


@dataclass(frozen=True, slots=True)
class Applicant:
    kind: HolderKind
    id: UUID
    name: str
    scope: str = ""  # of the mandate, for an organisation


def applicants_of(person: Actor, *, at: datetime) -> tuple[Applicant, ...]:
    """Themselves first, then organisations by the age of the mandate."""
    own = (Applicant(HolderKind.PERSON, person.person_id, person.name),) if person.person_id else ()
    mandates = identity_queries.mandates_of(person, at=at) if person.mandates else ()
    return own + tuple(Applicant(HolderKind.ORGANISATION, each.organisation.id, each.organisation.name, each.scope) for each in mandates)


def applicants_for(person: Actor, release: Release, *, at: datetime) -> tuple[Applicant, ...]:
    """Those of them that the service is for."""
    return tuple(each for each in applicants_of(person, at=at) if each.kind in release.audience)
