"""What is told of a licence beside its own words: in which state the lists have it, and whether its holder is of an age."""

from __future__ import annotations

from datetime import date

import pytest

from tongban.kernel.credentials.status_list import Status
from tongban.licences.terms import LicenceState
from tongban.sharing import rules
from tongban.sharing.queries.credentials import status_of


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (LicenceState.VALID, Status.VALID),
        (LicenceState.SUSPENDED, Status.SUSPENDED),
        *[(each, Status.INVALID) for each in LicenceState if each not in (LicenceState.VALID, LicenceState.SUSPENDED)],
    ],
)
def test_every_state_has_its_bits(state: LicenceState, status: Status) -> None:
    assert status_of(state) is status


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
