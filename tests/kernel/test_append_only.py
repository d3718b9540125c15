"""Tables of proof refuse every change, whoever asks, and an act that tries is undone as a whole."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from tests.kernel.acting import CLERK, CLERK_ID, recorded
from tests.kernel.elsewhere import sql
from tongban.kernel import access_log
from tongban.kernel.models import LedgerEntry, LedgerLink, Read

TABLES = {"kernel_ledgerentry": LedgerEntry, "kernel_ledgerlink": LedgerLink, "kernel_read": Read}
CHANGES = {
    "update": "UPDATE {table} SET {key} = {key}",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "upsert": "INSERT INTO {table} SELECT * FROM {table} ON CONFLICT ({key}) DO UPDATE SET {key} = EXCLUDED.{key}",
}


@pytest.fixture(autouse=True)
def _rows(at: datetime, db: None) -> None:
    entry = recorded(at=at)
    LedgerLink.objects.create(entry=entry, shard=0, position=1, hash=b"\x00" * 32)
    access_log.note("tests.question", by=CLERK, at=at, purpose="tests", holders=[CLERK_ID])
    sql("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_table_of_proof_refuses(table: str, change: str) -> None:
    model = TABLES[table]
    with pytest.raises(IntegrityError, match=f"rows of {table} are never changed or deleted"), transaction.atomic():
        sql(CHANGES[change].format(table=table, key=model._meta.pk.column))
    assert model.objects.count() == 1


def test_an_act_that_tries_to_rewrite_the_ledger_is_undone_as_a_whole(at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        recorded("tests.second", at=at)
        LedgerEntry.objects.filter(act="tests.act").update(act="tests.nothing")
    assert list(LedgerEntry.objects.values_list("act", flat=True)) == ["tests.act"]
