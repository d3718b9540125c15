"""Running numbers per series (a department's cases of one year, a kind of paper), without a lock between those who take them.

Each series is a PostgreSQL sequence, made at its first use. Taking a number waits for nobody; a rolled-back act leaves a gap,
which is lawful for case and paper numbers.
"""

import hashlib
import re

from django.db import connection, transaction
from django.db.utils import ProgrammingError

CASE_NUMBER = re.compile(r"^(?P<prefix>\S{1,12}) (?P<year>\d{4})-(?P<n>\d{6,12})-(?P<check>\d)$")


def take(series: str) -> int:
    """The next number of a series, from 1. One statement, but at the very first use of a series."""
    name = _sequence(series)
    try:
        with transaction.atomic(savepoint=connection.in_atomic_block and name not in _known):
            number = _next(name)
    except ProgrammingError:
        _create(name)
        return _next(name)
    transaction.on_commit(lambda: _known.add(name))  # until then the series itself may be rolled back
    return number


_known: set[str] = set()  # series that were committed: only a first look needs a savepoint


def _sequence(series: str) -> str:
    return "number_" + hashlib.sha256(series.encode()).hexdigest()[:32]


def _next(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [name])
        return cursor.fetchone()[0]


def _create(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
        cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "{name}"')


def case_number(prefix: str, year: int, n: int) -> str:
    """`榕建 2026-000317-4`: prefix, year, running number and a check digit over year and number."""
    return f"{prefix} {year}-{n:06d}-{check_digit(f'{year}{n:06d}')}"


def is_case_number(text: str) -> bool:
    """Whether a text has the form of a case number and its check digit holds."""
    match = CASE_NUMBER.match(text.strip())
    return bool(match) and check_digit(match["year"] + match["n"]) == int(match["check"])


def check_digit(digits: str) -> int:
    """ISO/IEC 7064 MOD 11,10: catches every single wrong digit and nearly every swap."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10
