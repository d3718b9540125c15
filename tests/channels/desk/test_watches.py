"""Watches at the desk: made, looked at, changed, noted on and put away by whoever analyses; read by colleagues where they are shared."""

from __future__ import annotations

import re
import uuid
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, actor
from tests.insight.play import LAMPS, MONDAY, City, detected
from tests.supervision import office
from tongban.identity.terms import SYSTEM
from tongban.insight.models import Surge
from tongban.kernel import facts
from tongban.notices import queries as notice_queries
from tongban.snapshots.models import Snapshot
from tongban.watches import actions, queries
from tongban.watches.models import Watch
from tongban.watches.terms import NewWatch

pytestmark = pytest.mark.django_db
WATCHES = "/desk/insight/watches/"
FORM = {"name": "路灯", "words": "", "together": "any", "category": LAMPS, "area": "", "above": "", "over_bound": "on"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    settings.INSIGHT_FOLDER = tmp_path / "insight"
    return settings.INSIGHT_FOLDER


def counted(row: Watch) -> None:
    actions.count_watch(watch_id=row.pk, until=MONDAY, by=SYSTEM, at=NOW)
    facts.dispatch(at=NOW)


def of_a_colleague(**asked: Any) -> Watch:
    by = office.somebody("rexian/analysis", name="演示·分析乙")
    told = NewWatch("同事的", words=("路灯",), **asked)
    return Watch.objects.get(pk=actions.make_watch(key=uuid.uuid4(), asked=told, by=by, at=NOW))


def test_one_is_made_counted_and_looked_at(at, folder: Path) -> None:
    analyst = at("analyst")
    assert "还没有关注" in words(analyst.get(WATCHES)) and f'href="{WATCHES}"' in analyst.get(WATCHES).content.decode()
    form = words(analyst.get(f"{WATCHES}new/"))
    assert "010202 路灯照明" in form and "东湖街道" in form and "全市的所有留言" in form
    made = analyst.post(f"{WATCHES}new/", FORM | {"above": "20"})
    row = Watch.objects.get()
    assert made.status_code == 302 and made.headers["Location"] == f"{WATCHES}{row.pk}/"
    waits = "在等第一份快照"
    assert waits in words(analyst.get(f"{WATCHES}{row.pk}/")) and waits in words(analyst.get(WATCHES))
    City(folder).quiet(120).add(40, 1).snapshot()
    Snapshot.objects.create(at=NOW, written={}, parts={}, until_at=NOW, version="1", digest="")
    assert "正在计算" in words(analyst.get(f"{WATCHES}{row.pk}/")) and "正在计算" in words(analyst.get(WATCHES))
    counted(row)
    page = analyst.get(f"{WATCHES}{row.pk}/")
    told, drawn = words(page), page.content.decode()
    assert "正在计算" not in told and "EARS C2" in told and "分不清季节" in told and "这一周超过了" in told and "您设的 20 人、界限" in told
    assert all(
        f'class="{name}" d="M' in drawn for name in ("all-messages", "counted", "alarms", "year-before", "expected", "bound", "above")
    )
    assert drawn.count("<tr") == 121 and "style=" not in drawn, "every week stands in the table"
    week = queries.watch(row.pk, by=actor("analyst")).weeks[-53]
    assert f"上一年同一周 {week.count:.0f} {week.week}" in told
    listed = analyst.get(WATCHES)
    assert "2026-W36" in words(listed) and 'class="sparkline"' in listed.content.decode() and 'class="warn"' in listed.content.decode()
    assert [each.title.zh for each in notice_queries.inbox(by=actor("analyst")).lines] == ["关注“路灯”超过了"]


def test_what_is_typed_wrong_is_said_beside_it_and_stays(at) -> None:
    analyst, cases = at("analyst"), {}
    cases["请写清楚再提交"] = {"name": ""}
    cases["没有说要看什么"] = {"category": ""}
    cases["“灯”太短或者太长"] = {"words": "灯 路灯"}
    cases["词语太多"] = {"words": "、".join(f"路灯{n}" for n in range(11))}
    cases["请从列出的里面选"] = {"category": "999999"}
    cases["请从列出的里面选。"] = {"area": "nowhere"}
    cases["确保该值大于或等于1"] = {"above": "0"}
    cases["提醒的人数不对"] = {"above": "1000000"}
    for expected, changes in cases.items():
        page = analyst.post(f"{WATCHES}new/", FORM | changes)
        assert page.status_code == 422 and expected in words(page), (expected, words(page))
        assert all(each in page.content.decode() for each in changes.values() if each and each != "nowhere" and each != "999999")
    assert not Watch.objects.exists()


def test_words_are_kept_as_they_are_written(at) -> None:
    at("analyst").post(f"{WATCHES}new/", FORM | {"words": "100%_、C:\\temp .* ；路灯", "together": "all", "category": ""})
    row = Watch.objects.get()
    assert row.words == ["100%_", "C:\\temp", ".*", "路灯"] and row.all_of_them
    assert "“100%_”和“C:\\temp”和“.*”和“路灯”" in words(at("analyst").get(WATCHES))
    again = at("analyst").get(f"{WATCHES}{row.pk}/change/").content.decode()
    assert 'value="100%_ C:\\temp .* 路灯"' in again


def test_pressed_twice_it_is_one_and_fifty_are_the_most(at) -> None:
    analyst, key = at("analyst"), str(uuid.uuid4())
    for _ in range(2):
        analyst.post(f"{WATCHES}new/", FORM | {"key": key})
    assert Watch.objects.count() == 1
    for n in range(49):
        actions.make_watch(key=uuid.uuid4(), asked=NewWatch(f"第{n}个", category=LAMPS), by=actor("analyst"), at=NOW)
    page = analyst.post(f"{WATCHES}new/", FORM)
    assert page.status_code == 409 and "已经有 50 个关注" in words(page)


def test_it_is_changed_noted_on_put_away_and_taken_up(at) -> None:
    analyst = at("analyst")
    analyst.post(f"{WATCHES}new/", FORM)
    row = Watch.objects.get()
    page = f"{WATCHES}{row.pk}/"
    assert analyst.post(f"{page}change/", FORM | {"name": "路灯不亮", "area": "donghu"}).status_code == 302
    assert "东湖区 东湖街道" in words(analyst.get(page)) and "路灯不亮" in words(analyst.get(page))
    assert analyst.post(f"{page}change/", FORM | {"category": ""}).status_code == 422
    assert analyst.post(f"{page}note/", {"text": ""}).status_code == 422
    assert analyst.post(f"{page}note/", {"text": "已向城管局核实。"}).status_code == 302 and "已向城管局核实。" in words(analyst.get(page))
    assert analyst.get(f"{page}note/").status_code == 302 and analyst.post(f"{page}nothing/", {}).status_code == 404
    assert analyst.post(f"{page}archive/", {}).status_code == 302
    assert "还没有关注" in words(analyst.get(WATCHES)) and "路灯不亮" in words(analyst.get(f"{WATCHES}?shelf=archived"))
    told = analyst.get(page).content.decode()
    assert "重新看" in told and f"{page}change/" not in told
    assert analyst.post(f"{page}change/", FORM).status_code == 409 and analyst.post(f"{page}archive/", {}).status_code == 409
    assert analyst.post(f"{page}take-up/", {}).status_code == 302 and "路灯不亮" in words(analyst.get(WATCHES))


def test_a_colleague_reads_what_is_shared_and_changes_nothing(at) -> None:
    analyst, shared, own = at("analyst"), of_a_colleague(shared=True), of_a_colleague()
    assert str(shared.pk) in (listed := analyst.get(WATCHES).content.decode()) and str(own.pk) not in listed
    page = analyst.get(f"{WATCHES}{shared.pk}/")
    told = page.content.decode()
    assert "演示·分析乙的关注" in words(page) and "<textarea" not in told and f"{shared.pk}/change/" not in told
    assert analyst.get(f"{WATCHES}{own.pk}/").status_code == 404
    for of, status in ((shared, 403), (own, 404)):
        assert analyst.get(f"{WATCHES}{of.pk}/change/").status_code == status
        assert analyst.post(f"{WATCHES}{of.pk}/change/", FORM).status_code == status
        for deed, told in (("note", {"text": "备注"}), ("archive", {}), ("take-up", {})):
            assert analyst.post(f"{WATCHES}{of.pk}/{deed}/", told).status_code == status, (deed, status)


def test_it_is_for_the_desk_that_analyses(at) -> None:
    row = of_a_colleague(shared=True)
    for role in ("supervisor", "leader", "approver", "duty", "signer"):
        for page in ("", "new/", f"{row.pk}/", f"{row.pk}/change/"):
            assert at(role).get(f"{WATCHES}{page}").status_code == 403, (role, page)
        assert at(role).post(f"{WATCHES}new/", FORM).status_code == 403, role
        assert f'href="{WATCHES}"' not in at(role).get("/desk/").content.decode()


def test_a_surge_is_kept_an_eye_on_from_its_page(at, folder: Path) -> None:
    City(folder).quiet(40).add(40, 1).snapshot()
    detected()
    page = at("analyst").get(f"/desk/insight/surges/{Surge.objects.get(shown=True).pk}/").content.decode()
    [address] = re.findall(rf'href="({WATCHES}new/[^"]*)"', page)
    form = at("analyst").get(unescape(address)).content.decode()
    assert f'value="{LAMPS}" selected' in form and 'value="donghuqu" selected' in form and 'value="路灯照明"' in form
    assert "new/?name=" not in at("leader").get(f"/desk/insight/surges/{Surge.objects.get(shown=True).pk}/").content.decode()
