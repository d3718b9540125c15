"""What a rating brings about: no rating is missing and never good; a bad one, or "not solved", reopens once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.terms import End, MessageState, Satisfaction

if TYPE_CHECKING:
    from datetime import datetime

GOOD_FROM = Satisfaction.FAIR  # 国办发〔2019〕51号: the three upper levels are satisfied


def satisfied(satisfaction: int) -> bool:
    return satisfaction >= GOOD_FROM


def bad(*, solved: bool, satisfaction: int) -> bool:
    """Bad, or unsolved: either is to be put right."""
    return not solved or not satisfied(satisfaction)


def after(*, solved: bool, satisfaction: int, reopened: bool, own: bool) -> MessageState:
    """Where a rating of an answered message leads. A good one by the author ends it; one of those who joined leaves it open for others."""
    if bad(solved=solved, satisfaction=satisfaction) and not reopened:
        return MessageState.REOPENED
    return MessageState.CLOSED if own else MessageState.ANSWERED


def open_until(rating_until: datetime | None, at: datetime) -> bool:
    """Whether there is still time to rate."""
    return rating_until is not None and at <= rating_until


def end_of(reply_end: str) -> End:
    """How a message ends that was answered."""
    return End.UNSOLVABLE if reply_end == End.UNSOLVABLE else End.ANSWERED
