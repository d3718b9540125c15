"""What staff can do with a message, each as a form and the verb that it calls. Which are open now, the board says (`OrderView.acts`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.channels.web.desk.deeds.deed import SUBJECT, Deed, On
from tongban.channels.web.desk.deeds.of_both import OF_BOTH
from tongban.channels.web.desk.deeds.of_desks import OF_DESKS
from tongban.channels.web.desk.deeds.of_units import OF_UNITS

if TYPE_CHECKING:
    from tongban.board.terms import OrderView

DEEDS: tuple[Deed, ...] = (*OF_UNITS, *OF_DESKS, *OF_BOTH)
BY_NAME = {each.name: each for each in DEEDS}


def open_deeds(view: OrderView) -> tuple[Deed, ...]:
    """What can be done now, in the order of the page."""
    return tuple(each for each in DEEDS if each.open_to(view))
