"""One-time codes from a shared secret and the time: RFC 6238 with SHA-1, 30 seconds and six digits, as every authenticator app has it.

allauth's own are not used: they read the clock themselves and keep used codes in a cache that forgets. See ADR 0019.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from datetime import datetime

STEP = 30  # seconds
DIGITS = 6
DRIFT = 1  # steps that a telephone's clock may be off
ISSUER = "Tongban"


def new_secret() -> str:
    """A secret of 160 bits in base 32, as it is typed into an app."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def counter_at(at: datetime) -> int:
    return int(at.timestamp()) // STEP


def code(secret: str, counter: int) -> str:
    """The code of one step of time (RFC 4226, 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8, "big"), "sha1")
    place = digest[-1] & 15
    return str((int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF) % 10**DIGITS).zfill(DIGITS)


def counter_of(secret: str, typed: str, *, after: int, at: datetime) -> int | None:
    """The step of time whose code was typed; None when it is none of now, or not later than `after`: a code is used once."""
    digits = "".join(typed.split())
    now = counter_at(at)
    steps = (each for each in range(now - DRIFT, now + DRIFT + 1) if each > after)
    return next((each for each in steps if hmac.compare_digest(code(secret, each).encode(), digits.encode())), None)


def address(secret: str, *, account: str) -> str:
    """What an authenticator app reads from a QR code."""
    told = urlencode({"secret": secret, "issuer": ISSUER, "algorithm": "SHA1", "digits": DIGITS, "period": STEP})
    return f"otpauth://totp/{quote(f'{ISSUER}:{account}')}?{told}"
