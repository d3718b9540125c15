"""Timed and heavy work of the licence library: making documents."""

from __future__ import annotations

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.licences import actions


@app.task(name=actions.MAKE_DOCUMENT, queue=actions.DOCUMENT_QUEUE, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def make_document(licence_id: str) -> None:
    """Make one licence's document; whoever asks for it sooner makes it, and then this does nothing."""
    actions.make_document(licence_id=UUID(licence_id), by=SYSTEM, at=clock.now())
