"""The file store: content-addressed, under `var/files`, for uploads and documents of our own.

A file is what its content says, not what its name claims. It is written beside its place, flushed to the disk and renamed,
so that a reader never sees half of it and an acknowledged file is never lost.

Whoever knows a digest has not therefore the file: what somebody uploaded is found for them alone, and what we made ourselves
is nobody's upload.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

import puremagic
from django.conf import settings
from django.db import transaction

from tongban.kernel import ofd
from tongban.kernel.models.files import FileRow, Upload

if TYPE_CHECKING:
    from tongban.kernel.who import Who

MEDIA_TYPES = {"jpg": "image/jpeg", "png": "image/png", "pdf": "application/pdf", "ofd": "application/ofd"}
UPLOADS = frozenset(MEDIA_TYPES)
UPLOAD_BYTES = 10 * 1024 * 1024
PIXELS = 100_000_000


class FileRefused(Exception):
    """Base of what the store refuses; nothing is kept."""


class Empty(FileRefused):
    """The file has no content."""


class TooLarge(FileRefused):
    """The file is larger than allowed; `max_bytes` says how large it may be."""

    def __init__(self, max_bytes: int) -> None:
        super().__init__(max_bytes)
        self.max_bytes = max_bytes


class TypeNotAllowed(FileRefused):
    """The file is something real, but not of a type that is asked for."""


class NotWhatItClaims(FileRefused):
    """Name and content disagree, or the content is broken."""


class UnsafePackage(FileRefused):
    """A package that is made to harm or to deceive whoever opens it; `kind` is the refusal of `kernel.ofd`, `detail` the place."""

    def __init__(self, kind: type[ofd.OfdRefused], detail: str) -> None:
        super().__init__(f"{kind.__name__}: {detail}")
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class StoredFile:
    digest: str  # SHA-256, hex
    size: int
    media_type: str


def store(content: IO[bytes] | bytes, *, name: str, allowed: Collection[str], max_bytes: int, by: Who, at: datetime) -> StoredFile:
    """Keep a file of one of the `allowed` kinds (jpg, png, pdf, ofd), and who uploaded it.

    Refuses: Empty, TooLarge, TypeNotAllowed, NotWhatItClaims, UnsafePackage.
    """
    data = _read(content, max_bytes)
    kind = _kind(data, name)
    if kind not in allowed:
        raise TypeNotAllowed(kind)
    stored = keep(data, media_type=MEDIA_TYPES[kind], at=at)
    if by.id is not None:
        Upload.objects.bulk_create([Upload(file_id=stored.digest, actor_id=by.id, stored_at=at)], ignore_conflicts=True)
    return stored


def keep(data: bytes, *, media_type: str, at: datetime) -> StoredFile:
    """Keep a content of our own making, unchecked; nobody has uploaded it."""
    digest = hashlib.sha256(data).hexdigest()
    place = path(digest)
    _write(data, place)
    FileRow.objects.get_or_create(digest=digest, defaults={"size": len(data), "media_type": media_type, "stored_at": at})
    _write(data, place)  # `forget` may have taken it away between the two
    return StoredFile(digest=digest, size=len(data), media_type=media_type)


def forget(digest: str) -> bool:
    """Remove a content of our own making that nothing needs any more; one that anybody has uploaded stays. Whether it is gone."""
    with transaction.atomic():
        row = FileRow.objects.select_for_update(of=("self",)).filter(pk=digest).first()
        if row is None or row.uploads.exists():
            return False
        row.delete()
    path(digest).unlink(missing_ok=True)
    return True


def _write(data: bytes, place: Path) -> None:
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    finally:
        Path(temporary).unlink(missing_ok=True)
    for folder in place.parents[:3]:
        _flush(folder)


def _flush(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def path(digest: str) -> Path:
    """Where a content is, or would be."""
    return settings.VAR / "files" / digest[:2] / digest[2:4] / digest


def read(digest: str) -> bytes:
    """A stored content. Raises FileNotFoundError."""
    return path(digest).read_bytes()


def find(digests: Collection[str], *, by: Who) -> dict[str, StoredFile]:
    """Those of the digests whose content this actor uploaded, in one statement."""
    rows = FileRow.objects.filter(digest__in=list(digests), uploads__actor_id=by.id) if digests and by.id is not None else ()
    return {row.digest: StoredFile(digest=row.digest, size=row.size, media_type=row.media_type) for row in rows}


def _read(content: IO[bytes] | bytes, max_bytes: int) -> bytes:
    stream = BytesIO(content) if isinstance(content, bytes) else content
    data = stream.read(max_bytes + 1)
    if not data:
        raise Empty
    if len(data) > max_bytes:
        raise TooLarge(max_bytes)
    return data


def _kind(data: bytes, name: str) -> str:
    """What the content is. A name that claims another kind, or a content that is broken, is refused."""
    claimed = Path(name).suffix.lower().lstrip(".").replace("jpeg", "jpg")
    kind = _sniffed(data)
    if kind in MEDIA_TYPES and not _sound(kind, data):
        raise NotWhatItClaims(kind)
    if claimed in MEDIA_TYPES and claimed != kind:
        raise NotWhatItClaims(claimed)
    return kind


def _sniffed(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04") and ofd.ROOT.encode() in data:
        return "ofd"
    try:
        guessed = puremagic.from_string(data).lower().lstrip(".")
    except puremagic.PureError:
        return "unknown"
    return {"jpeg": "jpg", "jfif": "jpg", "jpe": "jpg"}.get(guessed, guessed)


def _sound(kind: str, data: bytes) -> bool:
    """Whether the content is whole, and nothing else at the same time. Raises TooLarge, UnsafePackage."""
    if kind == "ofd":
        return _sound_ofd(data)
    sound = {"pdf": _sound_pdf, "png": _sound_png, "jpg": _sound_jpg}[kind]
    return sound(data) and not _also_archive(data)


def _sound_ofd(data: bytes) -> bool:
    """Every part in its place. What is only broken is no OFD; what deceives is named."""
    try:
        ofd.read(data)
    except (ofd.NotOfd, ofd.Malformed):
        return False
    except ofd.PackageTooLarge as error:
        raise TooLarge(ofd.PACKAGE_BYTES) from error
    except ofd.OfdRefused as error:
        raise UnsafePackage(type(error), error.detail) from error
    return True


def _sound_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-") and b"%%EOF" in data[-2048:]


def _sound_png(data: bytes) -> bool:
    """Header first, a size that can be shown, every chunk with its checksum, and the last one at the end."""
    place, width, height = 8, int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if data[:8] != b"\x89PNG\r\n\x1a\n" or data[12:16] != b"IHDR" or not 0 < width * height <= PIXELS:
        return False
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        if end > len(data) or zlib.crc32(data[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return False
        if data[place + 4 : place + 8] == b"IEND":
            return len(data) - end <= 4
        place = end
    return False


def _sound_jpg(data: bytes) -> bool:
    """Segment after segment to the picture, and the picture to its end. Phones write notes of their own after that."""
    place = 2
    while data[place : place + 1] == b"\xff":
        if data[place + 1 : place + 2] == b"\xda":
            return b"\xff\xd9" in data[place:]
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return False


def _also_archive(data: bytes) -> bool:
    """Whether whoever reads from the end finds a ZIP archive, whatever it says at the beginning."""
    found = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    return found >= 0 and found + 22 + int.from_bytes(data[found + 20 : found + 22], "little") == len(data)
