"""Which numbers are dialled, what words say, and by which ways they go."""

from uuid import UUID

import pytest

from tongban.kernel.bilingual import Bilingual
from tongban.notices import queries, rules
from tongban.notices.queries.wording import wordings
from tongban.notices.terms import Channel, Recipient, Sends, UnknownKind, ValueMissing, Wording

WORDING = Wording("a.b", Bilingual("{x}", "{x}"), Bilingual("甲{x}乙{y}", "a {x} b {y}"), Bilingual("{x}"), Bilingual("念{x}"))
LOGIN = Recipient(login_id=UUID(int=7))


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0000 9999", "13800009999"),
        ("+86 138-0000-9999", "13800009999"),
        ("0999-8001001", "09998001001"),
        ("（0999）8001001", "09998001001"),
        ("12345", "12345"),
        ("4008001234", "4008001234"),
        ("8001001", "8001001"),
        ("1380000999", None),
        ("12800009999", None),
        ("", None),
        ("call me", None),
        ("1380000９９99", None),
    ],
)
def test_a_number_is_one_that_can_be_dialled(typed, number) -> None:
    assert rules.number(typed) == number


def test_values_stand_in_both_languages_and_braces_in_them_for_nothing() -> None:
    told = rules.told(WORDING, {"x": ("{y}", ""), "y": ("丙", "c")})
    assert (told.text.zh, told.text.en) == ("甲{y}乙丙", "a {y} b c")


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(ValueMissing) as found:
        rules.told(WORDING, {"x": ("1", "1")})
    assert found.value.names == ("y",)


@pytest.mark.parametrize(
    ("sends", "to", "wishes", "ways"),
    [
        (Sends.WISHED, LOGIN, False, ()),
        (Sends.WISHED, LOGIN, True, (Channel.SMS, Channel.VOICE)),
        (Sends.ALWAYS, LOGIN, False, (Channel.SMS, Channel.VOICE)),
        (Sends.NEVER, LOGIN, True, ()),
        (Sends.NEVER, Recipient(phone="13800009999"), False, ()),
        (Sends.WISHED, Recipient(phone="13800009999"), False, (Channel.SMS, Channel.VOICE)),
        (Sends.WISHED, Recipient(phone="09998001001"), False, (Channel.VOICE,)),
    ],
)
def test_ways_follow_the_kind_the_wish_and_the_number(sends, to, wishes, ways) -> None:
    wording = Wording(WORDING.kind, WORDING.title, WORDING.text, WORDING.sms, WORDING.voice, sends)
    assert rules.ways(wording, to, wishes=wishes) == ways


def test_what_has_no_short_words_stays_in_the_inbox() -> None:
    assert rules.ways(Wording("a.b", WORDING.title, WORDING.text), LOGIN, wishes=True) == ()


@pytest.mark.parametrize("kind", wordings())
def test_every_wording_says_the_same_in_both_languages(kind: str) -> None:
    """A text message is at most four parts of 67 characters, its values not counted."""
    wording = queries.wording(kind)
    for text in (wording.title, wording.text, wording.sms, wording.voice):
        if text is not None:
            assert text.zh and text.en, kind
            assert set(rules.PLACE.findall(text.zh)) == set(rules.PLACE.findall(text.en)), kind
    assert wording.sms is None or len(rules.PLACE.sub("", wording.sms.zh)) <= 4 * 67


def test_a_kind_that_nobody_worded_is_refused() -> None:
    with pytest.raises(UnknownKind):
        queries.wording("notices.nothing")
