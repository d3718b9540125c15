"""Bytes as text, cells and values; what cannot be read is a fault at its place."""

import pytest

from tongban.kernel import lists
from tongban.kernel.lists import Fault, Faulty, UnfitHeader


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_is_decoded_by_its_mark_or_by_what_fits(encoding: str) -> None:
    assert lists.decoded("编号,标题\n".encode(encoding), ["utf-16", "utf-8-sig", "gb18030"]) == "编号,标题\n"


def test_what_fits_no_encoding_names_its_line() -> None:
    with pytest.raises(Faulty) as fault:
        lists.decoded(b"a\nb\n\xff", ["utf-8-sig"])
    assert (fault.value.fault, fault.value.line) == (Fault.ENCODING, 3)


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        (b"1\n", Fault.COLUMNS),
        (b"1,2,3", Fault.COLUMNS),
        (b'1,"2', Fault.QUOTE),
        (b"1,\xff", Fault.ENCODING),
        (b"1," + b"x" * 1_000_001, Fault.TOO_LONG),
    ],
    ids=lambda each: str(each)[:12],
)
def test_a_broken_record_of_csv_is_one_fault(record: bytes, fault: Fault) -> None:
    with pytest.raises(Faulty) as raised:
        lists.Reader(b"a,b\n").read(record)
    assert raised.value.fault is fault


def test_an_uneven_list_may_have_more_or_less() -> None:
    reader = lists.Reader(b"a,b\n", even=False)
    assert (reader.read(b"1"), reader.read(b"1,2,3")) == ({"a": "1"}, {"a": "1", "b": "2"})


@pytest.mark.parametrize("record", [b"[1]", b"{", b'{"a": NaN}', b"[" * 100_000, b""])
def test_what_is_no_object_is_a_fault(record: bytes) -> None:
    with pytest.raises(Faulty) as raised:
        lists.Reader().read(record)
    assert raised.value.fault is Fault.JSON


def test_a_header_lacks_nothing_and_names_nothing_twice() -> None:
    assert lists.columns(["\ufeffa ", "b", "b"], ["a"]) == ("a", "b", "b")
    for cells, needed, unique, said in (
        (["a"], ["b"], False, "no column b"),
        (["a", "a"], ["a"], False, "column a"),
        (["a", "b", "b"], ["a"], True, "column b"),
    ):
        with pytest.raises(UnfitHeader, match=said):
            lists.columns(cells, needed, unique=unique)


def test_rows_that_break_off_name_the_row() -> None:
    with pytest.raises(Faulty) as raised:
        list(lists.rows('a,b\n\n1,"x'))
    assert raised.value.line == 3
