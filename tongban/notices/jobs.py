"""What is handed to gateways after the transaction: text messages, spoken calls, requests for masked numbers."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.notices import actions, ports, queries
from tongban.notices.actions.calls import CONNECT
from tongban.notices.actions.calls import QUEUE as CALLS
from tongban.notices.actions.sending import MOST_ATTEMPTS
from tongban.notices.actions.telling import QUEUE, SEND
from tongban.notices.ports.protocols import GatewayAway, GatewayRefused
from tongban.notices.terms import Channel, Outgoing

log = structlog.get_logger()
NO_NUMBER = "no_number"
TRIES = MOST_ATTEMPTS + 5  # of the job: not every try that fails comes so far as to be counted, as where the database is away


class TriedInVain(Exception):
    """A gateway did not take something; the job comes again."""


@app.task(name=SEND, queue=QUEUE, retry=RetryStrategy(max_attempts=TRIES, exponential_wait=2))
def send(delivery_id: str) -> None:
    """Hand one thing to its gateway. It goes at least once, always with the same key; a gateway sends it once."""
    number = UUID(delivery_id)
    outgoing = queries.to_send(number, by=SYSTEM, at=clock.now())
    if outgoing is None:
        return
    try:
        receipt = _handed(outgoing)
    except GatewayRefused as refusal:
        actions.record_failure(delivery_id=number, error=refusal.code, for_good=True, by=SYSTEM, at=clock.now())
        log.warning("a notice was refused", delivery_id=delivery_id, error=refusal.code)
    except GatewayAway as away:
        if actions.record_failure(delivery_id=number, error=away.code, for_good=False, by=SYSTEM, at=clock.now()):
            raise TriedInVain(away.code) from None
        log.error("a notice was tried for the last time", delivery_id=delivery_id, error=away.code)
    else:
        actions.record_sent(delivery_id=number, receipt=receipt, by=SYSTEM, at=clock.now())


@app.task(name=CONNECT, queue=CALLS)
def connect(call_id: str) -> None:
    """Ask the exchange for a masked number, once: somebody waits for it, and asks again."""
    asked = queries.to_connect(UUID(call_id), by=SYSTEM)
    if asked is None:
        return
    masked, error = "", ""
    try:
        masked = ports.telephony().connect(key=asked.key, caller=asked.caller, called=asked.called)
    except (GatewayAway, GatewayRefused) as away:
        error = away.code
    actions.record_connection(call_id=asked.key, masked_number=masked, error=error, by=SYSTEM, at=clock.now())


def _handed(outgoing: Outgoing) -> str:
    if not outgoing.phone:
        raise GatewayRefused(NO_NUMBER)
    if outgoing.channel is Channel.VOICE:
        return ports.telephony().say(key=outgoing.key, phone=outgoing.phone, text=outgoing.text)
    return ports.sms().send(key=outgoing.key, phone=outgoing.phone, text=outgoing.text)
