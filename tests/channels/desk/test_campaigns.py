"""Campaigns at the desks: written, opened by another person, their measures and messages, ended; and what is refused."""

import re
from datetime import timedelta

import pytest

from tests.board.town import Kind, a_message, posted
from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, late_and_open
from tongban.campaigns import jobs
from tongban.campaigns.models import Campaign, CampaignMeasure, Link
from tongban.campaigns.terms import CampaignState

pytestmark = pytest.mark.django_db
PLACE = "/desk/campaigns/"
KEY = "00000000-0000-0000-0000-00000000000a"


def a_campaign(**changes: str) -> dict[str, str]:
    told = {
        "key": KEY,
        "ground": "own",
        "of": "",
        "name": "亮灯行动（示例）",
        "category": "010202",
        "area": "donghuqu",
        "keywords": "路灯 照明",
        "why": "湖滨路一带路灯长期不亮（示例）。",
        "lead_unit": "chengguan",
        "lead_name": "演示·王局",
        "lead_post": "城管局局长",
        "parts": "城管局：更换和新装路灯\n东湖街道：逐条街巷排查",
        "begins_on": "2026-09-07",
        "ends_on": "2026-10-04",
    }
    return told | changes


def written(at, **changes: str) -> Campaign:
    answer = at("supervisor").post(f"{PLACE}new/", a_campaign(**changes))
    assert answer.status_code == 302, words(answer)
    return Campaign.objects.get()


def opened(at) -> Campaign:
    row = written(at)
    assert at("leader").post(f"{PLACE}{row.pk}/approve/", {"version": row.version}).status_code == 302
    row.refresh_from_db()
    return row


