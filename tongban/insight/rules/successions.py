"""What a changed tree of classes carries over, so that a series keeps its past."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from tongban.insight.terms.weeks import week_of
from tongban.snapshots.terms import DIGITS, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tongban.responsibilities.terms import Succession
    from tongban.snapshots.terms import Cell

Counts = dict[int, float]


def carried(counts: Mapping[Cell, Mapping[int, float]], successions: Iterable[Succession]) -> dict[Cell, Counts]:
    """The counts by week with the past of classes that were renamed, merged or split, in the order in which that happened.

    What was filed under the old class before that week goes to its heirs by their shares, in each area; the rest stays, and so does what
    is filed under it afterwards. Where an heir lies in another class above, its share goes from the one above to the other.
    """
    found = {cell: dict(weeks) for cell, weeks in counts.items()}
    steps: defaultdict[tuple[int, str], list[Succession]] = defaultdict(list)
    for each in successions:
        steps[week_of(each.from_on), each.old].append(each)
    for (week, old), heirs in sorted(steps.items()):
        for cell in [cell for cell in found if cell.category == old and cell.level == level_of(old)]:
            past = {at: count for at, count in found[cell].items() if at < week}
            for heir in heirs:
                _hand_on(found, cell, heir, {at: count * heir.share for at, count in past.items()})
    return {cell: weeks for cell, weeks in found.items() if any(weeks.values())}


def _hand_on(found: dict[Cell, Counts], cell: Cell, heir: Succession, share: Counts) -> None:
    for level in range(1, cell.level + 1):
        old, new = (replace(cell, category=_at(code, level), level=level) for code in (heir.old, heir.new))
        if old != new:
            _add(found.setdefault(new, {}), share)
            _add(found.setdefault(old, {}), {at: -count for at, count in share.items()})


def _add(to: Counts, more: Counts) -> None:
    """Never below zero: whoever wrote twice counts once in the class above, and once in each below it."""
    for at, count in more.items():
        to[at] = max(0.0, to.get(at, 0) + count)


def _at(code: str, level: int) -> str:
    return code[: level * DIGITS].ljust(len(code), "0")
