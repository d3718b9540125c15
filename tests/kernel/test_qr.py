"""QR codes: the best of the eight masks, as segno finds it module by module, and every module where it belongs."""

import struct
import zlib

import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.kernel import qr

ADDRESS = "https://tongban.example/verify/1.2.156.3005.2.11100000000013338W011.11999999MB0000019T.{}.001.U"


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=300) | st.integers(0, 10**11).map(ADDRESS.format))
def test_a_code_is_the_one_that_trying_all_masks_finds(text: str) -> None:
    assert [bytearray(row) for row in qr.matrix(text)] == list(segno.make_qr(text, error="m").matrix)


def test_every_size_is_the_same_symbol() -> None:
    for length in range(1, 800, 40):
        text = "x" * length
        assert [bytearray(row) for row in qr.matrix(text)] == list(segno.make_qr(text, error="m").matrix)


def test_runs_are_where_a_row_is_dark() -> None:
    assert list(qr.runs(b"\1\1\0\0\1")) == [(0, 2), (4, 5)]
    assert list(qr.runs(b"\0\1\0")) == [(1, 2)]
    assert list(qr.runs(b"\0\0")) == []


def pixels(picture: bytes) -> list[str]:
    """The lines of a picture in black (0) and white (1), read from its chunks."""
    width, height, depth, colour = struct.unpack(">IIBB", picture[16:26])
    assert (picture[:8], depth, colour) == (b"\x89PNG\r\n\x1a\n", 1, 0)
    place = picture.index(b"IDAT")
    lines = zlib.decompress(picture[place + 4 : place + 4 + int.from_bytes(picture[place - 4 : place], "big")])
    step = 1 + -(-width // 8)
    assert len(lines) == step * height
    return ["".join(f"{byte:08b}" for byte in lines[at + 1 : at + step])[:width] for at in range(0, len(lines), step)]


def test_the_picture_has_every_module_as_a_square() -> None:
    text = ADDRESS.format(1)
    drawn = pixels(qr.png(text, module=3))
    expected = ["".join(("0" if dark else "1") * 3 for dark in row) for row in qr.matrix(text) for _each in range(3)]
    assert drawn == expected
