"""Who asks, and when: both are found once per request and kept on it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from tongban.identity import queries as identity_queries
from tongban.identity.terms import PUBLIC, Actor, Assurance
from tongban.kernel import clock

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

BROWSER = "browser"
PROVED = "proved_by_certificate"  # in the session: by which one (parts.certificate_sign_in)


def moment(request: HttpRequest) -> datetime:
    """The clock, read once per request."""
    if not hasattr(request, "moment"):
        request.moment = clock.now()
    return request.moment


def actor_of(request: HttpRequest) -> Actor:
    """Whoever is signed in, with the desks they work at; the public when nobody is."""
    if not hasattr(request, "found_actor"):
        request.found_actor = _found(request, as_person=False)
    return request.found_actor


def person_of(request: HttpRequest) -> Actor:
    """Whoever is signed in as a citizen: a clerk who opens the citizen side acts for nobody but themselves."""
    if not hasattr(request, "found_person"):
        known = getattr(request, "found_actor", None)
        request.found_person = known if known and not known.desks else _found(request, as_person=True)
    return request.found_person


def browser_of(request: HttpRequest, *, first: bool = False) -> UUID | None:
    """What this browser is known by in its session: from the `first` time that it is asked to be."""
    if first:
        request.session.setdefault(BROWSER, str(uuid.uuid4()))
    known = request.session.get(BROWSER)
    return UUID(known) if known else None


def _found(request: HttpRequest, *, as_person: bool) -> Actor:
    user = getattr(request, "user", None)  # none where a refusal came before the session was opened
    if user is None or not user.is_authenticated:
        return PUBLIC
    found = identity_queries.actor(user.pk, at=moment(request), as_person=as_person)
    return replace(found, level=Assurance.IN_PERSON) if _proved(request, found) else found


def _proved(request: HttpRequest, found: Actor) -> bool:
    """Whether this session began with the signature of a certificate that still counts."""
    fingerprint = request.session.get(PROVED)
    return bool(fingerprint) and found.level < Assurance.IN_PERSON and identity_queries.certificate_lives(fingerprint, at=moment(request))
