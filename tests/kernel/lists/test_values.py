"""Days, moments and numbers as people write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.lists import Cells, Coded, Fault, Faulty, values


@pytest.mark.parametrize(
    "text", ["2026-01-31", "2026/1/31", "2026.1.31", "20260131", "2026年1月31日", "２０２６－０１－３１", "2026-01-31 00:00:00.0"]
)
def test_a_day(text: str) -> None:
    assert values.day("", text) == date(2026, 1, 31)


@pytest.mark.parametrize("text", ["2026/1/31 8:05", "2026-01-31 08:05:00", "2026年1月31日 8时5分", "2026-01-31T08:05"])
def test_a_moment(text: str) -> None:
    assert values.moment("", text) == datetime(2026, 1, 31, 8, 5)  # noqa: DTZ001


def test_a_moment_keeps_its_zone_and_a_day_is_its_beginning() -> None:
    assert values.moment("", "2026-01-31T08:05:00+00:00") == datetime(2026, 1, 31, 8, 5, tzinfo=UTC)
    assert values.moment("", "2026/1/31") == datetime(2026, 1, 31)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("read", "text"),
    [(values.day, "2026-02-30"), (values.day, "2026-01-31 08:00"), (values.moment, "2026-13-45"), (values.moment, "gestern")],
)
def test_what_is_no_time_is_a_fault(read, text: str) -> None:
    with pytest.raises(Faulty) as fault:
        read("时间", text)
    assert (fault.value.column, fault.value.fault) == ("时间", Fault.NO_DATE)


def test_numbers() -> None:
    assert (values.whole("", "1,200"), values.number("", "１２.5"), values.number("", "7")) == (1200, 12.5, 7)
    assert values.number("", "117.123456789", decimals=9) == 117.123456789
    for text in ("1e5", "nan", "1.1234567", "", "1" * 16):
        with pytest.raises(Faulty):
            values.number("", text)


def test_cells_without_their_words_for_nothing() -> None:
    cells = Cells({"", "无"})
    record = {"a": " 无 ", "b": 7, "c": [1], "d": "x\u200by", "e": "x" * 4001, "f": "有效", "g": None}
    assert (cells.value("a", record), cells.value("b", record), cells.value("g", record), cells.value("missing", record)) == (
        "",
        "7",
        "",
        "",
    )
    assert cells.meaning(Coded("f", {"有效": "valid"}), record, Fault.MISSING) == "valid"
    for column, fault in (("c", Fault.NOT_TEXT), ("d", Fault.HIDDEN), ("e", Fault.TOO_LONG), ("a", Fault.MISSING)):
        with pytest.raises(Faulty) as raised:
            cells.text(column, record)
        assert raised.value.fault is fault


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_a_fault(text: str) -> None:
    for read in (values.text, values.day, values.moment, values.whole, values.number):
        try:
            read("", text)
        except Faulty as fault:
            assert fault.fault in set(Fault)
