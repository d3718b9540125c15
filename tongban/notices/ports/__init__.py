"""Gateways behind a Protocol; one setting chooses each (`SMS_GATEWAY`, `TELEPHONY`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from tongban.notices.ports import demo, http
from tongban.notices.ports.protocols import GatewayRefused

if TYPE_CHECKING:
    from tongban.notices.ports.protocols import Sms, Telephony

NOBODY = "no_gateway"


def sms() -> Sms:
    """The gateway of text messages. Raises GatewayRefused where the city has none."""
    match settings.SMS_GATEWAY.kind:
        case "demo":
            return demo.Outbox("sms")
        case "http":
            return http.HttpSms(settings.SMS_GATEWAY.address, settings.SMS_GATEWAY.secret)
        case _:
            raise GatewayRefused(NOBODY)


def telephony() -> Telephony:
    """The telephone exchange. Raises GatewayRefused where the city has none."""
    match settings.TELEPHONY.kind:
        case "demo":
            return demo.Exchange()
        case "http":
            return http.HttpTelephony(settings.TELEPHONY.address, settings.TELEPHONY.secret)
        case _:
            raise GatewayRefused(NOBODY)


def is_from_exchange(*, body: bytes, stamp: str, signature: str, now: int) -> bool:
    """Whether what was pushed to us was signed with the secret that the city shares with its exchange, within five minutes."""
    return http.is_signed(settings.TELEPHONY.secret, body=body, stamp=stamp, signature=signature, now=now)
