"""Token Status List: two bits for each credential, in lists of 2^20, at places that say nothing of when it was issued.

The lists are those of the IETF's Token Status List: bits from the least significant of each byte, ZLIB, base64url without padding.
"""

from __future__ import annotations

import hmac
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from enum import IntEnum

SIZE = 1 << 20
BITS = 2
HALF = 10  # of the 20 bits of an index
ROUNDS = 4


class Status(IntEnum):
    """What the two bits say. That a licence is over by its date stands in the credential itself."""

    VALID = 0
    INVALID = 1
    SUSPENDED = 2


def spread(place: int, key: bytes) -> tuple[int, int]:
    """The list and the index of a place: a keyed permutation (Feistel) of each list, so that neighbours do not stay neighbours."""
    number, inside = divmod(place, SIZE)
    left, right = inside >> HALF, inside & (1 << HALF) - 1
    for turn in range(ROUNDS):
        left, right = right, left ^ _turned(right, turn, number, key)
    return number, left << HALF | right


def gathered(number: int, index: int, key: bytes) -> int:
    """The place whose list and index these are."""
    left, right = index >> HALF, index & (1 << HALF) - 1
    for turn in reversed(range(ROUNDS)):
        left, right = right ^ _turned(left, turn, number, key), left
    return number * SIZE + (left << HALF | right)


def _turned(half: int, turn: int, number: int, key: bytes) -> int:
    mixed = hmac.digest(key, b"status place" + bytes([turn]) + number.to_bytes(8, "big") + half.to_bytes(2, "big"), "sha256")
    return int.from_bytes(mixed[:2], "big") & (1 << HALF) - 1


def packed(statuses: Iterable[tuple[int, Status]]) -> bytes:
    """A list of 2^20 places; those not named are valid."""
    bits = bytearray(SIZE * BITS // 8)
    for index, status in statuses:
        bits[index * BITS // 8] |= status << index * BITS % 8
    return bytes(bits)


def encoded(bits: bytes) -> str:
    return urlsafe_b64encode(zlib.compress(bits, 9)).rstrip(b"=").decode()


def status_at(text: str, index: int) -> Status:
    """What an encoded list says of an index."""
    bits = zlib.decompress(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return Status(bits[index * BITS // 8] >> index * BITS % 8 & (1 << BITS) - 1)
