"""Two people open a campaign and two people end it; one that leads nowhere is given up, and everybody reads why."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.campaigns import events
from tongban.campaigns.actions.acting import Acting
from tongban.campaigns.rules import writing
from tongban.campaigns.terms import CampaignAct, CampaignOvertaken, ResultsMissing
from tongban.kernel import clock
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def approve_campaign(*, campaign_id: UUID, version: int, by: Actor, at: datetime) -> None:
    """Open a campaign that somebody else has written: it runs, and everybody reads of it.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, SamePerson, CampaignOvertaken, ImpossibleDates.
    """
    doing = Acting.locked(campaign_id, CampaignAct.APPROVE, by=by, at=at)
    _require_read(doing, version)
    writing.require_dates(doing.row.begins_on, doing.row.ends_on, today=clock.city_date(at))
    doing.row.opened_at = at
    doing.leave("approve_campaign", events.CampaignApproved(campaign_id=campaign_id, at=at), doing.step(), columns=["opened_at"])


@transaction.atomic(savepoint=False)
def write_results(*, campaign_id: UUID, results: str, version: int, by: Actor, at: datetime) -> None:
    """What came of it, in words that everybody will read; written anew until somebody else has approved it. Nobody replaces what they have
    not read; the same words by the same person are the first: sent twice.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, CampaignOvertaken, CampaignWordsMissing, CampaignWordsTooLong.
    """
    doing = Acting.locked(campaign_id, CampaignAct.WRITE_RESULTS, by=by, at=at)
    row = doing.row
    assert by.id is not None
    plain = Acting.for_everybody(results, "results")
    if (row.results, row.written_by) == (plain, by.id):
        return
    _require_read(doing, version)
    row.results, row.written_by, row.version = plain, by.id, row.version + 1
    fact = events.ResultsWritten(campaign_id=campaign_id, version=row.version, at=at)
    doing.leave("write_results", fact, doing.step(row.results), columns=["results", "written_by", "version"])


@transaction.atomic(savepoint=False)
def approve_results(*, campaign_id: UUID, version: int, by: Actor, at: datetime) -> None:
    """End it with the results that somebody else has written: every author is told, and may rate it while the city's time runs.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, SamePerson, ResultsMissing, CampaignOvertaken, ImpossibleDates.
    """
    doing = Acting.locked(campaign_id, CampaignAct.APPROVE_RESULTS, by=by, at=at)
    row, today = doing.row, clock.city_date(at)
    if not row.results:
        raise ResultsMissing(row.number)
    _require_read(doing, version)
    writing.require_begun(row.begins_on, today)
    days = timedelta(days=supervision_queries.release(row.release_id).campaigns.rating_days)
    row.ended_at, row.ended_on, row.rating_until = at, today, at + days
    fact = events.CampaignEnded(campaign_id=campaign_id, at=at)
    doing.leave("approve_results", fact, doing.step(), columns=["ended_at", "ended_on", "rating_until"])


@transaction.atomic(savepoint=False)
def give_up_campaign(*, campaign_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """It leads nowhere: a draft is given up by whoever supervises, one that runs by somebody of another desk; everybody reads why.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, SamePerson, CampaignWordsMissing, CampaignWordsTooLong.
    """
    doing = Acting.locked(campaign_id, CampaignAct.GIVE_UP, by=by, at=at)
    row = doing.row
    row.given_up_for, row.settled_at = Acting.for_everybody(reason, "reason"), at
    fact = events.CampaignGivenUp(campaign_id=campaign_id, opened=row.opened_at is not None, at=at)
    doing.leave("give_up_campaign", fact, doing.step(row.given_up_for), columns=["given_up_for", "settled_at"])


def _require_read(doing: Acting, version: int) -> None:
    """Whoever approves or replaces it has read what stands there now. Raises CampaignOvertaken."""
    if doing.row.version != version:
        raise CampaignOvertaken(doing.row.number)
