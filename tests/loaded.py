"""What loading a small city writes: kept once a process as rows, and put into each further test's database."""

from collections.abc import Callable

from django.db import connection, transaction

KEPT: dict[Callable[[], object], dict[str, bytes]] = {}


def put(load: Callable[[], object]) -> None:
    """As if `load` had been called in the empty database of this test."""
    if load in KEPT:
        with transaction.atomic(), connection.cursor() as cursor:  # a test may commit: references are looked at when all is there
            for table, rows in KEPT[load].items():
                with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                    copy.write(rows)
        return
    begun = _filled()
    load()
    tables = _filled() - begun
    with connection.cursor() as cursor:
        KEPT[load] = {table: _copied(cursor, table) for table in sorted(tables)}


def _filled() -> set[str]:
    """The tables that hold anything."""
    names = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in names))
        return {name for (name,) in cursor.fetchall()}


def _copied(cursor, table: str) -> bytes:
    with cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)
