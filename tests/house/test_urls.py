"""Every URL states its audience, and turns the others away."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tongban.channels.rest.api import api

AUDIENCES = {"public", "signed_in", "staff"}
# Views that are not ours and so carry no mark of ours.
VENDORS = {"account_login": "public", "account_logout": "public", "account_change_password": "signed_in", "set_language": "public"}
# REST: whatever asks for no token is public, and stands here.
PUBLIC_REST = re.compile(
    r"^(?:POST /tokens$|GET /services(?:/\{code\})?$|GET /city$|GET /departments$|GET /licence-types(?:/\{code\})?$"
    r"|GET /board(?:$|/messages|/similar|/suggestions|/figures|/data|/challenge)|POST /board/(?:anonymous-messages|photos)$"
    r"|POST /board/messages/\{number\}/(?:own|words|withdrawal|rating|appeal)$"
    r"|GET /public/|GET /verifications/|POST /verifications/files$|POST /showings/|POST /copies/|GET /log/|GET /rankings"
    r"|GET /statistics|GET /data(?:$|/)|POST /province/)"
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


def test_every_url_states_its_audience() -> None:
    without = [place for place, each in WEB.items() if _audience(*each) not in AUDIENCES]
    assert WEB and not without, "decorate the view with parts.audience.public, signed_in or staff:\n" + "\n".join(without)


def test_every_operation_asks_for_a_token_or_is_known_to_be_public() -> None:
    wrong = [place for place, asks in OPERATIONS.items() if asks == bool(PUBLIC_REST.match(place))]
    assert OPERATIONS and not wrong, "\n".join(wrong)


def _address(place: str) -> str:
    """A pattern with something in each of its places."""
    filled = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=7)), place)
    filled = re.sub(r"<int:\w+>", "7", filled)
    return "/" + re.sub(r"<(?:\w+:)?\w+>", "something", filled)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_url_that_is_not_public_turns_a_stranger_away(method: str) -> None:
    """To the sign-in page, or with 401, 403 or 405; never with a page, and never with an error of ours."""
    places = [place for place, each in WEB.items() if _audience(*each) in ("signed_in", "staff")]
    answers = {place: getattr(_stranger(), method)(_address(place)) for place in places}
    wrong = [f"{place}: {answer.status_code}" for place, answer in answers.items() if not _turns_away(answer)]
    assert answers and not wrong, "\n".join(wrong)


def _stranger() -> Client:
    return Client(raise_request_exception=False)


def _turns_away(answer: HttpResponse) -> bool:
    if answer.status_code in (301, 302):
        return "/accounts/login/" in answer.headers["Location"] or "next=" in answer.headers["Location"]
    return answer.status_code in (401, 403, 405)


@pytest.mark.django_db
def test_every_operation_without_a_token_is_refused_as_problem_json() -> None:
    wrong = []
    for place in [place for place, asks in OPERATIONS.items() if asks]:
        method, path = place.split(" ", 1)
        address = PREFIX + re.sub(r"\{(?:\w+:)?\w+\}", str(uuid.UUID(int=7)), path)
        answer = _stranger().generic(method, address, data="{}", content_type="application/json")
        if answer.status_code != 401 or not answer.headers["Content-Type"].startswith("application/problem+json"):
            wrong.append(f"{place}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
