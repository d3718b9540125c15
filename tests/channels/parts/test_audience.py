"""Who may see a view, what happens to the others, and that nothing typed is lost when a session has expired."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.views.decorators.http import require_POST

from tests.channels.conftest import DAY
from tongban.channels.parts import audience, kept
from tongban.kernel import clock

AGENT, CLERK = "19900000001", "19900000101"
REVIEW = f"/desk/cases/{uuid.UUID(int=7)}/steps/{uuid.UUID(int=8)}/review/"
CASE_PAGE = f"/desk/cases/{uuid.UUID(int=7)}/"

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("mark", "name"),
    [(audience.public, "public"), (audience.signed_in, "signed_in"), (audience.staff, "staff")],
    ids=["public", "signed in", "staff"],
)
def test_a_view_says_for_whom_it_is(mark: Callable, name: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok")

    assert mark(view).audience == name
    assert mark(require_POST(view)).audience == name


def test_a_stranger_is_sent_to_sign_in_and_comes_back(client: Client) -> None:
    answer = client.get("/desk/?view=soon")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/login/?next=%2Fdesk%2F%3Fview%3Dsoon"


def test_a_fragment_of_a_page_sends_the_whole_page_to_sign_in(client: Client) -> None:
    """The sign-in page must not appear inside a queue that updates itself."""
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?view=late"}
    answer = client.get("/desk/?view=late&part=1", headers=headers)
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=%2Fdesk%2F%3Fview%3Dlate"


def test_a_citizen_is_told_that_the_desk_is_for_staff(signed_in: Callable[[str], Client]) -> None:
    answer = signed_in(AGENT).get("/desk/")
    assert answer.status_code == 403
    assert "这一页只给工作人员看" in answer.content.decode()


def test_staff_see_their_desk(signed_in: Callable[[str], Client]) -> None:
    assert signed_in(CLERK).get("/desk/").status_code == 200


def _expired(client: Client) -> None:
    """Send an opinion with a session that is over."""
    answer = client.post(
        REVIEW,
        {"opinion": "disagree", "reason": "写了很久的理由", "csrfmiddlewaretoken": "x"},
        headers={"Referer": f"http://testserver{CASE_PAGE}"},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/accounts/login/?next={CASE_PAGE.replace('/', '%2F')}", "back to the page, not to the act"


def _kept(
    client: Client, path: str, *, later: timedelta = timedelta(0), monkeypatch: pytest.MonkeyPatch | None = None
) -> dict[str, str] | None:
    if monkeypatch is not None:
        monkeypatch.setattr(clock, "now", lambda: DAY + later)
    request = client.get("/styleguide").wsgi_request
    if hasattr(request, "moment"):
        del request.moment
    request.path = path
    typed = kept.kept_for(request)
    request.session.save()
    return None if typed is None else typed.dict()


def test_what_was_typed_waits_behind_the_sign_in(client: Client, rongcheng: None) -> None:
    _expired(client)
    page = client.get("/accounts/login/").content.decode()
    assert "您刚才填写的内容已经保留" in page
    assert _sign_in(client, CLERK).status_code == 302
    assert _kept(client, CASE_PAGE) == {"opinion": "disagree", "reason": "写了很久的理由"}
    assert _kept(client, CASE_PAGE) is None, "once"


def test_it_is_also_found_under_the_address_it_was_sent_to(client: Client, rongcheng: None) -> None:
    _expired(client)
    assert _kept(client, "/desk/") is None
    assert _kept(client, REVIEW) == {"opinion": "disagree", "reason": "写了很久的理由"}


def test_it_waits_for_half_an_hour(client: Client, rongcheng: None, monkeypatch: pytest.MonkeyPatch) -> None:
    _expired(client)
    assert _kept(client, CASE_PAGE, later=timedelta(minutes=31), monkeypatch=monkeypatch) is None


def test_it_is_not_shown_to_another_person_at_the_same_computer(client: Client, rongcheng: None) -> None:
    _sign_in(client, CLERK)
    del client.cookies["sessionid"]
    _expired(client)
    _sign_in(client, AGENT)
    assert _kept(client, CASE_PAGE) is None


def test_far_too_much_is_not_kept(client: Client, rongcheng: None) -> None:
    client.post(REVIEW, {"reason": "长" * kept.CHARACTERS})
    assert _kept(client, REVIEW) is None


def _sign_in(client: Client, phone: str):
    return client.post("/accounts/login/", {"login": phone, "password": "rongcheng-demo-2026"})


OWN = "private, no-store"


@pytest.mark.parametrize(("phone", "page"), [(AGENT, "/me/"), (AGENT, "/"), (AGENT, "/services/"), (AGENT, "/desk/"), (CLERK, "/nowhere/")])
def test_what_somebody_signed_in_is_shown_stays_in_no_cache(signed_in: Callable[[str], Client], phone: str, page: str) -> None:
    """Also a public page, whose frame has their name; also a refusal."""
    assert signed_in(phone).get(page).headers["Cache-Control"] == OWN


@pytest.mark.parametrize("page", ["/me/", "/desk/"])
def test_a_page_that_is_not_public_is_kept_for_nobody(client: Client, page: str) -> None:
    assert client.get(page).headers["Cache-Control"] == OWN


@pytest.mark.parametrize("page", ["/", "/services/", "/styleguide", "/nowhere/"])
def test_public_pages_for_strangers_say_nothing_of_caches(client: Client, rongcheng: None, page: str) -> None:
    assert "Cache-Control" not in client.get(page).headers


def test_a_view_that_says_how_long_is_believed(signed_in: Callable[[str], Client]) -> None:
    """The desk asks for its lines every few seconds: they are kept, and asked for again by their tag."""
    browser = signed_in(CLERK)
    lines = browser.get(reverse("desk:rows"))
    assert lines.headers["Cache-Control"] == "private, no-cache"
    again = browser.get(reverse("desk:rows"), headers={"If-None-Match": lines.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")
