"""Lists and searches that everybody may read: each in one statement, however many there are; what is hidden is in none."""

import itertools
from datetime import timedelta

import pytest

from tests.board import town as small
from tests.board.play import refuses
from tests.board.town import MORNING, a_message, a_person, posted, posted_by_code, screener
from tongban.board import actions, queries
from tongban.board.models import Message
from tongban.board.terms import Denied, Removal, Visibility
from tongban.identity.terms import PUBLIC
from tongban.responsibilities.terms import Kind, Point

pytestmark = pytest.mark.usefixtures("town")
HOUR = MORNING + timedelta(hours=1)


@pytest.fixture
def several(town: None) -> list[Message]:
    """Four that are displayed, of several classes and hours; and four that are not."""
    told = [
        a_message(),
        a_message(title="自来水水压太低", text="三楼没有自来水，水压太低。", category="020100", kind=Kind.COMPLAINT),
        a_message(title="入学怎么报名", text="孩子今年入学，怎么报名？", category="060100", kind=Kind.INQUIRY, district="donghuqu"),
        a_message(title="建议增设长椅", text="湖边增设长椅。", category="010200", kind=Kind.SUGGESTION, district=""),
    ]
    rows = [posted(each, at=MORNING + timedelta(minutes=n))[1] for n, each in enumerate(told)]
    posted(a_message(kind=Kind.REPORT))
    posted(a_message(visibility=Visibility.UNIT))
    posted_by_code()
    gone = posted()[1]
    actions.screen(message_id=gone.pk, shown=False, reason=Removal.INSULT, by=screener(), at=HOUR)
    return rows


class TestLists:
    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, [3, 2, 1, 0]),
            ({"kind": "complaint"}, [1]),
            ({"category": "010202"}, [0]),
            ({"category": "010000"}, [3, 0]),
            ({"category": "010200"}, [3, 0]),
            ({"district": "donghuqu"}, [2, 1, 0]),
            ({"district": "donghu"}, [1, 0]),
            ({"unit": "gongshui"}, [1]),
            ({"state": "open"}, [3, 2, 1, 0]),
            ({"state": "answered"}, []),
            ({"kind": "nothing"}, []),
            ({"category": "990000"}, []),
            ({"category": "%"}, []),
            ({"district": "nowhere"}, []),
            ({"unit": "\x00"}, []),
            ({"after": "rubbish"}, [3, 2, 1, 0]),
        ],
    )
    def test_one_statement_each(self, several, asked, found, django_assert_max_num_queries) -> None:
        queries.messages(at=HOUR)  # units and board are remembered
        with django_assert_max_num_queries(1):
            lines = queries.messages(at=HOUR, **asked).lines
        assert [each.number for each in lines] == [several[n].number for n in found]

    def test_a_line(self, several) -> None:
        line = queries.messages(at=HOUR, kind="complaint").lines[0]
        assert (line.title, line.excerpt, line.unit_name.zh, line.category_name.zh) == (
            "自来水水压太低",
            "三楼没有自来水，水压太低。",
            "供水集团",
            "供水",
        )

    def test_pages(self, several, django_assert_num_queries) -> None:
        seen, cursor = [], ""
        for _n in itertools.count():
            page = queries.messages(at=HOUR, limit=3, after=cursor)
            seen += [each.number for each in page.lines]
            cursor = page.next
            if not cursor:
                break
        assert seen == [row.number for row in reversed(several)]

    def test_mine_has_all_of_mine(self) -> None:
        author = a_person()
        rows = [posted(by=author)[1], posted(a_message(kind=Kind.REPORT), by=author, at=HOUR)[1]]
        posted()
        assert [each.number for each in queries.mine(author, at=HOUR).lines] == [rows[1].number, rows[0].number]
        with refuses(Denied):
            queries.mine(PUBLIC, at=HOUR)

    def test_feeds_have_the_last_changed_first(self, several, django_assert_num_queries) -> None:
        actions.follow(message_id=several[0].pk, by=a_person(), at=HOUR)
        actions.screen(message_id=several[0].pk, shown=True, by=screener(), at=HOUR)
        with django_assert_num_queries(1):
            lines = queries.changes_since(at=HOUR)
        assert lines[0].number == several[0].number and len(lines) == 4
        assert [each.number for each in queries.changes_since(at=HOUR, since=MORNING + timedelta(minutes=30))] == [several[0].number]
        assert queries.changes_since(at=HOUR, unit="gongshui")[0].number == several[1].number

    def test_a_stamp_for_a_conditional_read(self, several, django_assert_num_queries) -> None:
        with django_assert_num_queries(1):
            assert queries.stamp(several[0].number) == several[0].changed_at
        assert queries.stamp("LY2026-999999-9") is None

    def test_suggestions_that_were_decided(self, several) -> None:
        assert queries.suggestions(at=HOUR).lines == ()
        Message.objects.filter(pk=several[3].pk).update(suggested="adopted", suggested_reason="明年安装")
        assert [each.number for each in queries.suggestions(at=HOUR).lines] == [several[3].number]
        assert queries.suggestions(at=HOUR, outcome="partly").lines == ()

    def test_a_page_of_one_message_costs_the_same_few_statements(self, several, django_assert_num_queries) -> None:
        with django_assert_num_queries(2):  # the message; photos, steps, orders, replies, ratings and extensions
            queries.message(several[0].number, by=PUBLIC, at=HOUR)


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("水压", [1]),
            ("自来水 水压", [1]),
            ("湖滨路 路灯", [0]),
            ('"怎么报名"', [2]),
            ("椅", [3]),
            ("长椅", [3]),
            ("不存在的词", []),
            ("", []),
            ("'; DROP TABLE -- \\ & | ! <-> :*", []),
            ("\x00", []),
            ("长" * 20_000, []),
        ],
    )
    def test_by_words_in_one_statement(self, several, text, found, django_assert_max_num_queries) -> None:
        queries.messages(at=HOUR)
        with django_assert_max_num_queries(1):
            lines = queries.search(text, at=HOUR).lines
        assert [each.number for each in lines] == [several[n].number for n in found]

    def test_by_number(self, several) -> None:
        assert queries.search(several[2].number, at=HOUR).lines[0].number == several[2].number

    def test_by_words_and_more(self, several) -> None:
        assert not queries.search("水压", at=HOUR, kind="praise").lines
        assert queries.search("水压", at=HOUR, category="020000", district="donghuqu").lines

    def test_what_was_masked_is_not_found(self) -> None:
        posted(a_message(text="我叫王小明，电话13800000000，路灯坏了"))
        assert not queries.search("13800000000", at=HOUR).lines and not queries.search("王小明", at=HOUR).lines
        assert queries.search("路灯坏了", at=HOUR).lines


