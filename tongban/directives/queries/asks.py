"""What leaders asked for and where it stands; and who had to write a second time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board.queries.pages import MOST, beyond, page
from tongban.directives import access
from tongban.directives.models import Ask, SecondComplaint
from tongban.directives.queries.orders import orders_citing
from tongban.directives.terms import Again, AskState, AskView, Cites, OrderState, Reference, UnknownAsk
from tongban.directives.terms import SecondComplaint as Complaint
from tongban.kernel.bilingual import Bilingual
from tongban.supervision.queries.city import release, switched_on

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.board.terms import Page
    from tongban.directives.terms import OrderLine
    from tongban.identity.terms import Actor

LINES = 30


def asks(by: Actor, *, at: datetime, state: AskState | None = None, after: str = "", limit: int = LINES) -> Page[AskView]:
    """What was asked for, the newest first, with what came of it. For leaders and supervisors. Refuses: NoSupervision, Denied."""
    access.require_sees_all(by, release())
    limit = max(1, min(limit, MOST))
    found = Ask.objects.filter(beyond(after, "asked_at"), **({"state": state} if state else {}))
    rows = list(found.order_by("-asked_at", "-pk")[: limit + 1])
    came_of_it = orders_citing([_cited(row) for row in rows], at=at)
    return page(rows, limit, lambda row: _ask(row, came_of_it[_cited(row).text]), lambda row: (row.asked_at, row.pk))


def asked(ask_id: UUID, *, by: Actor) -> str:
    """The words of one. Refuses: NoSupervision, Denied, UnknownAsk."""
    access.require_sees_all(by, release())
    words = Ask.objects.filter(pk=ask_id).values_list("words", flat=True).first()
    if words is None:
        raise UnknownAsk(str(ask_id))
    return words


def second_complaints(by: Actor, *, at: datetime, after: str = "", limit: int = LINES) -> Page[Complaint]:
    """What nobody has dismissed, the newest first, whether an order cites it or not. For supervisors. Refuses: NoSupervision, Denied."""
    city = release()
    access.require_sees_all(by, city)
    limit = max(1, min(limit, MOST))
    found = SecondComplaint.objects.filter(beyond(after, "at"), dismissed_at__isnull=True)
    rows = list(found.order_by("-at", "-pk")[: limit + 1])
    cited = orders_citing([Reference(Cites.MESSAGE, row.number) for row in rows], at=at)
    on = switched_on(at)

    def line(row: SecondComplaint) -> Complaint:
        ordered = any(each.state is not OrderState.WITHDRAWN for each in cited[Reference(Cites.MESSAGE, row.number).text])
        told = {"again": Again(row.again), "earlier": tuple(row.earlier), "at": row.at, "ordered": ordered}
        return Complaint(row.pk, row.number, row.unit, city.names.get(row.unit) or Bilingual(row.unit), **told, on_trial=row.unit not in on)

    return page(rows, limit, line, lambda row: (row.at, row.pk))


def order_of(row: SecondComplaint, *, at: datetime) -> OrderLine | None:
    """The newest order that cites the message, unless it was withdrawn."""
    reference = Reference(Cites.MESSAGE, row.number)
    return next((each for each in orders_citing([reference], at=at)[reference.text] if each.state is not OrderState.WITHDRAWN), None)


def _cited(row: Ask) -> Reference:
    return Reference(Cites.ASK, str(row.pk))


def _ask(row: Ask, orders: tuple[OrderLine, ...]) -> AskView:
    return AskView(
        id=row.pk,
        words=row.words,
        unit=row.unit,
        unit_name=release().names.get(row.unit),
        due_on=row.due_on,
        asked_by=row.asked_name,
        asked_at=row.asked_at,
        state=AskState(row.state),
        answer=row.answer,
        answered_by=row.settled_name,
        answered_at=row.settled_at,
        orders=orders,
    )
