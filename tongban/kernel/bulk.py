"""Many rows of one table at once, by COPY. For stocks of what exists elsewhere; what is made here one by one goes through `rows`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"


def text(value: str | None) -> str:
    """A value as a line of COPY holds it."""
    return NULL if value is None else value.translate(ESCAPED) if "\\" in value or not value.isprintable() else value


def copy(table: str, columns: Sequence[str], lines: Iterable[str]) -> None:
    """Send rows, each a line of `text` values with tabs between and a line break at its end; all or none.

    Columns that are not named get what the database gives them. Raises django.db.IntegrityError, after which the caller's
    transaction goes on only if this ran in a savepoint of its own.
    """
    quote = connection.ops.quote_name
    statement = f"COPY {quote(table)} ({', '.join(map(quote, columns))}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(statement) as stream:
        stream.write("".join(lines))
