"""Two at the same instant, each on a connection of its own."""

import uuid

import pytest

from tests.board.town import MORNING, WEB, a_message, a_person, at_once, posted
from tongban.board import actions
from tongban.board.models import Message
from tongban.board.terms import Posted, TooManyMessages
from tongban.identity.terms import PUBLIC

pytestmark = pytest.mark.usefixtures("committed_town")


def test_the_same_key_at_once_is_one_message() -> None:
    key, message = uuid.uuid4(), a_message()
    acts = [lambda: actions.post(key=key, message=message, origin=WEB, by=PUBLIC, at=MORNING)] * 2
    first, second = at_once(*acts)
    assert isinstance(first, Posted) and first == second
    assert Message.objects.count() == 1


def test_a_flood_at_once_is_counted() -> None:
    author = a_person()
    results = at_once(*[lambda: posted(by=author)] * 8)
    assert sum(isinstance(each, TooManyMessages) for each in results) == 2
    assert Message.objects.count() == 6


def test_numbers_are_given_once() -> None:
    results = at_once(*[lambda: posted()] * 4)
    assert len({answer.number for answer, _row in results}) == 4  # type: ignore[misc]
