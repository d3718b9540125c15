"""Where a licence has its two bits, and what they say."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tongban.licences import rules
from tongban.licences.terms import LicenceState

KEY = b"k" * 32
PLACES = some.integers(0, 12_000_000)


@given(PLACES)
def test_a_place_is_found_again_from_its_list_and_index(place: int) -> None:
    number, index = rules.spread(place, KEY)
    assert number == place // rules.SIZE and 0 <= index < rules.SIZE
    assert rules.gathered(number, index, KEY) == place


def test_no_two_places_of_a_list_share_an_index_and_neighbours_part() -> None:
    indexes = [rules.spread(place, KEY)[1] for place in range(3000)]
    assert len(set(indexes)) == len(indexes)
    near = sum(1 for one, other in zip(indexes, indexes[1:], strict=False) if abs(one - other) < 1000)
    assert near < 50, "licences issued one after the other do not stand side by side"


def test_another_key_spreads_differently() -> None:
    assert rules.spread(7, KEY) != rules.spread(7, b"other")


@given(some.dictionaries(some.integers(0, rules.SIZE - 1), some.sampled_from(rules.Status), max_size=50))
def test_a_list_says_what_was_put_in(statuses: dict[int, rules.Status]) -> None:
    text = rules.encoded(rules.packed(statuses.items()))
    assert "=" not in text
    for index, status in statuses.items():
        assert rules.status_at(text, index) is status


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (LicenceState.VALID, rules.Status.VALID),
        (LicenceState.SUSPENDED, rules.Status.SUSPENDED),
        *[(each, rules.Status.INVALID) for each in LicenceState if each not in (LicenceState.VALID, LicenceState.SUSPENDED)],
    ],
)
def test_every_state_has_its_bits(state: LicenceState, status: rules.Status) -> None:
    assert rules.status_of(state) is status


def test_the_example_of_the_draft_is_packed_as_the_draft_says() -> None:
    """Token Status List, section 4: two bits each, from the least significant of a byte."""
    valid, invalid, suspended = rules.Status.VALID, rules.Status.INVALID, rules.Status.SUSPENDED
    bits = rules.packed(enumerate([invalid, suspended, valid, suspended, valid, invalid, valid, invalid]))
    assert bits[:2] == bytes([0b10_00_10_01, 0b01_00_01_00])


@pytest.mark.parametrize(
    ("day", "past"),
    [("2008-03-06", False), ("2008-03-07", False), ("2008-03-08", True)],
)
def test_a_year_of_life_is_complete_when_its_birthday_is_over(day: str, past: bool) -> None:
    born = rules.born_on("999999199003070012")
    assert born == date(1990, 3, 7)
    assert rules.is_past(18, born, date.fromisoformat(day)) is past


@pytest.mark.parametrize("code", ["", "91999999MA0000000X", "999999199002300012", "9" * 17])
def test_a_number_that_tells_no_birthday(code: str) -> None:
    assert rules.born_on(code) is None
