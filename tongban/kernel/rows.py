"""All rows that one act writes, of whatever tables, in one statement.

Each statement is a round trip to the database while the aggregate is locked; as the parts of one WITH they are one. A verb hands
in its entry and its fact with its rows: `rows.write(*rows.insert(case), ledger.entry(…), facts.entry(…))`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from django.db.models.sql import DeleteQuery

BY_DATABASE = object()  # this column gets what the database gives it


class Part(NamedTuple):
    """One INSERT, UPDATE or DELETE that reads nothing which another part writes: all parts see the database as it was before."""

    sql: str
    values: list[Any]


def write(*parts: Part) -> None:
    """Send all parts as one statement. Foreign keys among them are checked when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(*_joined(parts))


def ask(question: Part, *written: Part) -> list[tuple[Any, ...]]:
    """The rows that a SELECT finds, in one statement with what its asking leaves behind (a row in the log of reads)."""
    with connection.cursor() as cursor:
        cursor.execute(*_joined((*written, question)))
        return cursor.fetchall()


def _joined(parts: Sequence[Part]) -> tuple[str, list[Any]]:
    *first, last = parts
    named = ", ".join(f"part_{place} AS ({part.sql})" for place, part in enumerate(first))
    return f"WITH {named} {last.sql}" if named else last.sql, [value for part in parts for value in part.values]


def insert(*new: models.Model) -> list[Part]:
    """New rows, one part for each table. Their keys are made here (UUID) or by the database; nothing is read back."""
    by_table: dict[type[models.Model], list[models.Model]] = {}
    for row in new:
        by_table.setdefault(type(row), []).append(row)
    return [_insert(table, group) for table, group in by_table.items()]


def update(row: models.Model, columns: Iterable[str]) -> Part:
    """The columns of a row that is there, and locked by its aggregate."""
    sql, fields = _update(type(row), tuple(sorted(columns)))
    return Part(sql, [*_values(row, fields), row.pk])


def delete(gone: models.QuerySet[Any]) -> Part:
    """Whatever rows these are."""
    sql, values = gone.query.chain(klass=DeleteQuery).get_compiler(connection=connection).as_sql()
    return Part(sql, list(values))


def _insert(table: type[models.Model], group: list[models.Model]) -> Part:
    into, fields = _into(table)
    given = [_values(row, fields) for row in group]
    places = ", ".join(f"({', '.join('DEFAULT' if value is BY_DATABASE else '%s' for value in values)})" for values in given)
    return Part(f"{into} {places}", [value for values in given for value in values if value is not BY_DATABASE])


def _values(row: models.Model, fields: Iterable[models.Field[Any, Any]]) -> list[Any]:
    return [_value(field, getattr(row, field.attname)) for field in fields]


def _value(field: models.Field[Any, Any], value: Any) -> Any:
    return BY_DATABASE if isinstance(value, DatabaseDefault) else field.get_db_prep_save(value, connection)


@lru_cache
def _into(table: type[models.Model]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(field for field in table._meta.concrete_fields if not isinstance(field, models.AutoField))
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    return f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES", fields


@lru_cache
def _update(table: type[models.Model], columns: tuple[str, ...]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(table._meta.get_field(name) for name in columns)
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    assert table._meta.pk is not None
    return f"UPDATE {quote(table._meta.db_table)} SET {changes} WHERE {quote(table._meta.pk.column)} = %s", fields