class TestSimilar:
    def test_the_same_matter_nearby(self, several, django_assert_num_queries) -> None:
        with django_assert_num_queries(1):
            found = queries.similar("湖滨路口路灯坏了几天，晚上看不见路", at=HOUR, district="donghu")
        assert [each.line.number for each in found] == [several[0].number] and found[0].likeness > 0.3 and found[0].metres is None

    def test_near_by_the_map(self) -> None:
        point = Point(117.3, 27.63)
        row = posted(a_message(point=point))[1]
        (found,) = queries.similar(small.TEXT, at=HOUR, point=Point(117.301, 27.6305))
        assert found.line.number == row.number and found.metres == 113
        assert not queries.similar(small.TEXT, at=HOUR, point=Point(117.35, 27.65))

    def test_nothing_like_it(self, several) -> None:
        for text in ("公交车班次太少", "", "\x00", "😀", "长" * 20_000):
            assert queries.similar(text, at=HOUR, district="donghu") == ()

    def test_not_from_long_ago(self, several) -> None:
        assert queries.similar(small.TEXT, at=MORNING + timedelta(days=40), district="donghu") == ()

    def test_guides(self) -> None:
        assert queries.guides_for("怎么办营业执照") == ()


class TestExport:
    def test_everything_that_is_displayed_and_nobodys_data(self, several) -> None:
        rows = list(queries.export())
        assert [each["number"] for each in rows] == [row.number for row in several]
        assert not {"written", "author", "author_id", "code_hash"} & set(rows[0])
        assert len(list(queries.export(since=MORNING + timedelta(minutes=2), until=MORNING + timedelta(minutes=3)))) == 1


def test_shown_masked_before_sending() -> None:
    assert "13800000000" not in queries.preview("电话 13800000000") and queries.preview("") == ""
