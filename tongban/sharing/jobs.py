"""Timed work of sharing: deleting copies that have had their time."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.sharing import actions
from tongban.sharing.models import Copy

MOST_COPIES = 10_000  # in one night
log = structlog.get_logger()


@app.periodic(cron="23 3 * * *")
@app.task(name="sharing.delete_copies", aliases=["licences.delete_copies"], queue="clocks", queueing_lock="sharing.delete_copies")
def delete_copies(timestamp: int) -> None:
    """Each night: files of annotated copies whose own period is over. That they were made and fetched remains."""
    at = clock.now()
    for copy_id in list(Copy.objects.to_delete(at).values_list("pk", flat=True)[:MOST_COPIES]):
        try:
            actions.delete_copy(copy_id=copy_id, by=SYSTEM, at=at)
        except Exception:  # one that fails must not keep the others
            log.exception("a copy could not be deleted", copy_id=str(copy_id))