def test_it_is_written_and_opened_by_somebody_else(at) -> None:
    supervisor, leader, second = at("supervisor"), at("leader"), at("second")
    form = words(supervisor.get(f"{PLACE}new/"))
    assert "路灯照明" in form and "东湖区" in form
    row = written(at)
    assert supervisor.post(f"{PLACE}new/", a_campaign()).headers["Location"].endswith(f"/{row.pk}/"), "pressed twice"
    assert "写下，请人审定" not in words(leader.get(PLACE)) and "亮灯行动（示例）" in words(leader.get(f"{PLACE}?shelf=drafted"))
    shown = words(supervisor.get(f"{PLACE}{row.pk}/"))
    assert "东湖街道：逐条街巷排查" in shown and "试运行，不公开" in shown and "看过了，开始行动" not in shown
    assert supervisor.post(f"{PLACE}{row.pk}/approve/", {"version": 1}).status_code == 403
    old = supervisor.get(f"{PLACE}{row.pk}/rewrite/").content.decode()
    assert "城管局：更换和新装路灯" in old
    assert supervisor.post(f"{PLACE}{row.pk}/rewrite/", a_campaign(name="亮灯行动二期（示例）")).status_code == 302
    overtaken = second.post(f"{PLACE}{row.pk}/approve/", {"version": 1})
    assert overtaken.status_code == 409 and "又改过了" in words(overtaken)
    assert 'name="version" value="2"' in leader.get(f"{PLACE}{row.pk}/").content.decode()
    assert leader.post(f"{PLACE}{row.pk}/approve/", {"version": 2}).status_code == 302
    assert second.post(f"{PLACE}{row.pk}/approve/", {"version": 2}).status_code == 409
    assert supervisor.get(f"{PLACE}{row.pk}/rewrite/").status_code == 409


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "请写清楚再提交"),
        ({"begins_on": "2026-10-05"}, "开始的日期要在结束的日期以前"),
        ({"ends_on": "昨天"}, "请写日期"),
        ({"category": "", "keywords": ""}, "没有写清是什么事"),
        ({"parts": "城管局 换灯"}, "每行都要有单位和分工"),
        ({"parts": "火星局：换灯"}, "没有这个单位"),
        ({"category": "999999"}, "选择"),
        ({"name": "长" * 81}, "太长了：最多 80 个字，现在有 81 个"),
        ({"ground": "surge", "of": "00000000-0000-0000-0000-00000000000b"}, "依据"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(at, changes: dict[str, str], said: str) -> None:
    answer = at("supervisor").post(f"{PLACE}new/", a_campaign(**changes))
    assert answer.status_code in (404, 422) and said in words(answer)
    assert "湖滨路一带路灯长期不亮（示例）。" in answer.content.decode() and not Campaign.objects.exists()


def test_measures_messages_and_the_end(at) -> None:
    row = opened(at)
    place, supervisor = f"{PLACE}{row.pk}/", at("supervisor")
    number = late_and_open().row.number
    assert supervisor.post(f"{place}measure/", {"on": "2026-09-08", "words": "逐街排查（示例）。", "public": "on"}).status_code == 302
    early = supervisor.post(f"{place}measure/", {"on": "2026-09-01", "words": "提前排查（示例）。"})
    assert early.status_code == 422 and "提前排查（示例）。" in early.content.decode()
    assert supervisor.post(f"{place}link/", {"number": number}).status_code == 302
    assert supervisor.post(f"{place}link/", {"number": number}).status_code == 409
    assert supervisor.post(f"{place}link/", {"number": "LY2026-999999-9"}).status_code == 404
    assert number in words(supervisor.get(place))
    assert supervisor.post(f"{place}unlink/", {"number": number, "reason": ""}).status_code == 422
    assert supervisor.post(f"{place}unlink/", {"number": number, "reason": "说的是别的事（示例）。"}).status_code == 302
    assert "说的是别的事（示例）。" in words(supervisor.get(place))
    assert CampaignMeasure.objects.count() == 1 and Link.objects.held().count() == 0
    unit = at("approver")
    assert "亮灯行动（示例）" in words(unit.get(PLACE)) and "没有要您办的" in words(unit.get(place))
    assert unit.post(f"{place}measure/", {"on": "2026-09-08", "words": "换灯。"}).status_code == 403
    assert supervisor.post(f"{place}results/", {"results": "换灯一百二十盏（示例）。", "version": row.version}).status_code == 302
    assert "等另一个人审定" in words(at("leader").get(place))
    assert at("leader").post(f"{place}end/", {"version": Campaign.objects.get().version}).status_code == 302
    row.refresh_from_db()
    assert row.state == CampaignState.ENDED
    assert "还没有人评价" in words(supervisor.get(place)) and "（实际结束：" in words(supervisor.get(place))
    english = words(supervisor.get(place, headers={"Accept-Language": "en"}))
    assert "(ended on 7 Sep" in english and "（ended" not in english
    assert supervisor.post(f"{place}results/", {"results": "再写一次。", "version": row.version}).status_code == 409
    assert supervisor.post(f"{place}nothing/").status_code == 404 and supervisor.get(f"{place}end/").status_code == 302


def test_a_measure_pressed_twice_or_in_two_pages_stands_once(at) -> None:
    place, supervisor = f"{PLACE}{opened(at).pk}/", at("supervisor")
    keys = [re.search(r'name="key" value="([^"]+)"', supervisor.get(place).content.decode()) for _ in range(2)]
    told = {"on": "2026-09-08", "words": "逐街排查（示例）。", "public": "on"}
    first, second = (found[1] for found in keys if found)
    assert first != second
    for key in (first, first, second):
        assert supervisor.post(f"{place}measure/", told | {"key": key}).status_code == 302
    assert CampaignMeasure.objects.count() == 1
    other = supervisor.post(f"{place}measure/", told | {"key": first, "words": "换灯（示例）。"})
    assert other.status_code == 409 and "换灯（示例）。" in other.content.decode()
    assert supervisor.post(f"{place}measure/", told | {"key": "x"}).status_code == 422


def test_results_written_by_two_at_once_are_not_replaced_unread(at) -> None:
    row, other = opened(at), at("supervisor")
    place, supervisor = f"{PLACE}{row.pk}/", at("supervisor")
    read = re.search(r'name="version" value="(\d+)"', supervisor.get(place).content.decode())
    assert read
    assert other.post(f"{place}results/", {"results": "换灯一百二十盏（示例）。", "version": read[1]}).status_code == 302
    late = supervisor.post(f"{place}results/", {"results": "换灯九十盏（示例）。", "version": read[1]})
    page = late.content.decode()
    assert late.status_code == 409 and "换灯九十盏（示例）。" in page and "换灯一百二十盏（示例）。" in page and "没有替换别人写的" in page
    assert Campaign.objects.get().results == "换灯一百二十盏（示例）。"
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version and int(version[1]) == int(read[1]) + 1
    assert supervisor.post(f"{place}results/", {"results": "换灯二百一十盏（示例）。", "version": version[1]}).status_code == 302
    assert "换灯二百一十盏（示例）。" in words(at("leader").get(place))


def test_it_is_given_up(at) -> None:
    row = opened(at)
    place = f"{PLACE}{row.pk}/"
    assert at("supervisor").post(f"{place}give-up/", {"reason": "改由区里办（示例）。"}).status_code == 403
    assert at("leader").post(f"{place}give-up/", {"reason": ""}).status_code == 422
    assert at("leader").post(f"{place}give-up/", {"reason": "改由区里办（示例）。"}).status_code == 302
    assert "改由区里办（示例）。" in words(at("approver").get(place))


def test_who_sees_what(at) -> None:
    row = written(at)
    for role in ("approver", "school", "street"):
        assert "亮灯行动" not in words(at(role).get(PLACE)) and at(role).get(f"{PLACE}{row.pk}/").status_code == 404
    assert at("duty").get(PLACE).status_code == 403
    for role in ("leader", "signer", "analyst", "approver"):
        assert at(role).get(f"{PLACE}new/").status_code == 403
        assert at(role).get(PLACE).status_code == 200


def test_a_report_is_met_by_nobody_but_who_supervises(at) -> None:
    row = opened(at)
    _, message = posted(at=NOW + timedelta(hours=1))
    _, report = posted(a_message(kind=Kind.REPORT), at=NOW + timedelta(hours=1))
    jobs.matching(NOW + timedelta(hours=2))
    for desk in ("approver", "leader", "analyst", "signer"):
        shown = words(at(desk).get(f"{PLACE}{row.pk}/"))
        assert "类别和区域相同 1" in shown and "举报" not in shown and report.number not in shown, desk
    for desk in ("supervisor", "second"):
        shown = words(at(desk).get(f"{PLACE}{row.pk}/"))
        assert "类别和区域相同 2" in shown and "其中举报 1 条" in shown, desk
    assert message.number in words(at("supervisor").get(f"{PLACE}{row.pk}/"))


def test_what_is_too_long_is_told_in_words(at) -> None:
    answer = at("supervisor").post(f"{PLACE}new/", a_campaign(why="路灯" * 5000))
    assert answer.status_code == 422 and "太长了：最多 2000 个字，现在有 10000 个" in words(answer) and "该变量" not in words(answer)
    assert "路灯" * 5000 in answer.content.decode()
