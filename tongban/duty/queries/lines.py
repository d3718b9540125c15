"""Rosters, and who is called in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.duty import access, rules
from tongban.duty.models import Change
from tongban.duty.models import Plan as PlanRow
from tongban.duty.models import Roster as RosterRow
from tongban.duty.terms import Contact, NoDuty, Plan, RosterView, UnknownUnit
from tongban.identity import queries as identity_queries
from tongban.kernel import access_log, clock, working_days
from tongban.kernel.limits import Almanac

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

FIELDS = ("name", "phone")


def plan() -> Plan:
    """What the city says of its duty. Raises NoDuty."""
    row = PlanRow.objects.first()
    if row is None:
        raise NoDuty
    return row.as_term()


def on_duty(unit: str, *, by: Actor, at: datetime, purpose: str) -> tuple[Contact, ...]:
    """Whoever is called for a unit at a moment, in order, with their numbers; logged. For the unit and those above it, and the duty desk.

    Refuses: NoDuty, UnknownUnit, Denied.
    """
    access.require_unit(by, plan().desk, levels(unit))
    access_log.note("duty.on_duty", by=by, at=at, purpose=purpose, holders=[], fields=FIELDS, subject=unit)
    return line_of(unit, at)


def roster(unit: str, *, by: Actor, at: datetime, purpose: str) -> RosterView:
    """A unit's roster with changes that hold or will, and its line of now; logged. Refuses: NoDuty, UnknownUnit, Denied."""
    access.require_unit(by, plan().desk, levels(unit))
    row = RosterRow.objects.filter(pk=unit).first()
    if row is None:
        raise UnknownUnit(unit)
    access_log.note("duty.roster", by=by, at=at, purpose=purpose, holders=[], fields=FIELDS, subject=unit)
    changes = Change.objects.living(at).filter(unit=unit).order_by("starts_at", "made_at")
    return RosterView(roster=row.as_term(), changes=tuple(change.as_view() for change in changes), line=line_of(unit, at))


def line_of(unit: str, at: datetime) -> tuple[Contact, ...]:
    """The line of a unit; empty where it has no roster."""
    row = RosterRow.objects.filter(pk=unit).first()
    if row is None:
        return ()
    substitutes = [change.as_substitute() for change in Change.objects.living(at).filter(unit=unit, starts_at__lte=at).order_by("-made_at")]
    return rules.line(row.as_term(), substitutes, at, Almanac(working_days.calendar(), clock.city_zone()))


def levels(unit: str) -> tuple[str, ...]:
    """The unit and those above it, up to the top of the tree. Raises UnknownUnit."""
    parents = {each.code: each.parent for each in identity_queries.departments()}
    if unit not in parents:
        raise UnknownUnit(unit)
    found = [unit]
    while (above := parents[found[-1]]) is not None:
        found.append(above)
    return tuple(found)
