"""Two people at the same instant, on two real connections: one wins, and whoever comes second finds what the first has done."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.board.play import DUTY, Play, approver, clerk
from tests.board.town import MORNING, at_once, staff
from tongban.board import actions
from tongban.board.models import Order, Rating, Reply, Track
from tongban.board.terms import (
    OPEN_ORDERS,
    AlreadyAnswered,
    AlreadyRated,
    BoardRefused,
    ChangedMeanwhile,
    MessageState,
    OrderState,
    Role,
    Satisfaction,
    Standing,
    UrgedToday,
    WrongState,
)
from tongban.identity.terms import SYSTEM
from tongban.kernel.models.facts import FactRow

pytestmark = pytest.mark.usefixtures("committed_town")
ROUNDS = 8


def both(*acts: Callable[[], object]) -> tuple[list[object], list[type[BaseException]]]:
    """What was done, and how the others were refused; anything but a named refusal is an error of ours."""
    outcomes = at_once(*acts)
    refused = [each for each in outcomes if isinstance(each, BaseException)]
    assert all(isinstance(each, BoardRefused) for each in refused), refused
    return [each for each in outcomes if not isinstance(each, BaseException)], [type(each) for each in refused]


def assert_sound(play: Play) -> None:
    """One leads, facts are in order, and the steps of the page are in the order of time."""
    leading = [each for each in play.orders if each.role == Role.LEAD and each.state == OrderState.TAKEN]
    assert len(leading) <= 1
    sequence = list(FactRow.objects.filter(aggregate_id=play.message_id).order_by("id").values_list("sequence", flat=True))
    assert sequence == list(range(1, len(sequence) + 1))
    moments = list(Track.objects.filter(message=play.message_id).order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_two_people_answer_at_once() -> None:
    for _ in range(ROUNDS):
        play = Play.taken()
        reply = play.submitted()
        publishing = [
            lambda by=by, play=play, reply=reply: actions.publish_reply(reply_id=reply.pk, by=by, at=play.at)
            for by in (approver("chengguan"), approver("shifu"))
        ]
        done, refused = both(*publishing)
        assert (len(done), refused) == (1, [AlreadyAnswered])
        assert Reply.objects.filter(message=play.message_id, state="published").count() == 1
        assert Track.objects.filter(message=play.message_id, kind="answered").count() == 1
        assert_sound(play)


def test_two_people_write_the_first_draft_at_once() -> None:
    for _ in range(ROUNDS):
        play = Play.taken()
        done, refused = both(*[lambda play=play: play.draft("chengguan")] * 2)
        assert (len(done), refused) == (1, [ChangedMeanwhile])


def test_sending_back_against_taking() -> None:
    ways = set()
    for _ in range(ROUNDS):
        play = Play.posted()
        mine = play.order()
        done, refused = both(
            lambda play=play, mine=mine: actions.take(order_id=mine.pk, by=clerk("chengguan"), at=play.at),
            lambda play=play: play.send_back("chengguan"),
        )
        ways.add((len(done), play.row.state))
        # taking after sending back is thinking better of it; sending back after taking is too late
        assert (len(done), refused) in [(2, []), (1, [WrongState])]
        assert play.row.state == MessageState.HANDLING and play.order().state == OrderState.TAKEN
        assert_sound(play)


def test_two_units_take_what_one_has_sent_back_and_the_other_was_asked_for() -> None:
    for _ in range(ROUNDS):
        play = Play.posted()
        play.send_back()
        play.assign("donghuqu")
        orders = [play.order(unit) for unit in ("chengguan", "donghuqu")]
        done, refused = both(
            *[lambda order=order, at=play.at: actions.take(order_id=order.pk, by=clerk(order.unit), at=at) for order in orders]
        )
        assert (len(done), refused) == (1, [WrongState])
        assert [each.state for each in play.orders if each.state in OPEN_ORDERS] == [OrderState.TAKEN]
        assert play.row.unit == play.order().unit
        assert_sound(play)


def test_rating_twice_at_once_is_one_rating() -> None:
    for _ in range(ROUNDS):
        play = Play.answered()
        done, refused = both(*[lambda play=play: play.rate(Satisfaction.BAD)] * 3)
        assert (len(done), refused) == (1, [AlreadyRated, AlreadyRated])
        assert Rating.objects.filter(message=play.message_id).count() == 1
        assert Order.objects.filter(message=play.message_id, round=2).count() == 1
        assert_sound(play)


def test_the_clock_against_a_rating() -> None:
    for _ in range(ROUNDS):
        play = Play.answered()
        last = play.row.rating_until
        play.at = last
        over = {"message_id": play.message_id, "by": SYSTEM, "at": last + timedelta(seconds=1)}
        done, _refused = both(lambda play=play: play.rate(), lambda over=over: actions.close_unrated(**over))
        assert len(done) in (1, 2)
        assert play.row.state == MessageState.CLOSED
        assert Track.objects.filter(message=play.message_id, kind="closed").count() == 1


def test_the_clock_against_an_answer() -> None:
    for _ in range(ROUNDS):
        play = Play.taken()
        reply = play.submitted()
        order = play.order()
        play.at = order.next_escalation_at
        done, _refused = both(
            lambda play=play, reply=reply: actions.publish_reply(reply_id=reply.pk, by=approver("chengguan"), at=play.at),
            lambda play=play, order=order: actions.escalate(order_id=order.pk, by=SYSTEM, at=play.at),
        )
        assert any(isinstance(each, Standing) for each in done)
        assert play.row.state == MessageState.ANSWERED and Order.objects.get(pk=order.pk).next_escalation_at is None
        assert_sound(play)


def test_two_operators_send_it_to_two_units() -> None:
    for _ in range(ROUNDS):
        play = Play.posted(category="", title="湖边", text=f"湖边又脏又乱没人管{_}")
        done, refused = both(*(lambda unit=unit, play=play: play.assign(unit) for unit in ("chengguan", "donghuqu")))
        assert (len(done), refused) == (2, [])
        last = play.orders[-1]
        assert {each.state for each in play.orders} == {OrderState.LEAVING, OrderState.ASSIGNED}
        play.take(last.unit)
        assert play.row.unit == last.unit
        assert_sound(play)


def test_joined_both_ways_round_at_once() -> None:
    for _ in range(ROUNDS):
        one, other = Play.posted(), Play.posted()
        done, refused = both(
            lambda one=one, other=other: actions.merge(message_id=one.message_id, into_id=other.message_id, by=DUTY, at=MORNING),
            lambda one=one, other=other: actions.merge(message_id=other.message_id, into_id=one.message_id, by=DUTY, at=MORNING),
        )
        assert len(done) == 1 and len(refused) == 1
        assert sorted(play.row.state for play in (one, other)) == [MessageState.ASSIGNED, MessageState.CLOSED]


def test_a_clerk_and_the_level_above_at_once() -> None:
    for _ in range(ROUNDS):
        play = Play.posted()
        actions.pass_down(order_id=play.order().pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
        below = play.order("ludeng")
        both(
            lambda play=play, below=below: actions.take(order_id=below.pk, by=clerk("ludeng"), at=play.at),
            lambda play=play, below=below: actions.take_over(order_id=below.pk, reason="急", by=clerk("chengguan"), at=play.at),
        )
        assert play.row.unit == "chengguan" and play.order().unit == "chengguan"
        assert_sound(play)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_body_urges_once_though_two_of_its_people_press_at_once(_round: int) -> None:
    play = Play.taken()

    def urge() -> object:
        return actions.urge(message_id=play.message_id, words="请抓紧", by=staff("dubanshi/joint"), at=play.at)

    done, refused = both(urge, urge)
    assert (len(done), refused) == (1, [UrgedToday])
    assert Track.objects.filter(message=play.message_id, kind="urged").count() == 1
