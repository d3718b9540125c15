"""The queue, what is done, and the ways between cases: who sees what, what it costs, and that asking again costs nearly nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cases import factories
from tests.channels.desk.pages import next_page, of_act, of_case, words
from tests.channels.rest import people
from tests.channels.rest.fixtures import NOW
from tongban.cases import actions as case_actions
from tongban.identity import actions as identity_actions
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.kernel.models.reads import Read

PAGES = ["queue", "rows", "done", "find"]
MOST = 11  # statements of a list page: session and login, actor, two for the desks, counts, list, log, city; none depends on how long it is


@pytest.mark.parametrize("name", PAGES)
def test_the_lists_are_for_staff(client: Client, citizen: Client, name: str) -> None:
    assert "/accounts/login/" in client.get(reverse(f"desk:{name}")).headers["Location"]
    refused = citizen.get(reverse(f"desk:{name}"))
    assert refused.status_code == 403
    assert "只给工作人员看" in words(refused)


def test_what_waits_at_my_desk_is_shown_with_all_that_matters(browser, play: factories.Play) -> None:
    page = words(browser("window").get("/desk/"))
    for told in (play.turn.number, "示例资质认定", "榕城示例工程有限公司", "受理", "正常", "还有 1 个工作日"):
        assert told in page


def test_what_waits_elsewhere_is_not(browser, play: factories.Play) -> None:
    page = words(browser("water").get("/desk/"))
    assert play.turn.number not in page
    assert "都办完了" in page


def test_somebody_else_does_it_and_it_is_gone(browser, play: factories.Play) -> None:
    browser("window").post(of_act(play, "accept", "accept"))
    assert play.turn.number not in words(browser("window").get("/desk/")).split("已受理")[-1]
    assert play.turn.number in words(browser("screen").get("/desk/"))
    assert play.turn.number in words(browser("window").get("/desk/done/"))


@pytest.mark.parametrize(
    ("days", "view", "shown"), [(0, "soon", False), (0, "late", False), (1, "soon", True), (1, "late", False), (3, "late", True)]
)
def test_a_view_keeps_one_light(browser, play: factories.Play, monkeypatch, days: int, view: str, shown: bool) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=days))
    page = words(browser("window").get(f"/desk/?view={view}"))
    assert (play.turn.number in page) is shown


def test_a_clerk_of_several_desks_sees_which_and_may_choose_one(clerk, browser, play: factories.Play) -> None:
    somebody = clerk("window")
    desks = ["jianwei/window", "jianwei/review"]
    identity_actions.appoint_staff(login_id=somebody.login_id, name="演示·两席", title="", desks=desks, by=SYSTEM, at=factories.MORNING)
    page = words(browser("window").get("/desk/"))
    assert "受理窗口" in page and "审查处" in page
    assert play.turn.number in words(browser("window").get("/desk/?desk=jianwei/window"))
    assert play.turn.number not in words(browser("window").get("/desk/?desk=jianwei/review"))


def test_a_desk_that_is_not_mine_is_as_if_not_named(browser, play: factories.Play) -> None:
    assert play.turn.number not in words(browser("water").get("/desk/?desk=jianwei/window"))


def test_a_case_that_came_back_corrected_says_so(browser, play: factories.Play) -> None:
    play.ask_correction()
    assert play.turn.number not in words(browser("window").get("/desk/"))
    play.correct(factories.an_upload("report", content=factories.PDF + b"\n%%EOF\n"))
    assert "已补正" in words(browser("window").get("/desk/"))


@pytest.mark.parametrize("path", ["/desk/", "/desk/rows/", "/desk/done/"])
def test_a_list_costs_the_same_however_long(browser, agent: people.Somebody, path: str) -> None:
    costs = []
    for more in (1, 4):
        for _one in range(more):
            play = people.submitted(agent)
            play.act("accept")
            people.submitted(agent)
        browser("window").get(path)
        with CaptureQueriesContext(connection) as captured:
            browser("window").get(path)
        costs.append(len(captured))
    assert costs[0] == costs[1] <= MOST


def test_pages_follow_one_another(browser, agent: people.Somebody) -> None:
    for _one in range(31):
        people.submitted(agent)
    first = browser("window").get("/desk/")
    assert first.content.count(b"data-href") == 30
    more = next_page(first)
    assert more.startswith("/desk/?after=")
    second = browser("window").get(more)
    assert second.content.count(b"data-href") == 1
    assert "后面没有了" in words(browser("water").get(more))


# asking again


def _asked(client: Client, tag: str = "", path: str = "/desk/rows/"):
    return client.get(path, headers={"HX-Request": "true", **({"If-None-Match": tag} if tag else {})})


def test_asking_again_costs_nothing_while_nothing_has_changed(browser, play: factories.Play) -> None:
    window = browser("window")
    first = _asked(window)
    assert play.turn.number in words(first)
    reads = Read.objects.count()
    again = _asked(window, first.headers["ETag"])
    assert again.status_code == 304
    assert again.content == b""
    assert Read.objects.count() == reads, "nobody's data was looked at"


def test_whatever_the_list_shows_changes_the_tag(browser, agent: people.Somebody, play: factories.Play, monkeypatch) -> None:
    window = browser("window")
    tag = _asked(window).headers["ETag"]
    people.submitted(agent)
    more = _asked(window, tag)
    assert more.status_code == 200
    play.act("accept")
    less = _asked(window, more.headers["ETag"])
    assert less.status_code == 200
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert _asked(window, less.headers["ETag"]).status_code == 200, "due in words is another"
    english = window.get("/desk/rows/", headers={"Accept-Language": "en", "If-None-Match": less.headers["ETag"]})
    assert english.status_code == 200


def test_one_that_leaves_as_another_comes_is_a_change(browser, agent: people.Somebody, play: factories.Play) -> None:
    window = browser("window")
    tag = _asked(window).headers["ETag"]
    play.act("accept")
    application = people.an_application(agent)
    case_actions.submit(key=uuid.uuid4(), application=application, by=agent.actor, at=NOW)
    assert _asked(window, tag).status_code == 200


def test_the_counts_of_the_rail_come_with_the_rows(browser, play: factories.Play) -> None:
    text = _asked(browser("window")).content.decode()
    assert '<span class="count" id="count-waiting" hx-swap-oob="true">1</span>' in text


def test_whose_session_is_over_is_led_to_sign_in(client: Client) -> None:
    answer = client.get("/desk/rows/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"})
    assert "/accounts/login/" in answer.headers["HX-Redirect"]


# ways between cases


def test_a_case_is_found_by_its_number(browser, play: factories.Play) -> None:
    found = browser("window").get("/desk/find/", {"number": f"  {play.turn.number} "})
    assert found.headers["Location"] == of_case(play)


@pytest.mark.parametrize("number", ["", "榕示建 2026-999999-0", "1' OR 1=1", "x" * 60])
def test_a_number_that_does_not_exist_is_told_beside_the_queue(browser, play: factories.Play, number: str) -> None:
    page = browser("window").get("/desk/find/", {"number": number})
    assert page.status_code == 404
    assert "没有找到这个办件" in words(page)
    assert play.turn.number in words(page)


def test_next_and_previous_walk_my_queue(browser, agent: people.Somebody) -> None:
    plays = [people.submitted(agent) for _one in range(3)]
    window = browser("window")
    order = [plays[0]]
    seen = set()
    address = of_case(order[0])
    for _step in range(3):
        address = window.get(f"{address}next/?go=next").headers["Location"]
        seen.add(address)
    assert seen == {of_case(play) for play in plays}
    back = window.get(f"{address}next/?go=previous").headers["Location"]
    assert window.get(f"{back}next/?go=next").headers["Location"] == address


def test_where_nothing_waits_next_leads_to_the_queue(browser, play: factories.Play) -> None:
    assert browser("water").get(f"{of_case(play)}next/").headers["Location"] == "/desk/"


def test_no_list_is_kept_by_a_shared_cache(browser, play: factories.Play) -> None:
    for path in ("/desk/", "/desk/rows/", "/desk/done/", of_case(play)):
        assert {"private", "no-cache"} <= set(browser("window").get(path).headers["Cache-Control"].split(", "))
