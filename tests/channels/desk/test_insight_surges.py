"""Surges at the desk: found, looked at with what they rest on, judged once; for whoever analyses, supervises or leads."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.board import town
from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, load
from tests.insight.play import WATER, City, detected
from tests.supervision.office import an_order, issued
from tongban.board.models import Message
from tongban.board.terms import Visibility
from tongban.channels.parts.tags.surges import chart_most, weeks_chart
from tongban.directives.terms import Cites, Ground, Reference
from tongban.identity.terms import SYSTEM
from tongban.insight import actions
from tongban.insight.models import Surge
from tongban.insight.terms import SurgeWeek
from tongban.responsibilities.terms import Kind
from tongban.snapshots import actions as snapshot_actions

pytestmark = pytest.mark.django_db
SURGES = "/desk/insight/surges/"
SECRET = "演示丙"


def lamps_surge(weeks: int = 40) -> None:
    City(Path(settings.INSIGHT_FOLDER)).quiet(weeks).add(40, 1).snapshot()
    detected()


def lamps_have_surged() -> None:
    load()
    lamps_surge()


in_a_surge = pytest.mark.parametrize("begun", [lamps_have_surged], ids=["surge"])


@pytest.fixture
def row(city: None) -> Surge:
    return Surge.objects.get(shown=True)


def test_one_that_goes_on_stands_in_the_list_with_what_was_tested(at) -> None:
    assert "还没有检验过" in words(at("analyst").get(SURGES)) and "没有这样的" in words(at("analyst").get(SURGES))
    lamps_surge()
    row, page = Surge.objects.get(shown=True), at("analyst").get(SURGES)
    told = words(page)
    assert f'href="{SURGES}{row.pk}/"' in page.content.decode()
    assert "路灯" in told and "2026-W36" in told and "还没有人判断" in told and "校正以后留下" in told
    assert "没有这样的" in words(at("analyst").get(f"{SURGES}?shelf=closed"))
    assert str(row.pk) in at("analyst").get(f"{SURGES}?shelf=all").content.decode()


@in_a_surge
def test_its_page_says_what_it_rests_on(at, row: Surge) -> None:
    page = at("analyst").get(f"{SURGES}{row.pk}/")
    told, drawn = words(page), page.content.decode()
    assert "EARS C2" in told and "α = 0.005" in told and "分不清季节和突增" in told and "历史不满一年" in told
    assert 'class="alarms" d="M' in drawn and 'class="bound" d="M' in drawn and "style=" not in drawn
    assert drawn.count("<tr") >= 41, "every week stands in the table"
    assert "城管局" in told and "没有可以引用的" in told


def test_three_years_tell_a_season_from_a_surge(at) -> None:
    lamps_surge(weeks=180)
    told = words(at("analyst").get(f"{SURGES}{Surge.objects.get(shown=True).pk}/"))
    assert "Farrington" in told and "用了 3 个整年" in told and "分不清季节" not in told.split("这些数字怎么算")[0]
    assert "上一年同一周" in told


@pytest.mark.parametrize(("others", "said"), [(80, "按占比看没有超出界限"), (24, "按占比看仍然超出界限")])
def test_its_page_says_whether_its_share_of_all_that_came_in_is_over_its_bound_too(at, others: int, said: str) -> None:
    """The surge of lamps; of water as much more, or nothing more."""
    city = City(Path(settings.INSIGHT_FOLDER)).quiet(40, mean=12, until=2).quiet(40, category=WATER, mean=24, until=2)
    city.add(40, 1).add(others, 1, category=WATER).snapshot()
    detected()
    row = Surge.objects.get(series__startswith="010202 district")
    told = words(at("analyst").get(f"{SURGES}{row.pk}/")).split("这些数字怎么算")[0]
    assert said in told and "留言都多了" in told and f"{40 + others} 人次" in told
    english = at("analyst")
    english.cookies["django_language"] = "en"
    assert "按占比看" not in words(english.get(f"{SURGES}{row.pk}/"))


@in_a_surge
def test_what_is_all_there_is_has_no_share_to_tell(at, row: Surge) -> None:
    assert "按占比看" not in words(at("analyst").get(f"{SURGES}{row.pk}/"))


def test_messages_are_quoted_masked_and_reports_never(at) -> None:
    for week in range(1, 10):
        town.posted(at=NOW - timedelta(weeks=week, days=-1))
    for _ in range(12):
        town.posted(at=NOW + timedelta(hours=1))
    town.posted(town.a_message(visibility=Visibility.UNIT, title=f"{SECRET}的私密留言"), at=NOW + timedelta(hours=1))
    town.posted(town.a_message(kind=Kind.REPORT, title=f"举报{SECRET}"), at=NOW + timedelta(hours=1))
    later = NOW + timedelta(days=7)
    snapshot_actions.record_snapshot(by=SYSTEM, at=later)
    actions.record_detection(until=later.date(), by=SYSTEM, at=later)
    row = next(each for each in Surge.objects.filter(shown=True) if not each.series.startswith("topic"))
    page = at("leader").get(f"{SURGES}{row.pk}/")
    told = words(page)
    assert SECRET not in told and "另有 2 条" in told
    quoted = Message.objects.exclude(title__contains=SECRET).filter(received_at__gte=NOW)
    assert len(quoted) == 12 and all(
        f'href="{reverse("citizen:board-message", args=[each.number])}"' in page.content.decode() for each in quoted
    )


@in_a_surge
def test_an_analyst_notes_and_judges_once(at, row: Surge) -> None:
    analyst = at("analyst")
    page = f"{SURGES}{row.pk}/"
    assert analyst.post(f"{page}note/", {"text": ""}).status_code == 422
    assert analyst.get(f"{page}note/").status_code == 302 and analyst.post(f"{page}nothing/", {}).status_code == 404
    assert analyst.post(f"{page}note/", {"text": "已向城管局核实。"}).status_code == 302
    assert "已向城管局核实。" in words(analyst.get(page)) and "演示·analyst" in words(analyst.get(page))
    assert analyst.post(f"{page}false/", {"reason": ""}).status_code == 422
    assert analyst.post(f"{page}false/", {"reason": "同一工地的回访。"}).status_code == 302
    assert "已记为误报" in words(analyst.get(page))
    told = words(analyst.get(page))
    assert "同一工地的回访。" in told and "记为误报" not in told and "记下备注" in told
    again = analyst.post(f"{page}true/", {})
    assert again.status_code == 409 and "已经判断过" in words(again)
    assert "没有这样的" in words(analyst.get(SURGES)) and "路灯" in words(analyst.get(f"{SURGES}?shelf=judged"))
    assert "100.0%" in words(analyst.get(SURGES)), "one that was judged, and it was false"


@in_a_surge
def test_supervisors_go_from_it_to_an_order_or_a_campaign_and_nobody_else(at, row: Surge) -> None:
    page = at("supervisor").get(f"{SURGES}{row.pk}/").content.decode()
    ways = [unescape(each) for each in re.findall(r'href="(/desk/[^"]*new/[?][^"]*)"', page)]
    order = f"/desk/supervision/orders/new/?surge={row.pk}"
    [campaign] = [each for each in ways if each.startswith("/desk/campaigns/new/")]
    assert order in ways and f"{order}&unit=chengguan" in ways
    assert f"of={row.pk}" in campaign and "category=010202" in campaign and "area=donghuqu" in campaign
    for way in ways:
        assert at("supervisor").get(way).status_code == 200, way
    for role in ("analyst", "leader"):
        assert order not in at(role).get(f"{SURGES}{row.pk}/").content.decode(), role


@in_a_surge
def test_a_false_alarm_offers_neither_and_the_form_of_an_order_warns(at, row: Surge) -> None:
    supervisor = at("supervisor")
    order = f"/desk/supervision/orders/new/?surge={row.pk}"
    assert "判断为误报" not in words(supervisor.get(order))
    assert at("analyst").post(f"{SURGES}{row.pk}/false/", {"reason": "同一工地的回访（示例）。"}).status_code == 302
    page = supervisor.get(f"{SURGES}{row.pk}/")
    assert "/orders/new/" not in page.content.decode() and "/campaigns/new/" not in page.content.decode()
    assert "已经判断为误报，这里不再发督办单" in words(page) and "同一工地的回访（示例）。" in words(page)
    assert "这里不再发督办单" not in words(at("leader").get(f"{SURGES}{row.pk}/"))
    form = words(supervisor.get(order))
    assert "这里的集中反映已经判断为误报。 同一工地的回访（示例）。" in form and "另有依据的才签发" in form
    empty = supervisor.post(order, {"cites": f"surge:{row.pk}", "ground": "surge"})
    assert empty.status_code == 422 and "这里的集中反映已经判断为误报。" in words(empty)


@in_a_surge
def test_orders_that_cite_it_stand_on_its_page(at, row: Surge) -> None:
    assert "已经发的督办单" not in words(at("leader").get(f"{SURGES}{row.pk}/"))
    found = issued(an_order(ground=Ground.SURGE, references=(Reference(Cites.SURGE, str(row.pk)),)))
    page = at("leader").get(f"{SURGES}{row.pk}/")
    assert found.number in words(page) and f'href="/desk/supervision/orders/{found.pk}/"' in page.content.decode()


@in_a_surge
def test_who_reads_and_who_judges(at, row: Surge) -> None:
    for role in ("analyst", "supervisor", "second", "leader"):
        assert at(role).get(SURGES).status_code == at(role).get(f"{SURGES}{row.pk}/").status_code == 200, role
        assert at(role).get("/desk/insight/runs/").status_code == 200, role
    for role in ("approver", "duty", "signer"):
        for page in (SURGES, f"{SURGES}{row.pk}/", "/desk/insight/runs/"):
            assert at(role).get(page).status_code == 403, (role, page)
        assert at(role).post(f"{SURGES}{row.pk}/true/", {}).status_code == 403
    assert at("supervisor").post(f"{SURGES}{row.pk}/true/", {}).status_code == 403 and Surge.objects.get(pk=row.pk).verdict == "unjudged"
    assert "集中反映" in words(at("leader").get("/desk/supervision/lights/")) and "集中反映" not in words(
        at("signer").get("/desk/supervision/lights/")
    )
    assert at("analyst").get(f"{SURGES}00000000-0000-0000-0000-000000000000/").status_code == 404


def test_what_rose_before_at_the_same_place_is_beside_it(at) -> None:
    City(Path(settings.INSIGHT_FOLDER)).quiet(60).add(40, 12).add(40, 1).snapshot()
    for weeks in range(11, -1, -1):
        detected(weeks)
    before, now = Surge.objects.filter(shown=True).order_by("opened_week")
    assert before.closed_week
    page = at("leader").get(f"{SURGES}{now.pk}/")
    assert "这里以前也有过" in words(page) and f'href="{SURGES}{before.pk}/"' in page.content.decode()
    assert str(before.pk) in at("leader").get(f"{SURGES}?shelf=closed").content.decode() and "平息" in words(
        at("leader").get(f"{SURGES}{before.pk}/")
    )


def test_runs_and_files_are_told(at) -> None:
    assert "还没有快照" in words(at("analyst").get("/desk/insight/runs/"))
    town.posted(at=NOW - timedelta(days=3))
    snapshot_actions.record_snapshot(by=SYSTEM, at=NOW)
    actions.record_detection(until=NOW.date(), by=SYSTEM, at=NOW)
    detected(4)  # a look back: the list says so, and the page of surges still tells of the newest week
    assert "2026年第36周" in words(at("analyst").get(SURGES)) and "2026年第32周" not in words(at("analyst").get(SURGES))
    told = words(at("analyst").get("/desk/insight/runs/"))
    assert "2026-W32 回看" in told and "2026-W36 回看" not in told
    assert "2026-W36" in told and "+1" in told
    assert "快照" not in words(at("leader").get("/desk/insight/runs/"))


def test_the_picture_of_weeks_leaves_out_what_is_not_known() -> None:
    first = date(2026, 8, 3)
    told = [(4.0, None), (None, None), (0.0, None), (12.0, 6.0)]
    weeks = [
        SurgeWeek(f"2026-W{32 + n}", first + timedelta(weeks=n), count, expected=bound and 3.0, bound=bound, alarm=bool(bound))
        for n, (count, bound) in enumerate(told)
    ]
    drawn = str(weeks_chart(weeks))
    assert drawn.count("M") == 4, "a bar, an alarm, and two strokes of one week: of nothing and of what is not known there is no bar"
    assert 'class="year-before" d=""' in drawn and weeks_chart(()) == "" == weeks_chart(weeks[1:3])
    assert chart_most(weeks) == 12.0 and not chart_most(())
