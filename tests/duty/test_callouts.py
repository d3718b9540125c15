"""Call-outs at two in the morning of a holiday: the first in line, the next, the level above; acknowledged once, or loud."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from config.gateways import Gateway
from tests.duty.factories import AT, MINUTE, SUBJECT, call_out, clerk, duty, last_code, load, make_city, operator, sent
from tests.identity import factories as people
from tests.identity.factories import NOT_THE_SYSTEM, entries, refused, told
from tests.kernel.elsewhere import at_once
from tongban.duty import actions, jobs, queries
from tongban.duty.models import Call, CallOut, Joined
from tongban.duty.terms import (
    AlreadyAcknowledged,
    AlreadyCalledOut,
    CallOutOver,
    CallOutState,
    Denied,
    Matter,
    NotDue,
    StillCalling,
    UnknownCallOut,
    UnknownCode,
    UnknownReason,
    UnknownUnit,
    Urgency,
)
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.idempotency import KeyReused
from tongban.notices import jobs as notice_jobs
from tongban.notices import queries as notice_queries
from tongban.notices.models import Delivery

NIGHT, HEAD, ROOM = "13800000002", "13800000003", "09998000001"
FIVE = timedelta(minutes=5)


@pytest.fixture
def town(db) -> None:
    make_city()


@pytest.fixture
def committed(transactional_db) -> None:
    make_city()


def in_line(*desks: str, **told):
    """Somebody of a unit who is called for it."""
    login = people.make_login(phone=NIGHT)
    people.make_clerk(*desks, login_id=login, **told)
    return people.acting(login, at=AT)


def deliver() -> None:
    """What the worker does with everything that waits."""
    for job in ProcrastinateJob.objects.filter(task_name="notices.send", status="todo").order_by("id"):
        notice_jobs.send(**job.args)


def minutes(count: int) -> None:
    """The clock of call-outs, minute by minute."""
    for minute in range(1, count + 1):
        for callout_id in CallOut.objects.due(AT + minute * MINUTE).values_list("pk", flat=True):
            actions.pass_on(callout_id=callout_id, by=SYSTEM, at=AT + minute * MINUTE)


def seen(callout_id, by=SYSTEM, at=AT):
    return queries.callout(callout_id, by=by, at=at)


def test_the_first_in_line_is_called_by_message_and_by_telephone(town) -> None:
    by = operator()
    view = seen(call_out(by), by)
    assert (view.state, view.calling, view.next_at, view.loud) == (CallOutState.CALLING, "jianwei", AT + FIVE, False)
    (call,) = view.calls
    assert (call.name, call.phone_end, call.due_at, call.number) == ("演示·夜班", "0002", AT + FIVE, 1)
    assert NIGHT not in repr(view)
    deliver()
    assert sent() == [("sms", NIGHT), ("voice", NIGHT)]
    message, spoken = notice_queries.demo_outbox(by=SYSTEM)
    text = message.text if message.channel == "sms" else spoken.text
    assert "有人身危险" in text and last_code() in text and "5分钟" in text
    assert told()[-1] == "notices.NoticeDelivered" and "duty.CalledOut" in told()
    assert "duty.call_out" in entries()


def test_a_contact_with_a_login_finds_it_in_the_desk_inbox_too(town) -> None:
    login = people.make_login(phone=NIGHT)
    people.make_clerk("jianwei/window", login_id=login)
    call_out()
    by = people.acting(login, at=AT)
    (line,) = notice_queries.inbox(by=by).lines
    assert line.kind == "duty.call_out" and line.link == f"/duty/{last_code()}"
    deliver()
    assert sent() == [("sms", NIGHT), ("voice", NIGHT)]


def test_a_contact_who_sits_at_no_desk_finds_it_in_the_inbox_that_is_theirs(town) -> None:
    """A foreman with an account of the city's app is called out: no desk inbox ever opens for them, and nobody else is told."""
    login, other = people.make_login(phone=NIGHT), people.make_login(phone=HEAD)
    people.make_clerk("jianwei/window", login_id=other)
    call_out()
    by = people.acting(login)
    (line,) = notice_queries.inbox(by=by).lines
    assert line.kind == "duty.call_out" and line.link == f"/duty/{last_code()}" and notice_queries.unread(by=by) == 1
    assert not notice_queries.inbox(by=people.acting(other, at=AT)).lines
    deliver()
    assert sent() == [("sms", NIGHT), ("voice", NIGHT)]
    people.make_clerk("jianwei/window", login_id=login)
    assert not notice_queries.inbox(by=people.acting(login, at=AT)).lines, "what was told to the person stays theirs"
    assert len(notice_queries.inbox(by=people.acting(login, as_person=True)).lines) == 1


