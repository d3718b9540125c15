"""The whole board as open data: what is displayed and nothing else, a row at a time."""

from __future__ import annotations

import csv
import importlib
import io
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection

from tests.board.play import Play
from tests.board.town import MORNING, a_message, a_person, posted, posted_by_code, screener
from tests.channels.rest.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.rest.caller import Caller, problem
from tongban.board import actions, queries
from tongban.board.models import Message
from tongban.board.terms import Removal, Visibility
from tongban.channels.parts.open_data import files
from tongban.kernel import clock
from tongban.responsibilities.terms import Kind


def whole(path: str) -> str:
    answer = Caller().client.get(f"/api/v1/board/data/{path}")
    assert answer.status_code == 200 and answer.streaming
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_both_notations_hold_the_same_rows_with_every_described_column(board_town: None) -> None:
    Play.posted()
    Play.taken().answer()
    told = Caller().get("/board/data").json()
    rows = list(csv.DictReader(io.StringIO(whole("messages.csv"), newline="")))
    lines = [json.loads(line) for line in whole("messages.jsonl").splitlines()]
    assert list(rows[0]) == list(told["columns"]) == list(lines[0])
    assert [each["number"] for each in rows] == [each["number"] for each in lines]
    for notation in (rows, lines):
        notation.sort(key=lambda each: each["number"])  # both came at the same moment, and stand in no order of their own
    assert lines[1]["on_time"] is True and rows[1]["on_time"] == "true" and rows[0]["on_time"] == ""
    assert "路灯" in lines[1]["answer"] and lines[1]["answer"] == rows[1]["answer"] and lines[0]["answer"] is None
    assert lines[0]["received_at"] == "2026-09-07T10:00:00+08:00"
    assert told["licence"]["zh"] and told["csv"].endswith("/board/data/messages.csv")


def test_nothing_leaks_that_is_not_displayed(board_town: None) -> None:
    author = a_person(name="演示·不可见")
    shown = posted(a_message(text="湖滨路的路灯坏了，电话13800002222，请修好。"), by=author)[1]
    posted(a_message(kind=Kind.REPORT))
    posted(a_message(visibility=Visibility.UNIT))
    posted_by_code()
    removed = posted(a_message())[1]
    actions.screen(message_id=removed.pk, shown=False, reason=Removal.INSULT, by=screener(), at=MORNING)
    for path in ("messages.csv", "messages.jsonl"):
        text = whole(path)
        assert [each.number for each in Message.objects.all() if each.number in text] == [shown.number]
        assert not any(word in text for word in ("13800002222", "演示·不可见", str(author.person_id)))


def test_a_text_that_a_spreadsheet_would_reckon_is_a_text(board_town: None) -> None:
    posted(a_message(title="=1+1", text="=HYPERLINK(1)路灯坏了，请修好。"))
    answer = whole("messages.csv")
    [row] = csv.DictReader(io.StringIO(answer, newline=""))
    assert row["title"] == "'=1+1" and row["text"].startswith("'=")
    assert json.loads(whole("messages.jsonl"))["title"] == "=1+1"


def test_days_narrow_it(board_town: None) -> None:
    Play.posted()
    assert len(whole("messages.jsonl?since=2026-09-07&until=2026-09-08").splitlines()) == 1
    assert whole("messages.jsonl?until=2026-09-07") == "" == whole("messages.jsonl?since=2026-09-08")
    problem(Caller().get("/board/data/messages.csv?since=x"), 422, "malformed")


def test_a_greedy_address_waits(board_town: None, monkeypatch) -> None:
    monkeypatch.setattr(files, "DOWNLOADS_A_MINUTE", 0)
    problem(Caller().get("/board/data/messages.jsonl"), 429, "too-often")


@pytest.mark.parametrize("sign", sorted(files.FORMULA))
def test_no_cell_begins_as_a_formula_does(sign: str) -> None:
    assert files.cell(f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"
    assert files.cell(-117.3) == -117.3


def test_it_is_read_a_few_rows_at_a_time_and_none_twice(board_town: None, monkeypatch, django_assert_num_queries) -> None:
    for _ in range(5):  # all at the same moment
        posted(a_message())
    monkeypatch.setattr(importlib.import_module("tongban.board.queries.search"), "READ_AT_ONCE", 2)
    with django_assert_num_queries(4):
        numbers = [row["number"] for row in queries.export()]
    assert sorted(numbers) == sorted(each.number for each in Message.objects.all())


def test_one_slow_reader_leaves_the_others_their_threads(board_town: None) -> None:
    posted(a_message())
    slow = Caller().client.get("/api/v1/board/data/messages.csv")
    problem(Caller().get("/board/data/messages.jsonl"), 429, "too-often")
    assert b"".join(slow.streaming_content)
    assert whole("messages.jsonl")


def test_a_download_that_nobody_reads_ends_when_it_is_closed() -> None:
    left = files.Download(iter(["never read"]))
    left.close()
    left.close()
    files.Download(iter([])).close()


@pytest.fixture
def finished() -> Iterator[list[type]]:
    """How often a request was over: then Django gives its connection back, which here is the test's own."""
    told: list[type] = []

    def note(sender: type, **_options: object) -> None:
        told.append(sender)

    request_finished.disconnect(close_old_connections)
    request_finished.connect(note)
    yield told
    request_finished.disconnect(note)
    request_finished.connect(close_old_connections)


def test_whoever_goes_away_half_way_leaves_nothing_open(board_town: None, monkeypatch, finished: list[type]) -> None:
    for _ in range(6):
        posted(a_message())
    monkeypatch.setattr(importlib.import_module("tongban.board.queries.search"), "READ_AT_ONCE", 2)
    monkeypatch.setattr(files, "LINES_AT_ONCE", 1)
    answer = Caller().client.get("/api/v1/board/data/messages.csv")
    parts = iter(answer.streaming_content)
    assert next(parts) and next(parts) and not finished
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (0,), "no cursor stays open in the database between two parts"
    answer.close()
    assert finished and not list(parts), "the connection is given back, and nothing more is read"
    files.Download(iter([])).close()  # refused while a turn lasts


def test_a_download_says_when_it_was_begun_and_holds_nothing_that_came_later(board_town: None, monkeypatch) -> None:
    first, second = (posted(a_message())[1] for _ in range(2))
    monkeypatch.setattr(importlib.import_module("tongban.board.queries.search"), "READ_AT_ONCE", 1)
    monkeypatch.setattr(clock, "now", lambda: MORNING + timedelta(hours=1))
    answer = Caller().client.get("/api/v1/board/data/messages.jsonl")
    posted(a_message(), at=MORNING + timedelta(hours=2))
    later = Play()
    later.message_id = max(first.pk, second.pk)
    later.later(hours=3).take()
    rows = {each["number"]: each for each in map(json.loads, b"".join(answer.streaming_content).decode().splitlines())}
    begun = datetime.fromisoformat(answer.headers[files.BEGUN])
    assert begun == MORNING + timedelta(hours=1) and answer.headers["Last-Modified"] == "Mon, 07 Sep 2026 03:00:00 GMT"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="messages-20260907T1100.jsonl"'
    assert set(rows) == {first.number, second.number}
    changed = [number for number, row in rows.items() if datetime.fromisoformat(row["changed_at"]) > begun]
    assert changed == [each.number for each in (first, second) if each.pk == later.message_id]
