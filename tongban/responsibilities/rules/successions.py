"""Classes that were renamed, merged or split: what a city says of it in `board.yaml`, so that a series keeps its past."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from tongban.responsibilities.terms.city import Succession

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tongban.kernel.yaml import Document, Fault

MONDAY = 1
ROUNDING = 1e-9


def faults(document: Document) -> Iterator[Fault]:
    """Heirs are classes of the same level that are there; an old class has one end, and no more than the whole of its past to give."""
    rows = document.data.get("successions", ())
    codes = {row["code"] for row in document.data["categories"]}
    ends: dict[str, str] = {}
    given: defaultdict[str, float] = defaultdict(float)
    for place, row in enumerate(rows):
        old, new, path = row["old"], row["new"], ("successions", place)
        if new not in codes:
            yield document.fault((*path, "new"), f"there is no class `{new}`.", "Correct it; `categories` lists the classes.")
        if old == new:
            yield document.fault((*path, "new"), f"`{old}` succeeds itself.", "Remove the line.")
        elif _level(old) != _level(new):
            yield document.fault((*path, "new"), f"`{new}` is not of the level of `{old}`.", "Name a class of the same level.")
        if date.fromisoformat(row["from"]).isoweekday() != MONDAY:
            yield document.fault((*path, "from"), f"{row['from']} is no Monday.", "Name the first day of a week: series are weekly.")
        if ends.setdefault(old, row["from"]) != row["from"]:
            yield document.fault((*path, "from"), f"`{old}` has ended on {ends[old]} already.", "Give all its heirs one day.")
        given[old] += row.get("share", 1)
        if given[old] > 1 + ROUNDING:
            yield document.fault((*path, "share"), f"the shares of `{old}` are more than the whole.", "Let them come to 1 at most.")
    yield from _circles(document, ends)


def _circles(document: Document, ends: Mapping[str, str]) -> Iterator[Fault]:
    """A class that is an heir may end later, but not before or when it inherits: else what it was given would go round."""
    for place, row in enumerate(document.data.get("successions", ())):
        if row["old"] != row["new"] and ends.get(row["new"], "9999") <= row["from"]:
            problem = f"`{row['new']}` has ended on {ends[row['new']]} and inherits on {row['from']}."
            yield document.fault(("successions", place, "new"), problem, "Name the class that is there after that day.")


def read(content: Mapping[str, Any]) -> tuple[Succession, ...]:
    """What passed its checks."""
    rows = content.get("successions", ())
    return tuple(Succession(row["old"], row["new"], date.fromisoformat(row["from"]), float(row.get("share", 1))) for row in rows)


def _level(code: str) -> int:
    return len(code.rstrip("0")) + len(code.rstrip("0")) % 2
