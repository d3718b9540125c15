"""What fell due with units, counted as of a moment: the same for ever, whatever is done afterwards; and the items behind a figure."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.board import town as small
from tests.board.play import DUTY, Play, approver, clerk
from tests.board.test_importing import foreign
from tests.board.test_lives import UNITS, Watch, beginnings, live_on, names_in
from tests.board.town import MORNING, a_message, a_person, staff
from tongban.board import actions, queries
from tongban.board.models import Rating
from tongban.board.terms import MessageState, Satisfaction, UnitDue, UnitRated
from tongban.identity.terms import SYSTEM
from tongban.kernel.limits import Outcome
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
SUPERVISOR = staff("dubanshi/joint")
WEEK = {"since": MORNING, "until": MORNING + timedelta(days=9)}
CLOSING = MORNING + timedelta(days=10)


def counted(**told) -> dict[str, tuple[int, int, int, int]]:
    found = queries.due_by_unit(**WEEK | {"at": CLOSING} | told)
    return {each.unit: (each.due, each.on_time, each.late, each.unanswered) for each in found}


def due_at(play: Play, unit: str = "chengguan"):
    return next(each.due_at for each in play.orders if each.unit == unit)


class TestWhatFellDue:
    def test_in_time_late_and_unanswered(self) -> None:
        in_time, late, never = (Play.taken() for _ in range(3))
        in_time.later(hours=10).answer()
        late.at = due_at(late) + timedelta(hours=1)
        late.answer()
        took = (late.at - MORNING) / timedelta(hours=1)
        (told,) = queries.due_by_unit(**WEEK, at=CLOSING)
        assert told == UnitDue(unit="chengguan", due=3, on_time=1, late=1, unanswered=1, median_hours=(10 + took) / 2)
        assert counted(without=[never.orders[0].pk, late.orders[0].pk]) == {"chengguan": (1, 1, 0, 0)}

    def test_the_moment_itself_is_in_time_and_the_end_of_the_week_is_not_in_it(self) -> None:
        play = Play.taken()
        play.at = due_at(play)
        play.answer()
        assert counted() == {"chengguan": (1, 1, 0, 0)}
        assert counted(since=play.at) == {"chengguan": (1, 1, 0, 0)}
        assert counted(until=play.at) == {}

    def test_what_is_not_due_yet_is_not_counted(self) -> None:
        play = Play.taken()
        assert counted(at=due_at(play)) == {}
        assert counted(at=due_at(play) + timedelta(seconds=1)) == {"chengguan": (1, 0, 0, 1)}

    def test_whoever_was_relieved_in_time_has_none_of_it_and_afterwards_has(self) -> None:
        early, late, withdrawn = (Play.posted() for _ in range(3))
        early.assign("donghuqu")
        early.take("donghuqu")
        early.later(hours=1).answer("donghuqu")
        actions.withdraw(message_id=withdrawn.message_id, by=withdrawn.author, at=withdrawn.at)
        late.at = due_at(late) + timedelta(hours=1)
        late.assign("donghuqu")
        late.take("donghuqu")
        assert counted() == {"chengguan": (1, 0, 0, 1), "donghuqu": (1, 1, 0, 0)}

    def test_a_unit_that_passed_it_down_stays_answerable_and_whoever_helps_is_not(self) -> None:
        play = Play.taken()
        actions.join_units(order_id=play.order().pk, units=["gongshui"], by=clerk("chengguan"), at=play.at)
        actions.pass_down(order_id=play.order("chengguan").pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
        play.take("ludeng")
        play.later(hours=3).answer("ludeng")
        assert counted() == {"chengguan": (1, 1, 0, 0), "ludeng": (1, 1, 0, 0)}

    def test_what_another_channel_brought_is_left_out(self) -> None:
        told = {"sent_at": MORNING, "answer": "已于昨天派人修好。", "answered_at": MORNING + timedelta(hours=1), "answered_by": "gongshui"}
        actions.import_messages(source="hotline", messages=[foreign(1), foreign(2, **told)], by=SYSTEM, at=MORNING + timedelta(hours=2))
        assert small.Message.objects.count() == 2
        assert counted() == {}

    def test_a_week_of_nothing(self) -> None:
        assert queries.due_by_unit(**WEEK, at=CLOSING) == () == queries.rated_by_unit(**WEEK, at=CLOSING)


class TestAsOfAMoment:
    """Everything imaginable is done after the week was closed."""

    def test_whatever_is_done_afterwards(self, django_assert_num_queries) -> None:
        plays = {
            name: Play.taken() for name in ("answered", "rated", "open", "passed", "merged", "over", "withdrawn", "extended", "helped")
        }
        into = Play.posted()
        for name in ("answered", "rated"):
            plays[name].later(hours=5).answer()
        plays["rated"].rate(Satisfaction.GOOD)
        held = plays["helped"]
        actions.join_units(order_id=held.order().pk, units=["donghuqu"], by=clerk("chengguan"), at=held.at)
        asked = self.asks_more(plays["extended"])
        with django_assert_num_queries(1):
            before = queries.due_by_unit(**WEEK, at=CLOSING)
        rated = queries.rated_by_unit(**WEEK, at=CLOSING)
        assert [(each.unit, each.due, each.on_time, each.unanswered) for each in before] == [("chengguan", 10, 2, 8)]
        for act in self.afterwards(plays, into, asked):
            act()
            assert queries.due_by_unit(**WEEK, at=CLOSING) == before
            assert queries.rated_by_unit(**WEEK, at=CLOSING) == rated
        assert counted(at=CLOSING + timedelta(days=60)) != counted()
        assert [each for each in queries.audit()] == []

    def asks_more(self, play: Play):
        asked = actions.ask_extension(
            order_id=play.order().pk, amount=Decimal(2), reason="需要采购专用灯杆。", by=clerk("chengguan"), at=play.at
        )
        return lambda: actions.decide_extension(extension_id=asked, granted=True, by=clerk("shifu"), at=CLOSING + timedelta(hours=1))

    def afterwards(self, plays: dict[str, Play], into: Play, asked):
        for play in (*plays.values(), into):
            play.at = CLOSING + timedelta(hours=2)
        passed, helped = plays["passed"], plays["helped"]
        yield asked
        yield lambda: plays["answered"].rate(Satisfaction.VERY_BAD, solved=False)  # reopened, with a new order
        yield lambda: plays["answered"].take()
        yield lambda: plays["open"].answer()
        yield lambda: plays["open"].rate()
        yield lambda: actions.pass_down(order_id=passed.order().pk, unit="ludeng", by=clerk("chengguan"), at=passed.at)
        yield lambda: passed.take("ludeng")
        yield lambda: actions.merge(message_id=plays["merged"].message_id, into_id=into.message_id, by=DUTY, at=into.at)
        yield lambda: into.take()
        yield lambda: into.later(hours=1).answer()
        yield lambda: actions.take_over(order_id=plays["over"].order().pk, reason="由市里直接督办。", by=clerk("shifu"), at=passed.at)
        yield lambda: actions.withdraw(message_id=plays["withdrawn"].message_id, by=plays["withdrawn"].author, at=passed.at)
        yield lambda: helped.assign("donghuqu")  # which only helped until now
        yield lambda: helped.take("donghuqu")
        yield lambda: plays["extended"].later(days=1).answer()
        yield lambda: Play.posted(a_message(category="010202"), at=CLOSING).take()

    def test_whoever_helped_and_led_before_the_closing_is_counted(self) -> None:
        play = Play.taken()
        actions.join_units(order_id=play.order().pk, units=["donghuqu"], by=clerk("chengguan"), at=play.at)
        play.assign("donghuqu")
        play.take("donghuqu")
        assert counted() == {"donghuqu": (1, 0, 0, 1)}

    def test_more_time_given_before_the_closing_moves_it(self) -> None:
        play = Play.taken()
        grant = self.asks_more(play)
        was = due_at(play)
        grant()
        now = due_at(play)
        assert was < now
        at = CLOSING + timedelta(hours=2)
        assert counted(at=at, until=was + timedelta(seconds=1)) == {}
        assert counted(until=was + timedelta(seconds=1)) == {"chengguan": (1, 0, 0, 1)}
        assert counted(at=at, since=now, until=now + timedelta(seconds=1)) == {"chengguan": (1, 0, 0, 1)}

    def test_no_settled_order_is_changed_behind_the_verbs_back(self) -> None:
        play = Play.answered()
        order = play.orders[0]
        with pytest.raises(Exception, match="never changed"):
            type(order).objects.filter(pk=order.pk).update(settled_at=order.due_at)


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(beginnings, st.integers(-20, 0)), min_size=1, max_size=3), st.data())
def test_whatever_happens_a_week_that_was_counted_stays_as_it_is(told: list[tuple[dict, int]], data: st.DataObject) -> None:
    """Random lives, counted again and again as of moments between their acts."""
    ever, counts = {"since": MORNING - timedelta(days=30), "until": MORNING + timedelta(days=400)}, {}
    with transaction.atomic():
        plays = [Play.posted(a_message(**beginning), at=MORNING + timedelta(days=later)) for beginning, later in told]
        watches, at = [Watch(play, due_at=play.row.due_at) for play in plays], MORNING
        for _step in range(16):
            place = data.draw(st.integers(0, len(plays) - 1))
            play, now = plays[place], data.draw(st.sampled_from([1, 20, 100, 200]))
            at = play.at = at + timedelta(hours=now)
            name = data.draw(names_in(MessageState(play.row.state)))
            live_on(play, watches[place], name, unit=data.draw(st.sampled_from(UNITS)), place=data.draw(st.integers(0, 5)))
            at = max(at, play.at) + timedelta(minutes=1)
            counts[at] = (queries.due_by_unit(**ever, at=at), queries.rated_by_unit(**ever, at=at))
        for moment, counted_then in counts.items():
            assert (queries.due_by_unit(**ever, at=moment), queries.rated_by_unit(**ever, at=moment)) == counted_then
        transaction.set_rollback(True)


class TestRatings:
    def test_by_the_unit_that_answered_in_the_time_in_which_they_came(self) -> None:
        plays = [Play.answered() for _ in range(4)]
        for play, level in zip(plays, (Satisfaction.GOOD, Satisfaction.FAIR, Satisfaction.BAD), strict=False):
            play.later(hours=2).rate(level, solved=level is Satisfaction.GOOD)
        plays[3].at = CLOSING
        plays[3].rate()
        assert queries.rated_by_unit(**WEEK, at=CLOSING) == (UnitRated(unit="chengguan", rated=3, satisfied=2, solved=1),)
        worst = Rating.objects.order_by("satisfaction").first()
        assert worst is not None
        assert queries.rated_by_unit(**WEEK, at=CLOSING, without=[worst.pk])[0].rated == 2


class TestItems:
    def test_those_behind_a_figure_page_by_page(self) -> None:
        plays = [Play.taken(at=MORNING + timedelta(hours=n)) for n in range(3)]
        plays[0].later(hours=4).answer()
        told = WEEK | {"at": CLOSING, "unit": "chengguan", "limit": 1, "by": SUPERVISOR, "outcome": Outcome.UNANSWERED}
        first = queries.due_items(**told)
        second = queries.due_items(**told, after_cursor=first.next)
        plays.sort(key=lambda play: (play.orders[0].due_at, play.orders[0].pk))
        answered = next(play for play in plays if play.at > MORNING + timedelta(hours=2))
        plays.remove(answered)
        assert [each.message_id for each in (*first.lines, *second.lines)] == [each.message_id for each in plays]
        assert second.next == ""
        (line,) = queries.due_items(**told | {"outcome": Outcome.ON_TIME}).lines
        assert (line.message_id, line.settled_at, line.unit_name.zh) == (answered.message_id, answered.at, "城管局")
        assert queries.due_items(**told | {"outcome": Outcome.LATE}).lines == ()

    def test_for_whoever_watches_this_unit(self) -> None:
        Play.taken()
        told = WEEK | {"at": CLOSING, "unit": "chengguan", "outcome": Outcome.UNANSWERED}
        for by, seen in (
            (clerk("chengguan"), 1),
            (approver("shifu"), 1),  # stands above
            (DUTY, 1),
            (SUPERVISOR, 1),
            (clerk("ludeng"), 0),
            (clerk("gongshui"), 0),
            (staff("meiti/joint"), 0),
            (a_person(), 0),
        ):
            assert len(queries.due_items(**told, by=by).lines) == seen, by

    def test_no_report_about_them(self) -> None:
        play = Play.posted(kind=Kind.REPORT, title="举报", text="督查室工作人员收受礼品。")
        play.assign("jiaoyu")
        told = WEEK | {"at": CLOSING, "unit": "jiaoyu", "outcome": Outcome.UNANSWERED}
        assert [len(queries.due_items(**told, by=by).lines) for by in (DUTY, SUPERVISOR)] == [1, 0]
