"""What may be displayed: every combination, from the table of the design."""

from itertools import product

import pytest

from tongban.board.rules import display
from tongban.board.terms import AuthorKind, Removal, Screening, Visibility
from tongban.responsibilities.terms import Kind

EVERY = list(product(Kind, Visibility, AuthorKind, (True, False), (True, False)))


@pytest.mark.parametrize(("kind", "visibility", "author", "verified", "public_class"), EVERY)
def test_only_what_may_ever_be_displayed_is_screened(kind, visibility, author, verified, public_class) -> None:
    state = display.screening(kind=kind, visibility=visibility, author=author, verified=verified, public_class=public_class)
    may = (
        kind is not Kind.REPORT
        and visibility is Visibility.PUBLIC
        and author in (AuthorKind.ACCOUNT, AuthorKind.CALLER, AuthorKind.ELSEWHERE)
        and verified
        and public_class
    )
    assert state is (Screening.WAITING if may else Screening.NOT_NEEDED)


@pytest.mark.parametrize(
    ("state", "before", "held", "shown"),
    [
        (Screening.SHOWN, False, True, True),
        (Screening.WAITING, True, False, True),
        (Screening.WAITING, True, True, False),
        (Screening.WAITING, False, False, False),
        (Screening.REMOVED, True, False, False),
        (Screening.NOT_NEEDED, True, False, False),
    ],
)
def test_displayed(state, before, held, shown) -> None:
    assert display.displayed(state, before=before, held=held) is shown


def test_only_candidates_of_the_text_can_be_confirmed() -> None:
    found = [(0, 2), (3, 5)]
    assert display.spans_within("abcdef", [(0, 2), (1, 2), (-1, 3), (3, 50)], found) == {(0, 2)}


def test_every_reason_has_words() -> None:
    assert set(display.WORDS) == set(Removal)
