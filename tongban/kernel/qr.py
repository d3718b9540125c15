"""QR codes (error correction M). segno makes them; which of the eight masks is best is found here, over whole symbols at once.

Every document has a code, and trying the masks module by module took longer than the rest of an OFD. Eight symbols of one size
differ by constants: XOR makes seven of the first, and the penalties of ISO/IEC 18004, 7.8.3 are a few operations on long integers.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import segno

Rows = Sequence[bytes | bytearray]  # 1 is dark
MASKS = range(8)
GAP = bytes(2)  # between two rows: no pattern of the penalties has two light modules where it could cross
DIGITS = bytes.maketrans(b"\0\1", b"01")
PATTERN = 7  # 1011101, which looks like a corner


class _Both(NamedTuple):
    """A symbol as two integers: row after row, and column after column."""

    rows: int
    columns: int

    def under(self, other: _Both) -> _Both:
        return _Both(self.rows ^ other.rows, self.columns ^ other.columns)

    def within(self, other: _Both) -> _Both:
        return _Both(self.rows & other.rows, self.columns & other.columns)


class _Size(NamedTuple):
    """What all symbols of a size and level have in common."""

    side: int
    judged: _Both  # format and version are written after the mask was chosen
    all: _Both
    masks: tuple[_Both, ...]  # what mask n changes of mask 0


def matrix(text: str) -> tuple[bytes, ...]:
    """The rows of the code, without a border."""
    first = segno.make_qr(text, error="m", mask=0)
    symbol = _both(first.matrix)
    size = _size(first.version, first.error)
    best = min(MASKS, key=lambda mask: _penalty(symbol.under(size.masks[mask]).within(size.judged), size))
    return _rows(symbol.rows ^ size.masks[best].rows, size.side)


def svg(text: str) -> str:
    """The code as an SVG: one stroke for each run of dark modules."""
    rows = matrix(text)
    drawn = "".join(f"M{start} {place}.5h{end - start}" for place, row in enumerate(rows) for start, end in runs(row))
    size = f'width="{len(rows)}" height="{len(rows)}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><path stroke="#000" d="{drawn}"/></svg>'


def png(text: str, *, module: int = 8) -> bytes:
    """The code as a picture in black and white, each module a square of so many pixels."""
    rows = matrix(text)
    side = len(rows) * module
    lines = []
    for row in rows:
        light = "".join(("0" if dark else "1") * module for dark in row)
        packed = int(light.ljust(-(-side // 8) * 8, "1"), 2).to_bytes(-(-side // 8), "big")
        lines += [b"\0" + packed] * module
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Where dark modules begin and end in a row."""
    end = 0
    while (start := row.find(1, end)) >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        yield start, end


@lru_cache(maxsize=64)
def _size(version: int, error: str) -> _Size:
    symbols = [segno.make_qr("0", error=error, version=version, mask=mask, boost_error=False) for mask in MASKS]
    side = len(symbols[0].matrix)
    first = _both(symbols[0].matrix)
    free = [bytearray(b"\1" * side) for _row in range(side)]
    for row, column in _reserved(side):
        free[row][column] = free[column][row] = 0
    every = _both([b"\1" * side] * side)
    return _Size(side, _both(free), every, tuple(_both(each.matrix).under(first) for each in symbols))


def _reserved(side: int) -> Iterator[tuple[int, int]]:
    """The cells of format (row and column 8) and version, above the diagonal."""
    yield from ((8, column) for column in (*range(6), 7, 8, *range(side - 8, side)))
    if side > 41:
        yield from ((row, column) for row in range(6) for column in range(side - 11, side - 8))


def _both(rows: Rows) -> _Both:
    return _Both(_number(rows), _number([bytes(column) for column in zip(*rows, strict=True)]))


def _number(rows: Iterable[bytes | bytearray]) -> int:
    return int(GAP.join(rows)[::-1].translate(DIGITS), 2)


def _rows(number: int, side: int) -> tuple[bytes, ...]:
    step = side + len(GAP)
    modules = f"{number:0{step * side}b}"[::-1].translate({48: "\0", 49: "\1"}).encode()
    return tuple(modules[place : place + side] for place in range(0, step * side, step))


def _penalty(symbol: _Both, size: _Size) -> int:
    light = _Both(size.all.rows & ~symbol.rows, size.all.columns & ~symbol.columns)
    lines = sum(_long(each) for each in (*symbol, *light))
    blocks = sum(_blocks(each, size.side) for each in (symbol.rows, light.rows))
    corners = sum(_corners(each, size.side) for each in symbol)
    share = symbol.rows.bit_count() / size.side**2
    return lines + 3 * blocks + 40 * corners + 10 * int(abs(share * 100 - 50) / 5)


def _long(line: int) -> int:
    """Runs of five and more: 3 for five, 1 for each further."""
    pairs = line & line >> 1
    fives = pairs & pairs >> 2 & line >> 4
    return fives.bit_count() + 2 * (fives & ~(fives << 1)).bit_count()


def _blocks(line: int, side: int) -> int:
    """Squares of two by two."""
    pairs = line & line >> 1
    return (pairs & pairs >> (side + len(GAP))).bit_count()


def _corners(line: int, side: int) -> int:
    """Patterns 1011101 with four light modules before or after them, or at an edge; they do not overlap."""
    found = line & ~(line >> 1) & line >> 2 & line >> 3 & line >> 4 & ~(line >> 5) & line >> 6
    count, step, row_before, free = 0, side + len(GAP), -1, 0
    while found:
        low = found & -found
        found ^= low
        row, place = divmod(low.bit_length() - 1, step)
        if row == row_before and place < free:
            continue
        counts = _stands_free(line >> row * step, place, side)
        count += counts
        row_before, free = row, place + (PATTERN if counts else 4)
    return count


def _stands_free(row: int, place: int, side: int) -> bool:
    before, after = max(place - 4, 0), min(place + PATTERN + 4, side)
    light_before = not row >> before & ((1 << place - before) - 1)
    light_after = not row >> place + PATTERN & ((1 << after - place - PATTERN) - 1)
    return place in (0, side - PATTERN) or light_before or light_after
