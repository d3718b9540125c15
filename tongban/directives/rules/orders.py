"""Which act may follow in which state of a supervision order, who does it, and what it must be founded on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tongban.directives.rules.edges import By, Edge, Life
from tongban.directives.terms import Cites, Ground, ImpossibleLimit, OrderAct, OrderState, ReferenceMissing
from tongban.directives.terms.orders import WITH_THE_UNIT
from tongban.kernel.limits import Limit, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongban.directives.terms import Reference


ORDER: Life[OrderState, OrderAct] = Life(
    (
        Edge(None, OrderAct.ISSUE, OrderState.ISSUED, By.SUPERVISOR),
        Edge(OrderState.ISSUED, OrderAct.RECEIVE, OrderState.RECEIVED, By.UNIT),
        Edge(OrderState.RECEIVED, OrderAct.REPLY, OrderState.REPLIED, By.UNIT),
        Edge(OrderState.SENT_BACK, OrderAct.REPLY, OrderState.REPLIED, By.UNIT),
        Edge(OrderState.REPLIED, OrderAct.SEND_BACK, OrderState.SENT_BACK, By.CHECKER),
        Edge(OrderState.REPLIED, OrderAct.CLOSE, OrderState.CLOSED, By.CHECKER),
        Edge(OrderState.ISSUED, OrderAct.WITHDRAW, OrderState.WITHDRAWN, By.SUPERVISOR),
        Edge(OrderState.RECEIVED, OrderAct.WITHDRAW, OrderState.WITHDRAWN, By.SUPERVISOR),
        *(Edge(state, OrderAct.ESCALATE, state, By.CLOCK) for state in WITH_THE_UNIT),
    )
)
FOUNDED_ON = {
    Ground.LIGHT: {Cites.MESSAGE, Cites.CASE},
    Ground.SURGE: {Cites.SURGE},
    Ground.LEADER: {Cites.ASK},
    Ground.SECOND_COMPLAINT: {Cites.MESSAGE},
    Ground.INTERVIEW: {Cites.INTERVIEW},
}
HALF, WHOLE = Decimal("0.5"), Decimal(1)
LONGEST = {Unit.WORKING_DAYS: 60, Unit.CALENDAR_DAYS: 90, Unit.MONTHS: 3, Unit.HOURS: 720, Unit.CLOCK_HOURS: 720}


def require_founded(ground: Ground, references: Iterable[Reference]) -> None:
    """Grounds are named by what they are. Raises ReferenceMissing."""
    if not {each.kind for each in references} & FOUNDED_ON[ground]:
        raise ReferenceMissing(ground.value)


def require_possible(limit: Limit) -> None:
    """A limit that somebody can keep, in whole units (working days also in halves), within three months or so. Raises ImpossibleLimit."""
    step = HALF if limit.unit is Unit.WORKING_DAYS else WHOLE
    if not (limit.amount.is_finite() and 0 < limit.amount <= LONGEST.get(limit.unit, 0) and limit.amount % step == 0):
        raise ImpossibleLimit(f"{limit.amount} {limit.unit}")
