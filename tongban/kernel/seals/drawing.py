"""What a seal looks like: drawn from its name, so that a demo city needs no scanned ones.

The picture goes into every sealed document, so it is kept small: one colour, sixteen grades of transparency.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from tongban.kernel import documents
from tongban.kernel.seals.terms import Picture, SealKind

TEMPLATE = Path(__file__).with_name("seal.typ")
SIZES = {SealKind.UNIT: 42, SealKind.PERSON: 18}  # mm: as departments of a city and persons have them
POINTS_PER_INCH = 200
NOTE = "演示用章"
RED = bytes.fromhex("c8161d")
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@lru_cache(maxsize=64)
def picture(text: str, *, kind: SealKind, note: str = NOTE) -> Picture:
    """A round red seal with a star and the unit's name, or a square one with a person's; `note` stands under the star.

    Refuses: documents.DocumentError (no Chinese font, or none that has a character of the name).
    """
    size = SIZES[kind]
    shown = text if kind == SealKind.UNIT else _as_persons_write(text)
    data = {"text": shown, "size": size, "round": kind == SealKind.UNIT, "note": note, "colour": RED.hex()}
    return Picture(_small(documents.picture(TEMPLATE, data, ppi=POINTS_PER_INCH)), size, size)


def _as_persons_write(name: str) -> str:
    """Four characters fill a square: 张三 becomes 张三之印."""
    plain = name.replace(" ", "")
    return plain + {2: "之印", 3: "印"}.get(len(plain), "")


def _small(png: bytes) -> bytes:
    """The same picture with a palette of four bits: of RGBA in one colour only the last channel says anything."""
    chunks = _chunks(png)
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    rows = b"".join(b"\0" + _packed(row) for row in _transparencies(zlib.decompress(chunks[b"IDAT"]), width))
    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", RED * 16), (b"tRNS", bytes(range(0, 256, 17))), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """By name; the picture's own data may be in several pieces."""
    place, found = len(SIGNATURE), {}
    while place < len(png):
        (size,), name = struct.unpack(">I", png[place : place + 4]), png[place + 4 : place + 8]
        found[name] = found.get(name, b"") + png[place + 8 : place + 8 + size]
        place += size + 12
    return found


def _transparencies(rows: bytes, width: int) -> Iterator[bytearray]:
    """The last channel of each row; every channel is filtered by itself (PNG, 9.2)."""
    above, stride = bytearray(width), width * 4 + 1
    for start in range(0, len(rows), stride):
        row = bytearray(rows[start + 4 : start + stride : 4])
        left = corner = 0
        for place, over in enumerate(above):
            row[place] = left = row[place] + _expected(rows[start], left, over, corner) & 0xFF
            corner = over
        above = row
        yield row


def _expected(kind: int, left: int, over: int, corner: int) -> int:
    if kind == 4:
        whole = left + over - corner
        return min((left, over, corner), key=lambda each: abs(whole - each))
    return (0, left, over, (left + over) // 2)[kind]


def _packed(row: bytearray) -> bytes:
    grades = [each >> 4 for each in row] + [0] * (len(row) % 2)
    return bytes(first << 4 | second for first, second in zip(grades[::2], grades[1::2], strict=True))


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
