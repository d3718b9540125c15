"""Analysis reports at the desk: read, worded by one person, approved by another, printed, made into an order; and read by everybody."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.board import town
from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import load
from tests.reports import surged
from tongban.board import actions as board_actions
from tongban.board.models import Message
from tongban.board.terms import Removal
from tongban.directives.models import Order
from tongban.identity.terms import SYSTEM
from tongban.insight.models import Surge
from tongban.kernel import clock
from tongban.prints import jobs
from tongban.reports import actions
from tongban.reports.models import Report
from tongban.reports.terms import ReportKind
from tongban.supervision import actions as supervision_actions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from uuid import UUID

pytestmark = pytest.mark.django_db
LIST = "/desk/reports/"
At = "Callable[[str], Client]"


def lamps_have_surged() -> None:
    load()
    surged.written()
    surged.detected()


@pytest.fixture
def begun() -> Callable[[], None]:
    return lamps_have_surged


@pytest.fixture
def week_after(at: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    """Monday of the week after street lamps have surged."""
    monkeypatch.setattr(clock, "now", lambda: surged.AT)


@pytest.fixture
def report(week_after: None) -> Report:
    return Report.objects.get(pk=actions.draw_report(kind=ReportKind.WEEKLY, by=SYSTEM, at=surged.AT).id)


def page(row: Report) -> str:
    return f"{LIST}{row.pk}/"


def lamps(row: Report) -> UUID:
    return Surge.objects.get(shown=True, series__startswith="01").pk


def typed(row: Report, **changes: str) -> dict[str, str]:
    """The form as the page of words has it."""
    return {"version": str(row.version), "title": row.title, "summary": "本周路灯集中反映（示例）。"} | changes


def approved(at: Callable[[str], Client], row: Report, *, public: bool = False) -> None:
    assert at("analyst").post(f"{page(row)}submit/", {"version": row.version}).status_code == 302
    told = {"version": row.version} | ({"public": "on"} if public else {})
    assert at("supervisor").post(f"{page(row)}approve/", told).status_code == 302
    row.refresh_from_db()


def printed(row: Report) -> None:
    """By the job; it takes seconds."""
    jobs.papers(row.pk, at=surged.AT)


def test_whoever_analyses_draws_one_up_and_it_is_there_for_those_who_read(at, week_after) -> None:
    analyst = at("analyst")
    assert "还没有报告" in words(analyst.get(LIST))
    made = analyst.post(LIST, {"kind": "weekly", "period": ""})
    assert made.status_code == 302
    row = Report.objects.get()
    again = analyst.post(LIST, {"kind": "weekly", "period": surged.WEEK}, follow=True)
    assert "早已生成" in words(again) and Report.objects.count() == 1
    assert analyst.post(LIST, {"kind": "weekly", "period": "2026-W99"}).status_code == 422
    assert analyst.post(LIST, {"kind": "", "period": ""}).status_code == 422
    early = analyst.post(LIST, {"kind": "weekly", "period": "2026-W38"})
    assert early.status_code == 409 and "还没有结束" in words(early)
    for role in ("supervisor", "leader", "second"):
        shown = words(at(role).get(LIST))
        assert row.number in shown and "现在生成一份" not in shown
    assert row.number not in words(at("approver").get(LIST)), "a unit reads what is approved"
    assert at("approver").get(page(row)).status_code == 404 and at("duty").get(LIST).status_code == 403
    assert at("supervisor").post(LIST, {"kind": "weekly", "period": ""}).status_code == 403


def test_its_page_tells_all_that_it_rests_on(at, report) -> None:
    shown = words(at("analyst").get(page(report)))
    for said in (
        "东湖街道路灯",
        "EARS C2",
        "历史不满三年",
        "群众的话",
        "答复率",
        "去年同期",
        "拟发督办单",
        "正文摘要 SHA-256",
        report.digest,
    ):
        assert said in shown, said
    assert "小" not in surged.SECRET and surged.SECRET not in shown
    assert "系统生成" in shown and "提交审定" in shown and "审定签发" not in shown


def test_without_pictures_the_tables_stand_open(at, report) -> None:
    shown = at("analyst").get(page(report)).content.decode()
    assert "没有图：" in shown and '<details class="report-figures" open>' in shown and "files/" not in shown


def test_pictures_are_served_alone_and_say_what_they_show(at, report) -> None:
    pytest.importorskip("altair", reason="altair is an extra: requirements/insight.txt")
    jobs.charts(report.pk, at=surged.AT)
    shown = at("analyst").get(page(report)).content.decode()
    address = f"{page(report)}files/surge-{lamps(report)}.svg"
    assert 'class="report-chart newest"' in shown, "on a narrow screen the newest week is seen first"
    assert f'<img src="{address}" alt="东湖街道路灯' in shown and '<details class="report-figures">' in shown
    picture = at("analyst").get(address)
    assert picture.headers["Content-Type"] == "image/svg+xml" and "sandbox" in picture.headers["Content-Security-Policy"]
    assert picture.content.startswith(b"<svg") and b"<desc>" in picture.content
    assert at("approver").get(address).status_code == 404 and at("analyst").get(f"{page(report)}files/nothing.svg").status_code == 404


def test_a_report_on_one_surge_is_drawn_up_from_its_page(at, week_after) -> None:
    key = Surge.objects.get(shown=True, series__startswith="01").pk
    analyst = at("analyst")
    assert "生成专题报告" in words(analyst.get(f"/desk/insight/surges/{key}/"))
    assert "生成专题报告" not in words(at("supervisor").get(f"/desk/insight/surges/{key}/"))
    made = analyst.post(f"{LIST}surge/{key}/", follow=True)
    assert Report.objects.get().kind == "surge" and "专题" in words(made) and "东湖街道路灯" in words(made)
    assert at("supervisor").post(f"{LIST}surge/{key}/").status_code == 403
    assert analyst.get(f"{LIST}surge/{key}/").status_code == 302


def test_words_are_changed_and_every_version_stays(at, report) -> None:
    analyst, key = at("analyst"), lamps(report)
    form = analyst.get(f"{page(report)}edit/").content.decode()
    assert f'name="remark_{key}"' in form and f'name="demand_{key}"' in form and f'name="out_{key}"' in form
    empty = analyst.post(f"{page(report)}edit/", typed(report, title=""))
    assert empty.status_code == 422 and "本周路灯集中反映" in empty.content.decode(), "what was typed is kept"
    assert analyst.post(f"{page(report)}edit/", typed(report, **{f"remark_{key}": "老线路（示例）。"})).status_code == 302
    late = analyst.post(f"{page(report)}edit/", typed(report, title="另一个题"))
    assert late.status_code == 409 and "第 2 版" in words(late) and "另一个题" in late.content.decode()
    report.refresh_from_db()
    told = {f"out_{key}": "", f"false_{key}": "on"}
    assert analyst.post(f"{page(report)}edit/", typed(report, **told)).status_code == 422, "a false alarm needs its reason"
    shown = words(analyst.get(page(report)))
    assert "老线路（示例）。" in shown and "各版对照" in shown
    beside = analyst.get(f"{page(report)}versions/")
    assert "老线路（示例）。" in words(beside) and "第 1 版" in words(beside) and 'class="changed"' in beside.content.decode()
    assert 'class="changed"' not in analyst.get(f"{page(report)}versions/?left=2&right=2").content.decode()
    assert at("supervisor").get(f"{page(report)}edit/").status_code == 403


def test_a_surge_is_left_out_with_its_reason(at, report) -> None:
    analyst, key = at("analyst"), lamps(report)
    told = {f"out_{key}": "同一处工地的重复留言（示例）。", f"false_{key}": "on"}
    assert analyst.post(f"{page(report)}edit/", typed(report, **told)).status_code == 302
    shown = words(analyst.get(page(report)))
    assert "不列入" in shown and "同一处工地的重复留言（示例）。" in shown
    assert Surge.objects.get(pk=key).verdict == "false"


def test_another_person_sends_it_back_and_approves_it(at, report) -> None:
    analyst, supervisor = at("analyst"), at("supervisor")
    assert supervisor.post(f"{page(report)}approve/", {"version": 1}).status_code == 409, "not handed up yet"
    assert analyst.post(f"{page(report)}submit/", {"version": 1}).status_code == 302
    assert analyst.post(f"{page(report)}approve/", {"version": 1}).status_code == 403
    assert supervisor.post(f"{page(report)}send-back/", {"reason": ""}).status_code == 422
    assert supervisor.post(f"{page(report)}send-back/", {"reason": "摘要太短（示例）。"}).status_code == 302
    assert "摘要太短（示例）。" in words(analyst.get(page(report))) and "退回修改" in words(analyst.get(page(report)))
    assert analyst.post(f"{page(report)}edit/", typed(report)).status_code == 302
    report.refresh_from_db()
    approved(at, report)
    printed(report)
    shown = words(supervisor.get(page(report)))
    assert "已审定" in shown and report.approved_digest in shown and "签章的报告（PDF）" in shown
    paper = supervisor.get(f"{page(report)}files/report.pdf")
    assert paper.headers["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    unit = at("approver")
    assert report.number in words(unit.get(LIST)) and "东湖街道路灯" in words(unit.get(page(report)))
    assert unit.get(f"{page(report)}files/report.pdf").status_code == 404 and "经过" not in words(unit.get(page(report)))
    assert supervisor.get(f"{page(report)}approve/").status_code == 302 and supervisor.post(f"{page(report)}nothing/").status_code == 404


def test_one_click_makes_the_order(at, report) -> None:
    key = lamps(report)
    click = f"{page(report)}surges/{key}/order/"
    assert at("supervisor").post(click).status_code == 409, "not approved yet"
    approved(at, report)
    assert at("analyst").post(click).status_code == 403
    supervisor = at("supervisor")
    assert "签发督办单" in words(supervisor.get(page(report)))
    first = supervisor.post(click)
    order = Order.objects.get()
    assert first.status_code == 302 and first.headers["Location"] == f"/desk/supervision/orders/{order.pk}/"
    again = supervisor.post(click, follow=True)
    assert "早已签发，不是您这一次签发的" in words(again) and Order.objects.count() == 1, "pressed twice"
    assert supervisor.post(click).headers["Location"] == first.headers["Location"]
    shown = supervisor.get(page(report)).content.decode()
    assert order.number in shown and first.headers["Location"] in shown and "已采纳" in shown
    rejected = supervisor.post(f"{page(report)}surges/{key}/reject/order/", {"reason": "不用（示例）。"})
    assert rejected.status_code == 409 and order.number in words(rejected)
    assert supervisor.get(click).status_code == 302


def test_a_proposal_is_rejected_with_its_reason(at, report) -> None:
    key = lamps(report)
    approved(at, report)
    supervisor, away = at("supervisor"), f"{page(report)}surges/{key}/reject/order/"
    offered = words(supervisor.get(page(report))).count("签发督办单")
    assert supervisor.post(away, {"reason": ""}).status_code == 422
    assert supervisor.post(away, {"reason": "已经修好（示例）。", "false_alarm": "on"}).status_code == 302
    shown = words(supervisor.get(page(report)))
    assert "未采纳" in shown and "已经修好（示例）。" in shown and "误报" in shown and shown.count("签发督办单") == offered - 1
    assert Surge.objects.get(pk=key).verdict == "false" and not Order.objects.exists()
    assert supervisor.post(f"{page(report)}surges/{key}/reject/nothing/", {"reason": "x"}).status_code == 404


def test_everybody_reads_what_was_made_public(at, report) -> None:
    everybody = Client()
    assert "还没有公开的报告" in words(everybody.get("/reports/"))
    assert everybody.get(f"/reports/{report.number}/").status_code == 404
    approved(at, report, public=True)
    printed(report)
    assert report.title in words(everybody.get("/reports/"))
    shown = everybody.get(f"/reports/{report.number}/").content.decode()
    assert "东湖街道路灯" in shown and "拟发督办单" not in shown and "未结督办" not in shown and surged.SECRET not in shown
    paper = everybody.get(f"/reports/{report.number}/files/public-report.pdf")
    assert paper.content.startswith(b"%PDF") and f"/reports/{report.number}/files/public-report.pdf" in shown
    assert everybody.get(f"/reports/{report.number}/files/report.pdf").status_code == 404
    assert everybody.get(f"/reports/{report.number}/report.json").content.decode() == report.shown


def test_what_was_taken_down_is_read_on_in_no_file(at, report) -> None:
    approved(at, report, public=True)
    printed(report)
    everybody, place = Client(), f"/reports/{report.number}/"
    assert everybody.get(f"{place}files/public-report.pdf").status_code == 200
    section = surged.lamps(surged.view(report).content)
    gone = Message.objects.get(number=section.quotes.lines[0].number)
    board_actions.screen(message_id=gone.pk, shown=False, reason=Removal.PERSONAL_DATA, by=town.screener(), at=surged.AT)
    shown = words(everybody.get(place))
    assert "这条留言已经不再公开" in shown and "签章的 PDF 和数据文件里有它的原话，所以不再提供" in shown
    for file in ("files/public-report.pdf", "report.json"):
        told = everybody.get(f"{place}{file}")
        assert told.status_code == 410 and "报告引用的一条留言已经不再公开" in words(told)
    assert everybody.get(f"{place}statement.json").status_code == 200, "digests alone"
    kept = f"{page(report)}files/"
    assert at("approver").get(f"{kept}public-report.pdf").status_code == 410
    for role in ("leader", "analyst"):
        assert at(role).get(f"{kept}report.pdf").status_code == 410 and "只有督查岗能看" in words(at(role).get(page(report)))
    assert at("supervisor").get(f"{kept}report.pdf").status_code == 200


def test_anybody_checks_what_was_signed(at, report, tmp_path: Path) -> None:
    approved(at, report, public=True)
    everybody, place = Client(), f"/reports/{report.number}/"
    shown = everybody.get(place).content.decode()
    for name in ("report.json", "statement.json", "statement.json.sig", "statement.pem"):
        assert f"{place}{name}" in shown
        (tmp_path / name).write_bytes(everybody.get(f"{place}{name}").content)
    statement = json.loads((tmp_path / "statement.json").read_text())
    assert statement["public"] == hashlib.sha256((tmp_path / "report.json").read_bytes()).hexdigest()
    assert (statement["content"], statement["number"]) == (report.digest, report.number)
    key = subprocess.run(["openssl", "x509", "-in", "statement.pem", "-pubkey", "-noout"], cwd=tmp_path, capture_output=True, check=True)
    (tmp_path / "key.pem").write_bytes(key.stdout)
    verify = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "statement.json.sig", "statement.json"]
    assert subprocess.run(verify, cwd=tmp_path, capture_output=True, check=True).stdout == b"Verified OK\n"
    for name in ("statement.json", "statement.json.sig", "statement.pem"):
        assert everybody.get(f"/reports/FX1999-1/{name}").status_code == 404


def test_a_unit_on_trial_gets_no_order_proposed_and_is_named_before_it_is_published(at, week_after) -> None:
    supervision_actions.switch_off(place="chengguan", by=surged.SUPERVISOR, at=surged.AT - timedelta(hours=8))
    row = Report.objects.get(pk=actions.draw_report(kind=ReportKind.WEEKLY, by=SYSTEM, at=surged.AT).id)
    shown = words(at("supervisor").get(page(row)))
    assert "拟发督办单" not in shown.replace("不拟发督办单", "") and "有这些留言的单位都在试运行" in shown
    told = typed(row, **{f"remark_{lamps(row)}": "市城管局不作为（示例）。"})
    assert at("analyst").post(f"{page(row)}edit/", told).status_code == 302
    assert "写了试运行单位的名字：城管局" in words(at("supervisor").get(page(row)))


def test_a_period_before_the_first_message_is_refused_in_words(at, week_after) -> None:
    answer = at("analyst").post(LIST, {"kind": "weekly", "period": "1900-W01"})
    assert answer.status_code == 422 and "在第一条留言以前" in words(answer) and not Report.objects.exists()


def test_each_table_is_a_region_with_a_name_of_its_own(at, report) -> None:
    text = at("analyst").get(page(report)).content.decode()
    tables = re.findall(r'<div class="report-table"\s*([^>]*)>', text)
    names = [re.sub(r"\s+", " ", each.split("aria-label", 1)[1].split('"')[1]) for each in tables]
    assert len(tables) > 2 and all('role="region"' in each for each in tables) and len(set(names)) == len(names)


def test_the_page_says_that_rates_are_of_all_units_and_which_everybody_reads(at, report) -> None:
    shown = words(at("analyst").get(page(report)))
    assert "只算正式启用的单位" in shown and "按排名的剔除" in shown and "排名又剔除或者恢复了" not in shown


def test_the_page_says_where_the_ranking_has_left_something_out_since(at, report, monkeypatch) -> None:
    monkeypatch.setattr(sys.modules["tongban.reports.queries.reports"], "left_out_since", lambda row, at: 2)
    assert "排名又剔除或者恢复了 2 项" in words(at("analyst").get(page(report)))
