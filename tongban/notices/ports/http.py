"""A gateway that takes signed JSON over HTTP. Most vendors' own interfaces are a few lines of adapter away from this one.

Each request carries `Idempotency-Key`, `X-Timestamp` (seconds) and `X-Signature`: the HMAC-SHA-256, in hex, of timestamp, a full
stop and the body, with the shared secret. 2xx and 409 (there already) mean taken; 408, 425, 429 and 5xx mean later; the rest never.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from tongban.kernel import clock
from tongban.notices.ports.protocols import GatewayAway, GatewayRefused

if TYPE_CHECKING:
    from uuid import UUID

WAIT = 10  # seconds
LONGEST = 64 * 1024
FRESH = 300  # seconds that a signed push is good for
THERE_ALREADY = 409
LATER = frozenset({408, 425, 429})


class HttpSms:
    """`POST <address>` {id, to, text} → {receipt}."""

    def __init__(self, address: str, secret: str) -> None:
        self._address, self._secret = address, secret

    def send(self, *, key: UUID, phone: str, text: str) -> str:
        told = _ask(self._address, self._secret, key, {"id": str(key), "to": phone, "text": text})
        return str(told.get("receipt", ""))[:80]


class HttpTelephony:
    """`POST <address>/say` {id, to, text} → {receipt}, `POST <address>/connect` {id, from, to} → {number}."""

    def __init__(self, address: str, secret: str) -> None:
        self._address, self._secret = address.rstrip("/"), secret

    def say(self, *, key: UUID, phone: str, text: str) -> str:
        told = _ask(f"{self._address}/say", self._secret, key, {"id": str(key), "to": phone, "text": text})
        return str(told.get("receipt", ""))[:80]

    def connect(self, *, key: UUID, caller: str, called: str) -> str:
        told = _ask(f"{self._address}/connect", self._secret, key, {"id": str(key), "from": caller, "to": called})
        if not isinstance(told.get("number"), str) or not told["number"]:
            raise GatewayAway("no_number")
        return told["number"][:30]


def signed(secret: str, *, stamp: str, body: bytes) -> str:
    """The signature of a body at a time."""
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, *, body: bytes, stamp: str, signature: str, now: int) -> bool:
    """Whether a push is fresh and signed with the secret. Without a secret nothing is."""
    if not secret or not stamp.isdecimal() or abs(now - int(stamp)) > FRESH:
        return False
    return hmac.compare_digest(signed(secret, stamp=stamp, body=body).encode(), signature.encode())


def _ask(address: str, secret: str, key: UUID, content: dict[str, str]) -> dict[str, Any]:
    body, stamp = json.dumps(content, ensure_ascii=False).encode(), str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": str(key),
        "X-Timestamp": stamp,
        "X-Signature": signed(secret, stamp=stamp, body=body),
    }
    try:
        with urllib.request.urlopen(urllib.request.Request(address, data=body, headers=headers), timeout=WAIT) as answer:
            return _read(answer.read(LONGEST))
    except urllib.error.HTTPError as error:
        with error:
            if error.code == THERE_ALREADY:
                return _read(error.read(LONGEST))
            code = f"http_{error.code}"
            raise (GatewayAway(code) if error.code >= 500 or error.code in LATER else GatewayRefused(code)) from None
    except (urllib.error.URLError, TimeoutError, ConnectionError):  # its words may hold what was asked
        raise GatewayAway("unreachable") from None


def _read(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body) if body else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
