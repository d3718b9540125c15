"""Whatever nobody sees is found and goes; whatever somebody wrote to be seen stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.words import unseen

UNSEEN = "\x00\x07\x0b\x1f\x7f\x85\xad\u034f\u061c\u115f\u200b\u200e\u200f\u2028\u202e\u2060\u2066\u3164\ufeff\ufffe\U000e0041\ud800"
SEEN = (
    *("榕城示例", "第一行\n\t第二行\r\n", "𠮷野家", "葛\U000e0100城", "㐂", "\ue5e5某", "ﾊﾝｶｸ", "naïve", "₂"),
    *(
        "👨\u200d👩\u200d👧",
        "❤\ufe0f\u200d🔥",
        "👩🏽\u200d💻",
        "👩\u200d⚕\ufe0f",
        "می\u200cخواهم",
        "क्\u200dष",
        "ᠮᠣᠩᠭᠣᠯ\u180eᠠ",
        "🏳️\u200d🌈",
    ),
)


@pytest.mark.parametrize("character", UNSEEN, ids=ascii)
@pytest.mark.parametrize("text", ["{}", "甲{}乙", "a{}b", "👩{}👧"])
def test_unseen_characters_are_found_and_go(text: str, character: str) -> None:
    assert unseen.has_unseen(text.format(character))
    assert unseen.without_unseen(text.format(character)) == text.format("")
    assert unseen.marked(text.format(character)) == text.format("\ufffd")


@pytest.mark.parametrize("text", SEEN, ids=ascii)
def test_what_is_seen_stays(text: str) -> None:
    assert not unseen.has_unseen(text) and unseen.without_unseen(text) == text


@pytest.mark.parametrize(
    "text",
    ["甲\u200d乙", "a\u200cb", "\u200d", "👩\u200d", "\u200d👩", "1\u200d👩", "👩\u200d\u200d👩", "👩\u200d\u200b👩", "12\u200c3"],
    ids=ascii,
)
def test_a_joiner_that_joins_nothing_is_unseen(text: str) -> None:
    assert unseen.has_unseen(text)
    assert "\u200d" not in unseen.without_unseen(text) and "\u200c" not in unseen.without_unseen(text)


def test_of_one_line_its_ends_are_unseen_too() -> None:
    assert all(unseen.has_unseen_or_lines(text) for text in ("a\nb", "a\rb", "a\tb", "a\u200bb"))
    assert unseen.marked("a\n\tb") == "a\ufffd\ufffdb"
    assert not unseen.has_unseen_or_lines("a b　c")


def test_every_control_and_direction_of_unicode_is_known() -> None:
    """But for those of scripts whose signs they shape."""
    shaping = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "MONGOLIAN")
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") and character not in "\n\r\t":
            name = unicodedata.name(character, "")
            assert unseen.has_unseen(character) or (name.startswith(shaping) and name != "ARABIC LETTER MARK"), name


@given(st.text(st.sampled_from("甲a1 \n👩🔥\u200d\u200c\u200b\u202e\ufe0f\x00ا")))
def test_what_was_cleaned_is_clean(text: str) -> None:
    cleaned = unseen.without_unseen(text)
    assert not unseen.has_unseen(cleaned)
    assert unseen.has_unseen(text) == (cleaned != text)
