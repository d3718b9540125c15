"""Timed and heavy work of `cases`: what silence means, due dates under a new calendar, papers."""

from __future__ import annotations

from uuid import UUID

import structlog
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from tongban.cases import actions
from tongban.cases.actions.progress import MAKE_PAPER, PAPER_QUEUE
from tongban.cases.models import Case, FormSignature
from tongban.cases.terms import CaseState, WrongState
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

BATCH = 500
MOST_FORMS = 10_000  # in one night
log = structlog.get_logger()


@app.task(name=MAKE_PAPER, queue=PAPER_QUEUE, retry=RetryStrategy(max_attempts=10, exponential_wait=3))
def make_paper(paper_id: str) -> None:
    """Make one paper's document; whoever asks for it sooner makes it, and then this does nothing."""
    actions.make_paper(paper_id=UUID(paper_id), by=SYSTEM, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="cases.sweep", queue="clocks", queueing_lock="cases.sweep")
def sweep(timestamp: int) -> None:
    """Each minute: where a limit has run out at which silence has a meaning, let it speak."""
    at = clock.now()
    for case_id, state in Case.objects.to_sweep(at).values_list("pk", "state")[:BATCH]:
        act = actions.deem_accepted if state == CaseState.RECEIVED else actions.return_uncorrected
        try:
            act(case_id=case_id, by=SYSTEM, at=at)
        except WrongState:  # somebody acted between the look and the lock
            log.info("nothing to sweep any more", case_id=str(case_id))
        except Exception:  # one case that fails must not keep the clocks of all others from speaking
            log.exception("a clock could not speak", case_id=str(case_id))


@app.periodic(cron="41 2 * * *")
@app.task(name="cases.rederive", queue="clocks", queueing_lock="cases.rederive")
def rederive(timestamp: int) -> None:
    """Each night: due dates that reached beyond the last table of working days, read again with the tables that are there now."""
    at = clock.now()
    for case_id in list(Case.objects.provisional().values_list("pk", flat=True)):
        try:
            actions.rederive(case_id=case_id, by=SYSTEM, at=at)
        except Exception:
            log.exception("due dates could not be read anew", case_id=str(case_id))


@app.periodic(cron="53 3 * * *")
@app.task(name="cases.purge_forms", queue="clocks", queueing_lock="cases.purge_forms")
def purge_forms(timestamp: int) -> None:
    """Each night: forms that were made to be signed and never handed in, once their time is over (`terms.UNSUBMITTED` says why)."""
    at = clock.now()
    for signing_id in list(FormSignature.objects.unsubmitted(at).values_list("pk", flat=True)[:MOST_FORMS]):
        try:
            actions.purge_form(signing_id=signing_id, by=SYSTEM, at=at)
        except Exception:  # one that fails must not keep the others
            log.exception("a form could not be purged", signing_id=str(signing_id))
