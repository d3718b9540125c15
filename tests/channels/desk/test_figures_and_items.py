"""No figure without the items that it counts: messages and cases, behind lights and behind a week, for leaders and for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.board import town
from tests.board.play import Play
from tests.cases import city as cases_city
from tests.cases import factories
from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, WEEK, actor, closed, late_and_open, newest_digest, signed
from tests.supervision import office
from tongban.board.models import Message
from tongban.board.terms import Visibility
from tongban.channels.web.leader.figures import KINDS
from tongban.identity import actions as identity_actions
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.limits import Outcome
from tongban.responsibilities.terms import Kind
from tongban.supervision import actions, queries
from tongban.supervision.terms import Item, NewExclusion, UnknownWeek

pytestmark = pytest.mark.django_db
LIGHTS = "/desk/supervision/lights/"
UNITS = f"/desk/supervision/rankings/{WEEK}/units/"
OPEN = f"/rankings/{WEEK}/units/"
BEGUN = NOW - timedelta(days=20)  # what was handed in then was promised for last week


@pytest.fixture
def cases(city: None) -> None:
    """The same city, where a department also decides on cases, and is ranked."""
    factories.load(at=NOW - timedelta(days=39))
    [jianwei] = [each for each in cases_city.DEPARTMENTS if each["code"] == "jianwei"]
    desks = [{"key": key, "name": {"zh": key, "en": key}} for key in ("messages", "messages_approver")]
    identity_actions.load_departments(
        departments=[jianwei | {"desks": [*jianwei["desks"], *desks]}], by=SYSTEM, at=NOW - timedelta(days=39)
    )
    rules = office.RULES.replace("[chengguan, jiaoyu]", "[chengguan, jiaoyu, jianwei]")
    actions.load_supervision(content=rules.encode(), by=SYSTEM, at=NOW - timedelta(days=38))
    actions.switch_on(place="jianwei", by=office.SUPERVISOR, at=NOW - timedelta(days=30))
    town.forget()
    queries.forget()


def a_case(**changes: Any) -> factories.Play:
    return factories.at_decision(at=BEGUN, **changes)


def items(client: Client, address: str) -> list[str]:
    """The numbers of all items of a list, page by page."""
    found: list[str] = []
    while address:
        page = client.get(address)
        assert page.status_code == 200, address
        found += re.findall(r'<th scope="row" class="number">(?:<a [^>]*>)?([^<]+)<', page.content.decode())
        more = re.findall(r'<a class="button second"\s+href="([^"]*\bafter=[^"]*)"', page.content.decode())
        address = address.partition("?")[0] + unescape(more[0]) if more else ""
    return found


def test_behind_a_light_stand_cases_as_well_with_whoever_works_on_them(at: Callable[[str], Client], cases: None) -> None:
    late, soon = a_case().row, factories.submitted(at=NOW - timedelta(hours=1)).row
    supervisor = at("supervisor")
    whole = supervisor.get(LIGHTS).content.decode()
    assert (
        f'href="{LIGHTS}jianwei/?light=red"' in whole and f'href="{LIGHTS}jianwei/?of=cases"' in whole and "还没有办完、有期限的件" in whole
    )
    page = supervisor.get(f"{LIGHTS}jianwei/")
    told = words(page)
    assert late.number in told and soon.number not in told and "办件 1" in told and "留言 0" in told and "建设委员会" in told
    order = f"?unit=jianwei&amp;ground=light&amp;message={quote(late.number)}"
    assert order in page.content.decode()
    assert late.applicant_name not in told, "numbers, services and states, and nobody's name"
    assert items(supervisor, f"{LIGHTS}jianwei/?of=cases&light=green") == [soon.number]
    assert "没有这样的事" in words(supervisor.get(f"{LIGHTS}jianwei/?of=messages&light=red"))
    assert items(at("leader"), f"{LIGHTS}jianwei/") == [late.number]
    assert "发督办单" not in words(at("leader").get(f"{LIGHTS}jianwei/"))


def test_the_worst_light_counts_cases_too(at: Callable[[str], Client], cases: None) -> None:
    case = a_case().row
    page = at("leader").get("/leader/")
    assert f'href="{LIGHTS}jianwei/"' in page.content.decode() and case.number not in words(page)
    assert case.number in words(at("leader").get(f"{LIGHTS}jianwei/"))
    assert 'href="/desk/supervision/lights/#definition"' in page.content.decode()


def test_every_figure_of_the_leader_leads_to_what_it_means_and_to_what_it_counts(at: Callable[[str], Client], cases: None) -> None:
    late_and_open()
    late_and_open(title="学区房能不能入学", text="请问入学要什么材料。", category="060100")
    done = a_case()
    done.act("conclude")
    a_case()
    closed()
    leader, counted = at("leader"), {}
    home = leader.get("/leader/").content.decode()
    for kind in KINDS:
        assert f'href="/leader/figures/{kind.key}/"' in home
        page = leader.get(f"/leader/figures/{kind.key}/")
        assert str(kind.meaning) in words(page) and f'href="/leader/figures/{kind.key}/items/"' in page.content.decode()
        counted[kind.key] = len(items(leader, f"/leader/figures/{kind.key}/items/"))
    assert counted == {
        "due": 2,
        "on-time": 0,
        "late": 0,
        "unanswered": 2,
        "satisfied": 0,
        "solved": 0,
        "cases": 2,
        "cases-on-time": 1,
    }
    for role in ("approver", "duty"):
        assert at(role).get("/leader/figures/due/items/").status_code == 403
    assert leader.get("/leader/figures/nothing/items/").status_code == 404


def test_before_any_week_was_closed_there_are_no_items(at: Callable[[str], Client]) -> None:
    assert at("leader").get("/leader/figures/due/items/").headers["Location"] == "/leader/figures/due/"


def test_the_items_are_as_many_as_the_figure_says(cases: None) -> None:
    plays = [late_and_open() for _ in range(3)]
    answered = late_and_open()
    answered.at = NOW - timedelta(hours=20)
    answered.answer()
    a_case()
    closed()
    supervisor = actor("supervisor")
    ranked = queries.ranking(WEEK, by=supervisor, trial=True).ranked
    for line in [line for table in ranked.messages for line in table.lines]:
        told = {each: len(queries.due_messages(WEEK, line.unit, by=supervisor, outcome=each).lines) for each in Outcome}
        assert told == {Outcome.ON_TIME: line.on_time.good, Outcome.LATE: line.late, Outcome.UNANSWERED: line.unanswered}, line.unit
    for line in [line for table in ranked.cases for line in table.lines]:
        told = {each: len(queries.due_cases(WEEK, line.unit, by=supervisor, outcome=each).lines) for each in Outcome}
        assert told == {Outcome.ON_TIME: line.on_time.good, Outcome.LATE: line.late, Outcome.UNANSWERED: line.unanswered}, line.unit
    assert {each.number for each in queries.due_messages(WEEK, by=supervisor).lines} == {each.row.number for each in (*plays, answered)}


def test_what_was_left_out_is_not_among_them(at: Callable[[str], Client]) -> None:
    left_out, other = late_and_open().row, late_and_open().row
    closed()
    new = NewExclusion(Item.MESSAGE, "chengguan", left_out.number)
    found = actions.propose_exclusion(week=WEEK, exclusion=new, reason="停电（示例）。", by=actor("supervisor"), at=NOW)
    assert set(items(at("supervisor"), f"{UNITS}chengguan/")) == {left_out.number, other.number}
    actions.confirm_exclusion(exclusion_id=found, by=actor("second"), at=NOW)
    assert items(at("supervisor"), f"{UNITS}chengguan/") == [other.number]


def test_everybody_reads_what_is_displayed_behind_a_published_figure(at: Callable[[str], Client], cases: None) -> None:
    shown, private = late_and_open().row, late_and_open(visibility=Visibility.UNIT, title="私密的事").row
    report = Play.posted(at=NOW - timedelta(days=13), kind=Kind.REPORT, title="举报", text="工作人员收受礼品。")
    report.assign("chengguan")
    case = a_case().row
    closed()
    anybody = Client()
    assert anybody.get(f"{OPEN}chengguan/").status_code == 404, "it is not signed"
    actions.sign_off(week=WEEK, digest=newest_digest(), by=actor("signer"), at=NOW)
    assert f'href="{OPEN}chengguan/"' in anybody.get(f"/rankings/{WEEK}/").content.decode()
    page = anybody.get(f"{OPEN}chengguan/")
    told = words(page)
    assert items(anybody, f"{OPEN}chengguan/") == [shown.number]
    assert private.number not in told and report.row.number not in told and "没有公开的也算在上面的数里" in told
    assert items(anybody, f"{OPEN}jianwei/?of=cases&outcome=unanswered") == [case.number]
    assert case.applicant_name not in words(anybody.get(f"{OPEN}jianwei/?of=cases"))
    assert "没有这样的件" in words(anybody.get(f"{OPEN}chengguan/?of=ratings"))
    Message.objects.filter(pk=shown.pk).update(displayed=False)
    assert items(anybody, f"{OPEN}chengguan/") == []
    for unit in ("donghu", "nobody"):
        assert anybody.get(f"{OPEN}{unit}/").status_code == 404, unit
    with pytest.raises(UnknownWeek):
        queries.due_messages(WEEK, "donghu", by=PUBLIC)


def test_an_older_version_shows_its_own_items(at: Callable[[str], Client]) -> None:
    left_out, other = late_and_open().row, late_and_open().row
    signed()
    told: dict[str, Any] = {"excludes": [NewExclusion(Item.MESSAGE, "chengguan", left_out.number)], "reason": "停电（示例）。"}
    row = actions.propose_correction(week=WEEK, **told, by=actor("supervisor"), at=NOW)
    actions.confirm_correction(correction_id=row, by=actor("second"), at=NOW)
    actions.sign_off(week=WEEK, digest=newest_digest(), by=actor("signer"), at=NOW)
    anybody = Client()
    assert items(anybody, f"{OPEN}chengguan/") == [other.number]
    assert set(items(anybody, f"{OPEN}chengguan/?version=1")) == {left_out.number, other.number}
    assert "&amp;version=1" in anybody.get(f"{OPEN}chengguan/?version=1").content.decode()
    assert f'href="{OPEN}chengguan/?version=1"' in anybody.get(f"/rankings/{WEEK}/?version=1").content.decode()


def test_a_unit_sees_its_own_ratings_and_cases(at: Callable[[str], Client]) -> None:
    play = late_and_open()
    play.at = NOW - timedelta(days=2)
    play.answer()
    play.later(hours=2).rate()
    signed()
    approver = at("approver")
    assert items(approver, f"{UNITS}chengguan/?of=ratings") == [play.row.number]
    assert "没有这样的件" in words(approver.get(f"{UNITS}chengguan/?of=cases&outcome=all"))
    assert approver.get(f"{UNITS}chengguan/?of=nothing&outcome=late").status_code == 404
    assert items(approver, f"{UNITS}chengguan/?outcome=late") == [play.row.number]
    assert 'href="?of=messages&amp;outcome=late#items"' in approver.get(f"{UNITS}chengguan/").content.decode()
