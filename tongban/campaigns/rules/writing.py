"""What whoever supervises writes of a campaign: legible, measured, with dates that can be kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.campaigns.terms import AboutUnclear, CampaignWordsMissing, CampaignWordsTooLong, ImpossibleDates, TooManyParts
from tongban.campaigns.terms.campaigns import About, Lead, NewCampaign, Part
from tongban.kernel.words.unseen import without_unseen

if TYPE_CHECKING:
    from datetime import date

MOST = 2000
MOST_PARTS = 30
MOST_WORDS = 10
LONGEST = timedelta(days=731)
EARLIEST = timedelta(days=366)  # before it is written down
SAYS = re.compile(r"\w")
EMPTY_LINES = re.compile(r"\n{3,}")


def said(text: str, field: str, *, most: int = MOST) -> str:
    """The text without what nobody sees; signs alone say nothing. Raises CampaignWordsMissing, CampaignWordsTooLong."""
    seen = without_unseen(text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in seen.split("\n"))).strip()
    if not SAYS.search(plain):
        raise CampaignWordsMissing(field)
    if len(plain) > most:
        raise CampaignWordsTooLong(field, most)
    return plain


def named(text: str, field: str, *, most: int = 60) -> str:
    """The same in one line. Raises CampaignWordsMissing, CampaignWordsTooLong."""
    return " ".join(said(text, field, most=most).split())


def written(told: NewCampaign, *, today: date) -> NewCampaign:
    """A campaign as it is kept. Raises CampaignWordsMissing, CampaignWordsTooLong, AboutUnclear, ImpossibleDates, TooManyParts."""
    about = About(told.about.category, told.about.area, tuple(dict.fromkeys(named(each, "about", most=40) for each in told.about.words)))
    if (not about.category and (about.area or not about.words)) or len(about.words) > MOST_WORDS:
        raise AboutUnclear
    if not 0 < len(told.parts) <= MOST_PARTS:
        raise TooManyParts
    require_dates(told.begins_on, told.ends_on, today=today)
    return NewCampaign(
        name=named(told.name, "name", most=80),
        about=about,
        why=said(told.why, "why"),
        lead=Lead(told.lead.unit, named(told.lead.name, "lead_name"), named(told.lead.post, "lead_post")),
        parts=tuple(Part(each.unit, named(each.does, "does", most=500)) for each in told.parts),
        begins_on=told.begins_on,
        ends_on=told.ends_on,
    )


def require_dates(begins_on: date, ends_on: date, *, today: date) -> None:
    """It ends after it has begun, and not in the past. Raises ImpossibleDates."""
    if begins_on > ends_on:
        raise ImpossibleDates("order")
    if ends_on < today:
        raise ImpossibleDates("ends_on")
    if ends_on - begins_on > LONGEST or begins_on < today - EARLIEST or begins_on > today + EARLIEST:
        raise ImpossibleDates("length")


def require_within(on: date, begins_on: date, ends_on: date) -> None:
    """A measure is taken from its beginning to its end, or somewhat later: it may take longer than planned. Raises ImpossibleDates."""
    if not begins_on <= on <= ends_on + LONGEST:
        raise ImpossibleDates("measure")


def require_begun(begins_on: date, today: date) -> None:
    """What has not begun cannot have ended. Raises ImpossibleDates."""
    if today < begins_on:
        raise ImpossibleDates("not_begun")
