"""What the database refuses of rows that are never removed, it refuses of their tables as well."""

import pytest
from django.db import IntegrityError, connection, transaction

ROW_BY_ROW, WHOLE = 8, 32  # of pg_trigger.tgtype: before a DELETE, before a TRUNCATE
GUARDED = "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgtype & %s <> 0 AND NOT tgisinternal"
OF_A_LIBRARY = {"procrastinate_jobs"}  # jobs that are done are removed; its trigger lets them go


def guarded(event: int) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(GUARDED, [event])
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.django_db
def test_no_table_can_be_emptied_whose_rows_are_never_removed() -> None:
    kept = guarded(ROW_BY_ROW) - OF_A_LIBRARY
    assert len(kept) > 50, "the question is answered"
    assert kept - guarded(WHOLE) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["supervision_ranking", "supervision_switch", "insight_seriestest", "cases_paper"])
def test_the_statement_is_refused(table: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")
