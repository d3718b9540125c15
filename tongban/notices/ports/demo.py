"""Gateways for a demo: what they are handed goes into a table, which `manage.py outbox` and the development page show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from tongban.kernel import clock, crypto

if TYPE_CHECKING:
    from uuid import UUID

SEALED = "notices.demo"
KEEP = """
INSERT INTO notices_demomessage (key, channel, phone, text, at) VALUES (%s, %s, %s, %s, %s) ON CONFLICT (key) DO NOTHING
"""
MASKED = "0999-9{:07d}"  # the demo city's area code; nobody has such a number


class Outbox:
    """Keeps instead of sending."""

    def __init__(self, channel: str) -> None:
        self._channel = channel

    def send(self, *, key: UUID, phone: str, text: str) -> str:
        with connection.cursor() as cursor:
            cursor.execute(KEEP, [key, self._channel, crypto.encrypt(phone, SEALED), crypto.encrypt(text, SEALED), clock.now()])
        return f"demo-{key.hex[:12]}"


class Exchange:
    """Reads out into the outbox, and gives masked numbers that nobody has."""

    def say(self, *, key: UUID, phone: str, text: str) -> str:
        return Outbox("voice").send(key=key, phone=phone, text=text)

    def connect(self, *, key: UUID, caller: str, called: str) -> str:
        return MASKED.format(key.int % 10**7)
