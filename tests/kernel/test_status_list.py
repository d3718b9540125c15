"""Where a credential has its two bits, and what they say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from tongban.kernel.credentials import status_list

KEY = b"k" * 32
PLACES = some.integers(0, 12_000_000)


@given(PLACES)
def test_a_place_is_found_again_from_its_list_and_index(place: int) -> None:
    number, index = status_list.spread(place, KEY)
    assert number == place // status_list.SIZE and 0 <= index < status_list.SIZE
    assert status_list.gathered(number, index, KEY) == place


def test_no_two_places_of_a_list_share_an_index_and_neighbours_part() -> None:
    indexes = [status_list.spread(place, KEY)[1] for place in range(3000)]
    assert len(set(indexes)) == len(indexes)
    near = sum(1 for one, other in zip(indexes, indexes[1:], strict=False) if abs(one - other) < 1000)
    assert near < 50, "licences issued one after the other do not stand side by side"


def test_another_key_spreads_differently() -> None:
    assert status_list.spread(7, KEY) != status_list.spread(7, b"other")


@given(some.dictionaries(some.integers(0, status_list.SIZE - 1), some.sampled_from(status_list.Status), max_size=50))
def test_a_list_says_what_was_put_in(statuses: dict[int, status_list.Status]) -> None:
    text = status_list.encoded(status_list.packed(statuses.items()))
    assert "=" not in text
    for index, status in statuses.items():
        assert status_list.status_at(text, index) is status


def test_the_example_of_the_draft_is_packed_as_the_draft_says() -> None:
    """Token Status List, section 4: two bits each, from the least significant of a byte."""
    valid, invalid, suspended = status_list.Status.VALID, status_list.Status.INVALID, status_list.Status.SUSPENDED
    bits = status_list.packed(enumerate([invalid, suspended, valid, suspended, valid, invalid, valid, invalid]))
    assert bits[:2] == bytes([0b10_00_10_01, 0b01_00_01_00])
