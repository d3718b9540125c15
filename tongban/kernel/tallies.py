"""Clocks counted in SQL as `kernel.limits` reads them one by one: lights of what is open, and what fell due in some time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, Case, Count, DurationField, F, Min, Q, Value, When

from tongban.kernel.limits import Light, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

HOUR = timedelta(hours=1)


class Median(Aggregate):
    """The middle of what is told; between the two in the middle where their number is even."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def showing(light: Light, at: datetime) -> Q:
    """Rows whose `due_at` and `amber_at` show a light, as `limits.light` says it of one."""
    red, amber = Q(due_at__lt=at), Q(amber_at__lte=at)
    return {Light.RED: red, Light.AMBER: amber & ~red, Light.GREEN: ~amber & ~red}[light]


def lights(found: QuerySet[Any], key: str, at: datetime) -> Iterator[dict[str, Any]]:
    """Rows with a clock, by a column of theirs: as `Lights` takes them."""
    told = {light.value: Count("pk", filter=showing(light, at)) for light in Light}
    yield from found.values(key).order_by(key).annotate(**told, oldest=Min("due_at", filter=showing(Light.RED, at)))


def became(outcome: Outcome, done: Q) -> Q:
    """Rows of this outcome: `falls_at` is when a row fell due, `done_at` when it was settled, and `done` says whether it was then done."""
    in_time = Q(done_at__lte=F("falls_at"))
    return {Outcome.ON_TIME: done & in_time, Outcome.LATE: done & ~in_time, Outcome.UNANSWERED: ~done}[outcome]


def due(found: QuerySet[Any], key: str, done: Q, *, began: str, merged: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
    """Rows that fell due, by a column of theirs: as `Due` takes them. Half of what was done took no longer than the median.

    What a value of the column named in `merged` had counts for the other.
    """
    counts_for = Case(*(When(**{key: old}, then=Value(new)) for old, new in merged.items()), default=F(key)) if merged else F(key)
    told = {each.value: Count("pk", filter=became(each, done)) for each in Outcome}
    took = Median(F("done_at") - F(began), filter=done, output_field=DurationField())
    for row in found.values(counts_for=counts_for).order_by("counts_for").annotate(due=Count("pk"), **told, took=took):
        middle = row.pop("took")
        yield row | {key: row.pop("counts_for"), "median_hours": None if middle is None else middle / HOUR}
