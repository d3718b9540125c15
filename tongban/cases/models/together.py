"""Rows of several tables in one statement.

An act writes a step, clock entries, a line of history and perhaps a paper. Each bulk_create is a round trip to the database while
the case is locked; as the parts of one WITH they are one. Keys are made here (UUID) or by the database; nothing is read back.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.sql import DeleteQuery


def create(*rows: models.Model, instead_of: models.QuerySet[Any] | None = None) -> None:
    """Insert all rows, of whatever tables, in one statement, and delete those they stand instead of.

    Foreign keys among them are checked when the transaction ends.
    """
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    parts: list[str] = []
    values: list[Any] = []
    for table, group in by_table.items():
        into, fields = _insert(table)
        parts.append(f"{into} {', '.join([_places(len(fields))] * len(group))}")
        values += [field.get_db_prep_save(getattr(row, field.attname), connection) for row in group for field in fields]
    if instead_of is not None:
        gone, which = instead_of.query.chain(klass=DeleteQuery).get_compiler(connection=connection).as_sql()
        parts.insert(0, gone)
        values = [*which, *values]
    *first, last = parts
    named = ", ".join(f"part_{place} AS ({part})" for place, part in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} {last}" if named else last, values)


@lru_cache
def _insert(table: type[models.Model]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(field for field in table._meta.concrete_fields if not isinstance(field, models.AutoField))
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES", fields


@lru_cache
def _places(count: int) -> str:
    return f"({', '.join(['%s'] * count)})"
