"""Every unit's clocks on one page: messages and cases together, the worst first; for supervisors and for the leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.cases import queries as case_queries
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Light, Lights
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import NoSupervision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tongban.identity.terms import Actor

NONE = Lights(green=0, amber=0, red=0, oldest=None)


@dataclass(frozen=True)
class Clocks:
    """What one unit has open, by the light of its clock."""

    unit: str
    name: Bilingual
    trial: bool  # not switched on: for supervisors only
    messages: Lights
    cases: Lights

    @property
    def red(self) -> int:
        return self.messages.red + self.cases.red

    @property
    def amber(self) -> int:
        return self.messages.amber + self.cases.amber

    @property
    def green(self) -> int:
        return self.messages.green + self.cases.green

    @property
    def of_messages(self) -> int:
        """How many messages it has open."""
        return self.messages.red + self.messages.amber + self.messages.green

    @property
    def of_cases(self) -> int:
        """How many cases it has open."""
        return self.cases.red + self.cases.amber + self.cases.green

    @property
    def oldest(self) -> datetime | None:
        """Since when the longest overdue is."""
        told = [each.oldest for each in (self.messages, self.cases) if each.oldest is not None]
        return min(told, default=None)

    def worst_of(self, items: str = "") -> Light:
        """The worst light that it has; of its messages or of its cases alone where one of them is named."""
        told = {"messages": (self.messages,), "cases": (self.cases,)}.get(items, (self.messages, self.cases))
        worst = (light for light in (Light.RED, Light.AMBER) if any(getattr(each, light.value) for each in told))
        return next(worst, Light.GREEN)

    def has(self, light: Light) -> tuple[int, int]:
        """How many messages and how many cases show a light."""
        return getattr(self.messages, light.value), getattr(self.cases, light.value)

    def worse(self) -> tuple[int, int, str]:
        """What is late comes first, then what soon will be."""
        return (-self.red, -self.amber, self.unit)


@dataclass(frozen=True)
class Watched:
    """The clocks of a group of units that are ranked among one another; of no group: of all others."""

    name: Bilingual | None
    lines: tuple[Clocks, ...]


def supervising_desks() -> frozenset[str]:
    """The desks of supervision, by their codes; none where the city has no rules of it."""
    try:
        found = supervision_queries.release().desks
    except NoSupervision:
        return frozenset()
    return frozenset((found.supervise, found.second, found.sign, found.lead, found.analyse))


def supervises(by: Actor) -> bool:
    """Whether somebody supervises, signs, leads or analyses: they see every unit, on trial or not."""
    return not supervising_desks().isdisjoint(by.desks)


def clocks(by: Actor, *, at: datetime) -> tuple[Clocks, ...]:
    """Of every unit that has anything open and that this actor watches, the worst first. Refuses: NoBoard, NoSupervision."""
    messages = {each.unit: each for each in board_queries.lights(by, at=at)}
    cases = {each.department: each for each in case_queries.lights(by, at=at)}
    on = supervision_queries.switched_on(at)
    found = (_of(unit, messages.get(unit, NONE), cases.get(unit, NONE), unit in on) for unit in {*messages, *cases})
    return tuple(sorted(found, key=Clocks.worse))


def grouped(found: tuple[Clocks, ...]) -> Iterator[Watched]:
    """By the groups of the ranking; units that are not ranked come last."""
    release = supervision_queries.release()
    for group in release.groups:
        lines = tuple(each for each in found if each.unit in group.units)
        if lines:
            yield Watched(group.name, lines)
    rest = tuple(each for each in found if each.unit not in release.units)
    if rest:
        yield Watched(None, rest)


def light_of(text: str) -> Light | None:
    """A light as an address names it."""
    return Light(text) if text in set(Light) else None


def _of(unit: str, messages: Lights, cases: Lights, on: bool) -> Clocks:
    names = supervision_queries.release().names
    name = names.get(unit) or Bilingual(responsibilities_queries.unit_name(unit) or unit)
    return Clocks(unit, name, not on, messages, cases)
