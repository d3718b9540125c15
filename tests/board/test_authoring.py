"""What authors do after sending, and those who follow or join a message."""

import uuid
from datetime import timedelta

import pytest

from tests.board.play import refuses
from tests.board.town import MORNING, a_message, a_person, operator, posted, posted_by_code
from tongban.board import actions, queries
from tongban.board.models import Follower, Order, Track
from tongban.board.terms import Denied, End, MessageState, OrderState, TooManyAdded, UnknownMessage, WordsMissing, WordsTooLong, WrongState
from tongban.identity.terms import PUBLIC
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
HOUR = MORNING + timedelta(hours=1)


class TestAdding:
    def test_words_are_masked_on_the_page_and_whole_for_those_who_handle_it(self) -> None:
        answer, row = posted_by_code()
        told = {"message_id": row.pk, "by": PUBLIC, "at": HOUR, "code": answer.code}
        actions.add_words(words="补充：请联系13800000000", **told)
        step = Track.objects.get(message=row, kind="added")
        assert "13800000000" not in step.words and step.said() == "补充：请联系13800000000"
        row.refresh_from_db()
        assert row.due_at > HOUR and row.changed_at == HOUR

    def test_refusals(self) -> None:
        author = a_person()
        answer, row = posted(by=author)
        _answer, other = posted_by_code()
        for who, code in ((PUBLIC, ""), (a_person(), ""), (PUBLIC, "AAAA-BBBB-CCCC"), (operator(), "")):
            with refuses(UnknownMessage):
                actions.add_words(message_id=row.pk, words="补充", by=who, at=HOUR, code=code)
        with refuses(UnknownMessage):
            actions.add_words(message_id=other.pk, words="补充", by=author, at=HOUR, code=answer.code)
        with refuses(WordsMissing):
            actions.add_words(message_id=row.pk, words="\x00 ", by=author, at=HOUR)
        with refuses(WordsTooLong):
            actions.add_words(message_id=row.pk, words="长" * 20_000, by=author, at=HOUR)
        for _n in range(5):
            actions.add_words(message_id=row.pk, words="补充", by=author, at=HOUR)
        with refuses(TooManyAdded):
            actions.add_words(message_id=row.pk, words="补充", by=author, at=HOUR)
        actions.withdraw(message_id=row.pk, by=author, at=HOUR)
        with refuses(WrongState):
            actions.add_words(message_id=row.pk, words="补充", by=author, at=HOUR)


class TestWithdrawing:
    def test_nothing_stays_open(self) -> None:
        author = a_person()
        answer, row = posted(by=author)
        assert actions.withdraw(message_id=row.pk, by=author, at=HOUR).end is End.WITHDRAWN
        row.refresh_from_db()
        assert (row.state, row.displayed, row.closed_at) == (MessageState.CLOSED, False, HOUR)
        assert Order.objects.get(message=row).state == OrderState.CANCELLED
        assert queries.message(answer.number, by=author, at=HOUR).end is End.WITHDRAWN
        with refuses(UnknownMessage):
            queries.message(answer.number, by=PUBLIC, at=HOUR)
        with refuses(WrongState):
            actions.withdraw(message_id=row.pk, by=author, at=HOUR)

    def test_only_by_its_author(self) -> None:
        _answer, row = posted_by_code()
        for who in (PUBLIC, a_person(), operator()):
            with refuses(UnknownMessage):
                actions.withdraw(message_id=row.pk, by=who, at=HOUR, code="0000-0000-0000")


class TestFollowing:
    def test_following_twice_is_once(self) -> None:
        _answer, row = posted()
        person = a_person()
        for _n in range(2):
            actions.follow(message_id=row.pk, by=person, at=HOUR)
        row.refresh_from_db()
        assert row.followers == 1 == Follower.objects.count()
        (line,) = queries.followed(person, at=HOUR).lines
        assert line.number == row.number
        for _n in range(2):
            actions.unfollow(message_id=row.pk, by=person, at=HOUR)
        row.refresh_from_db()
        assert row.followers == 0 and not Follower.objects.exists()

    def test_whoever_joins_follows(self) -> None:
        answer, row = posted()
        person = a_person()
        actions.follow(message_id=row.pk, by=person, at=HOUR)
        for _n in range(2):
            actions.join(message_id=row.pk, by=person, at=HOUR)
        row.refresh_from_db()
        assert row.followers == 1 and Follower.objects.get().joined
        seen = queries.message(answer.number, by=person, at=HOUR)
        assert seen.follows and seen.joined and seen.own is None

    def test_refusals(self) -> None:
        author = a_person()
        _answer, row = posted(by=author)
        _answer, report = posted(a_message(kind=Kind.REPORT))
        for verb in (actions.follow, actions.join, actions.unfollow):
            for nobody in (PUBLIC, operator()):
                with refuses(Denied):
                    verb(message_id=row.pk, by=nobody, at=HOUR)
            with refuses(UnknownMessage):
                verb(message_id=uuid.uuid4(), by=a_person(), at=HOUR)
        for verb in (actions.follow, actions.join):
            with refuses(UnknownMessage):
                verb(message_id=report.pk, by=a_person(), at=HOUR)
        with refuses(WrongState):
            actions.join(message_id=row.pk, by=author, at=HOUR)

    def test_pages_of_what_is_followed(self) -> None:
        person = a_person()
        rows = [posted()[1] for _n in range(3)]
        for row in rows:
            actions.follow(message_id=row.pk, by=person, at=HOUR)
        first = queries.followed(person, at=HOUR, limit=2)
        rest = queries.followed(person, at=HOUR, limit=2, after=first.next)
        assert {each.id for each in (*first.lines, *rest.lines)} == {row.pk for row in rows} and rest.next == ""
