"""Identifier, life cycle, periods and record, without a database."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from tongban.licences import rules
from tongban.licences.terms import Change, InvalidContent, LicenceState, MalformedIdentifier, WrongChange, usable, valid_until

ALPHABET = rules.ALPHABET
texts = st.text(ALPHABET, min_size=1, max_size=72)
PUBLISHED = [  # printed on real licences
    ("11100000000013338W011", "11430000006122244L", "20230000403", "001", "U"),
    ("11100000000013338W011", "11430000006122244L", "20230000403", "002", "S"),
    ("11100000000013338W009", "11330105002500287C", "2025052201", "002", "0"),
    ("11100000000013338W032", "11220000013544541J", "2430599", "001", "F"),
    ("11100000MB03271699022", "340100", "000000016", "001", "9"),
]


@pytest.mark.parametrize(("kind", "issuer", "serial", "version", "check"), PUBLISHED)
def test_identifiers_printed_on_real_licences_are_made_alike(kind: str, issuer: str, serial: str, version: str, check: str) -> None:
    made = rules.identifier(type_code=kind, issuer=issuer, serial=serial, version=int(version))
    assert made == f"1.2.156.3005.2.{kind}.{issuer}.{serial}.{version}.{check}"
    assert rules.parse(made) == rules.Parts(kind, issuer, serial, version, check)
    assert rules.parse(made).check_holds


@given(texts)
def test_the_check_character_is_that_of_an_independent_implementation(text: str) -> None:
    check = rules.check_character(text)
    assert check == mod_37_36.calc_check_digit(text)
    assert mod_37_36.is_valid(text + check)


@given(texts, st.data())
def test_one_wrong_character_never_goes_unnoticed(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from([each for each in ALPHABET if each != text[place]]))
    assert rules.check_character(text[:place] + other + text[place + 1 :]) != rules.check_character(text)


def test_a_published_sample_with_a_wrong_check_character_can_be_read() -> None:
    parts = rules.parse("1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.M")
    assert not parts.check_holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.2.156.3005.2",
        "1.2.156.3005.3.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W01.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L..001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.1.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.2023〔1〕号.001.U",
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U.U",
    ],
)
def test_what_has_another_shape_is_no_identifier(text: str) -> None:
    with pytest.raises(MalformedIdentifier) as refused:
        rules.parse(text)
    assert refused.value.reason == "shape"


def test_an_identifier_is_read_as_people_type_it() -> None:
    assert rules.parse("  1.2.156.3005.2.11100000000013338w011.11430000006122244l.20230000403.001.u\n").check_holds


def test_an_identifier_that_would_have_another_shape_is_not_made() -> None:
    with pytest.raises(MalformedIdentifier):
        rules.identifier(type_code="11100000000013338W011", issuer="jianwei", serial="1", version=1)


@given(st.text(min_size=1, max_size=60), st.uuids())
def test_every_printed_number_has_a_serial_that_fits(number: str, holder) -> None:
    for public in (True, False):
        serial = rules.serial_of(number, holder=str(holder), public=public)
        assert rules.identifier(type_code="1" * 21, issuer="1" * 18, serial=serial, version=1)


def test_a_printed_number_that_fits_is_the_serial() -> None:
    assert rules.serial_of("D235001234", holder="x", public=True) == "D235001234"
    assert rules.serial_of("榕建资〔2024〕1号", holder="x", public=True) != rules.serial_of("榕建资〔2024〕1号", holder="y", public=True)


def test_a_number_that_can_be_guessed_is_never_the_serial() -> None:
    first, second = (rules.serial_of("999999199001010018", holder=holder, public=False) for holder in ("x", "y"))
    assert "999999199001010018" not in first and first != second


ENDED = {LicenceState.SUPERSEDED, LicenceState.CANCELLED, LicenceState.WITHDRAWN, LicenceState.REVOKED}
ALLOWED = {
    (LicenceState.VALID, Change.SUSPEND): LicenceState.SUSPENDED,
    (LicenceState.SUSPENDED, Change.RESUME): LicenceState.VALID,
    (LicenceState.VALID, Change.SUPERSEDE): LicenceState.SUPERSEDED,
    (LicenceState.VALID, Change.CANCEL): LicenceState.CANCELLED,
    (LicenceState.SUSPENDED, Change.CANCEL): LicenceState.CANCELLED,
    (LicenceState.VALID, Change.WITHDRAW): LicenceState.WITHDRAWN,
    (LicenceState.SUSPENDED, Change.WITHDRAW): LicenceState.WITHDRAWN,
    (LicenceState.VALID, Change.REVOKE): LicenceState.REVOKED,
    (LicenceState.SUSPENDED, Change.REVOKE): LicenceState.REVOKED,
    (LicenceState.CANCELLED, Change.REINSTATE): LicenceState.VALID,
    (LicenceState.WITHDRAWN, Change.REINSTATE): LicenceState.VALID,
    (LicenceState.REVOKED, Change.REINSTATE): LicenceState.VALID,
}


@pytest.mark.parametrize("state", LicenceState)
@pytest.mark.parametrize("change", Change)
def test_the_life_of_a_licence(state: LicenceState, change: Change) -> None:
    if (state, change) in ALLOWED:
        turn = rules.changed(state, change)
        assert turn.end is ALLOWED[state, change]
        assert "art." in turn.basis, "every change of a right stands on a law"
    else:
        with pytest.raises(WrongChange):
            rules.changed(state, change)


@given(st.lists(st.sampled_from(Change), max_size=12))
def test_what_has_ended_stays_ended_unless_the_ending_is_set_aside(changes: list[Change]) -> None:
    state, ended = LicenceState.VALID, None
    for change in changes:
        try:
            state = rules.changed(state, change).end
        except WrongChange:
            continue
        assert ended is None or (change is Change.REINSTATE and ended is not LicenceState.SUPERSEDED), f"{ended} became {state}"
        ended = state if state in ENDED else None


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2026, 11, 24), 5, date(2031, 11, 23)),
        (date(2026, 1, 1), 1, date(2026, 12, 31)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2023, 3, 1), 1, date(2024, 2, 29)),
    ],
)
def test_the_last_day_is_the_one_before_the_anniversary(start: date, years: int, last: date) -> None:
    assert valid_until(start, years) == last


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.integers(1, 50))
def test_the_day_after_a_period_is_its_anniversary(start: date, years: int) -> None:
    last = valid_until(start, years)
    after = last + timedelta(days=1)
    leap_day_lost = (start.month, start.day) == (2, 29) and not calendar.isleap(start.year + years)
    assert after == (date(start.year + years, 3, 1) if leap_day_lost else start.replace(year=start.year + years))


@pytest.mark.parametrize(
    ("day", "works"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 12, 31), True), (date(2027, 1, 1), False)],
)
def test_both_ends_of_the_period_belong_to_it(day: date, works: bool) -> None:
    assert usable(LicenceState.VALID, date(2026, 1, 1), date(2026, 12, 31), day) is works


@pytest.mark.parametrize("state", [state for state in LicenceState if state is not LicenceState.VALID])
def test_only_a_valid_licence_can_be_used(state: LicenceState) -> None:
    assert not usable(state, date(2026, 1, 1), None, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("content", "missing", "unknown"),
    [
        ({"name": "示例", "floors": 0, "basement": False}, (), ()),
        ({"name": "示例", "floors": 3}, ("basement",), ()),
        ({"name": "", "floors": [], "basement": None}, ("name", "floors", "basement"), ()),
        ({"name": "示例", "floors": 3, "basement": True, "owner": "示例"}, (), ("owner",)),
    ],
)
def test_the_content_is_what_the_type_says(content: dict, missing: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    fields = {"name": "名称", "floors": "层数", "basement": "地下室"}
    if not missing and not unknown:
        rules.require_content(content, fields)
        return
    with pytest.raises(InvalidContent) as refused:
        rules.require_content(content, fields)
    assert (refused.value.missing, refused.value.unknown) == (missing, unknown)


SCHEMA = """{"type": "object", "additionalProperties": false, "required": ["name", "floors"], "properties": {
    "name": {"type": "string", "maxLength": 5}, "floors": {"type": "integer", "minimum": 1}, "since": {"type": "string", "format": "date"},
    "uses": {"type": "array", "items": {"enum": ["home", "shop"]}}}}"""
FIELDS = dict.fromkeys(("name", "floors", "since", "uses"), "示例")
SOUND = {
    "name": st.text("示例", min_size=1, max_size=5),
    "floors": st.integers(1, 99),
    "since": st.dates().map(str),
    "uses": st.lists(st.sampled_from(["home", "shop"]), min_size=1),
}
UNSOUND = {"name": ("示例示例示例", "maxLength"), "floors": (0, "minimum"), "since": ("2026-02-30", "format"), "uses": (["farm"], "enum")}


@given(st.fixed_dictionaries({key: SOUND[key] for key in ("name", "floors")}, optional={key: SOUND[key] for key in ("since", "uses")}))
def test_content_that_its_schema_allows_is_attested(content: dict) -> None:
    rules.require_content(content, FIELDS, SCHEMA)


@given(st.fixed_dictionaries(SOUND), st.sampled_from(sorted(UNSOUND)))
def test_what_a_schema_does_not_allow_is_named_with_what_it_asks(content: dict, key: str) -> None:
    wrong, asked = UNSOUND[key]
    with pytest.raises(InvalidContent) as refused:
        rules.require_content({**content, key: wrong}, FIELDS, SCHEMA)
    assert refused.value.wrong == ((key, asked),)


def test_what_a_schema_does_not_require_may_be_left_out_but_not_empty() -> None:
    with pytest.raises(InvalidContent) as refused:
        rules.require_content({"name": "示例", "since": "", "colour": "red"}, FIELDS, SCHEMA)
    assert (refused.value.missing, refused.value.unknown, refused.value.wrong) == (("floors",), ("colour",), (("since", "format"),))


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.lists(st.text())))
def test_one_record_has_one_spelling(record: dict) -> None:
    assert rules.canonical(record) == rules.canonical(dict(reversed(record.items())))


def test_a_number_looks_like_that_of_an_official_paper() -> None:
    assert rules.printed_number("榕建资", 2026, 17) == "榕建资〔2026〕000017号"
