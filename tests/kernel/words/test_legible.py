"""Whatever JSON somebody sends is kept whole, or made so that it can be kept."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.words.legible import is_legible, legible

TEXTS = st.text(alphabet=st.sampled_from("ab字\u200b\u202e\x00\ud800\n"), max_size=4)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS
VALUES = st.recursive(PLAIN, lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXTS, each, max_size=3), max_leaves=12)


def deep(levels: int) -> Any:
    return [deep(levels - 1)] if levels else []


@pytest.mark.parametrize("value", ["a\u202eb", math.nan, math.inf, {"a\x00": 1}, [["\u200b"]], {1, 2}, b"a"])
def test_what_could_not_be_kept_is_told(value: Any) -> None:
    assert not is_legible(value)


@pytest.mark.parametrize("value", [None, True, 7, 1.5, "一\n二", {"a": [1, {"b": ""}]}])
def test_what_can_be_kept_stays_as_it_is(value: Any) -> None:
    assert is_legible(value) and legible(value) == value


def test_nesting_has_an_end() -> None:
    assert is_legible(deep(7), 8) and not is_legible(deep(8), 8)
    assert legible(deep(3), 2) == [[None]]


@given(VALUES)
def test_what_was_made_legible_is(value: Any) -> None:
    assert is_legible(legible(value))
