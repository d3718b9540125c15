"""The whole board as open data: what is displayed and nothing else, a row at a time."""

from __future__ import annotations

import csv
import importlib
import io
import json

import pytest

from tests.board.play import Play
from tests.board.town import MORNING, a_message, a_person, posted, posted_by_code, screener
from tests.channels.rest.boarding import *  # noqa: F403  the fixtures of the board
from tests.channels.rest.caller import Caller, problem
from tongban.board import actions, queries
from tongban.board.models import Message
from tongban.board.terms import Removal, Visibility
from tongban.channels.rest import board_data
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
    monkeypatch.setattr(board_data, "DOWNLOADS_A_MINUTE", 0)
    problem(Caller().get("/board/data/messages.jsonl"), 429, "too-often")


@pytest.mark.parametrize("sign", board_data.FORMULA)
def test_no_cell_begins_as_a_formula_does(sign: str) -> None:
    assert board_data._cell("text", f"{sign}cmd|' /C calc'!A0") == f"'{sign}cmd|' /C calc'!A0"
    assert board_data._cell("longitude", -117.3) == -117.3


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
    left = board_data.Download(iter(["never read"]))
    left.close()
    left.close()
    board_data.Download(iter([])).close()
