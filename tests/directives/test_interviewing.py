"""Interviews: what a ranking proposes is confirmed with its evidence, held with heads, promised, followed and closed by another person."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from tests.supervision.office import (
    AT,
    CHECKER,
    LEADER,
    OTHER_UNIT,
    SUPERVISOR,
    UNIT,
    a_week,
    an_order,
    issued,
    refused,
    replied,
    somebody,
)
from tongban.directives import actions as directive_actions
from tongban.directives import jobs, queries
from tongban.directives.models import Interview, InterviewedHead
from tongban.directives.terms import (
    Cites,
    Ground,
    Head,
    ImpossibleMoment,
    InterviewAct,
    NotDue,
    Reference,
    TakesNoOrders,
    UnknownInterview,
    UnknownProposal,
    UnknownReference,
    WordsMissing,
    WrongState,
)
from tongban.identity.terms import PUBLIC, SYSTEM, Actor
from tongban.kernel import clock
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.reads import Read
from tongban.supervision import actions as supervision_actions
from tongban.supervision.terms import AlreadyDecided, Counted, Denied, ReportOnly, SamePerson

pytestmark = pytest.mark.usefixtures("office")
LATE = Counted("chengguan", due=40, on_time=20, late=12, unanswered=8, median_hours=60.0)
FEW = Counted("jiaoyu", due=5, on_time=1, late=4)
TRIAL = Counted("donghu", due=50, on_time=10, late=40)
ON = {"unit": "chengguan", "measure": "on_time"}
MEETING, HELD, LATER = AT + timedelta(days=2), AT + timedelta(days=2, hours=1), AT + timedelta(days=3)
HEAD = Head("演示·王局", "城管局局长")
PROMISED = date(2026, 9, 30)


def confirmed(by: Actor = SUPERVISOR) -> uuid.UUID:
    return directive_actions.confirm_interview(**ON, week=a_week(LATE, FEW, TRIAL), by=by, at=AT)


def held(*heads: Head) -> uuid.UUID:
    interview_id = confirmed()
    directive_actions.schedule_interview(interview_id=interview_id, meets_at=MEETING, place="市政府三号会议室", by=SUPERVISOR, at=AT)
    told = {"heads": heads or (HEAD,), "held_at": HELD, "words": "要求限期整改。"}
    directive_actions.hold_interview(interview_id=interview_id, **told, by=SUPERVISOR, at=LATER)
    return interview_id


def promised() -> uuid.UUID:
    interview_id = held()
    directive_actions.promise_remedy(interview_id=interview_id, remedy="增派人手，逾期件清零。", until=PROMISED, by=UNIT, at=LATER)
    return interview_id


def test_the_evidence_is_kept_as_it_was() -> None:
    row = Interview.objects.get(pk=confirmed())
    assert (row.unit, row.measure, row.week, row.state) == ("chengguan", "on_time", "2026-W36", "confirmed")
    assert row.evidence == {"n": 40, "value": 0.5, "lower": 0.352, "upper": 0.648, "line": 0.8, "version": 1} | {
        name: pytest.approx(row.evidence[name], abs=1e-3) for name in ("lower", "upper")
    }
    assert row.evidence["lower"] == pytest.approx(0.352, abs=1e-3) and row.evidence["upper"] == pytest.approx(0.648, abs=1e-3)
    fact = FactRow.objects.get(name="directives.InterviewDecided")
    assert fact.payload["state"] == "confirmed"


def test_only_what_the_ranking_proposes_is_confirmed() -> None:
    week = a_week(LATE, FEW, TRIAL)
    for unit, measure in (("jiaoyu", "on_time"), ("gongshui", "on_time"), ("chengguan", "satisfied")):
        with refused(UnknownProposal):
            directive_actions.confirm_interview(unit=unit, measure=measure, week=week, by=SUPERVISOR, at=AT)
    with refused(ReportOnly):
        directive_actions.confirm_interview(unit="donghu", measure="on_time", week=week, by=SUPERVISOR, at=AT)
    with refused(TakesNoOrders):
        directive_actions.confirm_interview(unit="meiti", measure="on_time", week=week, by=SUPERVISOR, at=AT)
    for by in (UNIT, LEADER, PUBLIC, SYSTEM, somebody("dubanshi/supervision_second")):
        with refused(Denied):
            directive_actions.confirm_interview(**ON, week=week, by=by, at=AT)


def test_a_proposal_is_decided_once() -> None:
    interview_id = confirmed()
    for act, more in ((directive_actions.confirm_interview, {}), (directive_actions.dismiss_interview, {"reason": "重复。"})):
        with refused(AlreadyDecided):
            act(**ON, week="2026-W36", **more, by=CHECKER, at=AT)
    assert Interview.objects.get().pk == interview_id


def test_a_proposal_is_dismissed_with_a_reason_also_on_trial() -> None:
    week = a_week(LATE, TRIAL)
    with refused(WordsMissing):
        directive_actions.dismiss_interview(**ON, week=week, reason="", by=SUPERVISOR, at=AT)
    with refused(Denied):
        directive_actions.dismiss_interview(**ON, week=week, reason="停电。", by=UNIT, at=AT)
    directive_actions.dismiss_interview(unit="donghu", measure="on_time", week=week, reason="系统停机一天。", by=SUPERVISOR, at=AT)
    row = Interview.objects.get()
    assert row.state == "dismissed" and row.steps.get().words == "系统停机一天。"
    with refused(WrongState):
        directive_actions.schedule_interview(interview_id=row.pk, meets_at=MEETING, place="三号会议室", by=SUPERVISOR, at=AT)


def test_a_day_is_set_and_may_be_moved() -> None:
    interview_id = confirmed()
    with refused(ImpossibleMoment) as caught:
        directive_actions.schedule_interview(interview_id=interview_id, meets_at=AT, place="三号会议室", by=SUPERVISOR, at=AT)
    with refused(ImpossibleMoment):
        year_9999 = MEETING.replace(year=9999)
        directive_actions.schedule_interview(interview_id=interview_id, meets_at=year_9999, place="三号会议室", by=SUPERVISOR, at=AT)
    assert caught.value.field == "meets_at"
    with refused(WordsMissing):
        directive_actions.schedule_interview(interview_id=interview_id, meets_at=MEETING, place=" ", by=SUPERVISOR, at=AT)
    with refused(Denied):
        directive_actions.schedule_interview(interview_id=interview_id, meets_at=MEETING, place="三号会议室", by=UNIT, at=AT)
    for place in ("三号会议室", "五号会议室"):
        directive_actions.schedule_interview(interview_id=interview_id, meets_at=MEETING, place=place, by=SUPERVISOR, at=AT)
    with refused(UnknownInterview):
        directive_actions.schedule_interview(interview_id=uuid.uuid4(), meets_at=MEETING, place="三号会议室", by=SUPERVISOR, at=AT)
    assert Interview.objects.get().place == "五号会议室"


def test_it_is_held_with_heads_by_name_and_post() -> None:
    interview_id = confirmed()
    told = {"interview_id": interview_id, "heads": [HEAD], "held_at": HELD, "words": "要求整改。", "by": SUPERVISOR, "at": LATER}
    with refused(WrongState):
        directive_actions.hold_interview(**told)
    directive_actions.schedule_interview(interview_id=interview_id, meets_at=MEETING, place="三号会议室", by=SUPERVISOR, at=AT)
    for changes, kind in (
        ({"heads": []}, WordsMissing),
        ({"heads": [HEAD] * 21}, WordsMissing),
        ({"heads": [Head("", "局长")]}, WordsMissing),
        ({"heads": [Head("演示·王局", "")]}, WordsMissing),
        ({"held_at": LATER + timedelta(minutes=1)}, ImpossibleMoment),
        ({"held_at": AT - timedelta(minutes=1)}, ImpossibleMoment),
        ({"words": ""}, WordsMissing),
        ({"by": UNIT}, Denied),
    ):
        with refused(kind):
            directive_actions.hold_interview(**told | changes)
    directive_actions.hold_interview(**told | {"heads": [HEAD, Head("演示·李副局", "城管局副局长")]})
    assert InterviewedHead.objects.count() == 2
    assert FactRow.objects.get(name="directives.InterviewHeld").payload["heads"] == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM directives_interviewedhead")
        assert all("演示".encode() not in bytes(name) for (name,) in cursor.fetchall()), "kept encrypted"


def test_one_that_is_held_in_the_minute_in_which_it_was_confirmed_is_told_to_the_minute() -> None:
    confirming = AT + timedelta(seconds=40)
    interview_id = directive_actions.confirm_interview(**ON, week=a_week(LATE, FEW, TRIAL), by=SUPERVISOR, at=confirming)
    told = {"interview_id": interview_id, "by": SUPERVISOR, "at": confirming + timedelta(seconds=5)}
    directive_actions.schedule_interview(**told, meets_at=AT + timedelta(minutes=1), place="三号会议室")
    directive_actions.hold_interview(**told, heads=[HEAD], held_at=AT, words="要求整改。")
    assert Interview.objects.get().held_at == AT


def test_the_unit_promises_and_another_supervisor_checks() -> None:
    interview_id = held()
    told = {"interview_id": interview_id, "remedy": "增派人手。", "until": PROMISED, "by": UNIT, "at": LATER}
    for changes, kind in (
        ({"by": SUPERVISOR}, Denied),
        ({"by": OTHER_UNIT}, Denied),
        ({"remedy": ""}, WordsMissing),
        ({"until": date(2026, 9, 9)}, ImpossibleMoment),
    ):
        with refused(kind):
            directive_actions.promise_remedy(**told | changes)
    directive_actions.promise_remedy(**told)
    with refused(SamePerson):
        directive_actions.close_interview(interview_id=interview_id, words="属实。", by=SUPERVISOR, at=LATER)
    with refused(Denied):
        directive_actions.close_interview(interview_id=interview_id, words="属实。", by=UNIT, at=LATER)
    directive_actions.close_interview(interview_id=interview_id, words="逾期件已清零。", by=CHECKER, at=LATER)
    row = Interview.objects.get()
    assert (row.state, row.closed_at, row.reminds_at) == ("closed", LATER, None)
    acts = dict(row.steps.order_by("pk").values_list("act", "words"))
    assert list(acts) == ["confirm", "schedule", "hold", "promise", "close"]
    assert acts["schedule"] == f"{clock.city_time(MEETING):%Y-%m-%d %H:%M} 市政府三号会议室"


def test_a_unit_that_promises_nothing_is_reminded_once() -> None:
    interview_id = held()
    due = Interview.objects.get().reminds_at
    assert due == datetime(2026, 9, 17, 15, 59, 59, tzinfo=UTC), "five working days after it was noted, as an order has"
    assert jobs.reminders(due - timedelta(seconds=1)) == 0
    assert (jobs.reminders(due), jobs.reminders(due)) == (1, 0)
    assert FactRow.objects.get(name="directives.RemedyDue").payload["promised"] is False
    assert Interview.objects.get().state == "held"
    directive_actions.promise_remedy(interview_id=interview_id, remedy="增派人手。", until=PROMISED, by=UNIT, at=due)
    assert jobs.reminders(datetime(2026, 9, 30, 16, tzinfo=UTC)) == 1, "of the promised day"


def test_what_was_not_put_right_is_promised_once_more() -> None:
    interview_id = promised()
    for by, kind in ((SUPERVISOR, SamePerson), (UNIT, Denied), (SYSTEM, Denied)):
        with refused(kind):
            directive_actions.send_back_remedy(interview_id=interview_id, words="仍有八件逾期。", by=by, at=LATER)
    with refused(WordsMissing):
        directive_actions.send_back_remedy(interview_id=interview_id, words="", by=CHECKER, at=LATER)
    directive_actions.send_back_remedy(interview_id=interview_id, words="仍有八件逾期。", by=CHECKER, at=LATER)
    row = Interview.objects.get()
    assert (row.state, row.remedy_until) == ("held", PROMISED) and row.reminds_at > LATER
    with refused(WrongState):
        directive_actions.close_interview(interview_id=interview_id, words="属实。", by=CHECKER, at=LATER)
    again = {"remedy": "再派一组人。", "until": date(2026, 10, 9), "by": UNIT, "at": LATER}
    directive_actions.promise_remedy(interview_id=interview_id, **again)
    row.refresh_from_db()
    assert (row.state, row.remedy, row.remedy_until) == ("promised", "再派一组人。", date(2026, 10, 9))
    directive_actions.close_interview(interview_id=interview_id, words="逾期件已清零。", by=CHECKER, at=LATER)


def test_one_is_called_off_before_it_is_held() -> None:
    interview_id = confirmed()
    for by in (UNIT, LEADER, SYSTEM, PUBLIC):
        with refused(Denied):
            directive_actions.call_off_interview(interview_id=interview_id, reason="勘误以后依据没有了。", by=by, at=LATER)
    with refused(WordsMissing):
        directive_actions.call_off_interview(interview_id=interview_id, reason=" ", by=SUPERVISOR, at=LATER)
    directive_actions.schedule_interview(interview_id=interview_id, meets_at=MEETING, place="三号会议室", by=SUPERVISOR, at=AT)
    directive_actions.call_off_interview(interview_id=interview_id, reason="勘误以后依据没有了。", by=SUPERVISOR, at=LATER)
    row = Interview.objects.get()
    assert (row.state, row.closed_at) == ("dismissed", LATER)
    assert queries.interview(interview_id, by=SUPERVISOR, at=LATER, purpose="look").open_to == frozenset()
    assert queries.held_interviews(since=AT, until=AT + timedelta(days=30), at=LATER) == ()


def test_one_that_was_held_is_not_called_off() -> None:
    with refused(WrongState):
        directive_actions.call_off_interview(interview_id=held(), reason="不谈了。", by=SUPERVISOR, at=LATER)


def test_supervisors_are_reminded_once_when_the_day_is_over() -> None:
    interview_id = promised()
    last_second = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)
    assert jobs.reminders(last_second) == 0
    with refused(NotDue):
        directive_actions.remind_of_remedy(interview_id=interview_id, by=SYSTEM, at=last_second)
    with refused(Denied):
        directive_actions.remind_of_remedy(interview_id=interview_id, by=SUPERVISOR, at=AT + timedelta(days=90))
    over = last_second + timedelta(seconds=1)
    assert (jobs.reminders(over), jobs.reminders(over)) == (1, 0)


def test_the_name_is_for_supervisors_and_everybody_knows_the_post() -> None:
    interview_id = held(HEAD, Head("演示·李副局", "城管局副局长"))
    view = queries.interview(interview_id, by=SUPERVISOR, at=LATER, purpose="follow an interview")
    assert view.heads[0] == HEAD and view.place == "市政府三号会议室"
    assert list(Read.objects.values_list("question", "subject", "fields")) == [("directives.interview", str(interview_id), ["name"])]
    for by in (UNIT, LEADER, somebody("shifu/messages_approver")):
        seen = queries.interview(interview_id, by=by, at=LATER, purpose="look")
        assert [(each.name, each.post) for each in seen.heads] == [("", "城管局局长"), ("", "城管局副局长")]
    assert Read.objects.count() == 1
    period = {"since": AT, "until": AT + timedelta(days=30), "at": LATER}
    [public] = queries.held_interviews(**period)
    assert public.posts == ("城管局局长", "城管局副局长") and "演示·王局" not in repr(public)
    for by in (OTHER_UNIT, PUBLIC, somebody("chengguan/messages")):
        with pytest.raises(UnknownInterview):
            queries.interview(interview_id, by=by, at=LATER, purpose="look")
    for by in (PUBLIC, somebody("chengguan/messages")):
        with pytest.raises(Denied):
            queries.interviews(by)
    assert queries.interviews(OTHER_UNIT).lines == ()
    assert [each.id for each in queries.interviews(UNIT).lines] == [interview_id]


def test_heads_are_counted_by_unit_and_period() -> None:
    held(HEAD, Head("演示·李副局", "城管局副局长"))
    period = {"since": AT, "until": AT + timedelta(days=30), "at": LATER}
    [figure] = queries.interview_figures(**period)
    assert (figure.unit, figure.interviews, figure.heads) == ("chengguan", 1, 2)
    assert queries.interview_figures(**period | {"until": AT}) == ()
    supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=LATER)
    assert queries.interview_figures(**period | {"at": LATER}) == queries.held_interviews(**period | {"at": LATER}) == ()


def test_what_may_be_done_next_is_told() -> None:
    interview_id = promised()
    see = {"at": LATER, "purpose": "follow an interview"}
    assert queries.interview(interview_id, by=CHECKER, **see).open_to == {InterviewAct.CLOSE, InterviewAct.SEND_BACK}
    assert queries.interview(interview_id, by=SUPERVISOR, **see).open_to == frozenset()
    assert queries.interview(interview_id, by=UNIT, **see).open_to == frozenset()


def test_an_order_may_follow_from_an_interview() -> None:
    reference = (Reference(Cites.INTERVIEW, str(held())),)
    assert issued(an_order(ground=Ground.INTERVIEW, references=reference)).ground == "interview"
    with refused(UnknownReference):
        issued(an_order(ground=Ground.INTERVIEW, references=reference, unit="jiaoyu"))


def test_every_row_is_held_against_the_ledger() -> None:
    promised()
    row = replied()
    directive_actions.close_order(order_id=row.pk, words="属实。", by=CHECKER, at=LATER)
    assert [each for each in queries.audit() if "ranking" not in each] == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("directives_interview", "directives_order", "directives_orderstep"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("UPDATE directives_interview SET remedy_until = '2027-01-01'")
        cursor.execute("UPDATE directives_order SET due_at = due_at + interval '1 day'")
        cursor.execute("UPDATE directives_orderstep SET words = '另有说法' WHERE act = 'close'")
    found = " ".join(queries.audit())
    assert all(words in found for words in ("remedy_until is not", "due_at is not", "words is not"))
