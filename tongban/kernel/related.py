"""What belongs to one row, of several tables, in one statement: a page that shows a thing whole waits for the database once.

The statement is made once for each set of tables; of a question by querysets, making its words costs more than its answer.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import connection, models

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

READ = {  # JSON knows no days, moments and keys: they come as words
    models.UUIDField: UUID,
    models.DateTimeField: datetime.fromisoformat,
    models.DateField: date.fromisoformat,
}
LEFT_OUT = (models.BinaryField, models.DecimalField, models.GeneratedField)


class Table(NamedTuple):
    columns: tuple[str, ...]
    reads: tuple[tuple[int, Callable[[str], Any]], ...]


def rows(key: Any, column: str, tables: Sequence[tuple[type[models.Model], str]]) -> dict[Any, list[Any]]:
    """Of each table the rows whose `column` (a foreign key) has this key, in the order of the column named with it, then of their keys.

    What JSON would not give back as it was is left out of the rows, and read when somebody asks for it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_question(column, tuple(tables)), [key] * len(tables))
        (found,) = cursor.fetchall()
    return {table: [_row(table, values) for values in json.loads(told or "[]")] for (table, _), told in zip(tables, found, strict=True)}


def _row(table: type[models.Model], values: list[Any]) -> models.Model:
    columns, reads = _table(table)
    for place, read in reads:
        if values[place] is not None:
            values[place] = read(values[place])
    return table.from_db(connection.alias, columns, values)


@lru_cache
def _question(column: str, tables: tuple[tuple[type[models.Model], str], ...]) -> str:
    quote = connection.ops.quote_name

    def of(table: type[models.Model], by: str) -> str:
        def named(name: str) -> str:
            return quote(table._meta.get_field(name).column)

        assert table._meta.pk is not None
        columns = ", ".join(map(named, _table(table).columns))
        told = f"json_agg(json_build_array({columns}) ORDER BY {named(by)}, {quote(table._meta.pk.column)})::text"
        return f"(SELECT {told} FROM {quote(table._meta.db_table)} WHERE {named(column)} = %s)"

    return f"SELECT {', '.join(of(*each) for each in tables)}"


@lru_cache
def _table(table: type[models.Model]) -> Table:
    fields = [each for each in table._meta.concrete_fields if not isinstance(each, LEFT_OUT)]
    kinds = [(place, READ.get(type(each.target_field if each.remote_field else each))) for place, each in enumerate(fields)]
    return Table(tuple(each.attname for each in fields), tuple((place, read) for place, read in kinds if read is not None))