def test_who_left_the_duty_desk_is_not_told_that_nobody_answered(town) -> None:
    by = operator()
    assert by.id is not None
    actions.begin_shift(by=by, at=AT)
    call_out(by)
    people.make_clerk("jianwei/window", login_id=by.id)
    minutes(15)
    assert not notice_queries.inbox(by=people.acting(by.id, at=AT)).lines


def test_the_next_in_line_then_the_level_above_then_it_is_loud(town) -> None:
    by = operator()
    actions.begin_shift(by=by, at=AT)
    callout = call_out(by)
    minutes(4)
    assert [call.name for call in seen(callout).calls] == ["演示·夜班"]
    minutes(5)
    assert [(call.unit, call.phone_end) for call in seen(callout).calls] == [("jianwei", "0002"), ("jianwei", "0003")]
    minutes(10)
    view = seen(callout)
    assert (view.calling, view.calls[-1].unit, view.calls[-1].phone_end) == ("shizhengfu", "shizhengfu", "0001")
    minutes(15)
    view = seen(callout)
    assert (view.state, view.next_at, view.loud, len(view.calls)) == (CallOutState.UNANSWERED, None, True, 3)
    assert told().count("duty.CalledOut") == 3 and "duty.CallOutUnanswered" in told()
    (line, *_rest) = notice_queries.inbox(by=by).lines
    assert line.kind == "duty.unanswered" and "3次" in line.text.zh
    assert queries.overview(by=by, at=AT).loud == 1
    minutes(60)
    assert len(seen(callout).calls) == 3, "nobody is left, and nobody is called twice"


def test_a_landline_is_called_and_gets_no_message(town) -> None:
    call_out(unit="shizhengfu")
    deliver()
    assert sent() == [("voice", ROOM)]


def test_a_unit_without_a_roster_is_answered_for_by_the_level_above(town) -> None:
    view = seen(call_out(unit="shuiliju"))
    assert (view.unit, view.calling, [call.unit for call in view.calls]) == ("shuiliju", "shizhengfu", ["shizhengfu"])


def test_the_line_can_be_called_again_from_its_beginning(town) -> None:
    by = operator()
    callout = call_out(by)
    with refused(StillCalling):
        actions.call_again(callout_id=callout, by=by, at=AT)
    minutes(15)
    with refused(Denied):
        actions.call_again(callout_id=callout, by=clerk("jianwei/window"), at=AT)
    actions.call_again(callout_id=callout, by=by, at=AT + 20 * MINUTE)
    view = seen(callout)
    assert (view.state, view.calling, view.calls[-1].round, view.calls[-1].phone_end) == (CallOutState.CALLING, "jianwei", 2, "0002")
    assert view.calls[-1].number == 4 and view.next_at == AT + 25 * MINUTE


def test_limits_follow_the_urgency(town) -> None:
    assert seen(call_out(urgency=Urgency.ORDINARY)).next_at == AT + timedelta(hours=1)


def test_whoever_has_the_code_acknowledges_and_nobody_else_is_called(town) -> None:
    callout = call_out()
    code = last_code()
    assert actions.acknowledge(code=f" {code[:4].lower()} {code[4:]}", by=PUBLIC, at=AT + MINUTE) == callout
    view = seen(callout)
    assert (view.state, view.settled_by, view.settled_at, view.next_at) == (CallOutState.ACKNOWLEDGED, "演示·夜班", AT + MINUTE, None)
    minutes(10)
    assert len(seen(callout).calls) == 1
    assert "duty.CallOutAcknowledged" in told()
    with refused(AlreadyAcknowledged) as found:
        actions.acknowledge(callout_id=callout, by=SYSTEM, at=AT + 2 * MINUTE)
    assert (found.value.name, found.value.at) == ("演示·夜班", AT + MINUTE)


