"""The ZIP container: written the same for the same content, read with suspicion."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from tongban.kernel.ofd.refusals import DuplicateName, Encrypted, Malformed, NotOfd, PackageTooLarge, Truncated, UnpacksTooLarge, UnsafeName

ROOT = "OFD.xml"
PACKAGE_BYTES = 50 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
FILES = 5000
PROPORTION, PROPORTION_FROM = 100, 8 * 1024 * 1024  # XML shrinks to a twentieth; nothing honest shrinks to a hundredth
EPOCH = (2000, 1, 1, 0, 0, 0)
START, END = b"PK\x03\x04", b"PK\x05\x06"
ENCRYPTED, SYMLINK = 0x1, 0o120000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
STORED = (".png", ".jpg", ".esl", ".dat")  # what is dense already


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The archive of these files, in this order, without a clock."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name.endswith(STORED) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=6)
    return written.getvalue()


def unpack(package: bytes) -> dict[str, bytes]:
    """The files of a package by name; everything is looked at before anything is unpacked.

    Refuses: NotOfd, PackageTooLarge, UnpacksTooLarge, UnsafeName, DuplicateName, Truncated, Encrypted, Malformed.
    """
    if len(package) > PACKAGE_BYTES:
        raise PackageTooLarge(str(len(package)))
    if not package.startswith(START):
        raise NotOfd("no archive")
    if END not in package:
        raise Truncated("no table of contents")
    try:
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            entries = archive.infolist()
            _require_whole(package, entries, archive.comment)
            _require_modest(len(package), entries)
            _require_plain(entries)
            parts = {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise Malformed(f"archive: {error}") from error
    if ROOT not in parts:
        raise NotOfd(ROOT)
    return parts


def safe_name(name: str) -> bool:
    """Whether a name stays inside the package and means one place everywhere."""
    steps = name.removesuffix("/").split("/")
    plain = not any(each in name for each in "\\:\0") and name.isprintable()
    return plain and all(step not in ("", ".", "..") and step == step.strip() and not step.endswith(".") for step in steps)


def _require_whole(package: bytes, entries: list[zipfile.ZipInfo], comment: bytes) -> None:
    """One archive from the first byte to the last: nothing before it, nothing behind it."""
    end = package.rfind(END)
    if comment or end + 22 != len(package) or not entries or min(entry.header_offset for entry in entries):
        raise Malformed("something stands before or behind the archive")


def _require_modest(size: int, entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > FILES or unpacked > UNPACKED_BYTES or (unpacked > PROPORTION_FROM and unpacked > PROPORTION * size):
        raise UnpacksTooLarge(f"{len(entries)} files, {unpacked} bytes")


def _require_plain(entries: Iterable[zipfile.ZipInfo]) -> None:
    """Names that mean one thing, each once whatever the case of its letters, and content as it stands."""
    seen: set[str] = set()
    for entry in entries:
        if entry.orig_filename != entry.filename or not safe_name(entry.filename) or (entry.external_attr >> 16) & 0o170000 == SYMLINK:
            raise UnsafeName(ascii(entry.orig_filename[:80]))
        if (name := entry.filename.removesuffix("/").casefold()) in seen:
            raise DuplicateName(entry.filename[:80])
        seen.add(name)
        if entry.flag_bits & ENCRYPTED:
            raise Encrypted(entry.filename[:80])
        if entry.compress_type not in METHODS or (entry.is_dir() and entry.file_size):
            raise Malformed(f"{entry.filename[:80]}: packed in a way nobody reads, or a folder with content")
