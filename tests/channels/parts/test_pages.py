"""The frame of every page, the pages that belong to no door, and the switches of language and mode."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import bad_request, server_error

from tongban.channels.parts import kept

pytestmark = pytest.mark.django_db
AGENT, CLERK = "19900000001", "19900000101"
PASSWORD = "rongcheng-demo-2026"


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
    answer = client.post("/accounts/login/", {"login": CLERK, "password": PASSWORD, "next": "/desk/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/desk/"


@pytest.mark.parametrize(("phone", "place"), [(CLERK, "/desk/"), (AGENT, "/")], ids=["staff", "citizen"])
def test_whoever_came_from_nowhere_lands_where_they_work(client: Client, rongcheng: None, phone: str, place: str) -> None:
    answer = client.post("/accounts/login/", {"login": phone, "password": PASSWORD})
    assert answer.headers["Location"] == place
    page = client.get(place).content.decode()
    assert 'class="messages"' not in page, "the frame says who is signed in; no number of a login is shown"
    client.post("/accounts/logout/")
    assert 'class="messages"' not in client.get("/").content.decode()


NEW = "a-quite-new-one-2026"


def _changing(browser: Client, old: str = PASSWORD, new: str = NEW, again: str = NEW):
    return browser.post("/accounts/password/change/", {"oldpassword": old, "password1": new, "password2": again})


@pytest.mark.parametrize(("phone", "place"), [(CLERK, "/desk/"), (AGENT, "/me/")], ids=["staff", "citizen"])
def test_somebody_changes_their_password_and_is_signed_out_elsewhere(signed_in: Callable[[str], Client], phone: str, place: str) -> None:
    here, elsewhere = signed_in(phone), signed_in(phone)
    assert 'href="/accounts/password/change/"' in here.get(place).content.decode(), "and finds the way to it"
    answer = _changing(here)
    assert (answer.status_code, answer.headers["Location"]) == (302, place)
    assert "密码已经改好" in here.get(place).content.decode()
    assert elsewhere.get(place).status_code == 302
    assert Client().post("/accounts/login/", {"login": phone, "password": PASSWORD}).status_code == 200
    assert Client().post("/accounts/login/", {"login": phone, "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "not this one"}, "现在的密码不对"),
        ({"again": "another-new-one-2026"}, "每次输入的密码必须相同"),
        ({"new": "short", "again": "short"}, "10"),
        ({"new": "password123", "again": "password123"}, "常见"),
        ({"old": ""}, "必填"),
    ],
    ids=["wrong", "different", "short", "common", "nothing"],
)
def test_a_password_that_is_not_changed_says_why(signed_in: Callable[[str], Client], typed: dict[str, str], words: str) -> None:
    browser = signed_in(AGENT)
    page = _changing(browser, **typed).content.decode()
    assert "密码没有改" in page and words in page.partition("error-summary")[2].partition("</section>")[0]
    assert not any(word in page for word in typed.values() if len(word) > 5), "no password is written into a page"
    assert browser.get("/me/").status_code == 200


def test_changing_a_password_speaks_english(signed_in: Callable[[str], Client]) -> None:
    page = signed_in(AGENT).get("/accounts/password/change/", headers={"Accept-Language": "en"}).content.decode()
    for words in ("Change password", "Current password", "New password again", "At least 10 characters"):
        assert words in page


def test_what_a_stranger_posts_as_passwords_is_not_kept(client: Client) -> None:
    assert _changing(client).headers["Location"] == "/accounts/login/?next=/accounts/password/change/"
    assert kept.KEY not in client.session


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
