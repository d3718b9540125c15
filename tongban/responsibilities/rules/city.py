"""What a city's board data must mean together, and the data as the frozen words of `responsibilities.terms`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tongban.kernel.limits import Limit
from tongban.responsibilities.rules import successions
from tongban.responsibilities.rules.shape import BOARD
from tongban.responsibilities.terms import (
    BoardRelease,
    Category,
    District,
    Duty,
    Escalation,
    Joint,
    Kind,
    Point,
    RefusalGround,
    ReplyTemplate,
    Rule,
    Tier,
)
from tongban.responsibilities.terms.city import Bilingual

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.kernel.yaml import Document, Fault, Path

TOLD = frozenset({"unit", "approver", "above"})  # who else than a desk may be told that a limit is used up
UNITS_ONLY = (Kind.COMPLAINT, Kind.REPORT, Kind.SUGGESTION)
LISTS = {
    "tiers": "key",
    "categories": "code",
    "districts": "code",
    "rules": "key",
    "refusal_grounds": "key",
    "reply_templates": "key",
    "joint": "desk",
}


@dataclass(frozen=True)
class World:
    """What the data may refer to: the desks of the city by their full code, and its departments by their names."""

    desks: frozenset[str]
    names: Mapping[str, str] = field(default_factory=dict[str, str])  # the department whose name it is

    def takes(self, unit: str, desk: str) -> bool:
        return f"{unit}/{desk}" in self.desks


def faults(document: Document, world: World) -> list[Fault]:
    """Everything that is wrong: shape first, then what it refers to."""
    found = BOARD.faults(document)
    return found or [
        *_doubles(document),
        *_desks(document, world),
        *_tiers(document),
        *_tree(document),
        *_duties(document, world),
        *_desk_answers(document),
        *_unit_names(document, world),
        *successions.faults(document),
    ]


def _doubles(document: Document) -> Iterator[Fault]:
    for name, key in LISTS.items():
        seen = set[str]()
        for place, row in enumerate(document.data.get(name, ())):
            if row[key] in seen:
                yield document.fault((name, place, key), f"`{row[key]}` stands here for the second time.", "Remove one.")
            seen.add(row[key])


def _desks(document: Document, world: World) -> Iterator[Fault]:
    data = document.data
    named: list[tuple[Path, str]] = [(("desks", key), data["desks"][key]) for key in ("duty", "screening", "call_back")]
    named += [(("joint", place, "desk"), row["desk"]) for place, row in enumerate(data.get("joint", ()))]
    named += [
        (("escalation", step, place), told)
        for step, each in data["escalation"].items()
        for place, told in enumerate(each)
        if told not in TOLD
    ]
    for path, desk in named:
        if desk not in world.desks:
            yield document.fault(path, f"there is no desk `{desk}`.", "Add it to departments.yaml, or correct the name.")
    for key in ("unit", "approver"):
        if not any(desk.endswith(f"/{data['desks'][key]}") for desk in world.desks):
            yield document.fault(("desks", key), f"no unit has a desk `{data['desks'][key]}`.", "Add it to the units in departments.yaml.")
    for name in ("districts", "duties", "rules", "reply_templates"):
        for place, row in enumerate(data.get(name, ())):
            if "unit" in row and not world.takes(row["unit"], data["desks"]["unit"]):
                remedy = f"Give it a desk `{data['desks']['unit']}` in departments.yaml, or name another unit."
                yield document.fault((name, place, "unit"), f"`{row['unit']}` takes no messages.", remedy)


def _tiers(document: Document) -> Iterator[Fault]:
    data = document.data
    keys = {row["key"] for row in data["tiers"]}
    if data["default_tier"] not in keys:
        yield document.fault(("default_tier",), f"there is no tier `{data['default_tier']}`.", f"Use one of {', '.join(sorted(keys))}.")
    if not any(row.get("emergency") and (row.get("words") or row.get("likely")) for row in data["tiers"]):
        yield document.fault(("tiers",), "no tier is for danger to life.", "Mark one with `emergency: true` and give it its words.")
    for place, row in enumerate(data["categories"]):
        if "tier" in row and row["tier"] not in keys:
            yield document.fault(
                ("categories", place, "tier"), f"there is no tier `{row['tier']}`.", f"Use one of {', '.join(sorted(keys))}."
            )


def _tree(document: Document) -> Iterator[Fault]:
    """Each class lies below one that is there, each street in a district."""
    codes = {row["code"] for row in document.data["categories"]}
    for place, row in enumerate(document.data["categories"]):
        above = parent_of(row["code"])
        if above and above not in codes:
            yield document.fault(("categories", place, "code"), f"the class above it, `{above}`, is not there.", "Add it.")
    parents = {row["code"]: row.get("parent", "") for row in document.data["districts"]}
    for place, row in enumerate(document.data["districts"]):
        above = row.get("parent", "")
        if above and (above not in parents or parents[above]):
            yield document.fault(("districts", place, "parent"), f"`{above}` is no district.", "Name a district that lies in no other.")


def _duties(document: Document, world: World) -> Iterator[Fault]:
    codes = [row["code"] for row in document.data["categories"]]
    districts = {row["code"] for row in document.data["districts"]}
    seen = set[tuple[str, str]]()
    for place, row in enumerate(document.data["duties"]):
        line = (row["category"], row.get("district", ""))
        if line in seen:
            yield document.fault(("duties", place), "this line of the duty list stands here for the second time.", "Remove one.")
        seen.add(line)
    for path, start in _named(document, "category", "categories"):
        if not any(code.startswith(start) for code in codes):
            yield document.fault(path, f"no class begins with `{start}`.", "Correct it; `categories` lists the classes.")
    for path, district in _named(document, "district", "districts"):
        if district not in districts:
            yield document.fault(path, f"there is no district `{district}`.", "Correct it; `districts` lists them.")


def _desk_answers(document: Document) -> Iterator[Fault]:
    for place, kind in enumerate(document.data.get("desk_answers", ())):
        if kind in UNITS_ONLY:
            remedy = "Leave it out: a complaint and a report are looked into by a unit, and a suggestion is decided by one."
            yield document.fault(("desk_answers", place), f"`{kind}` is never answered by the duty desk itself.", remedy)


def _unit_names(document: Document, world: World) -> Iterator[Fault]:
    """Each is of a department that is there, and of one only: else nobody knows whom a text means."""
    departments, taken = {desk.partition("/")[0] for desk in world.desks}, dict(world.names)
    for code, names in document.data.get("unit_names", {}).items():
        if code not in departments:
            yield document.fault(("unit_names", code), f"there is no department `{code}`.", "Add it to departments.yaml, or correct it.")
        for place, name in enumerate(names):
            if taken.setdefault(name, code) != code:
                yield document.fault(("unit_names", code, place), f"`{name}` is a name of `{taken[name]}`.", "Leave it with one of them.")


def _named(document: Document, single: str, many: str) -> Iterator[tuple[Path, str]]:
    """What the duty list and the rules name of a kind, with the place where it stands."""
    for place, row in enumerate(document.data["duties"]):
        if single in row:
            yield ("duties", place, single), row[single]
    for place, row in enumerate(document.data["rules"]):
        yield from (((("rules", place, many, at)), each) for at, each in enumerate(row.get(many, ())))


def parent_of(code: str) -> str:
    """The class above: 010203 lies below 010200, that below 010000."""
    if code.endswith("0000"):
        return ""
    return f"{code[:2]}0000" if code.endswith("00") else f"{code[:4]}00"


def release(*, release_id: UUID, content: Mapping[str, Any]) -> BoardRelease:
    """Read a content that passed its checks when it was loaded."""
    desks, limits, of = content["desks"], content["limits"], Bilingual.of
    return BoardRelease(
        id=release_id,
        number_prefix=content["number_prefix"],
        **{f"{name}_desk": desks[name] for name in ("duty", "screening", "call_back", "unit", "approver")},
        shown_before_screening=content["shown_before_screening"],
        screening_limit=Limit.of(limits["screening"]),
        acceptance_limit=Limit.of(limits["acceptance"]),
        objection_limit=Limit.of(limits["objection"]),
        returns_at_most=content["returns_at_most"],
        rating_limit=Limit.of(limits["rating"]),
        joint=tuple(Joint(row["desk"], of(row["name"]), frozenset(row["rights"])) for row in content.get("joint", ())),
        tiers=tuple(
            Tier(
                key=row["key"],
                name=of(row["name"]),
                limit=Limit.of(row["limit"]),
                emergency=row.get("emergency", False),
                **{name: tuple(row.get(name, ())) for name in ("words", "likely", "unless")},
            )
            for row in content["tiers"]
        ),
        default_tier=content["default_tier"],
        categories=tuple(_categories(content)),
        districts=tuple(_district(row) for row in content["districts"]),
        duties=tuple(Duty(row["category"], row["unit"], row.get("district", "")) for row in content["duties"]),
        rules=tuple(_rule(row) for row in content["rules"]),
        refusal_grounds=tuple(map(_ground, content["refusal_grounds"])),
        escalation={step: tuple(content["escalation"].get(str(step.value), ())) for step in Escalation},
        sources={key: of(name) for key, name in content.get("sources", {}).items()},
        rates=dict(content["rates"]),
        threshold=content["threshold"],
        reply_templates=tuple(map(_template, content.get("reply_templates", ()))),
        desk_answers=frozenset(Kind(kind) for kind in content.get("desk_answers", ())),
        unit_names={code: tuple(names) for code, names in content.get("unit_names", {}).items()},
        successions=successions.read(content),
    )


def _categories(content: Mapping[str, Any]) -> Iterable[Category]:
    """A class without a tier, or without a word on whether it is public, takes it from the class above."""
    known: dict[str, Category] = {}
    for row in sorted(content["categories"], key=lambda each: each["code"]):
        above = known.get(parent_of(row["code"]))
        tier = row.get("tier") or (above.tier if above else content["default_tier"])
        public = row.get("public", above.public if above else True)
        known[row["code"]] = Category(
            code=row["code"],
            name=Bilingual.of(row["name"]),
            tier=tier,
            parent=parent_of(row["code"]),
            keywords=tuple(row.get("keywords", ())),
            public=public,
        )
    return known.values()


def _district(row: Mapping[str, Any]) -> District:
    return District(
        code=row["code"],
        name=Bilingual.of(row["name"]),
        unit=row["unit"],
        parent=row.get("parent", ""),
        outline=tuple(Point(longitude, latitude) for longitude, latitude in row.get("outline", ())),
        names=tuple(row.get("names", ())),
    )


def _ground(row: Mapping[str, Any]) -> RefusalGround:
    return RefusalGround(row["key"], Bilingual.of(row["name"]), Bilingual.of(row["channel"]), row["basis"])


def _template(row: Mapping[str, Any]) -> ReplyTemplate:
    kinds = frozenset(Kind(kind) for kind in row.get("kinds", ()))
    return ReplyTemplate(key=row["key"], name=Bilingual.of(row["name"]), text=row["text"], unit=row.get("unit", ""), kinds=kinds)


def _rule(row: Mapping[str, Any]) -> Rule:
    hours = row.get("hours")
    return Rule(
        key=row["key"],
        unit=row["unit"],
        kinds=frozenset(Kind(kind) for kind in row.get("kinds", ())),
        categories=frozenset(row.get("categories", ())),
        districts=frozenset(row.get("districts", ())),
        words=frozenset(row.get("words", ())),
        hours=(hours[0], hours[1]) if hours else None,
    )
