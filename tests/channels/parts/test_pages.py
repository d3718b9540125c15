"""The frame of every page, the pages that belong to no door, and the switches of language and mode."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import bad_request, server_error

pytestmark = pytest.mark.django_db
AGENT, CLERK = "19900000001", "19900000101"


def test_the_styleguide_shows_every_component(client: Client) -> None:
    answer = client.get("/styleguide")
    page = answer.content.decode()
    assert answer.status_code == 200
    for part in (
        "lanes-picture",
        "lanes-list",
        "error-summary",
        "chip late",
        "clock-due",
        'class="history"',
        'class="answers"',
        "row-of-buttons",
    ):
        assert part in page
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers)), "an id stands once on a page"


def test_the_styleguide_speaks_english(client: Client) -> None:
    page = client.get("/styleguide", headers={"Accept-Language": "en"}).content.decode()
    assert '<html lang="en"' in page
    assert "Style guide" in page


@pytest.mark.parametrize(
    ("address", "status", "words"), [("/nowhere/", 404, "没有这一页"), ("/accounts/login/", 200, "手机号"), ("/accounts/logout/", 302, "")]
)
def test_pages_without_a_door(client: Client, address: str, status: int, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_sign_up_is_closed(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_a_wrong_password_is_told_at_the_top_and_the_phone_is_kept(client: Client, rongcheng: None) -> None:
    page = client.post("/accounts/login/", {"login": AGENT, "password": "not this one"}).content.decode()
    assert "手机号或密码不对" in page
    assert 'class="error-summary"' in page
    assert f'value="{AGENT}"' in page


def test_whoever_signs_in_returns_to_where_they_wanted(client: Client, rongcheng: None) -> None:
    answer = client.post("/accounts/login/", {"login": CLERK, "password": "rongcheng-demo-2026", "next": "/desk/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk/"


def test_the_frame_says_who_is_signed_in_and_how_to_leave(signed_in: Callable[[str], Client]) -> None:
    page = signed_in(AGENT).get("/styleguide").content.decode()
    assert "演示·陈晓" in page
    assert reverse("account_logout") in page
    assert "榕城市通办" in page
    assert "工作台" in signed_in(CLERK).get("/styleguide").content.decode()


def test_signing_out_is_asked_once(signed_in: Callable[[str], Client]) -> None:
    browser = signed_in(AGENT)
    assert "要退出登录吗" in browser.get("/accounts/logout/").content.decode()
    assert browser.post("/accounts/logout/").status_code == 302
    assert "演示·陈晓" not in browser.get("/styleguide").content.decode()


def test_the_elder_mode_is_remembered_and_leads_back(client: Client) -> None:
    assert 'class="elder"' not in client.get("/styleguide").content.decode()
    answer = client.post("/mode/", {"mode": "elder", "next": "/styleguide?a=1"})
    assert answer.headers["Location"] == "/styleguide?a=1"
    assert 'class="elder"' in client.get("/styleguide").content.decode()
    client.post("/mode/", {"mode": "plain", "next": "/"})
    assert 'class="elder"' not in client.get("/styleguide").content.decode()


def test_the_elder_mode_by_address_holds_on_the_next_page(client: Client) -> None:
    page = client.get("/styleguide?mode=elder&a=1").content.decode()
    assert 'class="elder"' in page
    assert 'name="next" value="/styleguide?a=1"' in page, "a switch must be able to leave the mode"
    assert 'class="elder"' in client.get("/styleguide").content.decode()
    assert 'class="elder"' not in client.get("/styleguide?mode=plain").content.decode()
    assert client.get("/styleguide?mode=nonsense").status_code == 200


@pytest.mark.parametrize("away", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_a_switch_never_leads_to_another_site(client: Client, away: str) -> None:
    assert client.post("/mode/", {"mode": "elder", "next": away}).headers["Location"] == "/"


def test_the_mode_is_not_switched_by_a_link(client: Client) -> None:
    assert client.get("/mode/").status_code == 405


def test_the_language_is_switched_by_a_button_and_leads_back(client: Client) -> None:
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/styleguide"})
    assert answer.headers["Location"] == "/styleguide"
    assert '<html lang="en"' in client.get("/styleguide").content.decode()


def test_a_form_without_its_token_is_explained(rongcheng: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/mode/", {"mode": "elder"})
    assert answer.status_code == 403
    assert "这一页放得太久了" in answer.content.decode()


def test_an_error_of_ours_has_a_page_that_needs_nothing() -> None:
    for view, words in ((server_error, "是我们的问题"), (lambda request: bad_request(request, ValueError()), "没有看懂")):
        assert words in view(RequestFactory().get("/")).content.decode()


def test_htmx_evaluates_nothing(client: Client) -> None:
    page = client.get("/styleguide").content.decode()
    assert '"allowEval": false' in page
    assert '"includeIndicatorStyles": false' in page
