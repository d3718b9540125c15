"""What somebody wrote, made legible and measured: always something sound, or a refusal."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.board.rules import writing
from tongban.board.terms import BoardRefused, NewMessage, WordsMissing
from tongban.responsibilities.terms import Kind

TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=300)
MESSAGE = NewMessage(kind=Kind.HELP, title="", text="路灯坏了")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a\x00b", "ab"),
        ("  路灯 \u3000 坏了  ", "路灯 坏了"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("一\n\n\n\n\n二", "一\n\n二"),
        ("\u202e反着写", "反着写"),
        ("\ud800", ""),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
    ],
)
def test_legible(typed: str, read: str) -> None:
    assert writing.legible(typed) == read


@given(TEXT)
def test_legible_twice_is_once_and_can_be_kept(text: str) -> None:
    read = writing.legible(text)
    assert writing.legible(read) == read and "\x00" not in read
    read.encode()


@given(TEXT, TEXT, TEXT)
def test_a_sound_message_says_something_in_few_enough_words(title: str, text: str, name: str) -> None:
    try:
        sound = writing.sound(replace(MESSAGE, title=title, text=text, free_name=name))
    except BoardRefused:
        return
    assert sound.text and writing.says_something(sound.title) and len(sound.title) <= writing.TITLE_MOST and "\n" not in sound.title


@given(TEXT)
def test_what_lies_between_the_words_does_not_count(text: str) -> None:
    spaced = " ，".join(text)
    if unicodedata.is_normalized("NFKC", text):
        assert writing.likeness(spaced) == writing.likeness(text)
    assert 0 <= writing.likeness(text) < 2**63


def test_width_and_case_do_not_count_either() -> None:
    assert writing.likeness("ＡＢ１２ 路灯") == writing.likeness("ab12，路灯！") != writing.likeness("ab12路灯坏")


@pytest.mark.parametrize(
    ("text", "title"),
    [("路灯坏了。请修。", "路灯坏了"), ("长" * 50, "长" * 30 + "…"), ("！！！\n路灯", "路灯"), ("路灯坏了", "路灯坏了")],
)
def test_a_title_is_the_first_sentence(text: str, title: str) -> None:
    assert writing.title_of(text) == title


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("路灯坏了", False),
        ("见 https://a.example/x", False),
        ("加 https://a.example 和 www.b.example", True),
        ("上a.com看b.cn", True),
        ("3.5米", False),
    ],
)
def test_advertising(text: str, held: bool) -> None:
    assert writing.looks_like_advertising(text) is held


def test_words_of_an_act() -> None:
    assert writing.said("words", " 好 ", 10) == "好"
    with pytest.raises(WordsMissing):
        writing.said("words", "…", 10)
