"""No text that any page asks for, in its address, its query or its form, ends in an error of ours when it holds what cannot be kept."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.utils.datastructures import MultiValueDict

from tests.channels.citizen.story import AGENT
from tests.house.test_urls import OPERATIONS, PREFIX, WEB

pytestmark = pytest.mark.usefixtures("rongcheng")
STAFF = "19900000123"
NUL = "一\0二"
LEAVES = {"account_logout"}
ASKING = ("get", "getlist", "__getitem__", "__contains__")


def _address(place: str, text: str = "something") -> str:
    filled = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=7)), re.sub(r"\(\?P<path>[^)]*\)", "", place).strip("^$"))
    return "/" + re.sub(r"<(?:\w+:)?\w+>", text, re.sub(r"<int:\w+>", "7", filled))


@contextmanager
def _asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the fields that are asked for."""
    names: list[str] = []
    with monkeypatch.context() as patch:
        for name in ASKING:
            patch.setattr(QueryDict, name, _noting(getattr(MultiValueDict, name), names), raising=False)
        yield names


def _noting(method: Callable[..., object], names: list[str]) -> Callable[..., object]:
    def noted(self: QueryDict, key: str, *told: object, **named: object) -> object:
        names.append(key)
        return method(self, key, *told, **named)

    return noted


def _wrong(answer: HttpResponse) -> str:
    """What is wrong with an answer: an error of ours, or a refusal without words of the house."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    bare = answer.status_code == 400 and not re.search(r"error-summary|problem\+json|<errors>|\"description\"", _said(answer))
    return "bare 400" if bare else ""


def _said(answer: HttpResponse) -> str:
    return answer.headers.get("Content-Type", "") + ("" if answer.streaming else answer.content.decode(errors="replace"))


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("audience", ["public", "signed_in", "staff"])
def test_no_field_of_any_page_breaks_it(signed_in, monkeypatch: pytest.MonkeyPatch, audience: str, method: str) -> None:
    client: Client = signed_in(STAFF if audience == "staff" else AGENT)
    client.raise_request_exception = False
    places = [
        place for place, (name, each) in WEB.items() if getattr(each.callback, "audience", "public") == audience and name not in LEAVES
    ]
    wrong, fields = [], 0
    for place in places:
        ask = getattr(client, method)
        with _asked(monkeypatch) as names:
            ask(_address(place))
        for name in dict.fromkeys(names):
            fields += 1
            if fault := _wrong(ask(_address(place), {name: NUL})):
                wrong.append(f"{method} {place} {name}: {fault}")
        if fault := _wrong(ask(_address(place, quote(NUL)))):
            wrong.append(f"{method} {place}: {fault}")
    assert places and fields and not wrong, "\n".join(wrong)


def test_every_operation_says_which_part_of_its_address_cannot_be_kept(signed_in) -> None:
    client: Client = signed_in(AGENT)
    for place in OPERATIONS:
        method, path = place.split(" ", 1)
        address = PREFIX + re.sub(r"\{(?:\w+:)?\w+\}", str(uuid.UUID(int=7)), path)
        told = client.generic(method, f"{address}?{quote('q')}={quote(NUL)}").json()
        assert told["type"].endswith(":unkeepable-text") and list(told["faults"]) == ["q"], place
