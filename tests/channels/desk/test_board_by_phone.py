"""The lists of the desks as somebody reads them on a phone: each figure says what it is, no clock runs on what has ended."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils.html import escape

from tests.board.play import Play
from tests.channels.desk import pages
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.boarding import NOW, actor, message_act, of_message, of_order, order_act
from tongban.board import actions
from tongban.board.terms import Satisfaction
from tongban.channels.parts.tags.board import dispatched_by
from tongban.identity.terms import SYSTEM
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.django_db
JOINT, SETTLED, EXTENSIONS = "/desk/messages/joint/", "/desk/messages/settled/", "/desk/messages/extensions/"


def row_of(page, number: str) -> str:
    """The line of a list that has this number, marked up as it is."""
    [found] = [row for row in re.findall(r"<tr.*?</tr>", page.content.decode(), re.DOTALL) if number in row]
    return found


def test_whoever_works_by_phone_can_leave(at) -> None:
    """The header of a phone has no room for it."""
    foot = at("duty").get("/desk/duty/").content.decode().split('class="desk-foot"')[1]
    assert 'action="/accounts/logout/"' in foot and 'href="/accounts/password/change/"' in foot


def test_no_clock_runs_on_what_is_settled(at) -> None:
    play = Play.answered()
    line = row_of(at("clerk").get(SETTLED), play.row.number)
    assert "正常" not in line and "还有" not in line and "9月" in line


def test_what_was_reopened_has_its_clock_again_at_the_joint_desk(at) -> None:
    play = Play.answered()
    assert 'class="light' not in row_of(at("inspection").get(JOINT), play.row.number)
    play.rate(Satisfaction.BAD, solved=False)
    line = row_of(at("inspection").get(JOINT), play.row.number)
    assert 'class="light' in line and 'class="due' in line
    play.take()
    assert row_of(at("inspection").get(JOINT), play.row.number).count('class="due') == 1, "and keeps it while the unit works on it"


def test_an_extension_says_how_much_is_asked_and_until_which_moment_it_is_due(at) -> None:
    """The days of the limit need not be working days: the list counts none."""
    play = Play.taken()
    at("clerk").post(order_act(play, "ask-extension"), {"amount": "5", "reason": "等电缆到货。"})
    line = row_of(at("top").get(EXTENSIONS), play.row.number)
    assert 'data-name="再要">5' in line and "工作日（" not in line
    assert f"{play.order().due_at:%Y-%m-%d}" in line


def test_every_figure_says_what_it_is(at) -> None:
    Play.answered()
    actions.count_changed(by=SYSTEM, at=NOW)
    page = at("duty").get("/desk/messages/figures/").content.decode()
    cells = re.findall(r"<td[^>]*>", page)
    assert cells and all("data-name=" in cell for cell in cells)
    heads = re.findall(r"<th scope=\"col\" class=\"number\">(.*?)</th>", page)
    assert re.findall(r'data-name="(.*?)"', page)[: len(heads)] == heads


@pytest.mark.parametrize(("role", "name"), [("duty", "joint"), ("clerk", "units")])
def test_several_units_are_ticked_with_a_finger(at, role: str, name: str) -> None:
    play = Play.taken() if role == "clerk" else Play.posted(text="有人收钱，路灯一直不修。", kind=Kind.REPORT)
    page = at(role).get(of_order(play) if role == "clerk" else of_message(play.message_id)).content.decode()
    assert re.search(rf'<input type="checkbox" name="{name}" value="jiaoyu"', page) and "Ctrl" not in page and "multiple" not in page


def test_the_tick_is_for_units_that_are_only_mentioned(at) -> None:
    """The unit that its author reports on gets it with no tick."""
    text = "举报城管局副队长收钱，湖滨路的路灯一直不修。"
    for unit, offered in (("", True), ("jiaoyu", True), ("chengguan", False)):
        play = Play.posted(kind=Kind.REPORT, title="举报", text=text, unit=unit)
        page = pages.words(at("duty").get(of_message(play.message_id)))
        assert ("勾选最下面一格" in page) is ("照派（记下是谁派的）" in page) is offered, unit
    told = {"unit": "chengguan", "only_mentioned": "on"}
    assert at("duty").post(message_act(play.message_id, "assign"), told).status_code == 409


def test_the_screener_reads_twice_only_what_differs(at) -> None:
    same, masked = Play.posted(text="湖滨路的路灯坏了。"), Play.posted(text="湖滨路的路灯坏了，电话13912345678。")
    page = at("screener").get("/desk/messages/screening/").content.decode()
    told = {
        number: part for part in page.split('<article class="card')[1:] for number in (same.row.number, masked.row.number) if number in part
    }
    assert "和原文一样" in told[same.row.number] and told[same.row.number].count("湖滨路的路灯坏了。") == 1
    assert "和原文一样" not in told[masked.row.number] and "13912345678" in told[masked.row.number]
    actions.confirm_names(message_id=same.message_id, hidden=("路灯",), by=actor("screener"), at=same.at)
    page = at("screener").get("/desk/messages/screening/").content.decode()
    assert "<details open>" in page, "what is hidden by hand stands open"


def test_a_rule_of_the_city_says_what_it_waits_for(board) -> None:
    rules = [rule for rule in responsibilities_queries.board().rules if rule.words]
    assert rules
    for rule in rules:
        assert rule.key in dispatched_by(rule.key) and sorted(rule.words)[0] in dispatched_by(rule.key)
    assert escape(dispatched_by("none")) == "none"


def test_in_english_the_button_says_what_it_does(at) -> None:
    """Not what has been done: in Chinese both are the same words."""
    Play.posted()
    browser = at("screener")
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = pages.words(browser.get("/desk/messages/screening/"))
    assert " Display " in page and "Do not display" in page
