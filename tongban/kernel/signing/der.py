"""A few values in DER, written directly: where a signature is made thousands of times, an ASN.1 library costs more than the signature."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from asn1crypto import pem

SEQUENCE, SET = 0x30, 0x31


def from_pem(content: bytes) -> list[bytes]:
    """Every value of a PEM file. Refuses: ValueError."""
    parts: Any = pem.unarmor(content, multiple=True)
    return [inside for _, _, inside in parts]


def value(tag: int, content: bytes) -> bytes:
    """One tagged value."""
    return header(tag, len(content)) + content


def header(tag: int, size: int) -> bytes:
    """What stands before `size` octets of content: the tag, and the length in its shortest form."""
    if size < 0x80:
        return bytes((tag, size))
    octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets


def sequence(*parts: bytes) -> bytes:
    return value(SEQUENCE, b"".join(parts))


def integer(number: int) -> bytes:
    """A number that is not negative."""
    return value(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def octets(content: bytes) -> bytes:
    return value(0x04, content)


def bits(content: bytes) -> bytes:
    return value(0x03, b"\0" + content)


def ascii_text(text: str) -> bytes:
    """An IA5String. Refuses: UnicodeEncodeError."""
    return value(0x16, text.encode("ascii"))


def utf8_text(text: str) -> bytes:
    return value(0x0C, text.encode())


def moment(at: datetime) -> bytes:
    """A GeneralizedTime, to the second."""
    return value(0x18, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode())


def identifier(dotted: str) -> bytes:
    """An object identifier."""
    first, second, *rest = (int(part) for part in dotted.split("."))
    content = bytearray()
    for number in (first * 40 + second, *rest):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(number & 0x7F | 0x80)
        content += bytes(reversed(groups))
    return value(0x06, bytes(content))
