"""Timed and heavy work of the licence library: making documents, deleting copies."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.licences import actions
from tongban.licences.models import Copy

MOST_COPIES = 10_000  # in one night
log = structlog.get_logger()


@app.task(name=actions.MAKE_DOCUMENT, queue=actions.DOCUMENT_QUEUE, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def make_document(licence_id: str) -> None:
    """Make one licence's document; whoever asks for it sooner makes it, and then this does nothing."""
    actions.make_document(licence_id=UUID(licence_id), by=SYSTEM, at=clock.now())


@app.task(name=actions.READ_SCAN, queue=actions.DOCUMENT_QUEUE, retry=RetryStrategy(max_attempts=3, exponential_wait=3))
def read_scan(scan_id: str) -> None:
    """Have the picture of a paper licence read, so that a clerk types less."""
    actions.read_scan(scan_id=UUID(scan_id), by=SYSTEM, at=clock.now())


@app.periodic(cron="23 3 * * *")
@app.task(name="licences.delete_copies", queue="clocks", queueing_lock="licences.delete_copies")
def delete_copies(timestamp: int) -> None:
    """Each night: files of annotated copies whose own period is over. That they were made and fetched remains."""
    at = clock.now()
    for copy_id in list(Copy.objects.to_delete(at).values_list("pk", flat=True)[:MOST_COPIES]):
        try:
            actions.delete_copy(copy_id=copy_id, by=SYSTEM, at=at)
        except Exception:  # one that fails must not keep the others
            log.exception("a copy could not be deleted", copy_id=str(copy_id))
