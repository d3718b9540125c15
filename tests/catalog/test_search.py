"""Finding a service in people's own words; and that no words can do anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import city, factories
from tongban.catalog import actions, queries
from tongban.catalog.rules.search import Words, fold, query_tokens, score, tsquery, vector
from tongban.identity.terms import SYSTEM

BIRTH, SHOP, RIVER = "999999-GA-0001", "999999-SC-0001", "999999-SL-0001"
NAMED = {
    city.QUALIFICATION: {
        "name": city.words("建筑业企业资质认定（水利、公路专业）", "Construction enterprise qualification"),
        "plain_name": city.words("办建筑资质，承接水利、公路工程", "Get a construction qualification"),
        "aliases": ["办资质", "施工资质", "资质证书"],
    },
    city.SHORT: {
        "name": city.words("出生医学证明和户口登记", "Registration of a birth"),
        "plain_name": city.words("给新生儿上户口", "Register a newborn"),
        "aliases": ["生孩子上户口", "报户口", "新生儿落户"],
    },
    city.ON_THE_SPOT: {
        "name": city.words("个体工商户设立登记", "Registration of a sole trader"),
        "plain_name": city.words("开个小店，办个体执照", "Open a shop"),
        "aliases": ["开店", "开个小店", "个体户", "O2O"],
    },
    city.NESTED: {
        "name": city.words("取水许可", "Water abstraction permit"),
        "plain_name": city.words("从河里、地下取水", "Take water from a river"),
        "aliases": ["打井", "抽水"],
    },
}


@pytest.fixture
def named(db: None) -> None:
    contents = city.contents()
    for code, words in NAMED.items():
        contents[city.file_of(code)] |= words
    actions.load_city(files=city.files(contents), by=SYSTEM, at=factories.MORNING)


def found(query: str) -> list[str]:
    return [entry.code for entry in queries.search(query)]


@pytest.mark.usefixtures("named")
class TestFinding:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ("办资质", city.QUALIFICATION),
            ("我要办资质", city.QUALIFICATION),
            ("怎么申请建筑资质", city.QUALIFICATION),
            ("資質", city.QUALIFICATION),
            ("施工 资质", city.QUALIFICATION),
            ("建筑业企业资质认定", city.QUALIFICATION),
            ("水利公路工程", city.QUALIFICATION),
            ("上户口", city.SHORT),
            ("新生儿落户", city.SHORT),
            ("戶口", city.SHORT),
            ("给孩子报户口需要什么", city.SHORT),
            ("开店", city.ON_THE_SPOT),
            ("想开个小店，怎么办执照？", city.ON_THE_SPOT),
            ("個體執照", city.ON_THE_SPOT),
            ("ｏ２ｏ", city.ON_THE_SPOT),
            ("O2o", city.ON_THE_SPOT),
            ("打井", city.NESTED),
            ("井", city.NESTED),
            ("取水许可", city.NESTED),
            ("newborn", city.SHORT),
            ("REGISTER a newborn", city.SHORT),
            ("construc", city.QUALIFICATION),
            ("water river", city.NESTED),
            (city.NESTED, city.NESTED),
        ],
    )
    def test_the_best_answer_comes_first(self, query, code) -> None:
        assert found(query)[:1] == [code]

    @pytest.mark.parametrize("query", ["", " ", "？！", "龘", "量子力学考试", "xyzzy", "zzzzzz 龘靐", "的", "\x00", "办理", "我想申请"])
    def test_nonsense_finds_nothing(self, query) -> None:
        assert found(query) == []

    @pytest.mark.parametrize(
        "query",
        [
            "'",
            "''",
            "办资质'",
            "办资质 & !",
            "a:*",
            "<->",
            "办资质 | '",
            "\\",
            "办资质\\'",
            "!资质",
            "(((",
            "');--",
            "资质:A",
            "%",
            "_",
            "资质\x00",
        ],
    )
    def test_quotes_and_operators_are_words_like_others(self, query) -> None:
        assert found(query)[:1] in ([], [city.QUALIFICATION], [city.NESTED], [city.SHORT], [city.ON_THE_SPOT])
        if "办资质" in query:
            assert found(query)[:1] == [city.QUALIFICATION]

    def test_very_long_questions_are_answered_too(self) -> None:
        assert found("办资质" + "的" * 5000)[:1] == [city.QUALIFICATION]
        assert isinstance(found("很长的问题" * 2000), list)

    def test_an_alias_is_better_than_a_name_and_a_name_than_the_text(self) -> None:
        entries = queries.search("户口")
        assert entries[0].code == city.SHORT
        assert len(queries.search("示例", limit=2)) <= 2

    def test_a_line_shows_what_a_person_chooses_by(self) -> None:
        (entry, *_others) = queries.search("办资质")
        assert (entry.plain_name.zh, entry.department_name.zh) == ("办建筑资质，承接水利、公路工程", "榕城市示例建设委员会")
        assert entry.promised is not None and entry.visits == 0

    def test_a_search_costs_two_statements_and_one_when_everything_is_known(self, django_assert_num_queries) -> None:
        queries.forget()
        with django_assert_num_queries(2):
            queries.search("办资质")
        with django_assert_num_queries(1):
            queries.search("办资质")
        with django_assert_num_queries(0):
            queries.search("？！")

    def test_a_new_release_is_found_by_its_new_words_only(self) -> None:
        contents = city.contents()
        for code, words in NAMED.items():
            contents[city.file_of(code)] |= words
        contents[city.file_of(city.NESTED)] |= {"plain_name": city.words("取用地表水"), "aliases": ["灌溉"]}
        actions.load_city(files=city.files(contents), by=SYSTEM, at=factories.MORNING)
        assert found("打井") == []
        assert found("灌溉") == [city.NESTED]


@pytest.mark.django_db
def test_before_a_city_is_loaded_nothing_is_found() -> None:
    assert found("办资质") == []


@given(st.text(max_size=40))
def test_tokens_never_leave_their_quotes(text) -> None:
    tokens = query_tokens(text)
    assert all("'" not in token and "\\" not in token and token.strip() == token and token for token in tokens)
    asked = tsquery(tokens)
    assert asked.count("'") == 2 * len(tokens)
    assert "\x00" not in asked
    written = vector(Words((text,), text, text, text))
    assert written.count("'") % 2 == 0


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_score_has_its_limits_and_folding_changes_nothing(query, name) -> None:
    words = Words(aliases=(name,), plain_name=name, name=name, text=name)
    assert 0.0 <= score(query, words) <= 4.0
    assert score(fold(query), words) == score(query, words)
    if query_tokens(query) and query_tokens(name):
        assert score(name, words) == 4.0
