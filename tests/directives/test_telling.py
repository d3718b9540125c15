"""Whoever is concerned is told at work: the unit, the supervisors, the level above, the leader; never a word of what it is about."""

import uuid
from datetime import date, timedelta

import pytest

from tests.supervision.office import AT, CHECKER, LEADER, SUPERVISOR, UNIT, a_week, deliver, issued, works_at
from tongban.directives import actions, jobs
from tongban.directives.terms import Head
from tongban.notices.models import Notice
from tongban.supervision.terms import Counted

pytestmark = pytest.mark.usefixtures("office")
LATER, WAY_OVER = AT + timedelta(days=1), AT + timedelta(days=30)


def told(login_id: uuid.UUID) -> list[str]:
    return list(Notice.objects.filter(login_id=login_id).order_by("at", "kind").values_list("kind", flat=True))


def test_of_an_order() -> None:
    unit, supervisor = works_at("chengguan/messages_approver"), works_at("dubanshi/supervision")
    above, leader = works_at("shifu/messages_approver"), works_at("shifu/leader")
    row = issued()
    jobs.escalations(WAY_OVER)
    actions.receive_order(order_id=row.pk, by=UNIT, at=WAY_OVER + timedelta(hours=1))
    actions.reply_order(order_id=row.pk, text="已修复。", by=UNIT, at=WAY_OVER + timedelta(hours=2))
    actions.send_back_order(order_id=row.pk, words="不够。", by=CHECKER, at=WAY_OVER + timedelta(hours=3))
    actions.reply_order(order_id=row.pk, text="已全部修复。", by=UNIT, at=WAY_OVER + timedelta(hours=4))
    actions.close_order(order_id=row.pk, words="属实。", by=CHECKER, at=WAY_OVER + timedelta(hours=5))
    deliver(WAY_OVER + timedelta(days=1))
    deliver(WAY_OVER + timedelta(days=1))
    assert told(unit) == [f"supervision.{each}" for each in ("issued", "escalated", "sent_back", "closed")]
    assert told(supervisor) == ["supervision.replied", "supervision.replied"]
    assert told(above) == told(leader) == ["supervision.escalated"]
    notice = Notice.objects.get(kind="supervision.issued")
    assert notice.link == f"/desk/supervision/orders/{row.pk}/"
    assert row.number in str(notice.told) and "路灯" not in str(notice.told)


def test_of_an_order_that_is_withdrawn_whoever_was_told_of_it() -> None:
    unit, above, leader = works_at("chengguan/messages_approver"), works_at("shifu/messages_approver"), works_at("shifu/leader")
    early, late = issued(), issued()
    actions.withdraw_order(order_id=early.pk, reason="发错了单位。", by=SUPERVISOR, at=LATER)
    jobs.escalations(WAY_OVER)
    actions.withdraw_order(order_id=late.pk, reason="发错了单位。", by=SUPERVISOR, at=WAY_OVER)
    deliver(WAY_OVER)
    assert sorted(told(unit)) == sorted(f"supervision.{each}" for each in ("issued", "issued", "escalated", "withdrawn", "withdrawn"))
    assert told(above) == told(leader) == ["supervision.escalated", "supervision.withdrawn"]


def test_of_an_interview() -> None:
    unit, supervisor = works_at("chengguan/messages_approver"), works_at("dubanshi/supervision")
    week = a_week(Counted("chengguan", due=40, on_time=20, late=20))
    told_of = {"by": SUPERVISOR, "at": AT}
    interview_id = actions.confirm_interview(unit="chengguan", measure="on_time", week=week, **told_of)
    actions.schedule_interview(interview_id=interview_id, meets_at=AT + timedelta(hours=5), place="三号会议室", **told_of)
    held = {"heads": [Head("演示·王局", "城管局局长")], "held_at": AT + timedelta(hours=5), "words": "限期整改。"}
    actions.hold_interview(interview_id=interview_id, **held, by=SUPERVISOR, at=LATER)
    actions.promise_remedy(interview_id=interview_id, remedy="增派人手。", until=date(2026, 9, 20), by=UNIT, at=LATER)
    assert jobs.reminders(WAY_OVER) == 1
    actions.send_back_remedy(interview_id=interview_id, words="没有清零。", by=CHECKER, at=WAY_OVER)
    deliver(WAY_OVER)
    assert told(unit) == ["supervision.interview", "supervision.remedy_sent_back"]
    assert told(supervisor) == ["supervision.promised", "supervision.remedy_due"]


def test_of_an_interview_after_which_nothing_is_promised() -> None:
    unit, supervisor = works_at("chengguan/messages_approver"), works_at("dubanshi/supervision")
    week = a_week(Counted("chengguan", due=40, on_time=20, late=20))
    interview_id = actions.confirm_interview(unit="chengguan", measure="on_time", week=week, by=SUPERVISOR, at=AT)
    actions.schedule_interview(interview_id=interview_id, meets_at=AT + timedelta(hours=5), place="三号会议室", by=SUPERVISOR, at=AT)
    held = {"heads": [Head("演示·王局", "城管局局长")], "held_at": AT + timedelta(hours=5), "words": "限期整改。"}
    actions.hold_interview(interview_id=interview_id, **held, by=SUPERVISOR, at=LATER)
    assert jobs.reminders(WAY_OVER) == 1
    deliver(WAY_OVER)
    assert told(unit) == ["supervision.interview", "supervision.promise_due"] and told(supervisor) == ["supervision.promise_due"]


def test_of_an_interview_that_is_called_off_where_a_day_was_known() -> None:
    unit = works_at("chengguan/messages_approver")
    week = a_week(Counted("chengguan", due=40, on_time=20, late=20, rated=20, satisfied=2), Counted("jiaoyu", rated=20, satisfied=19))
    ids = [actions.confirm_interview(unit="chengguan", measure=each, week=week, by=SUPERVISOR, at=AT) for each in ("on_time", "satisfied")]
    actions.schedule_interview(interview_id=ids[0], meets_at=LATER, place="三号会议室", by=SUPERVISOR, at=AT)
    for each in ids:
        actions.call_off_interview(interview_id=each, reason="勘误以后依据没有了。", by=SUPERVISOR, at=AT + timedelta(hours=1))
    deliver(LATER)
    assert told(unit) == ["supervision.interview", "supervision.called_off"]


def test_of_what_a_leader_asks() -> None:
    supervisor, leader = works_at("dubanshi/supervision"), works_at("shifu/leader")
    asked = [actions.ask(key=uuid.uuid4(), words=f"第{each}件。", by=LEADER, at=AT) for each in range(2)]
    actions.answer_ask(ask_id=asked[0], words="已办。", by=SUPERVISOR, at=LATER)
    actions.withdraw_ask(ask_id=asked[1], by=LEADER, at=LATER)
    deliver(LATER)
    assert told(supervisor) == ["supervision.asked"] * 2
    assert told(leader) == ["supervision.ask_answered"]
