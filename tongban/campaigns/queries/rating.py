"""Who may rate a campaign: whoever wrote a message that belongs to it, by account or by tracking code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.campaigns import access
from tongban.campaigns.models import Campaign, CampaignRating
from tongban.campaigns.queries.public import name_of
from tongban.campaigns.terms import NotLinked, ToRate

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import MessageView
    from tongban.identity.terms import Actor


def to_rate(number: str, message_number: str, *, by: Actor, at: datetime, code: str = "") -> ToRate:
    """What somebody may say of a campaign by one of their messages. Refuses: UnknownCampaign, UnknownMessage, NotLinked."""
    row = Campaign.objects.public().of_number(number.replace("\x00", ""))
    mine = own_message(row, message_number, by=by, at=at, code=code)
    rated = CampaignRating.objects.filter(campaign=row, rater=rater(mine, by)).exists()
    results = row.results if row.ended_at is not None else row.given_up_for
    return ToRate(name_of(row), results, mine.id, mine.number, rated, row.rating_until, row.is_rated_at(at) and not rated)


def own_message(row: Campaign, number: str, *, by: Actor, at: datetime, code: str) -> MessageView:
    """A message of this campaign that whoever asks has written; a guessed number or code is answered alike. Refuses: UnknownMessage,
    NotLinked.
    """
    mine = board_queries.message(number, by=by, at=at, code=code)
    if mine.own is None or not row.links.held().filter(message_id=mine.id).exists():
        raise NotLinked(number)
    return mine


def rater(mine: MessageView, by: Actor) -> UUID:
    """In whose name it is rated: once by an account, however many messages it wrote; else once by a message."""
    return access.person(by) or mine.id
