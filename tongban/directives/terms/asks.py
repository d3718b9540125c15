"""Words of what leaders ask for, and of complaints that had to be made a second time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from tongban.directives.terms.orders import OrderLine
    from tongban.kernel.bilingual import Bilingual


class AskState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class AskView:
    """What a leader asked for and where it stands: the orders that came of it, and the answer."""

    id: UUID
    words: str
    unit: str  # empty: of nobody in particular
    unit_name: Bilingual | None
    due_on: date | None
    asked_by: str
    asked_at: datetime
    state: AskState
    answer: str
    answered_by: str
    answered_at: datetime | None
    orders: tuple[OrderLine, ...]


class Again(StrEnum):
    """In which way a citizen had to write a second time."""

    REOPENED = "reopened"  # the answer was no answer
    ONCE_MORE = "once_more"  # another message about the same


@dataclass(frozen=True, slots=True)
class SecondComplaint:
    """Grounds for an order, which a supervisor takes or dismisses. By numbers only."""

    id: UUID
    number: str
    unit: str
    unit_name: Bilingual
    again: Again
    earlier: tuple[str, ...]  # numbers of the same author's messages about the same
    at: datetime
    ordered: bool  # an order cites it
    on_trial: bool  # its unit is not switched on: watched only
