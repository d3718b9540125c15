"""Numbers: one after the other in each series, without waiting for one another; and a check digit that finds what was mistyped."""

import uuid
from concurrent.futures import Future

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from tests.kernel.elsewhere import Elsewhere, at_once, somebody_waits, sql
from tongban.kernel import numbering
from tongban.kernel.numbering import case_number, check_digit, is_case_number, take

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def series() -> str:
    """A series that no other test has used: sequences stay when rows go."""
    return f"case:tests:{uuid.uuid4()}"


@pytest.mark.django_db
def test_a_series_counts_from_one_without_a_gap(series: str) -> None:
    assert [take(series) for _ in range(20)] == list(range(1, 21))


@pytest.mark.django_db
def test_each_series_counts_for_itself(series: str) -> None:
    assert [take(series), take(series), take(series + "/other"), take(series)] == [1, 2, 1, 3]


@pytest.mark.django_db
def test_after_the_first_a_number_is_one_statement(series: str, django_assert_num_queries) -> None:
    take(series)
    with django_assert_num_queries(1):
        take(series)


@committed
def test_taking_a_number_waits_for_nobody(series: str) -> None:
    """Three open transactions, two of them in the same series; each has its number at once."""
    for name in (series, series + "/other"):
        take(name)
    with Elsewhere() as one, Elsewhere() as two, Elsewhere() as three:
        for act in (one, two, three):
            act.begin()
        assert one.do(lambda: take(series)) == 2
        assert two.do(lambda: take(series)) == 3
        assert three.do(lambda: take(series + "/other")) == 2
        two.commit()
        one.roll_back()
        three.commit()
    assert take(series) == 4, "a rolled-back act leaves a gap, and nobody had to wait for it"


@committed
def test_different_series_do_not_wait_for_each_others_first_use(series: str) -> None:
    with Elsewhere() as one, Elsewhere() as two:
        one.begin()
        two.begin()
        assert one.do(lambda: take(series)) == 1
        assert two.do(lambda: take(series + "/other")) == 1


@committed
@pytest.mark.parametrize(("first_commits", "number"), [(True, 2), (False, 1)])
def test_the_second_of_two_first_uses_waits_and_then_counts_on(series: str, first_commits: bool, number: int) -> None:
    with Elsewhere() as one, Elsewhere() as two:
        one.begin()
        assert one.do(lambda: take(series)) == 1
        answer: Future[int] = two.start(lambda: take(series))
        assert somebody_waits()
        one.commit() if first_commits else one.roll_back()
        assert answer.result(20) == number


@committed
def test_many_first_uses_at_the_same_instant_give_each_number_once(series: str) -> None:
    assert sorted(at_once(*[lambda: take(series)] * 8)) == list(range(1, 9))


@committed
def test_a_series_whose_first_act_was_rolled_back_begins_anew(series: str) -> None:
    """Also in the process that had seen it: what it took twice in that act must not make it believe that the series exists."""
    with pytest.raises(RuntimeError), transaction.atomic():
        assert [take(series), take(series)] == [1, 2]
        raise RuntimeError("the act fails")
    with transaction.atomic():
        assert take(series) == 1
        assert take(series) == 2
    assert take(series) == 3


@pytest.mark.django_db
def test_a_first_use_does_not_break_the_act_that_it_is_part_of(series: str) -> None:
    with transaction.atomic():
        take(series)
        assert sql("SELECT 1") == [(1,)]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("榕水2026-000001-7", "榕水 2026-000001-7"),
        (" 榕水  2026-000001-7 ", "榕水 2026-000001-7"),
        ("榕水　２０２６-000001-7", "榕水 2026-000001-7"),
        ("A 1  7", "A 1 7"),
        ("", ""),
    ],
)
def test_a_case_number_is_found_however_it_was_typed(typed: str, written: str) -> None:
    assert numbering.written(typed) == written


def test_a_case_number_reads_as_people_write_it() -> None:
    assert case_number("榕建", 2026, 317) == "榕建 2026-000317-9"
    assert is_case_number("榕建 2026-000317-9")
    assert is_case_number("  榕建 2026-000317-9\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "榕建",
        "2026-000317-9",
        "榕建 2026-000317",
        "榕建 2026-000317-8",
        "榕建 2026-317-4",
        "榕建 26-000317-9",
        "榕建2026-000317-9",
        "榕建 ２０２６-000317-9",
        "榕建 2026-000317-9 榕建 2026-000317-9",
        "榕建 2026-000317-9\n榕水",
    ],
)
def test_what_is_no_case_number_is_told_apart(text: str) -> None:
    assert not is_case_number(text)


years, numbers = st.integers(2007, 2099), st.integers(1, 10**8 - 1)
prefixes = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=4)


@given(prefixes, years, numbers)
def test_every_number_that_is_given_is_one(prefix: str, year: int, n: int) -> None:
    assert is_case_number(case_number(prefix, year, n))


@given(years, numbers, st.data())
def test_every_single_wrong_digit_is_found(year: int, n: int, data: st.DataObject) -> None:
    """In the year, in the number and in the check digit itself."""
    text = case_number("榕建", year, n)
    place = data.draw(st.sampled_from([place for place, character in enumerate(text) if character.isdigit()]))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    assert not is_case_number(text[:place] + wrong + text[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    """All numbers of one year up to ten thousand, all neighbours of the running number and the check digit."""
    found = missed = 0
    for n in range(1, 10_000):
        digits = f"2026{n:06d}"
        whole = digits + str(check_digit(digits))
        for place in range(4, len(whole) - 1):
            if whole[place] != whole[place + 1]:
                swapped = whole[:place] + whole[place + 1] + whole[place] + whole[place + 2 :]
                if check_digit(swapped[:-1]) == int(swapped[-1]):
                    missed += 1
                else:
                    found += 1
    assert missed / (found + missed) < 0.02


@given(st.text("0123456789", min_size=1, max_size=12))
def test_the_check_digit_is_that_of_iso_7064(digits: str) -> None:
    """MOD 11,10 as a stranger reckons it."""
    assert str(check_digit(digits)) == mod_11_10.calc_check_digit(digits)


def test_a_very_long_number_still_fits() -> None:
    assert is_case_number(case_number("榕建", 2026, 123_456_789_012))
    assert not numbering.CASE_NUMBER.fullmatch(case_number("榕建", 2026, 1_234_567_890_123))
