"""What a city's rules of supervision must mean together, and the data as the frozen words of `supervision.terms`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from tongban.kernel.limits import Limit
from tongban.supervision.rules.shape import DESKS, SUPERVISION, WEEKDAYS
from tongban.supervision.terms import (
    CampaignRules,
    Closing,
    Desks,
    Group,
    Minimum,
    OrderRules,
    ReportRules,
    SupervisionRelease,
    TrendRules,
    Weights,
)
from tongban.supervision.terms.city import Bilingual

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.kernel.yaml import Document, Fault


@dataclass(frozen=True)
class World:
    """What the data may refer to: the desks of the city by their full code, and the key of the desk at which units answer."""

    desks: frozenset[str]
    answers_at: str

    @property
    def departments(self) -> frozenset[str]:
        return frozenset(desk.partition("/")[0] for desk in self.desks)


def faults(document: Document, world: World) -> list[Fault]:
    """Everything that is wrong: shape first, then what it refers to."""
    found = SUPERVISION.faults(document)
    return found or [*_desks(document, world), *_groups(document, world), *_numbers(document), *_merged(document)]


def _desks(document: Document, world: World) -> Iterator[Fault]:
    for key in DESKS:
        desk = document.data["desks"][key]
        if desk not in world.desks:
            yield document.fault(("desks", key), f"there is no desk `{desk}`.", "Add it to departments.yaml, or correct the name.")


def _groups(document: Document, world: World) -> Iterator[Fault]:
    """A unit stands in one group at most, and has a desk at which it answers."""
    keys, units = set[str](), dict[str, str]()
    for place, group in enumerate(document.data["groups"]):
        if group["key"] in keys:
            yield document.fault(("groups", place, "key"), f"`{group['key']}` stands here for the second time.", "Remove one.")
        keys.add(group["key"])
        for at, unit in enumerate(group["units"]):
            path = ("groups", place, "units", at)
            if unit in units:
                yield document.fault(path, f"`{unit}` stands in `{units[unit]}` already.", "Leave it in one group.")
            elif f"{unit}/{world.answers_at}" not in world.desks:
                remedy = "Give it one in departments.yaml, or leave it out."
                yield document.fault(path, f"`{unit}` has no desk `{world.answers_at}`.", remedy)
            units.setdefault(unit, group["key"])


def _numbers(document: Document) -> Iterator[Fault]:
    weights = document.data["weights"]
    if sum(weights.values()) != 100:
        yield document.fault(("weights",), f"the weights sum up to {sum(weights.values())}.", "Let them sum up to 100.")
    number = document.data["orders"]["number"]
    if not all(number.count(part) == 1 for part in ("{year}", "{number}")) or number.count("{") != 2 or number.count("}") != 2:
        remedy = "Write {year} and {number} once each, such as 督办〔{year}〕{number}号."
        yield document.fault(("orders", "number"), "this is no form of a number.", remedy)


def _merged(document: Document) -> Iterator[Fault]:
    """A unit that is no more is ranked nowhere, and the unit that counts what it had is there."""
    merged = document.data.get("merged", {})
    ranked = {unit for group in document.data["groups"] for unit in group["units"]}
    for old, new in merged.items():
        if old in ranked:
            yield document.fault(("merged", old), f"`{old}` stands in a group.", "Take it out of the group: its items count for the other.")
        if new in merged or new not in ranked:
            yield document.fault(("merged", old), f"`{new}` stands in no group.", "Name the unit that is ranked now.")


def release(*, release_id: UUID, digest: str, content: Mapping[str, Any]) -> SupervisionRelease:
    """Read a content that passed its checks when it was loaded."""
    closes, orders = content["closes"], content["orders"]
    return SupervisionRelease(
        id=release_id,
        digest=digest,
        desks=Desks(**content["desks"]),
        closes=Closing(WEEKDAYS.index(closes["weekday"]), time.fromisoformat(closes["time"])),
        groups=tuple(Group(row["key"], Bilingual.of(row["name"]), tuple(row["units"])) for row in content["groups"]),
        minimum=Minimum(**content["minimum"]),
        weights=Weights(**content["weights"]),
        on_time_below=content["interview"]["on_time_below"],
        orders=OrderRules(Limit.of(orders["limit"]), orders["number"], orders.get("two_people", True)),
        second_complaint_days=content["second_complaint_days"],
        campaigns=CampaignRules(**content.get("campaigns", {})),
        reports=ReportRules(**content.get("reports", {})),
        trends=TrendRules(**content.get("trends", {})),
        merged=dict(content.get("merged", {})),
        names={code: Bilingual.of(name) for code, name in content["names"].items()},
    )
