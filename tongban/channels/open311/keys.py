"""Who sends: somebody with their own token, or a registered program with its key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tongban.channels.open311.answers import Wrong
from tongban.channels.open311.reading import value
from tongban.channels.parts.actor import moment
from tongban.clients import queries as clients_queries
from tongban.identity import queries as identity_queries
from tongban.identity.terms import ActorKind
from tongban.kernel import rates

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tongban.clients.terms import Client
    from tongban.identity.terms import Actor

CALLS_A_MINUTE = 60  # of one key


@dataclass(frozen=True, slots=True)
class Sender:
    """`client` is the program, where the key is a program's."""

    by: Actor
    client: Client | None = None


def sender(request: HttpRequest) -> Sender:
    """By `api_key`. Raises Wrong, with 403; TooOften."""
    key, at = value(request.POST, "api_key") or value(request.GET, "api_key"), moment(request)
    client = clients_queries.by_key(key) if key else None
    found = Sender(client.actor, client) if client is not None else _person(key, request)
    if found is None:
        raise Wrong(_("缺少 api_key，或者它不对。"), status=403)
    if not rates.within(f"open311.key:{found.by.id}", limit=CALLS_A_MINUTE, at=at):
        raise rates.TooOften(CALLS_A_MINUTE)
    return found


def reporting(request: HttpRequest) -> Client:
    """The program that may report for its unit. Raises Wrong, with 403; TooOften."""
    client = sender(request).client
    if client is None or not client.may_update:
        raise Wrong(_("这个 api_key 不能报办理进展。"), status=403)
    return client


def _person(key: str, request: HttpRequest) -> Sender | None:
    """Whoever's token it is, as the person: what somebody of the staff sends here is their own."""
    at = moment(request)
    found = identity_queries.actor_by_token(key, at=at) if key else None
    if found is not None and found.kind is ActorKind.STAFF and found.id is not None:
        found = identity_queries.actor(found.id, at=at, as_person=True)
    return Sender(found) if found is not None and found.kind is ActorKind.PERSON else None
