"""All rows of an act in one statement."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.kernel.acting import CLERK, thing
from tests.kernel.test_facts import ParcelMoved
from tongban.kernel import facts, ledger, rows
from tongban.kernel.models import FactRow, FileRow, LedgerEntry, UsedKey

pytestmark = pytest.mark.django_db


def key(at: datetime, verb: str = "tests.act") -> UsedKey:
    return UsedKey(actor_id=uuid.uuid4(), verb=verb, key=uuid.uuid4(), request=b"asked", result=uuid.uuid4(), at=at)


def file(digest: str, at: datetime) -> FileRow:
    return FileRow(digest=digest, size=1, media_type="application/pdf", stored_at=at)


def test_rows_of_several_tables_an_entry_and_a_fact_are_one_statement(at: datetime, django_assert_num_queries) -> None:
    parcel = uuid.uuid4()
    with django_assert_num_queries(1):
        rows.write(
            *rows.insert(key(at), file("a", at), key(at)),
            ledger.entry("tests.act", by=CLERK, at=at, subject=thing("a")),
            facts.entry(ParcelMoved(parcel_id=parcel, place="desk", at=at)),
        )
    assert (UsedKey.objects.count(), FileRow.objects.get().digest) == (2, "a")
    assert LedgerEntry.objects.get().subject_id == "a"
    assert FactRow.objects.get(aggregate_id=parcel).sequence == 1


def test_an_update_changes_the_named_columns_of_its_row_alone(at: datetime) -> None:
    rows.write(*rows.insert(first := key(at), other := key(at)))
    stored = UsedKey.objects.get(key=first.key)
    stored.at, stored.verb = at + timedelta(hours=1), "not.named"
    rows.write(rows.update(stored, ["at"]))
    changed = UsedKey.objects.get(key=first.key)
    assert (changed.at, changed.verb) == (at + timedelta(hours=1), "tests.act")
    assert UsedKey.objects.get(key=other.key).at == at


def test_what_a_question_finds_is_deleted_in_the_same_statement(at: datetime, django_assert_num_queries) -> None:
    rows.write(*rows.insert(key(at, "old"), key(at, "kept")))
    with django_assert_num_queries(1):
        rows.write(rows.delete(UsedKey.objects.filter(verb="old")), *rows.insert(key(at, "new")))
    assert set(UsedKey.objects.values_list("verb", flat=True)) == {"kept", "new"}


def test_one_part_that_is_refused_leaves_nothing_of_the_others(at: datetime) -> None:
    rows.write(*rows.insert(file("a", at)))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.write(*rows.insert(key(at)), *rows.insert(file("a", at)))
    assert not UsedKey.objects.exists()
