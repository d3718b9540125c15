"""What cannot be kept is named with its place and handed back without it; and nobody is sent on to another site."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.translation import override

from tongban.channels.parts.middleware import Refusals
from tongban.channels.parts.problems import problem_of
from tongban.channels.parts.sent import again, own_address, unkeepable

TYPED = {"why": "路灯坏了三天，请尽快\0修好，夜里看不见路，老人不敢出门。", "name": "路灯", "go": "send"}
made = RequestFactory()


def _place(request: HttpRequest, **named: str) -> str:
    found = unkeepable(request, named)
    return found.place if found is not None else ""


@pytest.mark.parametrize(("language", "field"), [("zh-hans", "为什么开展"), ("en", "why there is a campaign")])
def test_the_field_and_what_stands_around_the_character_are_told(language: str, field: str) -> None:
    found = unkeepable(made.post("/desk/campaigns/new/", TYPED), {})
    assert found is not None
    with override(language):
        assert problem_of(found).faults == {field: "nul: “路灯坏了三天，请尽快■修好，夜里看不见路，老人”"}


def test_where_it_stands_is_told_for_every_part_of_a_request() -> None:
    assert _place(made.get("/", {"q": "a\0"})) == "q"
    assert _place(made.get("/?%00=1")) == "path"
    assert _place(made.get("/"), week="\0") == "path"
    assert _place(made.post("/", {"text": "a\0b"})) == "text"
    assert _place(made.post("/", {"text": "𠮷 ␀ \\0"})) == ""


def test_everything_that_was_typed_comes_back_without_it() -> None:
    back = again(made.post("/desk/campaigns/new/?from=x%00y", TYPED | {"csrfmiddlewaretoken": "x"}))
    assert back is not None and back.address == "/desk/campaigns/new/?from=xy"
    assert dict(back.fields) == TYPED | {"why": TYPED["why"].replace("\0", "")}


@pytest.mark.parametrize(
    "sent", [{"photo": SimpleUploadedFile("a.jpg", b"x")}, {"password": "secret\0"}, {"old_password": "x"}, {"text": "长" * 400_001}]
)
def test_files_passwords_and_whole_books_do_not_come_back(sent: dict[str, object]) -> None:
    assert again(made.post("/", TYPED | sent)) is None


def test_where_a_character_broke_a_page_it_is_told_and_other_errors_stay_errors() -> None:
    refusals = Refusals(lambda request: None)  # pyright: ignore[reportArgumentType]
    assert refusals.process_exception(made.get("/", {"q": "a"}), ValueError("ours")) is None
    assert refusals.process_exception(made.get("/", {"q": "a\0"}), KeyError("ours")) is None


@pytest.mark.parametrize("asked", ["", "abc", "https://example.org/", "//example.org/", "/\\example.org", "/a\0b", "javascript:alert(1)"])
def test_nobody_is_sent_on_to_what_is_no_path_of_ours(asked: str) -> None:
    assert own_address(made.get("/"), asked) == ""


def test_a_path_of_ours_is_followed() -> None:
    assert own_address(made.get("/"), "/me/?a=1") == "/me/?a=1"
