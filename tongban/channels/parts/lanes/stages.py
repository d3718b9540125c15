"""The same as a list: one stage after the other, and beside each other what runs at the same time. For phones and the table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.cases.terms import Bar, Lanes
    from tongban.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Item:
    """One step of a stage, with its department."""

    department: Bilingual
    bar: Bar


@dataclass(frozen=True, slots=True)
class Stage:
    """Steps that run at the same time; mostly one."""

    items: tuple[Item, ...]

    @property
    def departments(self) -> int:
        return len({item.department for item in self.items})

    @property
    def state(self) -> str:
        """What the stage as a whole is: late or running as soon as one of its steps is, ended where one came to nothing, else done."""
        states = {"ended" if item.bar.outcome.zh else item.bar.state for item in self.items}
        return next((state for state in ("late", "running", "waiting", "ended") if state in states), "done")


def stages(lanes: Lanes) -> tuple[Stage, ...]:
    """All steps of a case in the order in which they began; those that overlap in time together, and there in the order of the lanes."""
    found: list[list[Item]] = []
    until: datetime | None = None
    for item in _in_order(lanes):
        together = until is not None and (item.bar.starts < until or _began_together(item.bar, found[-1]))
        if together and until is not None:
            found[-1].append(item)
            until = max(until, item.bar.ends)
        else:
            found.append([item])
            until = item.bar.ends
    place = {bar: number for number, bar in enumerate(bar for lane in lanes.lanes for bar in lane.bars)}
    return tuple(Stage(tuple(sorted(items, key=lambda item: place[item.bar]))) for items in found)


def _in_order(lanes: Lanes) -> list[Item]:
    items = [Item(lane.name, bar) for lane in lanes.lanes for bar in lane.bars if bar.state != "skipped"]
    return sorted(items, key=lambda item: (item.bar.starts, item.bar.ends))


def _began_together(bar: Bar, stage: list[Item]) -> bool:
    """Two bars that lasted and began at one moment ran together, even when one had ended by the time the other is drawn."""
    return any(bar.starts == item.bar.starts and item.bar.ends > item.bar.starts and bar.ends > bar.starts for item in stage)
