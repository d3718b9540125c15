"""Supervision orders: issued on grounds that hold, received, answered, checked by another person, escalated once."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from tests.board import town
from tests.board.play import Play
from tests.insight.rows import a_surge
from tests.supervision.office import (
    AT,
    CHECKER,
    LEADER,
    OTHER_UNIT,
    RULES,
    SUPERVISOR,
    UNIT,
    a_message,
    an_order,
    issued,
    load,
    refused,
    replied,
    somebody,
)
from tongban.directives import actions as directive_actions
from tongban.directives import jobs, queries
from tongban.directives.models import Order, OrderStep, Paper
from tongban.directives.terms import (
    AlreadyOrdered,
    Cites,
    DoesNotStand,
    Ground,
    ImpossibleLimit,
    NotDue,
    OrderAct,
    Reference,
    ReferenceMissing,
    TakesNoOrders,
    UnknownOrder,
    UnknownReference,
    WordsMissing,
    WordsTooLong,
    WrongState,
)
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.idempotency import KeyReused
from tongban.kernel.limits import Light, Limit, Unit
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.ledger import LedgerEntry
from tongban.supervision import actions as supervision_actions
from tongban.supervision.terms import Denied, ReportOnly, SamePerson

pytestmark = pytest.mark.usefixtures("office")
LATER = AT + timedelta(days=1)
WAY_OVER = AT + timedelta(days=30)


def test_an_order_is_numbered_founded_and_due_by_the_citys_limit() -> None:
    number = a_message().row.number
    row = issued(an_order(number))
    assert (row.number, row.state, row.unit, row.issuer) == ("督办〔2026〕1号", "issued", "chengguan", "dubanshi")
    assert row.references == [f"message:{number}"]
    assert row.due_at.isoformat() == "2026-09-14T15:59:59+00:00", "five working days, the day itself not counted"
    assert issued(an_order(a_message().row.number)).number == "督办〔2026〕2号"
    entry = LedgerEntry.objects.get(act="directives.issue_order", subject_id=str(row.pk))
    assert entry.codes["unit"] == "chengguan" and "路灯" not in str(entry.codes)
    fact = FactRow.objects.get(name="directives.OrderIssued", aggregate_id=row.pk)
    assert fact.payload == {"order_id": str(row.pk), "unit": "chengguan", "ground": "light"}
    assert Paper.objects.get(order=row).kind == "notice"


def test_a_limit_may_be_given() -> None:
    row = issued(an_order(limit=Limit(Unit.CLOCK_HOURS, Decimal(24))))
    assert row.due_at == AT + timedelta(hours=24)
    for limit in (
        Limit(Unit.ON_THE_SPOT),
        Limit(Unit.WORKING_DAYS, Decimal(0)),
        Limit(Unit.WORKING_DAYS, Decimal(61)),
        Limit(Unit.HOURS, Decimal("1.5")),
        Limit(Unit.HOURS, Decimal("NaN")),
    ):
        with refused(ImpossibleLimit):
            issued(an_order(limit=limit))


def test_the_same_request_twice_is_one_order() -> None:
    order, key = an_order(), uuid.uuid4()
    assert issued(order, key=key).pk == issued(order, key=key).pk
    with refused(KeyReused):
        issued(an_order(), key=key)


def test_only_supervisors_issue() -> None:
    order = an_order()
    for by in (UNIT, LEADER, PUBLIC, SYSTEM, somebody("dubanshi/supervision_second")):
        with refused(Denied):
            issued(order, by=by)


def test_words_say_something() -> None:
    number = a_message().row.number
    for field in ("matter", "demand"):
        with refused(WordsMissing) as caught:
            issued(an_order(number, **{field: " …\u200b"}))
        assert caught.value.field == field
        with refused(WordsTooLong):
            issued(an_order(number, **{field: "长" * 2001}))
    assert issued(an_order(number, matter="路灯\u202e不亮")).matter == "路灯不亮"


@pytest.mark.parametrize("ground", list(Ground))
def test_grounds_are_named_by_what_they_are(ground) -> None:
    with refused(ReferenceMissing) as caught:
        issued(an_order(ground=ground, references=()))
    assert caught.value.ground == ground
    wrong = Cites.SURGE if ground is not Ground.SURGE else Cites.CASE
    with refused(ReferenceMissing):
        issued(an_order(ground=ground, references=(Reference(wrong, str(uuid.uuid4())),)))


def test_what_is_cited_is_there() -> None:
    made_up = [
        (Ground.LIGHT, Cites.MESSAGE, "LY 2026-000099-9"),
        (Ground.LIGHT, Cites.CASE, "例700 2026-000001-1"),
        (Ground.LEADER, Cites.ASK, str(uuid.uuid4())),
        (Ground.LEADER, Cites.ASK, "不是编号"),
        (Ground.INTERVIEW, Cites.INTERVIEW, str(uuid.uuid4())),
        (Ground.SURGE, Cites.SURGE, "x"),
        (Ground.SURGE, Cites.SURGE, str(uuid.uuid4())),
    ]
    for ground, kind, code in made_up:
        with refused(UnknownReference) as caught:
            issued(an_order(ground=ground, references=(Reference(kind, code),)))
        assert caught.value.code == code
    assert issued(an_order(ground=Ground.SURGE, references=(Reference(Cites.SURGE, str(a_surge().pk)),))).ground == "surge"


def test_a_unit_never_learns_by_an_order_of_a_report_about_it() -> None:
    told = town.a_message(kind=town.Kind.REPORT, title="违规", text="城管局的工作人员收了商户的钱，请查一查。", unit="chengguan")
    _answer, report = town.posted(told)
    with refused(UnknownReference):
        issued(an_order(report.number))
    elsewhere = Play.taken(title="入学", text="孩子今年入学的事情，请问学校怎么安排的，为什么还没有通知。", category="060100")
    assert elsewhere.row.unit == "jiaoyu"
    with refused(UnknownReference):
        issued(an_order(elsewhere.row.number))


def test_who_may_not_open_a_message_cannot_cite_it() -> None:
    with refused(UnknownReference):
        issued(by=somebody("dubanshi/supervision"))


def test_nothing_is_issued_to_a_unit_on_trial_nor_where_nobody_answers() -> None:
    number = a_message().row.number
    with refused(ReportOnly):
        issued(an_order(number, unit="donghu"))
    with refused(TakesNoOrders):
        issued(an_order(number, unit="meiti"))
    supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=AT - timedelta(minutes=1))
    with refused(ReportOnly):
        issued(an_order(number))


def test_one_open_order_about_the_same() -> None:
    one, other = a_message().row.number, a_message().row.number
    first = issued(an_order(one))
    with refused(AlreadyOrdered) as caught:
        issued(an_order(one, other, ground=Ground.SECOND_COMPLAINT))
    assert caught.value.number == first.number
    assert issued(an_order(other)).number != first.number


@pytest.mark.parametrize(("table", "column"), [("directives_order", "matter"), ("directives_orderstep", "words")])
def test_what_was_changed_behind_it_is_not_sealed(table: str, column: str) -> None:
    """Neither on the record of an order that is done, nor on one that is withdrawn."""
    done, withdrawn = replied(), issued()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"UPDATE {table} SET {column} = '篡改'")
        cursor.execute("SET session_replication_role = DEFAULT")
    with refused(DoesNotStand):
        directive_actions.close_order(order_id=done.pk, words="现场核查属实。", by=CHECKER, at=LATER)
    with refused(DoesNotStand):
        directive_actions.withdraw_order(order_id=withdrawn.pk, reason="发错了单位。", by=SUPERVISOR, at=LATER)
    assert not Order.objects.filter(state__in=("closed", "withdrawn")).exists()


def test_an_order_is_received_answered_checked_and_closed() -> None:
    row = issued()
    directive_actions.receive_order(order_id=row.pk, by=UNIT, at=LATER)
    directive_actions.reply_order(order_id=row.pk, text="已修复。", by=UNIT, at=LATER)
    directive_actions.close_order(order_id=row.pk, words="现场核查属实。", by=CHECKER, at=LATER)
    row.refresh_from_db()
    assert (row.state, row.on_time, row.closed_at) == ("closed", True, LATER)
    assert list(row.steps.order_by("pk").values_list("act", "actor_name")) == [
        ("issue", "演示·督查甲"),
        ("receive", "演示·城管审核"),
        ("reply", "演示·城管审核"),
        ("close", "演示·督查乙"),
    ]
    assert set(row.papers.values_list("kind", flat=True)) == {"notice", "record"}


def test_only_the_units_own_desk_receives_and_answers() -> None:
    row = issued()
    for by in (OTHER_UNIT, SUPERVISOR, somebody("chengguan/messages"), somebody("shifu/messages_approver"), PUBLIC, SYSTEM):
        with refused(Denied):
            directive_actions.receive_order(order_id=row.pk, by=by, at=LATER)
        with refused(Denied):
            directive_actions.reply_order(order_id=row.pk, text="已修复。", by=by, at=LATER)


def test_acts_follow_in_their_order() -> None:
    row = issued()
    with refused(WrongState):
        directive_actions.reply_order(order_id=row.pk, text="已修复。", by=UNIT, at=LATER)
    with refused(WrongState):
        directive_actions.close_order(order_id=row.pk, words="属实。", by=CHECKER, at=LATER)
    directive_actions.receive_order(order_id=row.pk, by=UNIT, at=LATER)
    with refused(WrongState):
        directive_actions.receive_order(order_id=row.pk, by=UNIT, at=LATER)
    with refused(WordsMissing):
        directive_actions.reply_order(order_id=row.pk, text="。", by=UNIT, at=LATER)
    with refused(UnknownOrder):
        directive_actions.receive_order(order_id=uuid.uuid4(), by=UNIT, at=LATER)


def test_who_issued_does_not_check_nor_who_answered() -> None:
    row = replied()
    with refused(SamePerson):
        directive_actions.close_order(order_id=row.pk, words="属实。", by=SUPERVISOR, at=LATER)
    with refused(SamePerson):
        directive_actions.send_back_order(order_id=row.pk, words="不够。", by=SUPERVISOR, at=LATER)
    assert queries.order(row.pk, by=SUPERVISOR, at=LATER).open_to == frozenset()
    assert queries.order(row.pk, by=CHECKER, at=LATER).open_to == {OrderAct.SEND_BACK, OrderAct.CLOSE}
    both = somebody("dubanshi/supervision", "dubanshi/joint", "chengguan/messages_approver")
    second = replied(by=both)
    with refused(SamePerson):
        directive_actions.close_order(order_id=second.pk, words="属实。", by=both, at=LATER)


def test_a_city_may_let_whoever_issued_check() -> None:
    load(RULES.replace('number: "督办', 'two_people: false, number: "督办'))
    row = replied()
    directive_actions.close_order(order_id=row.pk, words="属实。", by=SUPERVISOR, at=LATER)
    assert Order.objects.get(pk=row.pk).state == "closed"


def test_what_is_not_enough_is_sent_back_with_a_new_limit_or_the_old_one() -> None:
    row = replied()
    due = row.due_at
    directive_actions.send_back_order(order_id=row.pk, words="没有说明原因。", by=CHECKER, at=LATER)
    row.refresh_from_db()
    assert (row.state, row.due_at) == ("sent_back", due)
    directive_actions.reply_order(order_id=row.pk, text="原因是电缆老化。", by=UNIT, at=LATER)
    directive_actions.send_back_order(
        order_id=row.pk, words="请附照片。", limit=Limit(Unit.CLOCK_HOURS, Decimal(8)), by=CHECKER, at=WAY_OVER
    )
    row.refresh_from_db()
    assert (row.due_at, row.escalates_at, row.on_time) == (WAY_OVER + timedelta(hours=8),) * 2 + (True,)


def test_the_clock_escalates_once_a_limit() -> None:
    row = issued()
    with refused(NotDue):
        directive_actions.escalate_order(order_id=row.pk, by=SYSTEM, at=LATER)
    assert jobs.escalations(LATER) == 0
    assert jobs.escalations(WAY_OVER) == 1
    assert jobs.escalations(WAY_OVER) == 0
    fact = FactRow.objects.get(name="directives.OrderEscalated", aggregate_id=row.pk)
    assert fact.payload["told"] == ["shifu/messages_approver", "shifu/leader"] and fact.payload["by_hand"] is False
    row.refresh_from_db()
    assert (row.state, row.escalated_at) == ("issued", WAY_OVER), "it is still the unit that has to answer"
    directive_actions.receive_order(order_id=row.pk, by=UNIT, at=WAY_OVER)
    directive_actions.reply_order(order_id=row.pk, text="已修复。", by=UNIT, at=WAY_OVER)
    row.refresh_from_db()
    assert row.on_time is False
    directive_actions.send_back_order(order_id=row.pk, words="不够。", limit=Limit(Unit.CLOCK_HOURS, Decimal(1)), by=CHECKER, at=WAY_OVER)
    assert jobs.escalations(WAY_OVER + timedelta(hours=2)) == 1, "a new limit, once more"


def test_what_waits_to_be_checked_is_not_the_units() -> None:
    row = replied()
    assert jobs.escalations(WAY_OVER) == 0
    directive_actions.close_order(order_id=row.pk, words="属实。", by=CHECKER, at=WAY_OVER)
    assert jobs.escalations(WAY_OVER) == 0


def test_a_supervisor_escalates_sooner_with_a_reason() -> None:
    row = issued()
    with refused(WordsMissing):
        directive_actions.escalate_order(order_id=row.pk, by=SUPERVISOR, at=LATER)
    for by in (UNIT, LEADER):
        with refused(Denied):
            directive_actions.escalate_order(order_id=row.pk, reason="推诿。", by=by, at=LATER)
    directive_actions.escalate_order(order_id=row.pk, reason="推诿。", by=SUPERVISOR, at=LATER)
    with refused(NotDue):
        directive_actions.escalate_order(order_id=row.pk, reason="推诿。", by=CHECKER, at=LATER)
    assert jobs.escalations(WAY_OVER) == 0
    step = OrderStep.objects.get(order=row, act="escalate")
    assert (step.words, step.actor_id) == ("推诿。", SUPERVISOR.id)


def test_one_issued_by_mistake_is_withdrawn_before_it_is_answered() -> None:
    number = a_message().row.number
    row = issued(an_order(number))
    with refused(WordsMissing):
        directive_actions.withdraw_order(order_id=row.pk, reason=" ", by=SUPERVISOR, at=LATER)
    for by in (UNIT, LEADER, SYSTEM, PUBLIC, somebody("dubanshi/supervision_second")):
        with refused(Denied):
            directive_actions.withdraw_order(order_id=row.pk, reason="发错了单位。", by=by, at=LATER)
    assert OrderAct.WITHDRAW in queries.order(row.pk, by=SUPERVISOR, at=LATER).open_to
    directive_actions.receive_order(order_id=row.pk, by=UNIT, at=LATER)
    directive_actions.withdraw_order(order_id=row.pk, reason="发错了单位。", by=CHECKER, at=LATER)
    row.refresh_from_db()
    assert (row.state, row.closed_at, row.escalates_at, row.on_time) == ("withdrawn", LATER, None, None)
    for by in (SUPERVISOR, UNIT):
        view = queries.order(row.pk, by=by, at=WAY_OVER)
        assert (view.line.number, view.line.light, view.open_to) == ("督办〔2026〕1号", None, frozenset())
        assert (view.steps[-1].act, view.steps[-1].words, view.steps[-1].name) == ("withdraw", "发错了单位。", "演示·督查乙")
        assert [each.kind for each in view.papers] == ["notice", "void"]
    assert jobs.escalations(WAY_OVER) == 0
    with refused(WrongState):
        directive_actions.reply_order(order_id=row.pk, text="已修复。", by=UNIT, at=LATER)
    assert [each.id for each in queries.orders(UNIT, at=LATER, shelf="withdrawn").lines] == [row.pk]
    assert queries.orders(UNIT, at=LATER).lines == queries.orders(UNIT, at=WAY_OVER, shelf="late").lines == ()
    assert issued(an_order(number)).number == "督办〔2026〕2号", "the number is not given again, and the matter may be ordered"
    assert list(queries.audit()) == []


def test_what_was_answered_once_is_not_withdrawn() -> None:
    row = replied()
    for _ in range(2):
        with refused(WrongState):
            directive_actions.withdraw_order(order_id=row.pk, reason="发错了单位。", by=SUPERVISOR, at=LATER)
        if row.state == "replied":
            directive_actions.send_back_order(order_id=row.pk, words="不够。", by=CHECKER, at=LATER)
            row.refresh_from_db()


def test_of_a_unit_that_was_merged_the_other_one_answers() -> None:
    row = issued()
    with pytest.raises(UnknownOrder):
        queries.order(row.pk, by=OTHER_UNIT, at=LATER)
    merged = RULES.replace("[chengguan, jiaoyu]", "[jiaoyu]") + "merged: {chengguan: jiaoyu}\n"
    supervision_actions.load_supervision(content=merged.encode(), by=SYSTEM, at=AT)
    assert [each.id for each in queries.orders(OTHER_UNIT, at=LATER).lines] == [row.pk]
    assert queries.order(row.pk, by=OTHER_UNIT, at=LATER).open_to == {OrderAct.RECEIVE}
    directive_actions.receive_order(order_id=row.pk, by=OTHER_UNIT, at=LATER)
    directive_actions.reply_order(order_id=row.pk, text="已修复。", by=OTHER_UNIT, at=LATER)
    directive_actions.close_order(order_id=row.pk, words="属实。", by=CHECKER, at=LATER)
    assert queries.order(row.pk, by=SUPERVISOR, at=LATER).line.unit_name.zh == "城管局", "by the name under which it was issued"
    with refused(TakesNoOrders):
        issued(an_order())


def test_a_page_shows_an_order_to_supervisors_and_its_unit() -> None:
    row = issued()
    view = queries.order(row.pk, by=UNIT, at=LATER)
    assert (view.line.number, view.line.light, view.issued_by) == (row.number, Light.GREEN, "演示·督查甲")
    assert view.open_to == {OrderAct.RECEIVE}
    assert queries.order(row.pk, by=SUPERVISOR, at=WAY_OVER).line.light is Light.RED
    assert queries.order(row.pk, by=SUPERVISOR, at=LATER).open_to == {OrderAct.ESCALATE, OrderAct.WITHDRAW}
    assert queries.order(row.pk, by=somebody("shifu/messages_approver"), at=LATER).open_to == frozenset(), "the level above looks on"
    for by in (OTHER_UNIT, PUBLIC, town.a_person(), somebody("chengguan/messages")):
        with pytest.raises(UnknownOrder):
            queries.order(row.pk, by=by, at=LATER)


def test_lists_have_shelves_and_pages() -> None:
    rows = [issued(at=AT + timedelta(minutes=each)) for each in range(3)]
    answered = replied(at=AT + timedelta(minutes=5))
    first = queries.orders(SUPERVISOR, at=LATER, limit=2)
    rest = queries.orders(SUPERVISOR, at=LATER, limit=2, after=first.next)
    assert [each.id for each in (*first.lines, *rest.lines)] == [answered.pk, *(row.pk for row in reversed(rows))]
    assert rest.next == ""
    assert [each.id for each in queries.orders(SUPERVISOR, at=LATER, shelf="to_check").lines] == [answered.pk]
    assert len(queries.orders(SUPERVISOR, at=WAY_OVER, shelf="late").lines) == 3
    assert queries.orders(SUPERVISOR, at=LATER, unit="jiaoyu").lines == ()
    assert len(queries.orders(UNIT, at=LATER).lines) == 4 and queries.orders(OTHER_UNIT, at=LATER).lines == ()
    for by in (PUBLIC, town.a_person(), somebody("chengguan/messages")):
        with pytest.raises(Denied):
            queries.orders(by, at=LATER)


def test_numbers_of_people_are_not_sealed_and_places_are() -> None:
    told = "张三13800138000反映：湖滨路12号3栋502室门口路灯不亮，身份证号999999199001011234，车牌榕A12345。"
    row = issued(an_order(matter=told, demand="请联系 13900139000。"))
    assert (row.matter, row.demand) == (
        "张三138****8000反映：湖滨路12号3栋502室门口路灯不亮，身份证号**************1234，车牌榕A12345。",
        "请联系 139****9000。",
    )
    assert "13800138000" not in str(Paper.objects.get(order=row).data)
    directive_actions.receive_order(order_id=row.pk, by=UNIT, at=LATER)
    directive_actions.reply_order(order_id=row.pk, text="已回访 13800138000。", by=UNIT, at=LATER)
    assert OrderStep.objects.filter(order=row).latest("pk").words == "已回访 138****8000。"
