"""Lists cut into records: whatever stands in one of them, the others come out whole."""

from io import BytesIO

import pytest

from tongban.kernel.lists import Fault, Lost, cut, in_parts


def cut_up(text: bytes, *, quoted: bool = True) -> list[object]:
    return [(each.line, each.fault) if isinstance(each, Lost) else each for each in cut(BytesIO(text), quoted=quoted)]


def test_each_record_has_the_line_on_which_it_begins() -> None:
    assert cut_up(b'\xef\xbb\xbfa,b\r\n\r\n1,"x\ny"\n2,z') == [(1, b"a,b\r\n"), (3, b'1,"x\ny"\n'), (5, b"2,z")]


def test_json_lines_know_no_quotation() -> None:
    assert cut_up(b'{"a":"\n{}\n', quoted=False) == [(1, b'{"a":"\n'), (2, b"{}\n")]


@pytest.mark.parametrize("quoted", [True, False])
def test_a_line_of_a_hundred_megabytes_is_passed_over(quoted: bool) -> None:
    class Endless(BytesIO):
        largest = 0

        def readline(self, size: int | None = -1, /) -> bytes:
            line = super().readline(size)
            self.largest = max(self.largest, len(line))
            return line

    stream = Endless(b"a\n" + b"x" * 100_000_000 + b"\nb\n")
    found = [(each.line, each.fault) if isinstance(each, Lost) else each for each in cut(stream, quoted=quoted)]
    assert found == [(1, b"a\n"), (2, Fault.TOO_LONG), (3, b"b\n")]
    assert stream.largest <= 1 << 20, "nobody ever holds the whole line"


def test_a_quotation_mark_that_is_never_closed_costs_one_record() -> None:
    lines = [b'1,"never closed\n', *(f"{number},x\n".encode() for number in range(2, 200))]
    found = cut_up(b"".join(lines))
    assert found[0] == (1, Fault.QUOTE)
    assert found[1:] == [(number, f"{number},x\n".encode()) for number in range(2, 200)]


def test_many_open_quotation_marks_cost_their_own_records_only() -> None:
    text = b"".join(b'"\n' + b"1,x\n" * 100 for _ in range(50))
    found = cut_up(text)
    assert [each for each in found if each[1] is Fault.QUOTE] == [(1 + 101 * place, Fault.QUOTE) for place in range(50)]
    assert len(found) == 50 * 101


def test_an_open_quotation_mark_before_an_endless_line_is_named_and_so_is_the_line() -> None:
    assert cut_up(b'1,"x\n' + b"y" * 2_000_000 + b"\n3,z\n") == [(1, Fault.QUOTE), (2, Fault.TOO_LONG), (3, b"3,z\n")]


def test_parts_are_of_so_many_records_faults_counted() -> None:
    text = b"a\n" * 2 + b"x" * 1_000_002 + b"\n" + b"b\n" * 2
    found = list(in_parts(cut(BytesIO(text), quoted=True), rows=3))
    assert [(part.place, [row for row, _ in part.records], [each.line for each in part.lost]) for part in found] == [
        (0, [1, 2], [3]),
        (1, [4, 5], []),
    ]


def test_nothing_is_no_part() -> None:
    assert list(in_parts(cut(BytesIO(b"\n \r\n"), quoted=True), rows=3)) == []