def test_an_earlier_code_counts_while_the_next_is_being_called(town) -> None:
    callout, first = call_out(), last_code()
    minutes(5)
    actions.acknowledge(code=first, by=PUBLIC, at=AT + 6 * MINUTE)
    assert seen(callout).settled_by == "演示·夜班"


def test_the_unit_and_the_desk_acknowledge_without_a_code(town) -> None:
    own = in_line("jianwei/window", name="演示·本单位")
    actions.acknowledge(callout_id=call_out(), by=own, at=AT)
    for other in ("shuiliju/review", "jianwei/window"):  # nor a colleague whom nobody calls
        with refused(Denied):
            actions.acknowledge(callout_id=call_out(subject_id=uuid.uuid4()), by=clerk(other), at=AT)
    late = call_out(subject_id=uuid.UUID(int=5))
    minutes(15)
    actions.acknowledge(callout_id=late, by=operator(), at=AT + timedelta(hours=1))
    assert (seen(late).state, seen(late).loud) == (CallOutState.ACKNOWLEDGED, False)


def test_what_is_not_needed_any_more_is_stood_down(town) -> None:
    by = operator()
    callout = call_out(by)
    with refused(Denied):
        actions.stand_down(callout_id=callout, by=clerk("jianwei/window"), at=AT)
    actions.stand_down(callout_id=callout, by=by, at=AT)
    assert seen(callout).state is CallOutState.STOOD_DOWN
    for act in (actions.stand_down, actions.acknowledge, actions.call_again):
        with refused(CallOutOver):
            act(callout_id=callout, by=by, at=AT)
    with refused(CallOutOver):
        actions.acknowledge(code=last_code(), by=PUBLIC, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        CallOut.objects.update(state="calling")


def test_a_thing_has_one_call_out_of_a_unit_at_a_time(town) -> None:
    by, key = operator(), uuid.uuid4()
    first = call_out(by, key=key)
    assert call_out(by, key=key) == first
    with refused(AlreadyCalledOut) as found:
        call_out(by)
    assert found.value.callout_id == first
    with refused(KeyReused):
        call_out(by, key=key, urgency=Urgency.URGENT)
    call_out(by, unit="shizhengfu")
    actions.acknowledge(callout_id=first, by=by, at=AT)
    assert call_out(by, at=AT + MINUTE) != first


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"unit": "nothing"}, UnknownUnit),
        ({"reason_code": "weather"}, UnknownReason),
        ({"by": PUBLIC}, Denied),
        ({"by": people.CLERK}, Denied),
    ],
)
def test_what_cannot_be_called_out_is_refused(town, changes, refusal) -> None:
    with refused(refusal):
        call_out(**changes)


def test_a_code_or_call_out_that_nobody_has_is_refused(town) -> None:
    call_out()
    with refused(UnknownCode):
        actions.acknowledge(code="AAAAAAAA", by=PUBLIC, at=AT)
    with refused(UnknownCallOut):
        actions.acknowledge(callout_id=uuid.uuid4(), by=SYSTEM, at=AT)
    with pytest.raises(UnknownCallOut):
        seen(uuid.uuid4())


@NOT_THE_SYSTEM
def test_only_the_clock_passes_on(by, town) -> None:
    callout = call_out()
    with refused(Denied):
        actions.pass_on(callout_id=callout, by=by, at=AT + FIVE)
    with refused(NotDue):
        actions.pass_on(callout_id=callout, by=SYSTEM, at=AT + FIVE - MINUTE)


def test_who_sees_which_call_outs(town) -> None:
    desk, own, other = operator(), clerk("jianwei/window"), clerk("shuiliju/review")
    here, there = call_out(), call_out(unit="shizhengfu", urgency=Urgency.ORDINARY)
    assert [view.id for view in queries.open_callouts(by=desk, at=AT)] == [here, there]
    assert [view.id for view in queries.open_callouts(by=own, at=AT)] == [here]
    assert queries.open_callouts(by=other, at=AT) == queries.open_callouts(by=PUBLIC, at=AT) == ()
    assert {view.id for view in queries.callouts_of("board.Message", SUBJECT, by=desk, at=AT)} == {here, there}
    assert queries.callouts_of("board.Other", SUBJECT, by=desk, at=AT) == ()
    with pytest.raises(UnknownCallOut):
        seen(here, other)
    minutes(15)
    assert [view.id for view in queries.open_callouts(by=desk, at=AT)] == [here, there]
    actions.stand_down(callout_id=there, by=desk, at=AT)
    assert [view.id for view in queries.open_callouts(by=desk, at=AT)] == [here]


