"""A unit's roster: who is on turn when, who is called after them, and changes at the desk."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time, timedelta
    from uuid import UUID

    from tongban.duty.terms.callouts import Urgency


class Days(StrEnum):
    """On which days a turn begins."""

    WORKDAYS = "workdays"  # of the city's calendar, make-up days among them
    DAYS_OFF = "days_off"
    EVERY = "every"


class Rotation(StrEnum):
    """How those of one turn take turns."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Source(StrEnum):
    """Why somebody stands in the line."""

    SUBSTITUTE = "substitute"  # a change at the desk
    ON_TURN = "on_turn"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a roster, staff or not."""

    name: str
    phone: str = field(repr=False)
    role: Bilingual = Bilingual("")


@dataclass(frozen=True, slots=True)
class Turn:
    """Hours that come again. One that ends no later than it begins ends on the next day; several who rotate are one a time."""

    who: tuple[str, ...]
    days: Days
    begins: time
    ends: time
    rotates: Rotation | None = None
    since: date | None = None  # from which day the rotation counts


@dataclass(frozen=True, slots=True)
class Roster:
    """The roster of one unit, as the city's file says."""

    unit: str
    people: Mapping[str, Person]
    turns: tuple[Turn, ...]
    fallback: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Substitute:
    """Somebody who stands in from a moment until another, before everybody else."""

    person: Person
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody in the line of a unit, in the order in which they are called."""

    unit: str
    person: Person
    source: Source


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is called out, in words; `urgency` is what it is unless whoever calls says otherwise."""

    code: str
    name: Bilingual
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Plan:
    """What the city says of its duty: the desk, how long an answer may take, the reasons."""

    desk: str
    limits: Mapping[Urgency, timedelta]
    one_danger: timedelta  # what is told of the same danger in the same place within this time joins the call-out that is made
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change at the desk."""

    id: UUID
    unit: str
    person: Person
    starts_at: datetime
    ends_at: datetime
    reason: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class RosterView:
    """A unit's roster with the changes that are to come, and whoever is called now, in order."""

    roster: Roster
    changes: tuple[ChangeView, ...]
    line: tuple[Contact, ...]
