"""What the desk's pages ask besides: whom each layer would ask, templates of replies, the joint desk's list, calls before a call-back."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.board import town as small
from tests.board.play import CALLER, DUTY, Play, clerk, refuses
from tests.board.town import MORNING, a_message, posted, posted_by_code, staff
from tongban.board import actions, queries
from tongban.board.terms import Caller, Channel, Denied, NoContact, Origin, UnknownMessage, WrongState
from tongban.kernel.models.reads import Read
from tongban.notices.models import Call, Notice
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities.terms import FaultyBoard, Kind, Layer

pytestmark = pytest.mark.usefixtures("town")
INSPECTION, MEDIA = staff("dubanshi/joint"), staff("meiti/joint")
PHONE = Origin(Channel.PHONE)
TEMPLATES = """
reply_templates:
  - {key: any, name: {zh: 通用, en: Any}, text: 您好！}
  - {key: lamp, name: {zh: 路灯, en: Lamp}, unit: chengguan, kinds: [help], text: 路灯已修复。}
"""


def told(**changes):
    """Somebody on the telephone."""
    caller = Caller(name="演示·来电人", phone="13900001111", verified=True)
    return posted(a_message(**changes), by=DUTY, origin=PHONE, taken_for=caller)


def test_whom_each_layer_would_ask_is_for_the_desk_only() -> None:
    play = Play.posted(title="着火", text="湖面蓝藻很多，旁边的路灯也着火了。")
    found = queries.proposals(play.message_id, by=DUTY)
    assert [(each.layer, each.unit) for each in found][:2] == [(Layer.RULE, "donghuqu"), (Layer.DUTY_LIST, "chengguan")]
    assert queries.proposals(play.message_id, by=clerk("chengguan")) == ()


def test_a_report_is_never_proposed_to_the_unit_that_it_is_about() -> None:
    play = Play.posted(kind=Kind.REPORT, title="举报", text="路灯养护收钱，请查一查。", unit="chengguan")
    assert "chengguan" not in {each.unit for each in queries.proposals(play.message_id, by=DUTY)}


def test_who_has_just_sent_it_back_is_not_proposed_again() -> None:
    play = Play.posted()
    assert "chengguan" in {each.unit for each in queries.proposals(play.message_id, by=DUTY)}
    play.send_back()
    assert "chengguan" not in {each.unit for each in queries.proposals(play.message_id, by=DUTY)}


def test_templates_are_for_a_unit_and_for_kinds() -> None:
    small.load_board(small.BOARD + TEMPLATES)
    board = responsibilities_queries.board()
    assert [each.key for each in board.templates_for("chengguan", Kind.HELP)] == ["any", "lamp"]
    assert [each.key for each in board.templates_for("chengguan", Kind.INQUIRY)] == ["any"]
    assert [each.key for each in board.templates_for("jiaoyu", Kind.HELP)] == ["any"]


@pytest.mark.parametrize(
    ("old", "new"), [("unit: chengguan, kinds", "unit: nobody, kinds"), ("key: lamp", "key: any"), ("[help]", "[nothing]")]
)
def test_a_faulty_template_is_named_with_its_line(old: str, new: str) -> None:
    with refuses(FaultyBoard) as caught:
        small.load_board(small.BOARD + TEMPLATES.replace(old, new))
    assert "reply_templates" in str(caught.value.faults[0])  # type: ignore[attr-defined]


def test_whoever_tells_an_operator_has_the_receipt_by_text_message() -> None:
    answer, _row = told()
    notice = Notice.objects.get(kind="board.taken_down")
    assert answer.code and notice.login_id is None


def test_without_a_telephone_there_is_no_text_message() -> None:
    posted(a_message(), by=DUTY, origin=PHONE, taken_for=Caller(name="演示·来访人"))
    assert not Notice.objects.filter(kind="board.taken_down").exists()


def test_the_desk_that_calls_back_reaches_the_author_without_a_number() -> None:
    _answer, row = told()
    play = Play.__new__(Play)
    play.message_id, play.at = row.pk, MORNING
    play.take()
    play.answer()
    for other in (clerk("chengguan"), DUTY):
        with refuses(Denied):
            actions.call_to_ask(key=uuid.uuid4(), message_id=row.pk, by=other, at=MORNING)
    assert queries.to_ask(row.pk, by=CALLER, at=MORNING).number == row.number
    with refuses(UnknownMessage):
        queries.to_ask(row.pk, by=clerk("chengguan"), at=MORNING)
    assert not Call.objects.exists() and not Read.objects.filter(question="board.call_to_ask").exists()


def test_nobody_is_called_who_left_no_number() -> None:
    _answer, row = posted_by_code()
    play = Play.__new__(Play)
    play.message_id, play.at = row.pk, MORNING
    play.take()
    play.answer()
    with refuses(NoContact):
        actions.call_to_ask(key=uuid.uuid4(), message_id=row.pk, by=CALLER, at=MORNING)


def test_the_joint_desk_lists_what_each_body_may_see() -> None:
    play, report = Play.posted(), Play.posted(kind=Kind.REPORT, title="举报", text="有人收钱不修路灯。")
    assert {each.id for each in queries.joint(INSPECTION, at=MORNING).lines} == {play.message_id, report.message_id}
    assert queries.joint(MEDIA, at=MORNING).lines == ()
    actions.clear_for_media(message_id=play.message_id, by=INSPECTION, at=MORNING)
    with refuses(WrongState):
        actions.clear_for_media(message_id=report.message_id, by=INSPECTION, at=MORNING)
    assert [each.id for each in queries.joint(MEDIA, at=MORNING).lines] == [play.message_id]
    with refuses(Denied):
        queries.joint(clerk("chengguan"), at=MORNING)


def test_a_message_is_found_by_its_number_by_whoever_may_open_it() -> None:
    play = Play.posted()
    assert queries.message_id(play.row.number, by=clerk("chengguan")) == play.message_id
    assert queries.order_of(play.message_id, by=clerk("chengguan")) == play.order().pk
    assert queries.message_id(play.row.number, by=clerk("jiaoyu")) is None
    assert queries.order_of(play.message_id, by=clerk("jiaoyu")) is None


def test_the_joint_desk_reads_a_page_whatever_lies_there_and_the_longest_overdue_first() -> None:
    plays = [Play.posted(at=MORNING - timedelta(days=days)) for days in (12, 30, 20, 1)]
    for play in plays:
        actions.clear_for_media(message_id=play.message_id, by=INSPECTION, at=MORNING)
    overdue = [plays[1].message_id, plays[2].message_id, plays[0].message_id]
    first = queries.joint(MEDIA, at=MORNING, shelf="late", limit=2)
    after = queries.joint(MEDIA, at=MORNING, shelf="late", after=first.next, limit=2)
    assert [each.id for each in (*first.lines, *after.lines)] == overdue and not after.next
    with CaptureQueriesContext(connection) as seen:
        queries.joint(MEDIA, at=MORNING, limit=2)
    (asked,) = seen.captured_queries
    assert 'ORDER BY "board_message"."received_at" DESC' in asked["sql"] and asked["sql"].endswith("LIMIT 3")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {asked['sql']}")
        assert "board_cleared" in str(cursor.fetchall()), "only what was cleared is looked at"
