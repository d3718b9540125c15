"""Pure rules of identity: how a phone number is written, and who may grant a mandate."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.identity.rules import may_grant_mandate, phone_number
from tongban.identity.terms import PUBLIC, SYSTEM, Actor, ActorKind, Holder, HolderKind

SOMEBODY, SOMEBODY_ELSE = uuid.uuid4(), uuid.uuid4()


@pytest.mark.parametrize(
    "typed",
    [
        "13800001234",
        "138 0000 1234",
        "138-0000-1234",
        "+8613800001234",
        "+86 138 0000 1234",
        "１３８００００１２３４",
        "＋８６　138－0000－1234",
        " 13800001234\n",
    ],
)
def test_a_phone_number_is_read_however_it_is_typed(typed: str) -> None:
    assert phone_number(typed) == "13800001234"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "1380000123",
        "138000012345",
        "12800001234",
        "23800001234",
        "08613800001234",
        "+113800001234",
        "1380000123a",
        "١٣٨٠٠٠٠١٢٣٤",
        "电话",
    ],
)
def test_what_is_no_mobile_number_of_the_mainland_is_none(typed: str) -> None:
    assert phone_number(typed) is None


@given(st.text(max_size=20))
def test_a_number_that_was_read_is_read_again_as_itself(typed: str) -> None:
    number = phone_number(typed)
    assert number is None or phone_number(number) == number


@pytest.mark.parametrize(
    ("by_system", "person", "representative", "may"),
    [
        (True, None, None, True),
        (True, SOMEBODY, SOMEBODY_ELSE, True),
        (False, SOMEBODY, SOMEBODY, True),
        (False, SOMEBODY, SOMEBODY_ELSE, False),
        (False, SOMEBODY, None, False),
        (False, None, None, False),
        (False, None, SOMEBODY, False),
    ],
)
def test_only_the_legal_representative_grants_or_the_system(by_system: bool, person, representative, may: bool) -> None:
    assert may_grant_mandate(by_system=by_system, person_id=person, legal_representative_id=representative) is may


def test_an_actor_acts_for_themselves_and_those_who_gave_a_mandate() -> None:
    actor = Actor(kind=ActorKind.PERSON, id=uuid.uuid4(), person_id=SOMEBODY, mandates=frozenset({SOMEBODY_ELSE}))
    assert actor.acts_for(SOMEBODY) and actor.acts_for(SOMEBODY_ELSE)
    assert not actor.acts_for(uuid.uuid4())
    assert not SYSTEM.acts_for(SOMEBODY) and not PUBLIC.acts_for(SOMEBODY)


def test_an_actor_works_for_the_departments_of_their_desks() -> None:
    actor = Actor(kind=ActorKind.STAFF, id=uuid.uuid4(), desks=frozenset({"jianwei/window", "jianwei/approve", "shuiliju/review"}))
    assert actor.departments == {"jianwei", "shuiliju"}


def test_a_holder_that_is_printed_shows_no_number_and_no_phone() -> None:
    holder = Holder(kind=HolderKind.PERSON, id=SOMEBODY, name="陈晨（演示）", code="999999199001010018", phone="13800001234")
    assert "9999991990" not in repr(holder) and "13800001234" not in repr(holder)
