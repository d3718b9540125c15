"""Lists of other channels: whoever wrote them, each line is read or told, and nothing makes the reading stop."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.board.terms import Foreign, Visibility
from tongban.channels.parts.foreign_lists import COLUMNS, read_list
from tongban.responsibilities.terms import Kind

CELLS = st.dictionaries(
    st.sampled_from([name for names in COLUMNS.values() for name in names]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.lists(st.integers(), max_size=2),
)


class TestLists:
    def test_csv_with_chinese_names(self) -> None:
        content = "编号,主题,内容,类型,时间,公开,答复,答复时间\n1,路灯,路灯坏了,投诉,2026/9/1 8:05:00,否,已修,2026-09-02T10:00:00+08:00\n"
        (read,) = read_list(content.encode("utf-8-sig"), name="a.csv")
        assert isinstance(read, Foreign) and (read.number, read.line, read.message.kind) == ("1", 2, Kind.COMPLAINT)
        assert read.sent_at is not None and read.sent_at.astimezone(UTC) == datetime(2026, 9, 1, 0, 5, tzinfo=UTC)
        assert read.message.visibility is Visibility.UNIT and read.answer == "已修"

    def test_a_list_of_an_office_program_in_gb18030(self) -> None:
        content = "编号,内容,姓名\n1,路灯坏了，请来修,演示𠮷\n"
        (read,) = read_list(content.encode("gb18030"), name="a.csv")
        assert isinstance(read, Foreign) and (read.message.text, read.name) == ("路灯坏了，请来修", "演示𠮷")
        (read,) = read_list('{"number": 7, "text": "路灯坏了"}\n'.encode("gbk"), name="a.jsonl")
        assert isinstance(read, Foreign) and read.message.text == "路灯坏了"

    def test_what_is_utf8_but_for_a_damaged_place_is_not_read_as_something_else(self) -> None:
        content = ("number,text\n" + "".join(f"{line},路灯坏了请来修\n" for line in range(9))).encode()
        (told,) = read_list(content[:-2], name="a.csv")
        assert told == (10, "the file is neither UTF-8 nor GB18030")

    def test_json_lines(self) -> None:
        content = '{"number": 7, "text": "路灯坏了", "longitude": 117.3, "latitude": 27.6}\n\n[1]\n{"number": "8", "kind": "gossip"}\n{\n'
        told = list(read_list(content.encode(), name="a.jsonl"))
        assert isinstance(told[0], Foreign) and told[0].number == "7" and told[0].message.point is not None
        assert [each[0] for each in told[1:] if isinstance(each, tuple)] == [3, 4, 5]

    def test_one_number_with_two_texts_is_told_with_both_lines(self) -> None:
        content = "number,text,answer\nA-1,路灯坏了,\nA-2,井盖坏了,\nA-1,水管漏了,\nA-1,路灯 坏了,已修\n"
        told = list(read_list(content.encode(), name="a.csv"))
        assert told[2] == (4, "the number `A-1` is also that of line 2, with another text")
        assert [each.line for each in told if isinstance(each, Foreign)] == [2, 3, 5], "the same text may bring its answer"

    @pytest.mark.parametrize(
        ("content", "name"),
        [
            (b"\xff\xfe", "a.csv"),
            (b"number,text\n1,\x00a\n", "a.csv"),
            (b'number,text\n"1', "a.csv"),
            (b"number,sent_at,text\n1,2026-13-45,a\n", "a.csv"),
            (b"number,longitude,latitude,text\n1,east,north,a\n", "a.csv"),
            (b"text\nonly text\n", "a.csv"),
            (b'{"number": null}', "a.jsonl"),
            (b"[" * 100_000, "a.jsonl"),
            (b"", "a.csv"),
        ],
    )
    def test_what_cannot_be_read_is_told_by_line(self, content, name) -> None:
        assert not [each for each in read_list(content, name=name) if isinstance(each, Foreign) and not each.message.text]
        assert all(isinstance(each, Foreign) or (each[0] >= 0 and each[1]) for each in read_list(content, name=name))


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.jsonl", "a"]))
def test_any_bytes(content: bytes, name: str) -> None:
    for each in read_list(content, name=name):
        assert isinstance(each, Foreign) or (isinstance(each[0], int) and each[1])


@given(st.lists(CELLS, max_size=4))
def test_any_values(rows: list[dict[str, object]]) -> None:
    content = "\n".join(json.dumps(row) for row in rows).encode()
    found = list(read_list(content, name="a.jsonl"))
    assert len(found) == len(rows)
    for each in found:
        if isinstance(each, Foreign):
            assert each.number and (each.sent_at is None or each.sent_at.tzinfo is not None)
        else:
            each[1].encode()  # can be printed


@given(st.text(max_size=200))
def test_a_header_and_any_lines(text: str) -> None:
    list(read_list(f"number,text,sent_at\n{text}".encode(errors="surrogatepass"), name="a.csv"))
