"""A list cut into records, whatever its size: only the record at hand is in memory, and a broken one costs its neighbours nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from tongban.kernel.lists.faults import Fault, Lost

LONGEST = 1_000_000  # bytes of one record
MOST_LINES = 60  # of one record: beyond that a quotation mark was never closed
PART_ROWS = 5000
SKIPPED_AT_ONCE = 1 << 20
MARK = b"\xef\xbb\xbf"  # of UTF-8, as spreadsheets write it

Record = tuple[int, bytes]  # the line on which it begins, as an editor counts, and its text as it came
Cut = Record | Lost


@dataclass(frozen=True, slots=True)
class Part:
    """Records of a list that are taken in together. `lost` are those that nobody can read."""

    place: int
    records: tuple[Record, ...]
    lost: tuple[Lost, ...] = ()


def cut(stream: IO[bytes], *, quoted: bool, most_lines: int = MOST_LINES) -> Iterator[Cut]:
    """The records of a list one by one, each with the line on which it begins. Empty lines are none.

    In a `quoted` list (CSV) a line break inside quotation marks belongs to its record.
    """
    lines = _Lines(stream)
    while (line := lines.next()) is not None:
        number, text = line
        if text is None:
            yield Lost(number, Fault.TOO_LONG)
        elif quoted and text.count(b'"') % 2:
            yield _joined(lines, number, text, most_lines)
        elif text.strip():
            yield number, text


def in_parts(cuts: Iterable[Cut], *, rows: int) -> Iterator[Part]:
    """So many records at a time, in order; the same list always falls into the same parts."""
    records: list[Record] = []
    lost: list[Lost] = []
    place = 0
    for each in cuts:
        if isinstance(each, Lost):
            lost.append(each)
        else:
            records.append(each)
        if len(records) + len(lost) == rows:
            yield Part(place, tuple(records), tuple(lost))
            records, lost, place = [], [], place + 1
    if records or lost:
        yield Part(place, tuple(records), tuple(lost))


def _joined(lines: _Lines, number: int, text: bytes, most_lines: int) -> Cut:
    """A record over several lines. Where its quotation mark is never closed, only its first line is lost."""
    parts, size = [text], len(text)
    while len(parts) < most_lines and size <= LONGEST:
        line = lines.next()
        if line is None or line[1] is None:
            if line is not None:
                lines.give_back([line])
            break
        parts.append(line[1])
        size += len(line[1])
        if line[1].count(b'"') % 2:
            return number, b"".join(parts)
    lines.give_back([(number + place, part) for place, part in enumerate(parts[1:], 1)])
    return Lost(number, Fault.QUOTE)


class _Lines:
    """Numbered lines of which some can be given back. A line beyond every measure is passed over, and None in its place."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._number = 0
        self._again: deque[tuple[int, bytes | None]] = deque()

    def next(self) -> tuple[int, bytes | None] | None:
        if self._again:
            return self._again.popleft()
        text = self._stream.readline(LONGEST + 1)
        if not text:
            return None
        self._number += 1
        if self._number == 1:
            text = text.removeprefix(MARK)
        if len(text) > LONGEST and not text.endswith(b"\n"):
            while (more := self._stream.readline(SKIPPED_AT_ONCE)) and not more.endswith(b"\n"):
                pass
            return self._number, None
        return self._number, text

    def give_back(self, lines: Iterable[tuple[int, bytes | None]]) -> None:
        self._again.extendleft(reversed(list(lines)))
