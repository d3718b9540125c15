"""Supervision orders as everybody may know of them: how many, of which unit, how they stand. No matter, no words, nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from tongban.directives.models import Order
from tongban.directives.terms import OrderFigure, OrderState
from tongban.directives.terms.orders import WITH_THE_UNIT
from tongban.supervision.queries.city import release, switched_on

if TYPE_CHECKING:
    from datetime import datetime


def order_figures(*, since: datetime, until: datetime, at: datetime) -> tuple[OrderFigure, ...]:
    """Of each unit that is switched on the orders that were issued in a period, as they stand now; the most first. One statement.

    Refuses: NoSupervision.
    """
    found = Order.objects.filter(issued_at__gte=since, issued_at__lt=until, unit__in=sorted(switched_on(at))).values("unit")
    states = {f"in_{state}": Count("pk", filter=Q(state=state)) for state in OrderState}
    counted = found.annotate(
        issued=Count("pk"),
        late=Count("pk", filter=Q(state__in=WITH_THE_UNIT, due_at__lt=at)),
        answered=Count("pk", filter=Q(on_time__isnull=False)),
        in_time=Count("pk", filter=Q(on_time=True)),
        **states,
    )
    names = release().names
    return tuple(
        OrderFigure(
            unit=row["unit"],
            unit_name=names[row["unit"]],
            issued=row["issued"],
            states={state: row[f"in_{state}"] for state in OrderState},
            late=row["late"],
            answered=row["answered"],
            on_time=row["in_time"],
        )
        for row in counted.order_by("-issued", "unit")
    )
