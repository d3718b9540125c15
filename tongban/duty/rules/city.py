"""What `duty.yaml` holds, and what it must mean: units and desks that exist, people who stand in it, and no hour without somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from tongban.duty.terms import Days, Rotation, Urgency
from tongban.kernel.yaml import KEY, TEXT, Document, Fault, Shape, closed, several

if TYPE_CHECKING:
    from tongban.kernel.yaml import Path

MIDNIGHT = 24 * 60
PHONE = {"type": "string", "pattern": r"^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}|[2-9][0-9]{6,7}|1[0-9]{2,5}|[48]00-?[0-9]{3}-?[0-9]{4})$"}
HOUR = {"type": "string", "pattern": r"^([01][0-9]|2[0-3]):[0-5][0-9]$"}
END = {"type": "string", "pattern": r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}
MINUTES = {"type": "integer", "minimum": 1, "maximum": MIDNIGHT}
KEYS = {"type": "array", "items": KEY, "minItems": 1, "uniqueItems": True}
PERSON = closed({"name": {"type": "string", "minLength": 1}, "phone": PHONE, "role": TEXT}, ["name", "phone"])
TURN = closed(
    {
        "who": KEYS,
        "days": {"enum": [each.value for each in Days]},
        "from": HOUR,
        "until": END,
        "rotates": {"enum": [each.value for each in Rotation]},
        "since": {"type": "string", "format": "date"},
    },
    ["who", "days", "from", "until"],
)
ROSTER = closed(
    {
        "unit": {"type": "string"},
        "people": {"type": "object", "additionalProperties": PERSON, "propertyNames": KEY, "minProperties": 1},
        "turns": several(TURN, least=1),
        "fallback": KEYS,
    },
    ["unit", "people", "turns", "fallback"],
)
REASON = closed({"code": KEY, "name": TEXT, "urgency": {"enum": [each.value for each in Urgency]}}, ["code", "name", "urgency"])
LIMITS = {each.value: MINUTES for each in Urgency}
DUTY = Shape(
    closed(
        {
            "desk": {"type": "string"},
            "acknowledge_minutes": closed(LIMITS, list(LIMITS)),
            "one_danger_minutes": MINUTES,
            "reasons": several(REASON, least=1),
            "rosters": several(ROSTER, least=1),
        },
        ["desk", "acknowledge_minutes", "reasons", "rosters"],
    )
)


@dataclass(frozen=True)
class World:
    """What the file may refer to: the city's desks, and its departments with the one above each."""

    desks: frozenset[str]
    parents: Mapping[str, str | None]


def faults(document: Document, world: World) -> list[Fault]:
    """Everything that is wrong: shape first, then what it refers to."""
    found = DUTY.faults(document)
    return found or [*_doubles(document), *_places(document, world), *_people(document), *_hours(document), *_top(document, world)]


def _doubles(document: Document) -> Iterator[Fault]:
    for part, key in (("reasons", "code"), ("rosters", "unit")):
        values = [row[key] for row in document.data[part]]
        for place, value in enumerate(values):
            if value in values[:place]:
                yield document.fault((part, place, key), f"`{value}` stands here for the second time.", "Remove one.")


def _places(document: Document, world: World) -> Iterator[Fault]:
    if document.data["desk"] not in world.desks:
        yield document.fault(("desk",), f"there is no desk `{document.data['desk']}`.", "Add it to departments.yaml.")
    for place, row in enumerate(document.data["rosters"]):
        if row["unit"] not in world.parents:
            yield document.fault(("rosters", place, "unit"), f"there is no department `{row['unit']}`.", "Add it to departments.yaml.")


def _people(document: Document) -> Iterator[Fault]:
    for place, row in enumerate(document.data["rosters"]):
        named: list[tuple[Path, str]] = [(("rosters", place, "fallback"), key) for key in row["fallback"]]
        for at, turn in enumerate(row["turns"]):
            path: Path = ("rosters", place, "turns", at)
            named += [((*path, "who"), key) for key in turn["who"]]
            if ("rotates" in turn) != ("since" in turn):
                yield document.fault(path, "`rotates` and `since` go together.", "Say from which day the rotation counts.")
        for path, key in named:
            if key not in row["people"]:
                yield document.fault(path, f"there is nobody `{key}` among `people`.", "Add them, with name and phone.")


def _top(document: Document, world: World) -> Iterator[Fault]:
    """Whoever is called last is the top of the tree: with a roster there, every call-out reaches somebody."""
    units = {row["unit"] for row in document.data["rosters"]}
    for code, parent in world.parents.items():
        if parent is None and code not in units:
            yield document.fault(("rosters",), f"`{code}`, above all others, has no roster.", "Add one: it is called last.")


def _hours(document: Document) -> Iterator[Fault]:
    """No minute of a working day or a day off without a turn, whatever the day before was."""
    for place, row in enumerate(document.data["rosters"]):
        for before, today in product((Days.WORKDAYS, Days.DAYS_OFF), repeat=2):
            hole = _hole(row["turns"], before, today)
            if hole is not None:
                problem = f"nobody is on turn at {hole // 60:02d}:{hole % 60:02d} on {_named(today)} after {_named(before)}."
                yield document.fault(("rosters", place, "turns"), problem, "Let a turn reach over that hour.")
                break


def _named(day: Days) -> str:
    return "a working day" if day is Days.WORKDAYS else "a day off"


def _hole(turns: Iterable[Mapping[str, Any]], before: Days, today: Days) -> int | None:
    """The first minute that no turn covers; None where there is none."""
    covered: list[tuple[int, int]] = []
    for turn in turns:
        begins, ends = _minute(turn["from"]), _minute(turn["until"])
        overnight = ends <= begins
        if turn["days"] in (Days.EVERY, today):
            covered.append((begins, MIDNIGHT if overnight else ends))
        if overnight and turn["days"] in (Days.EVERY, before):
            covered.append((0, ends))
    reached = 0
    for begins, ends in sorted(covered):
        if begins > reached:
            return reached
        reached = max(reached, ends)
    return reached if reached < MIDNIGHT else None


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
