"""What an act hands back: where a message stands now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.board.terms.message import End, MessageState
    from tongban.board.terms.order import OrderState


@dataclass(frozen=True, slots=True)
class Standing:
    """A message after an act, and the orders that are open: id, unit, state."""

    message_id: UUID
    number: str
    state: MessageState
    end: End | None
    unit: str
    orders: tuple[tuple[UUID, str, OrderState], ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A reply as it was kept. `shortcomings` are what its check found."""

    reply_id: UUID
    version: int
    shortcomings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a message, as revealed to whoever may know it."""

    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WroteAgain:
    """A message, the numbers of earlier ones by the same account about the same, and whether it was reopened soon after its answer."""

    number: str
    unit: str
    earlier: tuple[str, ...]
    reopened: bool
