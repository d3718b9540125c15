"""Every row of the board against the ledger: what nobody touched holds; whatever is changed behind the verbs' back is named."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from tests.board.play import CALLER, DUTY, Play, approver, clerk
from tests.board.town import a_person, posted_by_code, screener, staff
from tongban.board import actions, queries
from tongban.board.models import Message, Track
from tongban.board.terms import CallBack, Removal, Satisfaction
from tongban.identity.terms import PUBLIC
from tongban.kernel.models.ledger import LedgerEntry
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def play() -> Play:
    """Sent back once, given more time, answered, rated badly, answered again, and noted."""
    play = Play.posted()
    actions.screen(message_id=play.message_id, shown=False, reason=Removal.PERSONAL_DATA, by=screener(), at=play.at)
    actions.screen(message_id=play.message_id, shown=True, words="没有个人信息", by=screener(), at=play.at)
    play.later(hours=1).send_back()
    play.later(hours=1).assign("ludeng")
    play.take("ludeng")
    order = play.order("ludeng").pk
    asked = actions.ask_extension(order_id=order, amount=1, reason="等配件", by=clerk("ludeng"), at=play.at)
    actions.decide_extension(extension_id=asked, granted=True, by=approver("chengguan"), at=play.at)
    actions.note(message_id=play.message_id, words="问过了", by=clerk("ludeng"), at=play.at)
    actions.urge(message_id=play.message_id, words="请抓紧", by=staff("dubanshi/joint"), at=play.at)
    play.later(hours=1).answer("ludeng")
    play.rate(Satisfaction.BAD, solved=False)
    play.take("ludeng")
    play.later(hours=1).answer("ludeng")
    return play


def tamper(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, parameters)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def found() -> str:
    return "\n".join(queries.audit())


@pytest.fixture
def report() -> Play:
    """Names two departments, and is not about one of them."""
    play = Play.posted(kind=Kind.REPORT, title="举报", text="举报城管局和教育局的人收礼，路灯一直不修。")
    play.assign("jiaoyu", only_mentioned=True)
    return play


@pytest.mark.parametrize("column", ["names", "mentioned"])
def test_whom_a_report_names_is_what_the_record_of_dispatch_says(report: Play, column: str) -> None:
    assert (set(report.row.names), report.row.mentioned) == ({"chengguan", "jiaoyu"}, ["jiaoyu"]) and found() == ""
    tamper(f"UPDATE board_message SET {column} = '{{gongshui}}' WHERE id = %s", report.message_id)
    assert f"board_message {report.message_id}: {column} says ['gongshui']" in found()


def test_reports_from_before_the_columns_are_filled_from_the_record(report: Play) -> None:
    filled = import_module("tongban.board.migrations.0016_names_in_the_row")
    before = report.row
    tamper("UPDATE board_message SET names = '{}', mentioned = '{}'")
    with connection.cursor() as cursor:
        for statement in (filled.NAMES, filled.MENTIONED):
            cursor.execute(statement)
    assert (set(report.row.names), report.row.mentioned) == (set(before.names), before.mentioned) and found() == ""


def test_what_nobody_touched_holds(play) -> None:
    other = Play.posted()
    actions.merge(message_id=other.message_id, into_id=Play.taken().message_id, by=DUTY, at=other.at)
    whole = Play.taken()
    joined = Play.posted()
    actions.merge(message_id=joined.message_id, into_id=whole.message_id, by=DUTY, at=joined.at)
    whole.answer()
    answer, coded = posted_by_code()
    actions.add_words(message_id=coded.pk, words="还没有修", code=answer.code, by=PUBLIC, at=coded.received_at)
    told = Play(author=a_person())
    told.message_id = coded.pk
    told.take()
    told.answer()
    actions.call_back(message_id=coded.pk, outcome=CallBack.RATED, solved=True, satisfaction=Satisfaction.GOOD, by=CALLER, at=told.at)
    assert found() == ""


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("UPDATE board_message SET due_at = due_at + interval '1 day' WHERE id = %s", ["board_message {id}: due_at"]),
        ("UPDATE board_message SET answered_at = now() WHERE id = %s", ["board_message {id}: answered_at"]),
        ("UPDATE board_message SET accepted_at = now() WHERE id = %s", ["board_message {id}: accepted_at"]),
        ("UPDATE board_message SET returns = 0 WHERE id = %s", ["board_message {id}: returns"]),
        ("UPDATE board_message SET first_unit = 'jiaoyu' WHERE id = %s", ["board_message {id}: first_unit"]),
        ("UPDATE board_message SET called_back = 'rated' WHERE id = %s", ["board_message {id}: called_back"]),
        ("UPDATE board_message SET urged_at = NULL WHERE id = %s", ["board_message {id}: urged_at"]),
        ("UPDATE board_message SET screened_at = NULL WHERE id = %s", ["board_message {id}: screened_at"]),
        ("DELETE FROM board_track WHERE message_id = %s AND kind = 'urged'", ["board_track: a row of entry", "board.urge", "is missing"]),
        ("UPDATE board_message SET text = '别的' WHERE id = %s", ["board_message {id}: text"]),
        ("UPDATE board_message SET author_id = NULL WHERE id = %s", ["board_message {id}: author_id"]),
        ("UPDATE board_order SET due_at = due_at + interval '1 day' WHERE message_id = %s", ["board_order", ": due_at"]),
        ("UPDATE board_order SET on_time = NOT on_time WHERE message_id = %s", ["board_order", ": on_time"]),
        ("UPDATE board_order SET assigned_at = now() WHERE message_id = %s", ["board_order", ": assigned_at"]),
        ("DELETE FROM board_order WHERE message_id = %s AND unit = 'chengguan'", ["board_order", "is missing"]),
        ("UPDATE board_rating SET satisfaction = 5 WHERE message_id = %s", ["board_rating", ": satisfaction"]),
        ("DELETE FROM board_rating WHERE message_id = %s", ["board_rating: a row of entry", "board.rate"]),
        ("UPDATE board_reply SET text = '别的' WHERE message_id = %s", ["board_reply", ": text"]),
        ("UPDATE board_track SET words = '别的' WHERE message_id = %s AND kind = 'returned'", ["board_track", ": words"]),
        ("DELETE FROM board_track WHERE message_id = %s AND kind = 'returned'", ["board_track: a row of entry", "is missing"]),
        ("UPDATE board_note SET text = '' WHERE message_id = %s", ["board_note", ": text"]),
        ("UPDATE board_extension SET approver = '别人' WHERE message_id = %s", ["board_extension", ": approver"]),
        ("UPDATE board_dispatched SET rule = 'x' WHERE message_id = %s AND unit = 'chengguan'", ["board_dispatched", ": rule"]),
        ("DELETE FROM board_dispatched WHERE message_id = %s AND unit = 'chengguan'", ["board_dispatched: a row of entry", "is missing"]),
        ("UPDATE board_message SET followers = 999 WHERE id = %s", ["board_message {id}: followers says 999, and board_follower has 0"]),
        ("DELETE FROM board_message WHERE id = %s", ["board_message {id}: entry", "it is not there"]),
    ],
)
def test_whatever_is_changed_is_named(play, statement: str, named: list[str]) -> None:
    tamper(statement, play.message_id)
    told = found()
    for each in named:
        assert each.format(id=play.message_id) in told
    with pytest.raises(CommandError):
        call_command("verify_ledger")


def test_a_row_that_no_act_added_is_named(play) -> None:
    step = Track.objects.filter(message=play.message_id).first()
    step.pk, step.words = None, "没有人写过"
    step.save()
    assert f"board_track {step.pk}: no entry of the ledger says that it was added" in found()


def test_somebody_who_follows_and_is_taken_away_is_named(play) -> None:
    follower, other = a_person(), a_person()
    actions.follow(message_id=play.message_id, by=follower, at=play.at)
    actions.follow(message_id=play.message_id, by=other, at=play.at)
    actions.unfollow(message_id=play.message_id, by=other, at=play.at)
    assert found() == ""
    tamper("DELETE FROM board_follower WHERE message_id = %s", play.message_id)
    assert found() == f"board_message {play.message_id}: followers says 1, and board_follower has 0"


def test_of_a_table_that_was_not_watched_yet_nothing_is_said(play) -> None:
    first = LedgerEntry.objects.filter(subject_id=str(play.message_id)).order_by("id").first()
    kept = "\n".join(line for line in first.codes["imprints"].splitlines() if not line.startswith("board_dispatched "))
    told = json.dumps(first.codes | {"imprints": kept}, ensure_ascii=False)
    tamper(f"UPDATE {LedgerEntry._meta.db_table} SET codes = %s WHERE id = %s", told, first.pk)
    assert found() == ""
    tamper("DELETE FROM board_dispatched WHERE message_id = %s AND unit = 'ludeng'", play.message_id)
    assert "board_dispatched: a row of entry" in found(), "what a later entry tells is held"


def test_the_ledger_holds_no_word_of_it(play) -> None:
    codes = "\n".join(str(each.codes) for each in LedgerEntry.objects.all())
    row = Message.objects.get(pk=play.message_id)
    for secret in (row.title, row.text, row.words()["text"], row.whose()["name"], "等配件", "问过了", "请抓紧"):
        assert secret not in codes


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE board_message SET accept_due_at = now()",
        "UPDATE board_message SET emergency = NOT emergency",
        "UPDATE board_message SET district = 'x'",
        "UPDATE board_order SET assigned_at = now()",
        "UPDATE board_order SET unit = 'jiaoyu'",
        "DELETE FROM board_order",
        "DELETE FROM board_reply",
        "DELETE FROM board_extension",
        "UPDATE board_reply SET unit = 'jiaoyu'",
        "UPDATE board_extension SET reason = 'x'",
        "TRUNCATE board_rating",
        "TRUNCATE board_message CASCADE",
        "TRUNCATE board_figure",
        "TRUNCATE board_keptpicture",
    ],
)
def test_what_no_verb_does_the_database_refuses(play, statement: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_every_table_of_the_board_refuses_to_be_emptied(play) -> None:
    tables = {each._meta.db_table for each in apps.get_app_config("board").get_models()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgtype & 32 <> 0")
        assert tables - {name for (name,) in cursor.fetchall()} == set()
