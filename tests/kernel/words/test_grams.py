"""One form for what says the same; and the terms by which PostgreSQL finds it, asked of PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tongban.kernel.words.grams import index_terms, loosely, normal, pieces, query, runs, terms

anything = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=60)


def finds(asked: str, text: str, *, placed: bool = True) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [index_terms(text, placed=placed), query(asked, placed=placed)])
        (found,) = cursor.fetchone() or (False,)
    return bool(found)


class TestForm:
    @pytest.mark.parametrize(
        ("text", "form"),
        [
            ("ＡＢＣ　１２３", "abc 123"),
            ("路\u200b灯\ufeff坏\u202e了", "路灯坏了"),
            ("葛\U000e0100先生", "葛先生"),
            ("  多\n\t少 ", "多 少"),
            ("ﬁne Straße", "fine strasse"),
            ("\x00\x07", ""),
        ],
    )
    def test_what_looks_the_same_is_the_same(self, text: str, form: str) -> None:
        assert normal(text) == form

    @given(anything)
    @example("\u1e9e\u0345\ufdfa")
    def test_a_normal_form_is_normal(self, text: str) -> None:
        assert pieces(normal(text)) == pieces(text)

    def test_terms_are_pairs_and_words(self) -> None:
        assert terms("3栋电梯坏了 LED灯") == ["3", "栋电", "电梯", "梯坏", "坏了", "led", "灯"]
        assert terms("\U00020bb7野家") == ["\U00020bb7野", "野家"]
        assert terms("") == [] and len(terms("a" * 500)[0]) == 64

    def test_runs_of_three_are_two_pairs_that_touch(self) -> None:
        assert runs("路灯坏了，路灯坏") == [("路灯", "灯坏"), ("灯坏", "坏了")]
        assert runs("LED 灯") == [("led", "led"), ("灯", "灯")] and runs("") == []

    def test_loosely_what_is_written_together_is_its_parts(self) -> None:
        assert loosely("学校补课") == ("'学校' & '补课'", True)
        assert loosely("停车难") == ("(('停车' & '难':*) | ('停':* & '车难'))", False)
        assert loosely("修小区路灯 LED") == ("(('修小' & '区路' & '路灯') | ('修小' & '小区' & '路灯')) & 'led':*", True)
        for asked in ("路灯", "小区 噪音", "“路灯坏了”", "LED 12345", "", "，。"):
            assert loosely(asked)[0] == "", asked


@pytest.mark.django_db
class TestPostgres:
    @pytest.mark.parametrize("placed", [True, False])
    @pytest.mark.parametrize(
        ("asked", "text", "found"),
        [
            ("路灯", "人民路的路灯坏了", True),
            ("路灯 坏了", "人民路的路灯坏了", True),
            ("路灯好了", "人民路的路灯坏了", False),
            ("了", "人民路的路灯坏了", True),
            ("路", "人民路", True),
            ("人", "人民路", True),
            ("天", "人民路", False),
            ("led", "换成LED灯", True),
            ("12345", "打12345没人接", True),
            ("ＬＥＤ", "led", True),
            ("'; DROP & | ! <->", "什么都有", False),
            ("o'brien\\", "O'Brien 的留言", True),
        ],
    )
    def test_a_text_is_found_by_what_stands_in_it(self, asked: str, text: str, found: bool, placed: bool) -> None:
        assert finds(asked, text, placed=placed) is found

    def test_a_phrase_is_found_as_a_phrase(self) -> None:
        assert finds("“路灯坏了”", "人民路的路灯坏了")
        assert not finds("“路灯坏了”", "路灯坏 灯坏了")
        assert finds("路灯坏了", "路灯坏 灯坏了")
        assert finds("“路灯坏了”", "路灯坏 灯坏了", placed=False)

    @hypothesis_settings(max_examples=60)
    @given(anything, anything)
    @example("停车", "停车难")
    def test_what_has_all_of_it_has_its_parts(self, text: str, asked: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [index_terms(f"{text}{asked}"), loosely(asked)[0]])
            assert cursor.fetchone() == (True,) or not loosely(asked)[0] or not finds(asked, f"{text}{asked}")

    def test_a_title_weighs_more(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT ts_rank(%s::tsvector, %s::tsquery) > ts_rank(%s::tsvector, %s::tsquery)",
                [index_terms({"A": "路灯", "D": "坏了"}), query("路灯"), index_terms({"A": "坏了", "D": "路灯"}), query("路灯")],
            )
            assert cursor.fetchone() == (True,)

    @hypothesis_settings(max_examples=60)
    @given(anything, anything)
    def test_whatever_is_written_can_be_indexed_and_asked(self, text: str, asked: str) -> None:
        assert finds(asked, text) in (True, False)

    @hypothesis_settings(max_examples=60)
    @given(anything)
    @example("路灯 路灯\u200b路灯")
    def test_a_text_is_found_by_itself(self, text: str) -> None:
        plain = text.translate(dict.fromkeys(map(ord, '"“”「」『』'), " "))
        assert finds(plain, plain) or not pieces(plain)

    def test_a_very_long_text_has_its_places(self) -> None:
        long = "".join(chr(0x4E00 + place % 9000) for place in range(20_000)) + "路灯坏了"
        assert finds("路灯坏了", long) and finds("一丁", long)


def test_nothing_to_look_for_is_no_query() -> None:
    assert query("") == query(" ，。！ ") == query("\u200b") == ""
