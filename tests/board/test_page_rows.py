"""The rows of a message's page, read at once, are those that each table has of it."""

from datetime import timedelta

import pytest
from django.db.models import BinaryField

from tests.board.play import Play
from tongban.board import queries
from tongban.board.models import Extension, Order, Picture, Rating, Reply, Track
from tongban.board.queries.viewing import SHOWN
from tongban.identity.terms import PUBLIC
from tongban.kernel import related

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def rich(town: None) -> Play:
    """Answered twice and rated, with a photo and more time asked for."""
    play = Play.answered()
    play.rate(solved=False)
    play.later(hours=1).take()
    play.answer()
    row, order = play.row, play.orders[0]
    for place in (2, 1):
        Picture.objects.create(message=row, place=place, digest=f"{place}" * 64, thumbnail=f"{place}" * 64, width=3, height=4)
    due = {"due_before": row.due_at, "asked_at": play.at, "limit": {"unit": "working_days", "amount": 3}}
    Extension.objects.create(message=row, order=order, reason="要等零件", asked_by=order.pk, **due)
    return play


def values(row: object) -> dict[str, object]:
    fields = (each for each in type(row)._meta.concrete_fields if not isinstance(each, BinaryField))
    return {each.attname: getattr(row, each.attname) for each in fields}


def test_they_are_the_same_column_for_column_and_in_the_same_order(rich: Play) -> None:
    found = related.rows(rich.message_id, "message", SHOWN)
    for table, order in SHOWN:
        asked = table.objects.filter(message=rich.message_id).order_by(order, "pk")
        assert [values(each) for each in found[table]] == [values(each) for each in asked]
    assert {table: len(found[table]) > 0 for table, _ in SHOWN} == dict.fromkeys((Picture, Track, Order, Reply, Rating, Extension), True)


def test_nothing_that_is_sealed_is_read_for_a_page(rich: Play) -> None:
    step = related.rows(rich.message_id, "message", SHOWN)[Track][0]
    assert step.get_deferred_fields() == {"sealed"}


def test_the_first_reply_is_in_time_as_the_message_was_and_later_ones_as_their_orders(rich: Play) -> None:
    first, second = queries.message(rich.row.number, by=PUBLIC, at=rich.at + timedelta(hours=1)).replies
    published = Reply.objects.filter(message=rich.message_id).order_by("published_at").select_related("order")
    assert (first.on_time, second.on_time) == (rich.row.on_time, published[1].order.on_time)
    assert [first.published_at, second.published_at] == [each.published_at for each in published]
