"""How dispatch does: which layer decides how often and how rightly, which rules never do; and the texts it could learn from."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from tongban.board import access
from tongban.board.models import Dispatched
from tongban.board.terms import DispatchReport, LayerReport, Role, RuleReport
from tongban.classifiers.queries import trained
from tongban.responsibilities.queries import board, dead_rules, line_key, units
from tongban.responsibilities.terms import Kind, Layer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

SPAN = timedelta(days=90)
COUNTS = {"decided": Count("pk"), "right_ones": Count("pk", filter=Q(right=True)), "wrong": Count("pk", filter=Q(right=False))}
BY_PEOPLE = (Layer.RULE, Layer.DUTY_LIST, Layer.DESK)  # who decided, other than what would learn from itself


def dispatch_report(by: Actor, *, at: datetime, span: timedelta = SPAN) -> DispatchReport:
    """Layers and rules of the last months, and which rules are dead or stand in the shadow of another. For the duty desk.

    Refuses: Denied.
    """
    release = board()
    access.require_desk(by, release.duty_desk)
    once_more = Q(layer=Layer.UNIT, order__role=Role.LEAD, order__parent=None)  # a reopening, which dispatches nothing
    instead = Q(order=None) & ~Q(unit="")  # what would have decided on a report, which waited for a person
    lately = Dispatched.objects.filter(at__gt=at - span).exclude(once_more).exclude(instead)
    layers = lately.values("layer").annotate(**COUNTS).order_by("layer")
    return DispatchReport(
        layers=tuple(LayerReport(Layer(row["layer"]), row["decided"], row["right_ones"], row["wrong"]) for row in layers),
        rules=tuple(_rules(release, lately)),
        classifier=trained(),
    )


def _rules(release: BoardRelease, lately) -> Iterator[RuleReport]:  # type: ignore[no-untyped-def]
    """The city's rules in their order, with what each decided; then lines of the duty list that decided something."""
    decided = {row["rule"]: row for row in lately.exclude(rule="").values("rule").annotate(**COUNTS).order_by("rule")}
    dead = {each.rule: each for each in dead_rules(release, units=units(release).by_code)}
    for rule in release.rules:
        row, fault = decided.pop(rule.key, None) or NONE, dead.get(rule.key)
        told = (fault.fault.value, fault.by) if fault is not None else ("", "")
        yield RuleReport(rule.key, rule.unit, row["decided"], row["right_ones"], row["wrong"], *told)
    asked = {line_key(each): each.unit for each in release.duties} | {f"district:{each.code}": each.unit for each in release.districts}
    for key, row in decided.items():
        yield RuleReport(key, asked.get(key, ""), row["decided"], row["right_ones"], row["wrong"])


NONE = {"decided": 0, "right_ones": 0, "wrong": 0}


def training_texts(*, by: Actor) -> tuple[tuple[str, str], ...]:
    """Masked texts with the unit that took each, where a rule, the duty list or the desk had asked it; of what was sent back, whoever took
    it then. Reports are left out, and so is what the classifier decided itself. Refuses: Denied.
    """
    access.require_system(by)
    right = Dispatched.objects.filter(right=True, layer__in=BY_PEOPLE, order__role=Role.LEAD, order__parent=None, order__round=1)
    found = right.exclude(message__kind=Kind.REPORT).order_by("message", "at")
    by_message = {
        row[0]: (f"{row[1]}\n{row[2]}", row[3]) for row in found.values_list("message", "message__title", "message__text", "unit")
    }
    return tuple(by_message.values())
