"""Numbers of people and organisations, against the rules of the standards and a stranger's reading of them (python-stdnum)."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric
from stdnum.cn import uscc as stranger

from tongban.kernel import identifiers
from tongban.kernel.identifiers import InvalidIdentifier, identity_number, mask_name, mask_number, uscc

births = st.dates(date(1900, 1, 1), date(2026, 12, 31))
orders = st.integers(0, 999)
registrars = st.sampled_from(["11", "12", "51", "91", "92", "93"])
bodies = st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8)


def a_person(birth: date, order: int) -> str:
    """Nobody's: area code 999999 was never assigned."""
    body = f"999999{birth:%Y%m%d}{order:03d}"
    return body + ric.calc_check_digit(body + "0")


def an_organisation(registrar: str, body: str) -> str:
    unchecked = registrar + "999999" + body + identifiers.organisation_check(body)
    return unchecked + stranger.calc_check_digit(unchecked)


def full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) for character in text)


def reason(call, text: str) -> str:
    with pytest.raises(InvalidIdentifier) as refused:
        call(text)
    return refused.value.reason


@given(births, orders)
def test_a_number_with_the_strangers_check_digit_is_right(birth: date, order: int) -> None:
    number = a_person(birth, order)
    assert identity_number(number) == number
    assert identifiers.birth_date(number) == birth == ric.get_birth_date(number)


@given(births, orders, st.data())
def test_every_single_wrong_digit_of_a_person_is_found(birth: date, order: int, data: st.DataObject) -> None:
    number = a_person(birth, order)
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" + ("X" if place == 17 else "") if digit != number[place]]))
    assert reason(identity_number, number[:place] + wrong + number[place + 1 :]) in ("check", "birth_date")


@given(births, orders, st.integers(0, 15))
def test_every_swap_of_neighbours_of_a_person_is_found(birth: date, order: int, place: int) -> None:
    number = a_person(birth, order)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        assert reason(identity_number, swapped) in ("check", "birth_date")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "length"),
        ("99999919900101001", "length"),
        ("9999991990010100180", "length"),
        ("99999919900101001A", "characters"),
        ("9X9999199001010018", "characters"),
        ("99999919900101001八", "characters"),
        ("٩٩٩٩٩٩١٩٩٠٠١٠١٠٠١٨", "characters"),
        ("999999199013010018", "birth_date"),
        ("999999199002300018", "birth_date"),
        ("999999000001010018", "birth_date"),
        ("999999190002290018", "birth_date"),
    ],
)
def test_a_wrong_number_says_what_is_wrong_with_it(text: str, why: str) -> None:
    assert reason(identity_number, text) == why


def test_the_refusal_does_not_repeat_the_number() -> None:
    with pytest.raises(InvalidIdentifier) as refused:
        identity_number("999999199001010010")
    assert "1990" not in str(refused.value)


@given(births, orders)
def test_a_number_is_read_however_it_is_typed(birth: date, order: int) -> None:
    number = a_person(birth, order)
    for typed in (number.lower(), full_width(number), f" {number[:6]} {number[6:14]}　{number[14:]}\n", full_width(number.lower())):
        assert identity_number(typed) == number


@given(registrars, bodies)
def test_a_credit_code_that_a_stranger_finds_right_is_right(registrar: str, body: str) -> None:
    code = an_organisation(registrar, body)
    assert uscc(code) == stranger.validate(code) == code
    assert uscc(full_width(code.lower())) == code


@given(registrars, bodies, st.data())
def test_every_single_wrong_character_of_an_organisation_is_found(registrar: str, body: str, data: st.DataObject) -> None:
    code = an_organisation(registrar, body)
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from([character for character in identifiers.USCC_ALPHABET if character != code[place]]))
    assert reason(uscc, code[:place] + wrong + code[place + 1 :]) == "check"


@given(registrars, bodies)
def test_a_code_whose_inner_organisation_code_is_wrong_is_found(registrar: str, body: str) -> None:
    """A stranger looks at the last character only; GB 11714 has one of its own at the 17th place."""
    right = identifiers.organisation_check(body)
    other = "0" if right != "0" else "1"
    unchecked = registrar + "999999" + body + other
    code = unchecked + stranger.calc_check_digit(unchecked)
    assert stranger.is_valid(code)
    assert reason(uscc, code) == "check"


@given(st.text(string.ascii_uppercase + string.digits, min_size=18, max_size=18))
def test_whatever_we_find_right_a_stranger_does_too(text: str) -> None:
    try:
        code = uscc(text)
    except InvalidIdentifier:
        return
    assert stranger.calc_check_digit(code[:17]) == code[17]


@pytest.mark.parametrize(("body", "check"), [("D2143569", "X"), ("00000000", "0"), ("70000000", "1")])
def test_the_organisation_code_has_its_own_check(body: str, check: str) -> None:
    """D2143569-X is the example of GB 11714 itself."""
    assert identifiers.organisation_check(body) == check


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "length"), ("91999999MA0000000", "length"), ("91999999MI00000000", "characters"), ("91999999MA000000示0", "characters")],
)
def test_a_wrong_code_says_what_is_wrong_with_it(text: str, why: str) -> None:
    assert reason(uscc, text) == why


@given(st.text(max_size=30))
def test_no_input_breaks_the_reading(text: str) -> None:
    for read in (identity_number, uscc):
        try:
            assert len(read(text)) == 18
        except InvalidIdentifier as refused:
            assert refused.reason in ("length", "characters", "birth_date", "check")


@given(st.text(string.ascii_uppercase + string.digits, min_size=1, max_size=40))
def test_a_masked_number_hides_at_least_half_and_keeps_its_length(number: str) -> None:
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert masked.count("*") * 2 >= len(number)
    assert masked.count("*") == len(number) or len(number) >= 4


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("99999919900101002X", "9999**********002X"),
        ("91999999MA0000000X", "9199**********000X"),
        ("13800001234", "13*******34"),
        ("123", "***"),
    ],
)
def test_a_number_is_masked(number: str, masked: str) -> None:
    assert mask_number(number) == masked


@pytest.mark.parametrize(("name", "masked"), [("陈", "陈*"), ("陈晨", "陈*"), ("陈小晨", "陈**"), ("买买提·阿不都", "买**"), ("", "*")])
def test_a_persons_name_keeps_its_first_character_only(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(("name", "masked"), [("榕城示例建设工程有限公司", "榕城****公司"), ("榕城公司", "榕城公司")])
def test_an_organisations_name_keeps_its_ends(name: str, masked: str) -> None:
    assert mask_name(name, organisation=True) == masked
