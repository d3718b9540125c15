"""What is asked of the files, as expressions of Ibis: any of its backends answers them, and equally. No engine is named here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Any

import ibis

from tongban.responsibilities.terms import Kind
from tongban.snapshots.parquet.tables import SEQUENCE
from tongban.snapshots.terms import Area

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    import ibis.expr.types as ir

    from tongban.snapshots.terms import Cell, Sought

DIGITS = 6  # of a class, two a level
SATISFIED = 3
REPORT = Kind.REPORT.value
TOLD = "id received_on received_at author_key title text".split()
DECIMALS = 6  # engines differ in the last digits


@dataclass(frozen=True, slots=True)
class Tables:
    """What opens a table by its name, and what answers a question about it. A table without a row has no file: there is none."""

    named: Callable[[str], ir.Table | None]
    answer: Callable[[ir.Table], list[dict[str, Any]]]

    def ask(self, name: str, question: Callable[[ir.Table], ir.Table]) -> list[dict[str, Any]]:
        """The rows of an answer; none where the table has none."""
        table = self.named(name)
        return [] if table is None else self.answer(question(table))


def newest(every: ir.Table) -> ir.Table:
    """What holds: of all rows with one id the one that was written last."""
    last = every.group_by("id").agg(**{SEQUENCE: every[SEQUENCE].max()})
    return every.semi_join(last, SEQUENCE)


def old_words(every: ir.Table, words: str) -> ir.Table:
    """How many rows that hold no longer have words which the newest of their id does not have."""
    gone = newest(every).filter(ibis._[words] == "")
    return every.filter(every[words] != "").semi_join(gone, "id").count().name("rows").as_table()


def weekly(messages: ir.Table, *, level: int, by: Area, since: date, until: date) -> ir.Table:
    """Messages by week, class and area, in days from `since` to before `until`: all, and each author once. Weeks begin on Monday."""
    filed = _received(messages, since, until).mutate(
        monday=ibis._.received_on.truncate("W"), category=_class(messages.category, level), area=_area(messages, by)
    )
    return filed.group_by("monday", "category", "area").agg(**_counted()).order_by("monday", "category", "area")


def saying(messages: ir.Table, sought: Sought, *, since: date, until: date) -> ir.Table:
    """By week what is looked for. Words are looked for, letter by letter, in what everybody may read; of reports nobody may read any."""
    found = _received(messages, since, until)
    if sought.category:
        found = found.filter(_class(found.category, sought.level) == sought.category)
    if sought.by is not Area.CITY:
        found = found.filter(_area(found, sought.by) == sought.area)
    if sought.words:
        found = found.filter(found.text != "", found.kind != REPORT)
        found = found.filter(reduce(and_ if sought.all_of_them else or_, [_says(found, word) for word in sought.words]))
    return found.mutate(monday=ibis._.received_on.truncate("W")).group_by("monday").agg(**_counted()).order_by("monday")


def rows_of(messages: ir.Table, cell: Cell, *, since: date, until: date) -> ir.Table:
    """The ids of the messages behind a count, in their order."""
    found = _received(messages, since, until)
    mine = (_class(found.category, cell.level) == cell.category) & (_area(found, cell.by) == cell.area)
    return found.filter(mine).select("id").order_by("id")


def told(messages: ir.Table, *, since: date, until: date, at_most: int = 0) -> ir.Table:
    """What everybody may read, in the order in which it came in, with the key of its author; of reports there is nothing.

    Of more than `at_most` messages, where that is said, as many spread evenly.
    """
    found = _received(messages, since, until)
    found = found.filter(found.text != "", found.kind != REPORT).select(*TOLD)
    if at_most:
        placed = found.mutate(place=ibis.row_number().over(order_by=["received_at", "id"]), every=ibis._.id.count().over())
        found = placed.filter(ibis._.place % ((ibis._.every - 1) // at_most + 1) == 0).drop("place", "every")
    return found.order_by("received_at", "id")


def told_by(messages: ir.Table, ids: Collection[str]) -> ir.Table:
    """The same of these messages."""
    found = messages.filter(ibis._.id.isin(list(ids)) & (messages.text != "") & (messages.kind != REPORT))
    return found.select(*TOLD).order_by("received_at", "id")


def behind(messages: ir.Table, cells: Collection[Cell], *, since: date, until: date) -> ir.Table:
    """The messages behind the counts of these cells, each with its cell's place in the list, its unit and its kind."""
    found = _received(messages, since, until)
    parts = [
        found.filter((_class(found.category, cell.level) == cell.category) & (_area(found, cell.by) == cell.area)).select(
            "id", "unit", "kind", cell=ibis.literal(place)
        )
        for place, cell in enumerate(cells)
    ]
    return ibis.union(*parts).order_by("cell", "id") if len(parts) > 1 else parts[0].order_by("id")


def units_of(messages: ir.Table, ids: Collection[str]) -> ir.Table:
    """Which unit has each of these messages."""
    return messages.filter(ibis._.id.isin(list(ids))).select("id", "unit").order_by("id")


def figures(messages: ir.Table, *, since: date, until: date) -> ir.Table:
    """By unit, of the messages that came in in these days: what became of them until now."""
    found = _received(messages, since, until)
    counted = found.group_by("unit").agg(
        received=ibis._.count(),
        accepted=ibis._.accepted_at.count(),
        answered=ibis._.first_answered_at.count(),
        on_time=(ibis._.on_time.fill_null(False)).sum(),
        rated=ibis._.satisfaction.count(),
        satisfied=(ibis._.satisfaction.fill_null(0) >= SATISFIED).sum(),
        median_hours=ibis._.answer_hours.median().round(DECIMALS),
    )
    return counted.order_by("unit")


def rated(ratings: ir.Table, *, since: date, until: date) -> ir.Table:
    """Ratings by week and unit that were received in these days."""
    found = ratings.filter(ibis._.given_on >= since, ibis._.given_on < until)
    counted = found.mutate(monday=ibis._.given_on.truncate("W")).group_by("monday", "unit")
    told = counted.agg(rated=ibis._.count(), satisfied=(ibis._.satisfaction >= SATISFIED).sum(), solved=ibis._.solved.sum())
    return told.order_by("monday", "unit")


def _counted() -> dict[str, Any]:
    """Messages, and voices: who is unknown is nobody twice."""
    voices = ibis._.author_key.nullif("").nunique() + ibis._.author_key.nullif("").isnull().sum()
    return {"raw": ibis._.count(), "voices": voices}


def _says(messages: ir.Table, word: str) -> Any:
    """In its title or its text, in capitals or not. Nothing in a word stands for anything else."""
    asked = ibis.literal(word).lower()
    return messages.title.lower().contains(asked) | messages.text.lower().contains(asked)


def _received(messages: ir.Table, since: date, until: date) -> ir.Table:
    return messages.filter(ibis._.received_on >= since, ibis._.received_on < until)


def _class(code: Any, level: int) -> Any:
    """The class above, at that level, as a code of its own: 010203 is in 010200 and 010000. Nothing is in nothing."""
    kept = level * DIGITS // 3
    return ibis.ifelse(code == "", "", code.substr(0, kept) + ibis.literal("0" * (DIGITS - kept)))


def _area(messages: ir.Table, by: Area) -> Any:
    return ibis.literal("") if by is Area.CITY else messages[by.value]
