"""The newest rows of a table that have some words: one statement that looks no further back than a page needs (ADR 0027).

Half of all rows may have a word, or one in a million. The first is found by reading the newest and looking at each; the second by the
index of terms. So the statement has parts, newest first, and the database goes on to the next only while the page is not full: the newest
few hundred, read in their order; then by the index of terms, months at a time, which that index knows as well; at last whatever is older.
No part sorts more than its months have, and no estimate of the planner decides between them.

The table has `terms`, `received_at` and `id`. What `near` and `wanted` say is SQL about it, with its values.
"""

from __future__ import annotations

from dataclasses import dataclass

Statement = tuple[str, list[object]]  # SQL and its values
NEWEST = 400  # read one by one; enough to fill a page with a word that one row in twelve has
FEW = 20  # fewer rows that have the words as they are written together: those that have their parts are told too
LOOKED_AT = 1600  # of the newest, one by one, for what the index is slow to find
MONTHS = ((0, 1), (2, 9), (10, 37))  # how far back from there each further part looks
# {near} is what the newest are read by, {wanted} what is asked for; LIMIT and OFFSET keep the planner from mixing the parts
EDGE = "WITH edge AS MATERIALIZED (SELECT {columns} FROM {table} WHERE {near} {order} OFFSET {last} LIMIT 1)"
READ = """
(SELECT {columns} FROM (SELECT * FROM {table} WHERE {near} {order} LIMIT {count}) {table}
  WHERE {wanted} AND terms @@ %s::tsquery {order} LIMIT %s)"""
LOOKED_UP = """
(SELECT {columns} FROM (SELECT {columns} FROM {table} WHERE {wanted} AND terms @@ %s::tsquery AND {when} OFFSET 0) {table}
  WHERE ({columns}) < ((SELECT received_at FROM edge), (SELECT id FROM edge)) {order} LIMIT %s)"""
EITHER = """
WITH top AS MATERIALIZED ({top}), told AS MATERIALIZED (SELECT count(*) < {few} AS few FROM top)
SELECT * FROM (SELECT * FROM ({strict}) strict UNION SELECT * FROM ({loose}) loose WHERE (SELECT few FROM told)) {table} {order} LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Newest:
    """Of one table; `month` is the SQL of a row's month as its index of terms knows it, in a list, with {column} for the moment."""

    table: str
    month: str
    wanted: Statement

    def having(self, terms: str, *, near: Statement, limit: int) -> Statement:
        """Those that have these terms."""
        looked_up = [*self.wanted[1], terms, limit]
        parts = [self._sql(READ, near=near[0], count=NEWEST), *(self._sql(LOOKED_UP, when=when) for when in self._whens())]
        values = [*near[1], *near[1], *looked_up, *(looked_up * (len(parts) - 1)), limit]
        edge = self._sql(EDGE, near=near[0], last=NEWEST - 1)
        return f"{edge} SELECT * FROM ({' UNION ALL '.join(parts)} LIMIT %s) {self.table}", values

    def having_either(self, terms: str, loosely: str, *, quick: bool, near: Statement, page: Statement, limit: int) -> Statement:
        """Those that have these terms; where few have them, on all pages, also those that are loosely like it.

        Rows before this page are `near` and not in `page`. What the index is not `quick` to find is looked for among the newest alone.
        """
        strict, values = self.having(terms, near=page, limit=limit)
        first = near == page and limit >= FEW
        top, top_values = (strict, values) if first else self.having(terms, near=near, limit=FEW)
        again, again_values = ("SELECT * FROM top", []) if first else (strict, values)
        loose, loose_values = self.having(loosely, near=page, limit=limit) if quick else self._among_the_newest(loosely, page, limit)
        sql = self._sql(EITHER, top=top, strict=again, loose=loose, few=FEW)
        return sql, [*top_values, *again_values, *loose_values, limit]

    def _among_the_newest(self, terms: str, near: Statement, limit: int) -> Statement:
        return self._sql(READ, near=near[0], count=LOOKED_AT), [*near[1], *self.wanted[1], terms, limit]

    def _whens(self) -> list[str]:
        row, edge = (self.month.format(column=column) for column in (f"{self.table}.received_at", "received_at"))
        edge = f"(SELECT {edge} FROM edge)"
        months = [f"ARRAY[{row}] && ARRAY(SELECT {edge} - n FROM generate_series({since}, {until}) n)" for since, until in MONTHS]
        return [*months, f"{row} < {edge} - {MONTHS[-1][-1]}"]

    def _sql(self, sql: str, **parts: object) -> str:
        columns = f"{self.table}.received_at, {self.table}.id"
        order = f"ORDER BY {self.table}.received_at DESC, {self.table}.id DESC"
        return sql.format(table=self.table, columns=columns, order=order, wanted=self.wanted[0], **parts)
