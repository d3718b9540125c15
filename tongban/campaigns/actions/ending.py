"""After a campaign: every author is told once, may rate it once, and its effect is measured: provisionally, and for good."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.campaigns import access, events
from tongban.campaigns.actions.acting import Acting
from tongban.campaigns.models import Campaign, CampaignRating, EffectRow
from tongban.campaigns.queries.counting import counted, weeks_after
from tongban.campaigns.queries.rating import own_message, rater
from tongban.campaigns.queries.telling import kept
from tongban.campaigns.rules import life
from tongban.campaigns.terms import (
    CampaignAct,
    CampaignRatedAlready,
    CampaignRatingOver,
    CampaignState,
    NothingToMeasure,
)
from tongban.identity import queries as identity_queries
from tongban.kernel import clock
from tongban.notices import actions as notices
from tongban.notices.terms import Recipient
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Satisfaction
    from tongban.identity.terms import Actor

AT_ONCE = 50  # authors that one act tells: what a killed worker had begun is undone, and told again by nobody
PAGE = "/campaigns/{number}/"  # of the citizen's door


@transaction.atomic(savepoint=False)
def tell_authors(*, campaign_id: UUID, by: Actor, at: datetime) -> int:
    """Tell the next authors what came of it, each once for all their messages; the notices and that they were told are one transaction.
    Whoever wrote without an account cannot be told.

    Returns how many messages are settled by it: none, when every author was told. Refuses: NoSupervision, UnknownCampaign, Denied,
    CampaignStateWrong.
    """
    doing = Acting.locked(campaign_id, CampaignAct.TELL, by=by, at=at)
    row = doing.row
    waiting = list(row.links.untold().select_for_update(of=("self",)).order_by("at", "pk")[:AT_ONCE])
    if not waiting or row.opened_at is None:  # nobody has read of a draft
        return 0
    told = row.links.held().filter(told_at__isnull=False, author_id__in=[each.author_id for each in waiting])
    new = dict.fromkeys(each.author_id for each in waiting if each.author_id)
    for author in new.keys() - set(told.values_list("author_id", flat=True)):
        _tell(row, author, by=by, at=at)
    for each in waiting:
        each.told_at = at
    fact = events.AuthorsTold(campaign_id=campaign_id, count=len(waiting), at=at)
    doing.leave("tell_authors", fact, changed=[(each, ("told_at",)) for each in waiting], count=str(len(waiting)))
    return len(waiting)


@transaction.atomic(savepoint=False)
def rate_campaign(
    *, number: str, message_number: str, solved: bool, satisfaction: Satisfaction, words: str = "", code: str = "", by: Actor, at: datetime
) -> None:
    """An author says whether it is solved, and how content they are: once a campaign, by account or by tracking code.

    Refuses: NoSupervision, UnknownCampaign, UnknownMessage, NotLinked, Denied, CampaignStateWrong, CampaignRatingOver,
    CampaignRatedAlready, CampaignWordsTooLong, CampaignWordsMissing.
    """
    found = Campaign.objects.public().of_number(number.replace("\x00", ""))
    mine = own_message(found, message_number, by=by, at=at, code=code)
    doing = Acting.locked(found.pk, CampaignAct.RATE, by=by, at=at)
    row, whose = doing.row, rater(mine, by)
    if row.ratings.filter(rater=whose).exists():
        raise CampaignRatedAlready(row.number)
    if not row.is_rated_at(at):
        raise CampaignRatingOver(row.number)
    said = Acting.for_everybody(words, "words", most=500) if words.strip() else ""
    level = int(satisfaction)
    rated = CampaignRating(campaign=row, rater=whose, message_id=mine.id, solved=solved, satisfaction=level, words=said, at=at)
    fact = events.CampaignRated(campaign_id=row.pk, solved=solved, satisfaction=level, at=at)
    doing.leave("rate_campaign", fact, rated, solved=str(solved).lower(), satisfaction=str(level))


@transaction.atomic(savepoint=False)
def measure_effect(*, campaign_id: UUID, by: Actor, at: datetime) -> bool:
    """Count the weeks before it and the full weeks since; with as many after as the city wants it is evaluated, before that provisional.

    Whether it was the last time. Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, NothingToMeasure.
    """
    doing = Acting.locked(campaign_id, CampaignAct.MEASURE, by=by, at=at)
    row, today = doing.row, clock.city_date(at)
    wanted = supervision_queries.release(row.release_id).campaigns.weeks
    passed = min(weeks_after(row, today), wanted)
    last = passed == wanted
    if row.effects.filter(measured_on=today).exists():
        raise NothingToMeasure(row.number)
    effect = EffectRow(campaign=row, measured_on=today, provisional=not last, counts=kept(counted(row, before=wanted, after=passed)), at=at)
    fact = events.EffectMeasured(campaign_id=campaign_id, provisional=not last, at=at)
    if not last:
        doing.leave("measure_effect", fact, effect)
        return False
    access.require_one_of(by, CampaignAct.EVALUATE, supervision_queries.release())
    done = Acting(by, at, row, life.edge(CampaignState(row.state), CampaignAct.EVALUATE))
    row.settled_at = at
    done.leave("evaluate_campaign", fact, effect, done.step(), columns=["settled_at"])
    return True


def _tell(row: Campaign, author: UUID, *, by: Actor, at: datetime) -> None:
    """In the inbox; the key is the same for an author however often it is tried."""
    login = author in identity_queries.names_of([author])
    to = Recipient(login_id=author) if login else Recipient(person_id=author)
    kind = "campaigns.given_up" if row.state == CampaignState.GIVEN_UP else "campaigns.ended"
    values = {"name": row.name, "number": row.number}
    notices.notify(key=uuid.uuid5(row.pk, str(author)), to=to, kind=kind, values=values, by=by, at=at, link=PAGE.format(number=row.number))
