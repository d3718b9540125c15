"""Small files of each kind, made by hand, so that a test can say exactly what is wrong with one."""

import struct
import zlib

ARCHIVE_END = b"PK\x05\x06" + b"\x00" * 18  # an empty ZIP archive
WEBPAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int = 2, height: int = 2, *, after: bytes = b"") -> bytes:
    """A black picture of that size; `width` and `height` may lie."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\x00" * 6)) + chunk(b"IEND", b"") + after


def segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def jpg(*, first: int = 0xE0, head: bytes = b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", after: bytes = b"") -> bytes:
    """A picture's skeleton: a first segment as a scanner, a phone or a camera writes it, tables, one scan, the end."""
    tables = segment(0xDB, bytes(65)) + segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00") + segment(0xC4, bytes(20))
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x7f\xff\x00\x2a"
    return b"\xff\xd8" + segment(first, head) + tables + scan + b"\xff\xd9" + after


def pdf(version: str = "1.7", *, after: bytes = b"") -> bytes:
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]
    objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"]
    written, places = f"%PDF-{version}\n%\xe2\xe3\xcf\xd3\n".encode("latin-1"), []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    ending = b"xref\n0 4\n0000000000 65535 f \n%strailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (table, len(written))
    return written + ending + after


WHOLE = {"jpg": jpg(), "png": png(), "pdf": pdf()}
