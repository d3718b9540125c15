"""Photos of strangers made safe: read by content, turned upright, made smaller and written anew.

Writing anew is what removes positions (EXIF, XMP), colour profiles, notes of the maker and whatever hangs behind the picture.
Nothing of the upload itself is kept. `kernel.files.keep` stores what comes out.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

UPLOAD_BYTES = 20 * 1024 * 1024
PIXELS = 64_000_000
LONG_SIDE, THUMBNAIL = 2560, 400
QUALITY = 85
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
BROKEN = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, ArithmeticError, MemoryError, AttributeError, struct.error)
HEIF_BRANDS = frozenset((b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis"))


class PictureRefused(Exception):
    """Base of what is refused; nothing is kept."""


class EmptyPicture(PictureRefused):
    """The file has no content."""


class PictureTooLarge(PictureRefused):
    """More bytes than allowed; `max_bytes` says how many may be."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes


class TooManyPixels(PictureRefused):
    """More pixels than a photo has: few bytes that would fill the memory. `max_pixels` says how many may be."""

    def __init__(self, max_pixels: int) -> None:
        super().__init__(max_pixels)
        self.max_pixels = max_pixels


class HeicNotRead(PictureRefused):
    """A photo as iPhones keep them (HEIC, HEIF, AVIF). The phone sends JPEG when it is set to "most compatible"."""


class NotAPicture(PictureRefused):
    """The content is no JPEG, PNG or WebP, whatever the name says."""


class BrokenPicture(PictureRefused):
    """It begins as a picture and cannot be read to its end."""


@dataclass(frozen=True, slots=True)
class Rendering:
    content: bytes
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo that can be shown to anybody, and its thumbnail."""

    full: Rendering
    thumbnail: Rendering


def safe(content: IO[bytes] | bytes, *, max_bytes: int = UPLOAD_BYTES, max_pixels: int = PIXELS, long_side: int = LONG_SIDE) -> Picture:
    """A photo made safe. Drawings with transparency stay PNG, everything else becomes JPEG.

    Refuses: EmptyPicture, PictureTooLarge, TooManyPixels, HeicNotRead, NotAPicture, BrokenPicture.
    """
    data = _read(content, max_bytes)
    if data[4:8] == b"ftyp" and data[8:12] in HEIF_BRANDS:
        raise HeicNotRead
    upright = _upright(data, max_pixels, long_side)
    return Picture(full=_written(upright, long_side), thumbnail=_written(upright, THUMBNAIL))


def _read(content: IO[bytes] | bytes, max_bytes: int) -> bytes:
    stream = BytesIO(content) if isinstance(content, bytes) else content
    data = stream.read(max_bytes + 1)
    if not data:
        raise EmptyPicture
    if len(data) > max_bytes:
        raise PictureTooLarge(max_bytes)
    return data


def _upright(data: bytes, max_pixels: int, long_side: int) -> Image.Image:
    """The picture as it was meant to be seen. Its size is looked at before a single pixel is unpacked."""
    try:
        picture = Image.open(BytesIO(data), formats=tuple(FORMATS))
        if picture.width * picture.height > max_pixels:
            raise TooManyPixels(max_pixels)
        picture.draft("RGB", (long_side, long_side))  # a JPEG is unpacked at a fraction of its size where that is enough
        picture.load()
        whole = _smooth(picture)
        whole.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
        return ImageOps.exif_transpose(whole)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels(max_pixels) from error
    except UnidentifiedImageError as error:
        raise _unknown(data) from error
    except BROKEN as error:
        raise BrokenPicture from error


def _unknown(data: bytes) -> PictureRefused:
    """What begins as a picture and is none is broken; what does not is something else."""
    begins = data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
    return BrokenPicture() if begins else NotAPicture()


def _smooth(picture: Image.Image) -> Image.Image:
    """In a mode that can be made smaller smoothly. Pillow would cut sixteen bits off at white; here they are scaled."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode in ("RGB", "RGBA", "L"):
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _written(picture: Image.Image, long_side: int) -> Rendering:
    """Pixels only, on a fresh canvas: what Pillow carries along in `info` has nowhere to go."""
    see_through = picture.has_transparency_data
    pixels = picture.convert("RGBA" if see_through else "RGB")
    pixels.thumbnail((long_side, long_side), Image.Resampling.LANCZOS)
    clean = Image.new(pixels.mode, pixels.size)
    clean.paste(pixels)
    kind, options = ("PNG", {"optimize": False}) if see_through else ("JPEG", {"quality": QUALITY, "optimize": True, "progressive": True})
    out = BytesIO()
    clean.save(out, kind, **options)
    return Rendering(content=out.getvalue(), media_type=FORMATS[kind], width=clean.width, height=clean.height)
