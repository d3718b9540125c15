"""What a gateway does. All raise GatewayAway (try again) and GatewayRefused (never); neither names a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from uuid import UUID


class GatewayAway(Exception):
    """A gateway did not answer, or says that it cannot just now; `code` is short and holds no number. It is tried again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class GatewayRefused(Exception):
    """A gateway will not take this, now or later; `code` is short and holds no number."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Sms(Protocol):
    """Sends text messages."""

    def send(self, *, key: UUID, phone: str, text: str) -> str:
        """Send one; the same key again is the same message. Returns the gateway's receipt."""
        ...


class Telephony(Protocol):
    """A telephone exchange."""

    def say(self, *, key: UUID, phone: str, text: str) -> str:
        """Call a number and read a text out; the same key again is the same call. Returns the exchange's receipt."""
        ...

    def connect(self, *, key: UUID, caller: str, called: str) -> str:
        """A number that, dialled from the caller's, reaches the called one for a while; neither sees the other's own."""
        ...
