"""An act that staff can do with a message, and what it is done on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.board.terms import Act, Role, UnknownOrder

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Author, OrderView
    from tongban.channels.web.desk import board_forms as forms
    from tongban.identity.terms import Actor

SUBJECT = "board.message"


@dataclass(frozen=True)
class On:
    """What an act is done on, by whom, when; `key` is of the form that was sent."""

    view: OrderView
    by: Actor
    at: datetime
    key: UUID

    @property
    def message_id(self) -> UUID:
        return self.view.message.id

    @property
    def order_id(self) -> UUID:
        """Of what is looked at as an order. Raises UnknownOrder."""
        if self.view.order is None:
            raise UnknownOrder(str(self.message_id))
        return self.view.order.id

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}


@dataclass(frozen=True)
class Deed:
    """One act. `near` stands beside the main one; `leaves` goes back to the list, for the message is
    not this desk's any more; `anyway` is done whatever has happened since the page was opened; `fits` narrows further
    than the board says."""

    name: str
    act: Act
    heading: Any
    explained: Any
    button: Any
    form: type[forms.ActForm]
    do: Callable[[On, dict[str, Any]], Author | None | object]
    done: Any
    tone: str = "second"
    near: bool = False
    leaves: bool = False
    anyway: bool = False
    fits: Callable[[OrderView], bool] = lambda view: True

    def open_to(self, view: OrderView) -> bool:
        return self.act in view.acts and self.fits(view)


def leads(view: OrderView) -> bool:
    """Whether this is the order of the unit that leads."""
    return view.order is not None and view.order.role is Role.LEAD


def has_order(view: OrderView) -> bool:
    """Whether it is looked at as an order."""
    return view.order is not None


def at_desk(view: OrderView) -> bool:
    """Whether it is looked at without an order."""
    return view.order is None