def test_a_call_that_did_not_go_out_or_a_clock_that_stands_still_is_loud(town, settings) -> None:
    callout = call_out()
    assert not seen(callout, at=AT + FIVE).loud
    assert seen(callout, at=AT + FIVE + 3 * MINUTE).loud, "nobody has called the next for three minutes"
    settings.SMS_GATEWAY = settings.TELEPHONY = Gateway("none")
    deliver()
    assert set(Delivery.objects.values_list("error", flat=True)) == {"no_gateway"}
    assert seen(callout).loud


def test_calls_are_never_changed(town) -> None:
    call_out()
    for act in (lambda: Call.objects.update(number=7), lambda: Call.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_minute_calls_every_line_and_one_failure_keeps_none_from_it(committed, monkeypatch) -> None:
    broken, sound = call_out(), call_out(unit="shizhengfu")
    load(duty(reasons=[{"code": "other", "name": "其他", "urgency": "urgent"}]))
    CallOut.objects.filter(pk=broken).update(next_at=AT + 4 * MINUTE)
    real = actions.pass_on

    def fails_once(*, callout_id, by, at) -> None:
        if callout_id == broken:
            raise RuntimeError("a line that cannot be read")
        real(callout_id=callout_id, by=by, at=at)

    monkeypatch.setattr(actions, "pass_on", fails_once)
    monkeypatch.setattr(clock, "now", lambda: AT + FIVE)
    jobs.pass_on(timestamp=0)
    assert (seen(sound).state, seen(broken).state) == (CallOutState.UNANSWERED, CallOutState.CALLING)
    monkeypatch.setattr(actions, "pass_on", real)
    jobs.pass_on(timestamp=0)
    assert len(seen(broken).calls) == 2


def test_two_who_acknowledge_at_once_are_one(committed) -> None:
    callout, code = call_out(), last_code()
    own = in_line("jianwei/window")
    outcomes = at_once(
        partial(actions.acknowledge, code=code, by=PUBLIC, at=AT + MINUTE), partial(actions.acknowledge, callout_id=callout, by=own, at=AT)
    )
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyAcknowledged", "UUID"]
    assert told().count("duty.CallOutAcknowledged") == 1


def test_the_clock_and_whoever_acknowledges_meet_once(committed) -> None:
    for _ in range(4):
        callout = call_out(subject_id=uuid.uuid4())
        outcomes = at_once(
            partial(actions.pass_on, callout_id=callout, by=SYSTEM, at=AT + FIVE),
            partial(actions.acknowledge, callout_id=callout, by=SYSTEM, at=AT + FIVE),
        )
        assert outcomes[1] == callout
        view = seen(callout)
        assert view.state is CallOutState.ACKNOWLEDGED and view.next_at is None
        assert (type(outcomes[0]), len(view.calls)) in [(NotDue, 1), (type(None), 2)]


def test_two_clocks_at_once_call_the_next_once(committed) -> None:
    callout = call_out()
    outcomes = at_once(*[partial(actions.pass_on, callout_id=callout, by=SYSTEM, at=AT + FIVE)] * 2)
    assert sorted(type(each).__name__ for each in outcomes) == ["NoneType", "NotDue"]
    assert len(seen(callout).calls) == 2


def test_two_operators_at_once_call_out_once(committed) -> None:
    both = [operator(), operator()]
    outcomes = at_once(*[partial(call_out, by) for by in both])
    assert sorted(type(each).__name__ for each in outcomes) == ["AlreadyCalledOut", "UUID"]
    assert CallOut.objects.count() == Call.objects.count() == 1


def test_whoever_has_a_code_is_told_who_has_it_and_since_when(town) -> None:
    callout = call_out()
    code = last_code()
    told = queries.called(f" {code.lower()} ", at=AT)
    assert (told.waits, told.settled_by, told.settled_at) == (True, "", None)
    actions.acknowledge(callout_id=callout, by=operator(), at=AT + MINUTE)
    told = queries.called(code, at=AT)
    assert (told.waits, told.settled_by, told.settled_at) == (False, operator().name, AT + MINUTE)
    with pytest.raises(UnknownCode):
        queries.called("AAAAAAAA", at=AT)


def test_every_call_says_which_danger_where_and_the_number_and_no_more(town) -> None:
    matter = Matter("LY2026-000317-9", Bilingual("东湖街道柳浪街某号", "Liulang Street, Donghu"), "着火了", "三楼着火了，电话139****0000")
    callout = call_out(matter=matter)
    minutes(5)  # the next in line is told the same
    deliver()
    heard = notice_queries.demo_outbox(by=SYSTEM)
    assert {each.channel for each in heard} == {"sms", "voice"}
    for each in heard:
        assert all(word in each.text for word in ("着火了", "东湖街道柳浪街某号", "LY2026-000317-9")) and "三楼" not in each.text
    view = seen(callout)
    assert (view.matter.number, str(view.matter.place), view.matter.danger, view.matter.text) == (
        "LY2026-000317-9",
        "东湖街道柳浪街某号",
        "着火了",
        "",
    )


def test_where_no_place_is_known_the_call_says_so(town) -> None:
    call_out(matter=Matter("LY2026-000318-7"))
    deliver()
    assert all("地点：不详" in each.text and "LY2026-000318-7" in each.text for each in notice_queries.demo_outbox(by=SYSTEM))


def test_only_the_code_that_acknowledged_leads_to_the_thing_and_only_for_a_day(town) -> None:
    callout = call_out(matter=Matter("LY2026-000317-9"))
    first = last_code()
    minutes(5)
    second = last_code()
    assert queries.called(second, at=AT).subject_id is None
    actions.acknowledge(code=second, by=PUBLIC, at=AT + 6 * MINUTE)
    told = queries.called(second, at=AT + 7 * MINUTE)
    assert told.subject_id == SUBJECT and told.matter.number == "LY2026-000317-9"
    assert queries.called(first, at=AT + 7 * MINUTE).subject_id is None
    assert queries.called(second, at=AT + timedelta(days=2)).subject_id is None
    assert seen(callout).settled_at == AT + 6 * MINUTE


def test_the_same_danger_in_the_same_place_is_called_out_once(town) -> None:
    by, key, second = operator(), uuid.uuid4(), uuid.uuid4()
    fire = {"matter": Matter("LY1", Bilingual("湖滨路 7 号"), "着火")}
    first = call_out(by, **fire)
    for _again in range(2):  # the same key is the same
        assert call_out(by, key=key, subject_id=second, at=AT + 10 * MINUTE, **fire) == first
    assert CallOut.objects.count() == Call.objects.count() == Joined.objects.count() == 1
    assert [view.id for view in queries.callouts_of("board.Message", second, by=by, at=AT)] == [first]
    [joined] = queries.callout(first, by=by, at=AT).joined
    assert (joined.subject_id, joined.at) == (second, AT + 10 * MINUTE)
    assert queries.called(last_code(), at=AT).joined == ()
    actions.acknowledge(code=last_code(), by=PUBLIC, at=AT + 11 * MINUTE)
    assert queries.called(last_code(), at=AT + 11 * MINUTE).joined == (joined,)
    assert "duty.join_call_out" in entries() and "duty.CallOutJoined" in told()
    elsewhere = {"matter": Matter("LY3", Bilingual("桂花街"), "着火")}
    other = {"matter": Matter("LY4", Bilingual("湖滨路 7 号"), "被困")}
    for changes in (elsewhere, other, {}, fire | {"unit": "shizhengfu"}, fire | {"at": AT + 31 * MINUTE}):
        assert call_out(by, subject_id=uuid.uuid4(), **changes) != first
    with pytest.raises(IntegrityError), transaction.atomic():
        Joined.objects.all().delete()


def test_a_danger_that_was_stood_down_is_called_out_again(town) -> None:
    by, fire = operator(), {"matter": Matter("LY1", Bilingual("湖滨路 7 号"), "着火")}
    first = call_out(by, **fire)
    actions.stand_down(callout_id=first, by=by, at=AT)
    assert call_out(by, subject_id=uuid.uuid4(), **fire) != first
