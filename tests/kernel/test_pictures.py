"""Photos of strangers: what goes in as a picture comes out as one, and as nothing else."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from tongban.kernel import pictures
from tongban.kernel.pictures import (
    BrokenPicture,
    EmptyPicture,
    HeicNotRead,
    NotAPicture,
    Picture,
    PictureRefused,
    PictureTooLarge,
    TooManyPixels,
    safe,
)

SECRET = b"28.2282N-112.9388E"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def drawn(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Left half dark, right half bright: which way is up can be seen."""
    picture = Image.new(mode, size)
    picture.paste(picture.getpixel((0, 0)), (0, 0, *size))
    picture.paste({"RGB": (250, 250, 250), "RGBA": (250, 250, 250, 255), "L": 250, "P": 1}[mode], (size[0] // 2, 0, *size))
    return picture


def written(kind: str, picture: Image.Image | None = None, **options: object) -> bytes:
    out = BytesIO()
    (picture or drawn()).save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    told = Image.Exif()
    told[ORIENTATION] = orientation
    told[MAKER] = SECRET.decode()
    told[GPS] = {1: "N", 2: (28.0, 13.0, 41.0), 3: "E", 4: (112.0, 56.0, 19.0)}
    return told


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


class TestAccepted:
    @pytest.mark.parametrize(
        ("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/jpeg"), ("WEBP", "image/jpeg"), ("MPO", "image/jpeg")]
    )
    def test_a_photo_of_each_kind_becomes_a_jpeg(self, kind: str, media_type: str) -> None:
        made = safe(written(kind))
        assert (made.full.media_type, made.full.width, made.full.height) == (media_type, 60, 40)
        assert opened(made.full.content).size == (60, 40)

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    def test_what_can_be_seen_through_stays_so(self, kind: str) -> None:
        picture = drawn(mode="RGBA")
        picture.putpixel((0, 0), (1, 2, 3, 0))
        made = safe(written(kind, picture, **({"lossless": True} if kind == "WEBP" else {})))
        assert made.full.media_type == "image/png" and opened(made.full.content).getpixel((0, 0))[3] == 0

    def test_other_modes_are_pictures_too(self) -> None:
        for kind, picture in (
            ("JPEG", drawn().convert("CMYK")),
            ("PNG", drawn(mode="L")),
            ("PNG", drawn(mode="P")),
            ("PNG", drawn().convert("1")),
        ):
            assert safe(written(kind, picture)).full.width == 60
        deep = Image.new("I;16", (2, 1))
        deep.putpixel((1, 0), 32768)
        made = opened(safe(written("PNG", deep)).full.content)
        assert made.getpixel((0, 0))[0] < 40 and 90 < made.getpixel((1, 0))[0] < 165

    def test_a_large_one_is_made_smaller_and_has_a_thumbnail(self) -> None:
        made = safe(written("JPEG", drawn((3000, 1000))))
        assert (made.full.width, made.full.height) == (2560, 853)
        assert (made.thumbnail.width, made.thumbnail.height) == (400, 133)
        assert opened(made.thumbnail.content).size == (400, 133)

    def test_a_small_one_is_not_made_larger(self) -> None:
        made = safe(written("PNG", drawn((3, 2))))
        assert (made.full.width, made.thumbnail.width) == (3, 3)

    @pytest.mark.parametrize(("orientation", "bright"), [(1, (50, 20)), (3, (10, 20)), (6, (20, 50)), (8, (20, 10))])
    def test_it_stands_upright(self, orientation: int, bright: tuple[int, int]) -> None:
        made = opened(safe(written("JPEG", exif=exif(orientation))).full.content)
        assert made.size == ((60, 40) if orientation in (1, 3) else (40, 60))
        assert made.getpixel(bright)[0] > 200

    def test_the_same_upload_is_the_same_file(self) -> None:
        assert safe(written("JPEG")) == safe(BytesIO(written("JPEG")))


def clean(made: Picture) -> bool:
    both = made.full.content + made.thumbnail.content
    again = opened(made.full.content)
    return (
        SECRET not in both
        and b"PK\x03\x04" not in both
        and not again.getexif()
        and not {"icc_profile", "xmp", "exif", "comment"} & again.info.keys()
    )


class TestNothingElseComesOut:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    def test_positions_profiles_and_notes_are_gone(self, kind: str, mode: str) -> None:
        told = {"exif": exif(), "icc_profile": b"profile" + SECRET, "xmp": b"<x:xmpmeta>" + SECRET}
        picture = drawn(mode="RGB" if kind == "JPEG" else mode)
        content = written(kind, picture, **(told if kind != "PNG" else told | {"xmp": None}))
        assert SECRET in content
        assert clean(safe(content))

    def test_comments_and_texts_are_gone(self) -> None:
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", SECRET.decode())
        assert clean(safe(written("PNG", pnginfo=text)))
        assert clean(safe(written("JPEG", comment=SECRET)))

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_what_hangs_behind_is_gone(self, kind: str) -> None:
        assert clean(safe(written(kind) + b"PK\x03\x04" + SECRET))


def bomb(width: int, height: int) -> bytes:
    """A PNG of few bytes that says it is enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


class TestRefused:
    @pytest.mark.parametrize(
        "content",
        [
            b"MZ\x90\x00" + bytes(200),
            b"\x7fELF" + bytes(200),
            b"PK\x03\x04" + bytes(200),
            b"%PDF-1.7\n" + bytes(200),
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"<html></html>",
            written("GIF"),
            written("BMP"),
            written("TIFF"),
            b"\xff",
        ],
    )
    def test_what_is_no_photo_whatever_its_name(self, content: bytes) -> None:
        with pytest.raises(NotAPicture):
            safe(content)

    @pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
    def test_photos_of_iphones_by_their_own_name(self, brand: bytes) -> None:
        with pytest.raises(HeicNotRead):
            safe(b"\x00\x00\x00\x18ftyp" + brand + bytes(100))

    def test_an_empty_one(self) -> None:
        with pytest.raises(EmptyPicture):
            safe(b"")

    def test_one_of_too_many_bytes(self) -> None:
        content = written("PNG")
        with pytest.raises(PictureTooLarge) as refused:
            safe(BytesIO(content), max_bytes=len(content) - 1)
        assert refused.value.max_bytes == len(content) - 1
        assert safe(content, max_bytes=len(content))

    @pytest.mark.parametrize("size", [(10_000, 9_000), (12_000, 10_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
    def test_one_that_would_fill_the_memory(self, size: tuple[int, int]) -> None:
        with pytest.raises(TooManyPixels) as refused:
            safe(bomb(*size))
        assert refused.value.max_pixels == pictures.PIXELS

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    def test_one_that_ends_too_early(self, kind: str) -> None:
        content = written(kind, drawn((300, 300)))
        for length in (20, len(content) // 2, len(content) - 30):
            with pytest.raises(BrokenPicture):
                safe(content[:length])

    @pytest.mark.filterwarnings("ignore")
    @hypothesis_settings(max_examples=150)
    @given(
        st.sampled_from(["JPEG", "PNG", "WEBP"]), st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8)
    )
    def test_a_damaged_one_is_refused_or_clean(self, kind: str, damage: list[tuple[int, int]]) -> None:
        content = bytearray(written(kind, exif=exif(6)))
        for place, value in damage:
            content[place % len(content)] = value
        try:
            made = safe(bytes(content), max_pixels=4_000_000)
        except PictureRefused:
            return
        assert clean(made)
