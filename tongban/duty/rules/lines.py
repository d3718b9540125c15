"""The line of a unit at a moment: substitutes, whoever is on turn, the fall-back contacts; nobody twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tongban.duty.terms import Contact, Days, Roster, Rotation, Source, Substitute, Turn

if TYPE_CHECKING:
    from tongban.kernel.limits import Almanac

DAY = timedelta(1)


def on_turn(roster: Roster, at: datetime, almanac: Almanac) -> tuple[str, ...]:
    """Whose turn it is, by their keys, in the order of the file. A turn that began yesterday may still go on."""
    local = at.astimezone(almanac.zone).replace(tzinfo=None)
    found: list[str] = []
    for turn in roster.turns:
        for begun in (local.date() - DAY, local.date()):
            if _begins_on(turn, begun, almanac) and _covers(turn, begun, local):
                found += [key for key in _whose(turn, begun) if key not in found]
    return tuple(found)


def line(roster: Roster, substitutes: Iterable[Substitute], at: datetime, almanac: Almanac) -> tuple[Contact, ...]:
    """Whoever is called, in order. A substitute stands before everybody else."""
    standing_in = [each.person for each in substitutes if each.starts_at <= at < each.ends_at]
    wanted = [Contact(roster.unit, person, Source.SUBSTITUTE) for person in standing_in]
    wanted += [Contact(roster.unit, roster.people[key], Source.ON_TURN) for key in on_turn(roster, at, almanac)]
    wanted += [Contact(roster.unit, roster.people[key], Source.FALLBACK) for key in roster.fallback]
    by_phone: dict[str, Contact] = {}
    for contact in wanted:
        by_phone.setdefault(contact.person.phone, contact)
    return tuple(by_phone.values())


def next_in_line(line: Iterable[Contact], called: Collection[str]) -> Contact | None:
    """The first whose number was not called in this round."""
    return next((contact for contact in line if contact.person.phone not in called), None)


def _begins_on(turn: Turn, day: date, almanac: Almanac) -> bool:
    return turn.days is Days.EVERY or almanac.calendar.is_working(day) == (turn.days is Days.WORKDAYS)


def _covers(turn: Turn, begun: date, local: datetime) -> bool:
    starts = datetime.combine(begun, turn.begins)
    ends = datetime.combine(begun if turn.ends > turn.begins else begun + DAY, turn.ends)
    return starts <= local < ends


def _whose(turn: Turn, day: date) -> tuple[str, ...]:
    """Everybody of a turn, or of those who rotate the one of that day or week."""
    if turn.rotates is None or turn.since is None:
        return turn.who
    passed = (day - turn.since).days // (7 if turn.rotates is Rotation.WEEKLY else 1)
    return (turn.who[passed % len(turn.who)],)
