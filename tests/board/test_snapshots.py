"""Messages and ratings as they are counted elsewhere: nobody's data, in pages that go on where a killed run ended."""

from datetime import timedelta

import pytest

from tests.board.play import DUTY, Play
from tests.board.test_importing import foreign
from tests.board.town import MORNING, a_person, posted_by_code
from tongban.board import actions, queries
from tongban.board.models import Message
from tongban.board.terms import Denied, Satisfaction, Visibility
from tongban.identity.terms import SYSTEM
from tongban.responsibilities.terms import Kind, Point

pytestmark = pytest.mark.usefixtures("town")
LATER = MORNING + timedelta(days=60)
POINT = Point(117.123456, 27.654321)


def told(**asked) -> dict:
    return {each["id"]: each for each in queries.snapshot(**{"changed_since": None, "until": LATER, "by": SYSTEM} | asked)}


class TestMessages:
    def test_as_they_stand(self) -> None:
        play = Play.answered(point=POINT)
        play.later(hours=1).rate(Satisfaction.FAIR)
        row, known = play.row, told()[play.message_id]
        assert (known["title"], known["text"]) == (row.title, row.text)
        assert (known["longitude"], known["latitude"]) == (117.123, 27.654)
        for name in "number kind channel unit state end on_time solved satisfaction received_at answered_at changed_at merged_into".split():
            assert known[name] == (None if name == "merged_into" else getattr(row, name))
        assert known["urged"] is False and len(known["author_key"]) == 16

    def test_words_and_places_only_where_everybody_reads_them(self) -> None:
        hidden = Play.posted(point=POINT, visibility=Visibility.UNIT)
        report = Play.posted(kind=Kind.REPORT, title="举报", text="督查室工作人员收受礼品。", point=POINT)
        names = ("title", "text", "longitude", "latitude")
        for play in (hidden, report):
            assert [told()[play.message_id][name] for name in names] == ["", "", None, None]
        assert told()[report.message_id]["author_key"] == "" != told()[hidden.message_id]["author_key"]

    def test_nothing_of_its_author(self) -> None:
        play = Play.posted()
        inside = str(told()[play.message_id])
        assert str(play.row.author_id) not in inside and "演示甲" not in inside

    def test_one_author_is_one_key_a_month_and_another_the_next(self) -> None:
        author = a_person()
        first, same = (Play.posted(author=author).message_id for _ in range(2))
        other, next_month = Play.posted().message_id, Play.posted(author=author, at=MORNING + timedelta(days=30)).message_id
        unknown = [posted_by_code()[1].pk for _ in range(2)]
        keys = {each: row["author_key"] for each, row in told().items()}
        assert keys[first] == keys[same] and len({keys[each] for each in (first, other, next_month, *unknown)}) == 5

    def test_page_by_page_whatever_changes_between(self) -> None:
        plays = [Play.posted() for _ in range(5)]
        seen, after = [], None
        while page := queries.snapshot(changed_since=None, until=MORNING, by=SYSTEM, after=after, limit=2):
            seen += [each["id"] for each in page]
            after = seen[-1]
            if len(seen) == 2:
                left = next(play for play in plays if play.message_id not in seen)
                left.later(hours=1).take()
        assert sorted(seen) == sorted(play.message_id for play in plays if play is not left)
        assert set(told(changed_since=MORNING)) == {left.message_id}

    def test_what_has_changed_displayed_or_not(self) -> None:
        Play.posted()
        shown, hidden, merged = Play.posted(), Play.posted(visibility=Visibility.UNIT), Play.posted()
        actions.merge(message_id=merged.message_id, into_id=shown.message_id, by=DUTY, at=MORNING)
        for play in (shown, hidden):
            play.later(hours=1).take()
        shown.answer()
        assert set(told(changed_since=MORNING)) == {shown.message_id, hidden.message_id, merged.message_id}
        assert told()[merged.message_id]["merged_into"] == shown.message_id

    def test_what_another_channel_brought_with_times_of_long_ago(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tongban.board.queries.snapshots.OVERLAP", 0)
        bring = {"sent_at": MORNING - timedelta(days=90), "answer": "已修好。", "answered_at": MORNING - timedelta(days=80)}
        actions.import_messages(source="hotline", messages=[foreign(1, **bring)], by=SYSTEM, at=MORNING)
        actions.count_changed(by=SYSTEM, at=MORNING)
        assert told(changed_since=MORNING) == {}
        actions.import_messages(source="hotline", messages=[foreign(2, **bring)], by=SYSTEM, at=MORNING + timedelta(days=1))
        (brought,) = told(changed_since=MORNING)
        assert Message.objects.get(pk=brought).changed_at < MORNING

    def test_for_the_system_alone(self) -> None:
        for by in (DUTY, a_person()):
            for ask in (queries.snapshot, queries.ratings_snapshot):
                with pytest.raises(Denied):
                    ask(changed_since=None, until=LATER, by=by)


def test_ratings() -> None:
    plays = [Play.answered() for _ in range(2)]
    for n, play in enumerate(plays):
        play.later(hours=1 + n).rate(Satisfaction.BAD, solved=False)
    rows = queries.ratings_snapshot(changed_since=None, until=LATER, by=SYSTEM)
    assert [(each["message"], each["satisfaction"], each["solved"], each["at"]) for each in rows] == [
        (play.message_id, 2, False, play.at) for play in plays
    ]
    assert (rows[0]["unit"], rows[0]["called_back"]) == ("chengguan", False)
    assert queries.ratings_snapshot(changed_since=None, until=LATER, by=SYSTEM, after=rows[0]["id"], limit=1) == rows[1:]
    assert queries.ratings_snapshot(changed_since=plays[0].at, until=LATER, by=SYSTEM) == rows[1:]
