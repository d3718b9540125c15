"""What belongs to one row, of several tables, in one statement: the rows are those that a question to each table finds."""

import uuid
from datetime import datetime, timedelta

import pytest

from tongban.kernel import related
from tongban.kernel.models import Delivery, FactRow, FileRow, Upload

pytestmark = pytest.mark.django_db
TABLES = ((Delivery, "subscriber"),)


def fact(at: datetime, **more: object) -> FactRow:
    return FactRow.objects.create(name="moved", aggregate="parcel", aggregate_id=uuid.uuid4(), sequence=1, payload={}, at=at, **more)


def test_each_table_in_the_order_that_was_asked_for(at: datetime, django_assert_num_queries) -> None:
    first, other = fact(at), fact(at)
    for each, subscriber in ((first, "b"), (other, "c"), (first, "a")):
        Delivery.objects.create(fact=each, subscriber=subscriber)
    with django_assert_num_queries(1):
        found = related.rows(first.pk, "fact", TABLES)
        assert [(each.subscriber, each.fact_id) for each in found[Delivery]] == [("a", first.pk), ("b", first.pk)]


def test_where_nothing_belongs_to_it_there_is_nothing(at: datetime) -> None:
    assert related.rows(fact(at).pk, "fact", TABLES) == {Delivery: []}


@pytest.mark.parametrize("microseconds", [0, 120_000, 999_999])
def test_keys_moments_and_nothing_are_what_they_were(at: datetime, microseconds: int) -> None:
    stored = FileRow.objects.create(digest="a" * 64, size=2**53 + 1, media_type="a/b", stored_at=at)
    when = at.replace(microsecond=microseconds)
    upload = Upload.objects.create(file=stored, actor_id=uuid.uuid4(), stored_at=when)
    (found,) = related.rows(stored.pk, "file", ((Upload, "stored_at"),))[Upload]
    assert (found, found.actor_id, found.file_id, found.stored_at) == (upload, upload.actor_id, stored.pk, when)
    assert found.stored_at.utcoffset() == timedelta(0)


def test_values_are_as_wide_and_as_deep_as_they_were(at: datetime) -> None:
    told = {"zh": '引号"与\\斜线', "number": 2**60, "list": [None, True, 0.1, {"a": []}]}
    stored = fact(at, not_before=None)
    FactRow.objects.filter(pk=stored.pk).update(payload=told)
    (found,) = related.rows(stored.aggregate_id, "aggregate_id", ((FactRow, "at"),))[FactRow]
    assert (found.payload, found.not_before, found.at, found.aggregate_id) == (told, None, at, stored.aggregate_id)
