"""The clock of campaigns: messages of their class that come in, authors that are to be told, and the effect once weeks have passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from procrastinate.contrib.django import app

from tongban.campaigns import actions
from tongban.campaigns.models import Campaign, Link
from tongban.campaigns.terms import CampaignStateWrong, NothingToMeasure
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

MOST_TURNS = 200  # of one campaign in one run; the next run goes on
log = structlog.get_logger()


@app.periodic(cron="*/5 * * * *")
@app.task(name="campaigns.sweep", queue="clocks", queueing_lock="campaigns.sweep")
def sweep(timestamp: int) -> None:
    """Each five minutes: what came in belongs to the campaigns that run, and authors are told of those that are over."""
    at = clock.now()
    matching(at)
    telling(at)


@app.periodic(cron="40 5 * * *")
@app.task(name="campaigns.measure", queue="clocks", queueing_lock="campaigns.measure")
def measure(timestamp: int) -> None:
    """Each morning, after the figures of the board were counted: the effect of campaigns that have ended."""
    measuring(clock.now())


def matching(at: datetime) -> int:
    """How many messages came to campaigns."""
    return sum(_turns(each, lambda each=each: actions.link_matching(campaign_id=each, by=SYSTEM, at=at)) for each in _ids("matching"))


def telling(at: datetime) -> int:
    """How many messages were settled by telling their authors."""
    return sum(_turns(each, lambda each=each: actions.tell_authors(campaign_id=each, by=SYSTEM, at=at)) for each in _ids("over"))


def measuring(at: datetime) -> int:
    """How many campaigns were measured."""
    done = 0
    for each in _ids("to_measure"):
        done += _done(each, lambda each=each: int(actions.measure_effect(campaign_id=each, by=SYSTEM, at=at)) + 1) > 0
    return done


def _ids(which: str) -> list[UUID]:
    wanted = {
        "matching": Campaign.objects.matching(),
        "over": Campaign.objects.over().filter(pk__in=Link.objects.untold().values("campaign")),
        "to_measure": Campaign.objects.to_measure(),
    }
    return list(wanted[which].order_by("pk").values_list("pk", flat=True))


def _turns(subject: UUID, act: Callable[[], int]) -> int:
    """Until there is nothing more to do."""
    whole = 0
    for _ in range(MOST_TURNS):
        done = _done(subject, act)
        if not done:
            break
        whole += done
    return whole


def _done(subject: UUID, act: Callable[[], int]) -> int:
    """One that fails must not keep the others."""
    try:
        with transaction.atomic():
            return act()
    except (NothingToMeasure, CampaignStateWrong) as refusal:
        log.info("nothing to do for a campaign", subject=str(subject), why=type(refusal).__name__)
    except Exception:
        log.exception("a campaign could not be served", subject=str(subject))
    return 0
