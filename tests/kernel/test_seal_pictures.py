"""What seals look like: drawn with the house's fonts, small enough to go into every document."""

import struct
import zlib

import pytest

from tongban.kernel import documents, seals
from tongban.kernel.seals import SealKind

NAME = "榕城市示例建设委员会"


def drawn(text: str, kind: SealKind) -> list[bytes]:
    """The rows of a picture: how opaque each point is, from 0 to 15."""
    png, place, chunks = seals.picture(text, kind=kind).png, 8, {}
    while place < len(png):
        (size,), name = struct.unpack(">I", png[place : place + 4]), png[place + 4 : place + 8]
        chunks[name] = png[place + 8 : place + 8 + size]
        assert struct.unpack(">I", png[place + 8 + size : place + 12 + size])[0] == zlib.crc32(name + chunks[name])
        place += size + 12
    width, height, *how = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert how == [4, 3, 0, 0, 0] and chunks[b"PLTE"] == bytes.fromhex("c8161d") * 16, "one red, from a palette of four bits"
    assert chunks[b"tRNS"][0] == 0 and chunks[b"tRNS"][15] == 255
    octets = zlib.decompress(chunks[b"IDAT"])
    stride = (width + 1) // 2 + 1
    rows = [octets[start + 1 : start + stride] for start in range(0, len(octets), stride)]
    assert len(rows) == height
    return [bytes(grade for pair in row for grade in (pair >> 4, pair & 15))[:width] for row in rows]


def test_a_departments_seal_is_round_and_red_on_nothing() -> None:
    rows = drawn(NAME, SealKind.UNIT)
    middle = len(rows) // 2
    assert len(rows) == len(rows[0])
    assert rows[0][0] == rows[-1][-1] == 0, "nothing in the corners"
    assert rows[middle][middle] == 15, "the star"
    assert max(rows[middle][:12]) == 15 and max(row[middle] for row in rows[:12]) == 15, "the ring"


def test_a_persons_seal_is_square_and_smaller() -> None:
    unit, person = seals.picture(NAME, kind=SealKind.UNIT), seals.picture("李示例", kind=SealKind.PERSON)
    assert (unit.width_mm, unit.height_mm, person.width_mm, person.height_mm) == (42, 42, 18, 18)
    rows = drawn("李示例", SealKind.PERSON)
    assert max(rows[len(rows) // 2][:12]) == 15 and max(row[12] for row in rows[:12]) == 15, "its frame"


@pytest.mark.parametrize("name", [NAME, "局", "榕城市行政审批服务局政务服务数据管理委员会办公室（演示）"])
def test_a_picture_is_small_and_the_same_each_time(name: str) -> None:
    first = seals.picture(name, kind=SealKind.UNIT)
    seals.picture.cache_clear()
    assert seals.picture(name, kind=SealKind.UNIT) == first
    assert len(first.png) < 14_000


def test_two_names_have_two_pictures() -> None:
    assert seals.picture("张三演示", kind=SealKind.PERSON) != seals.picture("李四演示", kind=SealKind.PERSON)


def test_a_name_that_no_font_can_write_has_no_picture() -> None:
    with pytest.raises(documents.MissingGlyph):
        seals.picture("演\ue000示", kind=SealKind.PERSON)
