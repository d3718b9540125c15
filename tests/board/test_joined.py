"""Messages that were joined: what is not displayed comes out through no other; each author rates for themselves; when it ended."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.board.play import DUTY, Play, refuses
from tests.board.town import MORNING, a_person, staff
from tongban.board import actions, queries
from tongban.board.models import Rating
from tongban.board.terms import (
    AlreadyRated,
    End,
    MergedIntoHidden,
    MessageState,
    MessageView,
    NotMergeable,
    RatingClosed,
    Removal,
    Satisfaction,
    TrackKind,
    Visibility,
    WrongState,
)
from tongban.identity.terms import PUBLIC, Actor

pytestmark = pytest.mark.usefixtures("town")
SCREENER = staff("rexian/screening", name="演示·审核员")


def merge(one: Play, other: Play) -> None:
    actions.merge(message_id=one.message_id, into_id=other.message_id, by=DUTY, at=one.at)


def two() -> tuple[Play, Play]:
    """One that is handled, and one that was joined with it; both displayed."""
    main, same = Play.taken(), Play.posted()
    merge(same, main)
    return main, same


def seen(play: Play, by: Actor = PUBLIC) -> MessageView:
    return queries.message(play.row.number, by=by, at=play.at)


def steps(view: MessageView) -> str:
    return json.dumps([dict(each.codes) for each in view.track if each.kind is TrackKind.MERGED])


class TestWhatIsNotDisplayed:
    def test_nothing_displayed_is_joined_with_it_but_it_with_what_is_displayed(self) -> None:
        shown, hidden = Play.taken(), Play.posted(visibility=Visibility.UNIT)
        with refuses(MergedIntoHidden) as told:
            merge(shown, hidden)
        assert isinstance(told.value, NotMergeable) and shown.row.state == MessageState.HANDLING
        merge(hidden, shown)
        shown.answer()
        assert len(seen(hidden, hidden.author).replies) == 1

    def test_two_that_are_not_displayed_are_joined_without_a_number_for_their_authors(self) -> None:
        main, same = (Play.posted(visibility=Visibility.UNIT) for _each in range(2))
        merge(same, main)
        main.take()
        main.answer()
        view = seen(same, same.author)
        assert len(view.replies) == 1 and view.may_rate
        assert view.merged_into == "" and main.row.number not in steps(view)
        handled = queries.handled(same.message_id, by=DUTY, at=same.at, purpose="演示")
        assert handled.message.merged_into == main.row.number and len(handled.message.replies) == 1

    def test_what_is_removed_afterwards_is_shown_through_it_no_more(self) -> None:
        main, same = two()
        main.later(hours=1).answer()
        assert seen(same).merged_into == main.row.number and main.row.number in steps(seen(same))
        assert len(seen(same).replies) == 1
        stamp = queries.stamp(same.row.number)
        actions.screen(
            message_id=main.message_id, shown=False, reason=Removal.PERSONAL_DATA, by=SCREENER, at=main.at + timedelta(minutes=5)
        )
        view, number = seen(same), main.row.number
        assert (view.replies, view.merged_into) == ((), "") and number not in steps(view)
        assert queries.stamp(same.row.number) > stamp, "a cache asks again"
        (row,) = queries.export()
        assert row["number"] == same.row.number and not row["answer"] and not row["first_answer"]
        (line,) = queries.requests(numbers=[same.row.number], limit=9)
        assert (line.reply, line.reply_end) == ("", None)
        assert len(seen(same, same.author).replies) == 1, "its author has the answer all the same"


class TestRatingForOneself:
    def test_a_bad_rating_by_another_leaves_the_others_their_rating_of_what_they_had(self) -> None:
        main, same = two()
        main.answer()
        unit = main.row.unit
        same.rate(Satisfaction.VERY_BAD, solved=False)
        assert main.row.state == MessageState.REOPENED
        with refuses(AlreadyRated):
            same.rate(Satisfaction.VERY_GOOD)
        assert seen(main, main.author).may_rate and not seen(same, same.author).may_rate
        main.take()
        main.rate(Satisfaction.VERY_GOOD)
        rating = Rating.objects.get(message=main.message_id)
        assert (rating.round, rating.unit, rating.satisfaction) == (1, unit, 5)
        assert (main.row.state, main.row.satisfaction) == (MessageState.HANDLING, 5), "it does not end what another wants done once more"
        main.later(days=1).answer()
        main.rate(Satisfaction.GOOD)
        assert sorted(Rating.objects.filter(message=main.message_id).values_list("round", flat=True)) == [1, 2]
        assert main.row.state == MessageState.CLOSED

    def test_whoever_has_only_joined_does_not_take_it_away_either(self) -> None:
        main, neighbour = Play.taken(), a_person()
        actions.join(message_id=main.message_id, by=neighbour, at=main.at)
        main.answer()
        assert seen(main, neighbour).may_rate
        main.rate(Satisfaction.BAD, by=neighbour)
        assert main.row.state == MessageState.REOPENED
        assert not seen(main, neighbour).may_rate
        main.rate(Satisfaction.FAIR)
        assert main.row.state == MessageState.REOPENED

    def test_the_first_answer_is_rated_in_its_own_time_and_no_more_once_there_is_a_second(self) -> None:
        main, same = two()
        main.answer()
        until = main.row.rating_until
        same.rate(Satisfaction.BAD)
        main.at = until + timedelta(seconds=1)
        with refuses(RatingClosed):
            main.rate()
        main.at = until
        main.take()
        main.answer()
        main.rate()
        assert Rating.objects.get(message=main.message_id).round == 2

    def test_what_was_withdrawn_after_it_was_reopened_is_not_rated(self) -> None:
        main, same = two()
        main.answer()
        same.rate(Satisfaction.BAD)
        actions.withdraw(message_id=main.message_id, by=main.author, at=main.at)
        with refuses(WrongState):
            main.rate()


def test_it_is_taken_apart_again_where_the_other_ended_without_an_answer() -> None:
    main, same = Play.posted(text="我和邻居打官司的事想请你们看看。", category="", district="", title="别的事"), Play.posted()
    merge(same, main)
    actions.refuse(message_id=main.message_id, ground="litigation", by=DUTY, at=main.at)
    actions.unmerge(message_id=same.message_id, reason="不是同一件事", by=DUTY, at=same.at)
    assert (same.row.state, same.row.end) == (MessageState.ACCEPTED, None)
    assert main.row.number not in steps(seen(same))


def test_nothing_ends_before_its_answer() -> None:
    main, same = two()
    assert seen(same).closed_at == MORNING
    main.later(days=2).answer()
    assert seen(same).end is End.MERGED and seen(same).closed_at == seen(same).answered_at == main.at
    rows = {row["number"]: row for row in queries.export()}
    assert rows[same.row.number]["closed_at"] == main.at
    assert rows[main.row.number]["closed_at"] is None
    (line,) = queries.requests(numbers=[same.row.number], limit=1)
    assert line.closed_at == main.at
