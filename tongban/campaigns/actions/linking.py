"""Messages come to a campaign: with the surge, by hand, or by the clock because they are of its class and area. Each says how it came."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.board import queries as board_queries
from tongban.board.terms import UnknownMessage
from tongban.campaigns import events
from tongban.campaigns.actions.acting import Acting
from tongban.campaigns.queries.places import beginning, districts_within
from tongban.campaigns.rules import writing
from tongban.campaigns.terms import AlreadyLinked, CampaignAct, How, NotLinked
from tongban.kernel import clock

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor

AT_ONCE = 200  # messages that one act links


@transaction.atomic(savepoint=False)
def link_message(*, campaign_id: UUID, number: str, by: Actor, at: datetime) -> None:
    """A message belongs to it, as somebody sees who may open it.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, UnknownMessage, AlreadyLinked.
    """
    doing = Acting.locked(campaign_id, CampaignAct.LINK, by=by, at=at)
    message_id = board_queries.message_id(number, by=by)
    if message_id is None:
        raise UnknownMessage(number)
    if doing.row.links.filter(message_id=message_id).exists():
        raise AlreadyLinked(number.strip())
    fact = events.MessagesLinked(campaign_id=campaign_id, how=How.HAND, count=1, at=at)
    doing.leave("link_message", fact, *doing.links([message_id], How.HAND), how=How.HAND.value)


@transaction.atomic(savepoint=False)
def unlink_message(*, campaign_id: UUID, message_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """A message does not belong to it after all, and why; it does not come back by itself.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong, NotLinked, CampaignWordsMissing, CampaignWordsTooLong.
    """
    doing = Acting.locked(campaign_id, CampaignAct.UNLINK, by=by, at=at)
    link = doing.row.links.held().filter(message_id=message_id).first()
    if link is None:
        raise NotLinked(str(message_id))
    link.removed_by, link.removed_for, link.removed_at = by.id, writing.said(reason, "unlinking", most=500), at
    fact = events.MessageUnlinked(campaign_id=campaign_id, message_id=message_id, at=at)
    doing.leave("unlink_message", fact, changed=[(link, ("removed_by", "removed_for", "removed_at"))])


@transaction.atomic(savepoint=False)
def link_matching(*, campaign_id: UUID, by: Actor, at: datetime) -> int:
    """The next of the messages of its class and area that came in since it began; those that were removed stay away. How many: none, when
    all belong to it.

    Refuses: NoSupervision, UnknownCampaign, Denied, CampaignStateWrong.
    """
    doing = Acting.locked(campaign_id, CampaignAct.MATCH, by=by, at=at)
    row = doing.row
    since = datetime.combine(row.begins_on, time.min, clock.city_zone())
    wanted = {"category": beginning(row.category), "districts": districts_within(row.area), "since": since, "until": at}
    there = board_queries.gathered(**wanted, by=by) if row.category else ()
    known = set(row.links.values_list("message_id", flat=True))
    new = [each for each in there if each not in known][:AT_ONCE]
    if new:
        fact = events.MessagesLinked(campaign_id=campaign_id, how=How.MATCH, count=len(new), at=at)
        doing.leave("link_matching", fact, *doing.links(new, How.MATCH), how=How.MATCH.value, count=str(len(new)))
    return len(new)
