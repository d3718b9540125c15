"""Timed and heavy work of the licence library: making documents, reading scans, ending proposals."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.identity.terms import SYSTEM
from tongban.kernel import clock
from tongban.licences import actions
from tongban.licences.models import LifeProposal

log = structlog.get_logger()


@app.task(name=actions.MAKE_DOCUMENT, queue=actions.DOCUMENT_QUEUE, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def make_document(licence_id: str) -> None:
    """Make one licence's document; whoever asks for it sooner makes it, and then this does nothing."""
    actions.make_document(licence_id=UUID(licence_id), by=SYSTEM, at=clock.now())


@app.task(name=actions.READ_SCAN, queue=actions.DOCUMENT_QUEUE, retry=RetryStrategy(max_attempts=3, exponential_wait=3))
def read_scan(scan_id: str) -> None:
    """Have the picture of a paper licence read, so that a clerk types less."""
    actions.read_scan(scan_id=UUID(scan_id), by=SYSTEM, at=clock.now())


@app.periodic(cron="11 * * * *")
@app.task(name="licences.lapse_proposals", queue="clocks", queueing_lock="licences.lapse_proposals")
def lapse_proposals(timestamp: int) -> None:
    """Each hour: proposed changes that no second person has settled in time."""
    at = clock.now()
    for proposal_id in list(LifeProposal.objects.filter(outcome="", lapses_at__lte=at).values_list("pk", flat=True)):
        try:
            actions.lapse_proposal(proposal_id=proposal_id, by=SYSTEM, at=at)
        except Exception:  # one that fails must not keep the others
            log.exception("a proposal could not be let lapse", proposal_id=str(proposal_id))
