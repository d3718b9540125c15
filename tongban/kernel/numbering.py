"""Running numbers per series (a department's cases of one year, a kind of paper), without a lock between those who take them.

Each series is a PostgreSQL sequence, made at its first use. Taking a number waits for nobody; a rolled-back act leaves a gap,
which is lawful for case and paper numbers.
"""

import hashlib
import re
import unicodedata

from django.db import connection, transaction

CASE_NUMBER = re.compile(r"(?P<prefix>\S{1,12}) (?P<year>[0-9]{4})-(?P<n>[0-9]{6,12})-(?P<check>[0-9])")
TYPED_NUMBER = re.compile(r"(?P<prefix>\S{1,12}?)(?P<rest>[0-9]{4}-[0-9]{6,12}-[0-9])")


def take(series: str) -> int:
    """The next number of a series, from 1. One statement, but at the very first use of a series."""
    name = "number_" + hashlib.sha256(series.encode()).hexdigest()[:32]
    return _next(name) or _first(name)


def _next(name: str) -> int | None:
    """None where there is no such sequence yet: asked without an error, which would break the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(to_regclass(%s))", [name])
        (number,) = cursor.fetchone() or (None,)
    return number


def _first(name: str) -> int:
    """Make the sequence and take from it. Of two first uses the second waits; both go with their act when that is rolled back."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [name])
        cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "{name}"')
        taken = _next(name)
    assert taken is not None
    return taken


def case_number(prefix: str, year: int, n: int) -> str:
    """`榕建 2026-000317-9`: prefix, year, running number and a check digit over year and number."""
    return f"{prefix} {year}-{n:06d}-{check_digit(f'{year}{n:06d}')}"


def written(text: str) -> str:
    """A case number in its one written form, however its blanks and its width were typed; anything else with single blanks."""
    folded = unicodedata.normalize("NFKC", text)
    match = TYPED_NUMBER.fullmatch("".join(folded.split()))
    return f"{match['prefix']} {match['rest']}" if match else " ".join(text.split())


def is_case_number(text: str) -> bool:
    """Whether a text has the form of a case number and its check digit holds."""
    match = CASE_NUMBER.fullmatch(text.strip())
    return bool(match) and check_digit(match["year"] + match["n"]) == int(match["check"])


def check_digit(digits: str) -> int:
    """ISO/IEC 7064 MOD 11,10: catches every single wrong digit and nearly every swap."""
    product = 10
    for digit in digits:
        total = (int(digit) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10
