"""The clock of call-outs: each minute of every night, who has not acknowledged is passed over."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from tongban.duty import actions
from tongban.duty.models import CallOut
from tongban.duty.terms import NotDue
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

BATCH = 500
log = structlog.get_logger()


@app.periodic(cron="* * * * *")
@app.task(name="duty.pass_on", queue="duty", queueing_lock="duty.pass_on")
def pass_on(timestamp: int) -> None:
    """Each minute: call the next in every line whose last call was not acknowledged in time."""
    at = clock.now()
    for callout_id in list(CallOut.objects.due(at).order_by("next_at").values_list("pk", flat=True)[:BATCH]):
        try:
            actions.pass_on(callout_id=callout_id, by=SYSTEM, at=at)
        except NotDue:  # somebody acknowledged between the look and the lock
            log.info("nobody to call any more", callout_id=str(callout_id))
        except Exception:  # one that fails must not keep the others from being called
            log.exception("the next in line could not be called", callout_id=str(callout_id))
