"""Every URL states its audience, and turns the others away."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tongban.channels.rest.api import api

AUDIENCES = {"public", "signed_in", "staff"}
# Views that are not ours and so carry no mark of ours.
VENDORS = {"account_login": "public", "account_logout": "public", "account_change_password": "signed_in", "set_language": "public"}
# REST: whatever asks for no token is public, and stands here.
PUBLIC_REST = re.compile(
    r"^(?:POST /tokens$|GET /services(?:/\{code\})?$|GET /city$|GET /departments$|GET /licence-types(?:/\{code\})?$"
    r"|GET /board(?:$|/messages|/similar|/suggestions|/figures|/data)|POST /board/messages/\{number\}/(?:own|words|withdrawal|rating)$"
    r"|GET /public/|GET /verifications/|POST /verifications/files$|POST /showings/|POST /copies/|GET /log/|POST /province/)"
)
REST = "rest"


def _patterns(resolver: URLResolver, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    for each in resolver.url_patterns:
        place = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _patterns(each, place, (*names, each.namespace or ""))
        else:
            yield place, ":".join([*filter(None, names), each.name or "unnamed"]), each


ALL = {place: (name, pattern) for place, name, pattern in _patterns(get_resolver())}
WEB = {place: each for place, each in ALL.items() if not each[0].startswith(f"{REST}:")}
PREFIX = "/api/v1"
OPERATIONS = {  # as the OpenAPI document declares them: whether a token is asked for
    f"{method.upper()} {path.removeprefix(PREFIX)}": bool(operation.get("security"))
    for path, operations in api.get_openapi_schema()["paths"].items()
    for method, operation in operations.items()
}


def _audience(name: str, pattern: URLPattern) -> str | None:
    return VENDORS.get(name) or getattr(pattern.callback, "audience", None)


@pytest.mark.parametrize("place", WEB)
def test_a_url_states_its_audience(place: str) -> None:
    name, pattern = WEB[place]
    assert _audience(name, pattern) in AUDIENCES, "decorate the view with parts.audience.public, signed_in or staff"


@pytest.mark.parametrize("place", OPERATIONS)
def test_an_operation_asks_for_a_token_or_is_known_to_be_public(place: str) -> None:
    assert OPERATIONS[place] != bool(PUBLIC_REST.match(place))


def _address(place: str) -> str:
    """A pattern with something in each of its places."""
    filled = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=7)), place)
    filled = re.sub(r"<int:\w+>", "7", filled)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "something", filled)


@pytest.mark.django_db
@pytest.mark.parametrize("place", [place for place, each in WEB.items() if _audience(*each) in ("signed_in", "staff")])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_url_that_is_not_public_turns_a_stranger_away(client: Client, place: str, method: str) -> None:
    """To the sign-in page, or with 401, 403 or 405; never with a page, and never with an error of ours."""
    response = getattr(client, method)(_address(place))
    assert response.status_code in (301, 302, 401, 403, 405)
    if response.status_code in (301, 302):
        assert "/accounts/login/" in response.headers["Location"] or "next=" in response.headers["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize("place", [place for place, asks in OPERATIONS.items() if asks])
def test_an_operation_without_a_token_is_refused_as_problem_json(client: Client, place: str) -> None:
    method, path = place.split(" ", 1)
    address = PREFIX + re.sub(r"\{(?:\w+:)?\w+\}", str(uuid.UUID(int=7)), path)
    response = client.generic(method, address, data="{}", content_type="application/json")
    assert response.status_code == 401
    assert response.headers["Content-Type"].startswith("application/problem+json")
