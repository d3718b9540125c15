"""Orders of supervision, interviews, and what leaders asked for, at the desks: from the first act to the last, with what is refused."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from tests.channels.desk.pages import words
from tests.channels.supervising import *  # noqa: F403
from tests.channels.supervising import NOW, WEEK, actor, late_and_open
from tests.insight.rows import a_surge
from tests.supervision.office import a_week
from tongban.directives import actions
from tongban.directives.models import Ask, Interview, InterviewedHead, Order, SecondComplaint
from tongban.kernel import clock
from tongban.supervision.models import Ranking
from tongban.supervision.rules import document
from tongban.supervision.terms import Counted

pytestmark = pytest.mark.django_db
ORDERS, INTERVIEWS, ASKS = "/desk/supervision/orders/", "/desk/supervision/interviews/", "/desk/supervision/asks/"
LATE = Counted("chengguan", due=40, on_time=20, late=12, unanswered=8, median_hours=60.0)
KEY = "00000000-0000-0000-0000-00000000000a"


def an_order(number: str, **changes: str) -> dict[str, str]:
    told = {"unit": "chengguan", "ground": "light", "numbers": number, "cites": "", "days": "", "key": KEY}
    return told | {"matter": "湖滨路路灯长期不亮（示例）。", "demand": "五个工作日内修复并反馈。"} | changes


def issued(at) -> Order:
    answer = at("supervisor").post(f"{ORDERS}new/", an_order(late_and_open().row.number))
    assert answer.status_code == 302, words(answer)
    return Order.objects.get()


def confirmed() -> Interview:
    week = a_week(LATE)
    return Interview.objects.get(
        pk=actions.confirm_interview(unit="chengguan", measure="on_time", week=week, by=actor("supervisor"), at=NOW)
    )


def test_an_order_is_written_from_a_light(at) -> None:
    number = late_and_open().row.number
    supervisor = at("supervisor")
    form = supervisor.get(f"{ORDERS}new/", {"unit": "chengguan", "ground": "light", "message": number}).content.decode()
    assert number in form and '<option value="chengguan" selected>' in form and 'value="donghu"' not in form, "only who is switched on"
    empty = supervisor.post(f"{ORDERS}new/", an_order(number, matter=" "))
    assert empty.status_code == 422 and "五个工作日内修复" in empty.content.decode()
    nothing = supervisor.post(f"{ORDERS}new/", an_order("例2026-000000-0"))
    assert nothing.status_code in (404, 422) and "湖滨路路灯长期不亮" in nothing.content.decode()
    first = supervisor.post(f"{ORDERS}new/", an_order(number))
    assert first.status_code == 302 and supervisor.post(f"{ORDERS}new/", an_order(number)).headers == first.headers, "pressed twice"
    twice = supervisor.post(f"{ORDERS}new/", an_order(number, key="00000000-0000-0000-0000-00000000000b"))
    assert twice.status_code == 409 and Order.objects.get().number in words(twice)
    for role in ("approver", "signer", "second person"):
        if role != "second person":
            assert at(role).get(f"{ORDERS}new/").status_code == 403


def test_an_order_lives_from_receipt_to_its_end(at) -> None:
    row = issued(at)
    place = f"{ORDERS}{row.pk}/"
    unit, supervisor, second = at("approver"), at("supervisor"), at("second")
    assert row.number in words(unit.get(ORDERS)) and "签收" in words(unit.get(place)) and "核查属实" not in words(unit.get(place))
    early = unit.post(f"{place}reply/", {"text": "修好了。"})
    assert early.status_code == 409 and "修好了。" in early.content.decode()
    assert unit.post(f"{place}receive/").status_code == 302
    assert unit.post(f"{place}reply/", {"text": ""}).status_code == 422
    assert unit.post(f"{place}reply/", {"text": "两盏路灯已修复（示例）。"}).status_code == 302
    assert row.number in words(supervisor.get(f"{ORDERS}?shelf=to_check"))
    own = supervisor.post(f"{place}close/", {"words": "属实。"})
    assert own.status_code == 409 and "两个人" in words(own)
    assert second.post(f"{place}send-back/", {"words": "缺照片。", "days": "2"}).status_code == 302
    assert unit.post(f"{place}reply/", {"text": "补了照片（示例）。"}).status_code == 302
    assert second.post(f"{place}close/", {"words": "现场核查属实（示例）。"}).status_code == 302
    page = words(unit.get(place))
    assert all(each in page for each in ("核查办结", "缺照片。", "补了照片（示例）。", "按时反馈", "督办单（办结）", "没有要您办的"))
    assert row.number in words(unit.get(f"{ORDERS}?shelf=closed"))
    row.refresh_from_db()
    papers = [f"{place}papers/{each}.pdf" for each in row.papers.values_list("pk", flat=True)]
    answers = [unit.get(each) for each in papers]
    assert all(each.headers["Content-Type"] == "application/pdf" and each.content.startswith(b"%PDF") for each in answers)
    for role in ("school", "duty"):
        assert at(role).get(place).status_code == at(role).get(papers[0]).status_code == 404
    assert unit.post(f"{place}nothing/").status_code == 404 and unit.get(f"{place}close/").status_code == 302


def test_a_supervisor_reports_it_upwards_before_its_time_is_over(at) -> None:
    row = issued(at)
    place = f"{ORDERS}{row.pk}/"
    assert at("supervisor").post(f"{place}escalate/", {"reason": ""}).status_code == 422
    assert at("supervisor").post(f"{place}escalate/", {"reason": "影响很大。"}).status_code == 302
    assert "已报告上级" in words(at("approver").get(place))
    assert at("supervisor").post(f"{place}escalate/", {"reason": "再报。"}).status_code == 409


def test_one_that_is_late_says_so_once(at, monkeypatch) -> None:
    row = issued(at)
    place = f"{ORDERS}{row.pk}/"
    assert "正常" in words(at("supervisor").get(place))
    monkeypatch.setattr(clock, "now", lambda: row.due_at + timedelta(days=20))
    late = words(at("supervisor").get(place))
    assert late.count("逾期") == 1, late


def test_one_issued_by_mistake_is_withdrawn_and_both_sides_see_it(at) -> None:
    row = issued(at)
    place = f"{ORDERS}{row.pk}/"
    supervisor, unit = at("supervisor"), at("approver")
    assert supervisor.post(f"{place}withdraw/", {"reason": ""}).status_code == 422
    assert unit.post(f"{place}withdraw/", {"reason": "不归我们。"}).status_code == 403
    assert supervisor.post(f"{place}withdraw/", {"reason": "发错了单位（示例）。"}).status_code == 302
    for who in (supervisor, unit):
        page = words(who.get(place))
        assert all(each in page for each in (row.number, "已撤回作废", "发错了单位（示例）。", "督办单（作废）", "没有要您办的"))
        assert row.number in words(who.get(f"{ORDERS}?shelf=withdrawn")) and row.number not in words(who.get(ORDERS))
    assert unit.post(f"{place}receive/").status_code == 409
    assert unit.get(f"{place}papers/{row.papers.get(kind='void').pk}.pdf").content.startswith(b"%PDF")


def test_an_interview_is_held_promised_and_checked(at, monkeypatch) -> None:
    row = confirmed()
    place = f"{INTERVIEWS}{row.pk}/"
    supervisor, unit, second = at("supervisor"), at("approver"), at("second")
    assert "城管局" in words(unit.get(INTERVIEWS)) and "50.0%" in words(unit.get(place))
    meeting = clock.city_time(NOW + timedelta(hours=4))
    assert supervisor.post(f"{place}schedule/", {"meets_at": "", "place": "三号会议室"}).status_code == 422
    gone = supervisor.post(f"{place}schedule/", {"meets_at": "2026-09-01T09:00", "place": "三号会议室"})
    assert gone.status_code == 422 and "三号会议室" in gone.content.decode()
    assert supervisor.post(f"{place}schedule/", {"meets_at": f"{meeting:%Y-%m-%dT%H:%M}", "place": "三号会议室"}).status_code == 302
    assert "三号会议室" in words(unit.get(place))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    told = {"held_at": f"{meeting:%Y-%m-%dT%H:%M}", "words": "要求整改（示例）。"}
    wrong = supervisor.post(f"{place}hold/", told | {"heads": "演示王局"})
    assert wrong.status_code == 422 and "姓名和职务" in words(wrong)
    assert supervisor.post(f"{place}hold/", told | {"heads": "演示王局 城管局局长\n演示·李副局 ｜ 副局长"}).status_code == 302
    assert list(InterviewedHead.objects.order_by("pk").values_list("name", "post")) == [
        ("演示王局", "城管局局长"),
        ("演示·李副局", "副局长"),
    ]
    assert "演示王局" in words(supervisor.get(place))
    seen = words(unit.get(place))
    assert "城管局局长" in seen and "演示王局" not in seen and "2 人次" in seen
    assert unit.post(f"{place}promise/", {"remedy": "增派人手（示例）。", "until": "2026-09-01"}).status_code == 422
    assert unit.post(f"{place}promise/", {"remedy": "增派人手（示例）。", "until": "2026-09-30"}).status_code == 302
    assert supervisor.post(f"{place}close/", {"words": "做到了。"}).status_code == 409
    assert second.post(f"{place}send-back/", {"words": ""}).status_code == 422
    assert second.post(f"{place}send-back/", {"words": "还有八件逾期（示例）。"}).status_code == 302
    assert "还有八件逾期（示例）。" in words(unit.get(place)) and "已约谈，待承诺整改" in words(unit.get(place))
    assert unit.post(f"{place}promise/", {"remedy": "再派一组人（示例）。", "until": "2026-10-09"}).status_code == 302
    assert second.post(f"{place}close/", {"words": "做到了（示例）。"}).status_code == 302
    assert "整改核查完毕" in words(unit.get(place)) and "整改核查完毕" in words(unit.get(INTERVIEWS))
    assert at("school").get(place).status_code == at("school").post(f"{place}promise/", {}).status_code == 404
    assert at("duty").get(INTERVIEWS).status_code == 403


def test_an_interview_rests_on_what_the_week_said_then_and_may_be_called_off(at) -> None:
    row = confirmed()
    place = f"{INTERVIEWS}{row.pk}/"
    before = words(at("supervisor").get(place))
    assert "20/40" in before and "35.2%–64.8%" in before and "第 1 版" in before and "勘误（" not in before
    first = Ranking.objects.get()
    text = first.trial.replace('"version":1', '"version":2')
    kept = {"canonical": text, "trial": text, "digest": document.digest(text), "trial_digest": document.digest(text)}
    Ranking.objects.create(week=first.week, version=2, release=first.release, closed_at=first.closed_at, counted_at=NOW, **kept)
    page = at("supervisor").get(place)
    assert "这一周后来有勘误（第 2 版）" in words(page) and f"/rankings/{first.week}/units/chengguan/" in page.content.decode()
    assert at("approver").post(f"{place}call-off/", {"reason": "不去。"}).status_code == 403
    assert at("supervisor").post(f"{place}call-off/", {"reason": ""}).status_code == 422
    assert at("supervisor").post(f"{place}call-off/", {"reason": "勘误以后依据没有了（示例）。"}).status_code == 302
    assert "勘误以后依据没有了（示例）。" in words(at("approver").get(place)) and "不约谈" in words(at("approver").get(place))


def test_an_order_may_follow_from_an_interview(at) -> None:
    row = confirmed()
    link = f"ground=interview&amp;cites=interview:{row.pk}"
    assert link in at("supervisor").get(f"{INTERVIEWS}{row.pk}/").content.decode()
    told = an_order("", ground="interview", cites=f"interview:{row.pk}")
    assert "引用：约谈" in words(at("supervisor").get(f"{ORDERS}new/", {"cites": f"interview:{row.pk}"}))
    assert at("supervisor").post(f"{ORDERS}new/", told).status_code == 302
    assert "看约谈" in words(at("approver").get(f"{ORDERS}{Order.objects.get().pk}/"))


def test_an_order_may_begin_with_a_surge(at) -> None:
    row = a_surge()
    supervisor = at("supervisor")
    page = supervisor.get(f"{ORDERS}new/", {"surge": str(row.pk)})
    form = page.content.decode()
    assert '<option value="chengguan" selected>' in form and f'value="surge:{row.pk}"' in form
    assert 'value="surge"' in form and 'value="light"' not in form
    assert "引用：集中反映" in words(page) and "从2026年第36周" in form and "30 人写了 33 条留言" in form and "东湖区" in form
    assert supervisor.post(f"{ORDERS}new/", an_order("", ground="surge", cites=f"surge:{row.pk}")).status_code == 302
    place = f"{ORDERS}{Order.objects.get().pk}/"
    assert f"/desk/insight/surges/{row.pk}/" in supervisor.get(place).content.decode()
    assert "群众集中反映" in words(at("approver").get(place)) and "/insight/" not in at("approver").get(place).content.decode()
    for wrong in ("00000000-0000-0000-0000-00000000000f", "x"):
        assert supervisor.get(f"{ORDERS}new/", {"surge": wrong}).status_code == 404
        again = an_order("", ground="surge", cites=f"surge:{wrong}", key="00000000-0000-0000-0000-00000000000c")
        assert supervisor.post(f"{ORDERS}new/", again).status_code == 422


def test_what_a_leader_asked_for_is_answered_or_becomes_an_order(at) -> None:
    assert at("leader").post("/leader/asks/", {"words": "湖滨路的灯什么时候亮？", "unit": "chengguan", "key": KEY}).status_code == 302
    row = Ask.objects.get()
    page = at("supervisor").get(ASKS)
    assert "湖滨路的灯什么时候亮" in words(page) and f"cites=ask:{row.pk}" in page.content.decode()
    form = at("supervisor").get(f"{ORDERS}new/", {"unit": "chengguan", "ground": "leader", "cites": f"ask:{row.pk}"})
    assert "湖滨路的灯什么时候亮？</textarea>" in form.content.decode()
    for unknown in ("nothing", uuid4()):
        assert at("supervisor").get(f"{ORDERS}new/", {"ground": "leader", "cites": f"ask:{unknown}"}).status_code == 404
    assert at("supervisor").post(f"{ORDERS}new/", an_order("", ground="leader", cites=f"ask:{row.pk}")).status_code == 302
    assert Order.objects.get().number in words(at("leader").get("/leader/"))
    assert at("supervisor").post(f"{ASKS}{row.pk}/answer/", {"words": ""}).status_code == 422
    assert at("supervisor").post(f"{ASKS}{row.pk}/answer/", {"words": "本周修好（示例）。"}).status_code == 302
    assert at("supervisor").post(f"{ASKS}{row.pk}/answer/", {"words": "再答一次。"}).status_code == 409
    assert "本周修好（示例）。" in words(at("leader").get("/leader/"))
    assert at("approver").get(ASKS).status_code == 403 and at("signer").post(f"{ASKS}{row.pk}/answer/", {"words": "x"}).status_code == 403


def test_who_wrote_again_is_ordered_or_dismissed(at) -> None:
    play = late_and_open()
    row = SecondComplaint.objects.create(
        message_id=play.message_id, number=play.row.number, unit="chengguan", again="once_more", earlier=["LY2026-000001-2"], at=NOW
    )
    page = words(at("supervisor").get(ASKS))
    assert play.row.number in page and "同一件事又写了一条" in page and "LY2026-000001-2" in page
    place = f"/desk/supervision/complaints/{row.pk}/dismiss/"
    assert at("supervisor").post(place, {"reason": ""}).status_code == 422
    assert at("supervisor").post(place, {"reason": "已经在办。"}).status_code == 302
    assert at("supervisor").post(place, {"reason": "又来一次。"}).status_code == 409
    assert play.row.number not in words(at("supervisor").get(ASKS))


def test_who_wrote_again_and_has_an_order_is_not_dismissed(at) -> None:
    play = late_and_open()
    row = SecondComplaint.objects.create(
        message_id=play.message_id, number=play.row.number, unit="chengguan", again="once_more", earlier=["LY2026-000001-2"], at=NOW
    )
    assert at("supervisor").post(f"{ORDERS}new/", an_order(play.row.number, ground="second_complaint")).status_code == 302
    page = words(at("supervisor").get(ASKS))
    assert "已发督办单" in page and "不用督办" not in page
    refused = at("supervisor").post(f"/desk/supervision/complaints/{row.pk}/dismiss/", {"reason": "不用。"})
    assert refused.status_code == 409 and "督办〔2026〕1号" in words(refused)


def test_a_request_about_a_unit_on_trial_leads_to_no_order(at) -> None:
    for unit in ("donghu", "chengguan"):
        actions.ask(key=uuid4(), words=f"{unit}的事情办到哪一步了？", unit=unit, by=actor("leader"), at=NOW)
    page = at("supervisor").get(ASKS)
    assert "试运行" in words(page)
    assert "unit=chengguan&amp;ground=leader" in page.content.decode() and "unit=donghu&amp;" not in page.content.decode()


def test_nothing_that_is_not_there_is_an_error_of_ours(at) -> None:
    nobody = UUID(int=7)
    for place in (f"{ORDERS}{nobody}/", f"{INTERVIEWS}{nobody}/", f"{ORDERS}{nobody}/papers/{nobody}.pdf"):
        assert at("supervisor").get(place).status_code == 404
    for place in (f"{ORDERS}{nobody}/receive/", f"{INTERVIEWS}{nobody}/hold/", f"{ASKS}{nobody}/answer/"):
        assert at("supervisor").post(place, {"words": "x", "reason": "x"}).status_code in (404, 422), WEEK
