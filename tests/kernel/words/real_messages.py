"""Real messages, anonymised, that are no part of the project: they may lie beside a checkout. Whoever has them runs more tests."""

from __future__ import annotations

import csv
from functools import cache

import pytest
from openpyxl import load_workbook

from tests.house import source

FOLDER = source.ROOT.parent / "shared" / "data" / "message_board"  # beside a checkout, where somebody has it
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real messages are no part of the project")


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a workbook below its head."""
    with (FOLDER / name).open("rb") as file:
        sheet = load_workbook(file, read_only=True).worksheets[0]
        return tuple(tuple(str(cell or "") for cell in row) for row in sheet.iter_rows(min_row=2, values_only=True))


@cache
def messages() -> tuple[str, ...]:
    return tuple(f"{row[2]}\n{' '.join(row[4].split())}" for row in rows("messages_4326.xlsx"))


@cache
def replies() -> dict[str, str]:
    """Replies by the number of their message."""
    return {row[0]: " ".join(row[5].split()) for row in rows("replies_2816.xlsx")}


@cache
def judged() -> dict[str, tuple[bool, bool]]:
    """By the number of a message, whether its reply was called complete and well explained."""
    with (FOLDER / "reply_quality_100.csv").open(encoding="utf-8-sig", newline="") as file:
        return {number: (complete == "1", explained == "1") for number, complete, explained in list(csv.reader(file))[1:]}


@cache
def labelled() -> tuple[tuple[str, str], ...]:
    with (FOLDER / "dispatch_1377.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple((row["text"], row["label"]) for row in csv.DictReader(file))
