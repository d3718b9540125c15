"""A message in the hands of units: taken, sent back, passed down and up, answered, rated; and everything that is refused."""

import pytest

from tests.board.play import ANSWER, DUTY, Play, approver, clerk, refuses
from tests.board.town import a_person, operator, staff
from tongban.board import actions, queries
from tongban.board.models import Dispatched, Note, Order, Reply, Track
from tongban.board.terms import (
    AlreadyAnswered,
    AlreadyRated,
    ApprovedByItsWriter,
    ChangedMeanwhile,
    Denied,
    End,
    HandOver,
    MessageState,
    NotBelow,
    OrderState,
    RatingClosed,
    ReplyTooThin,
    ReportedOn,
    ReturnedBefore,
    Role,
    Satisfaction,
    Suggested,
    SuggestionUndecided,
    UnknownCategory,
    UnknownGround,
    UnknownMessage,
    UnknownUnit,
    WordsMissing,
    WrongState,
)
from tongban.identity.terms import PUBLIC
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")


def track(play: Play) -> list[str]:
    return [each.kind for each in Track.objects.filter(message=play.message_id).order_by("at", "id")]


class TestTaking:
    def test_the_unit_that_was_asked_takes_it_and_it_was_right_to_ask(self) -> None:
        play = Play.posted()
        standing = play.later(hours=1).take()
        assert (standing.state, standing.unit) == (MessageState.HANDLING, "chengguan")
        assert play.order().state == OrderState.TAKEN and play.order().taken_at == play.at
        assert Dispatched.objects.get(message=play.message_id).right is True
        assert track(play) == ["received", "accepted", "assigned", "taken"]

    def test_nobody_else_does_and_nobody_twice(self) -> None:
        play = Play.posted()
        order = play.order()
        for stranger in (clerk("jiaoyu"), DUTY, play.author, approver("donghuqu")):
            with refuses(Denied):
                actions.take(order_id=order.pk, by=stranger, at=play.at)
        play.take()
        with refuses(WrongState):
            actions.take(order_id=order.pk, by=clerk("chengguan"), at=play.at)


class TestReturning:
    def test_not_ours_goes_back_to_the_desk_and_the_unit_answers_for_it_until_another_has_taken_it(self) -> None:
        play = Play.posted()
        due = play.row.due_at
        play.later(hours=2).send_back()
        row = play.row
        assert (row.state, row.unit, row.returns) == (MessageState.ACCEPTED, "chengguan", 1)
        assert play.order().state == OrderState.LEAVING
        play.later(hours=1).assign("donghuqu")
        assert (play.row.state, play.row.unit, play.row.first_unit) == (MessageState.ASSIGNED, "chengguan", "chengguan")
        play.take("donghuqu")
        assert (play.row.state, play.row.unit, play.row.first_unit) == (MessageState.HANDLING, "donghuqu", "chengguan")
        assert {each.unit: each.state for each in play.orders} == {"chengguan": OrderState.RETURNED, "donghuqu": OrderState.TAKEN}
        assert dict(Dispatched.objects.filter(message=play.message_id).values_list("unit", "right")) == {
            "chengguan": False,
            "donghuqu": True,
        }
        assert play.row.due_at == due, "the citizen's clock runs on"

    def test_it_is_sent_back_at_most_once_and_in_time(self) -> None:
        play = Play.posted()
        play.send_back()
        play.assign("donghuqu")
        with refuses(ReturnedBefore):
            play.send_back("donghuqu")
        late = Play.posted().later(days=4)
        with refuses(ReturnedBefore):
            late.send_back()

    def test_the_desk_may_ask_the_same_unit_again_which_then_has_to_take_it(self) -> None:
        play = Play.posted()
        play.send_back()
        play.assign("chengguan")
        assert len(play.orders) == 1
        with refuses(ReturnedBefore):
            play.send_back()
        play.take()
        assert play.row.state == MessageState.HANDLING

    def test_a_unit_may_think_better_of_it_and_whoever_was_asked_besides_is_not_needed(self) -> None:
        play = Play.posted()
        play.send_back()
        play.assign("donghuqu")
        play.take("chengguan")
        assert {each.unit: each.state for each in play.orders} == {"chengguan": OrderState.TAKEN, "donghuqu": OrderState.CANCELLED}

    def test_without_a_reason_it_is_not_sent_back(self) -> None:
        with refuses(WordsMissing):
            Play.posted().send_back(reason=" \u200b")


class TestLevels:
    def test_it_goes_down_and_the_unit_above_stays_answerable(self) -> None:
        play = Play.posted()
        order = play.order()
        play.later(hours=1)
        actions.pass_down(order_id=order.pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
        above, below = play.orders
        assert (above.state, below.state, below.parent_id) == (OrderState.PASSED_DOWN, OrderState.ASSIGNED, above.pk)
        assert (play.row.state, play.row.unit) == (MessageState.HANDLING, "chengguan")
        assert below.assigned_at == play.at and above.assigned_at < below.assigned_at, "each with a clock of its own"
        play.take("ludeng")
        assert play.row.unit == "ludeng"
        play.answer("ludeng")
        assert {each.state for each in play.orders} == {OrderState.DONE}

    def test_up_once_and_down_to_whoever_stands_directly_below(self) -> None:
        play = Play.posted()
        top = play.order().pk
        for unit, refusal in (("donghu", NotBelow), ("jiaoyu", NotBelow), ("nobody", UnknownUnit)):
            with refuses(refusal):
                actions.pass_down(order_id=top, unit=unit, by=clerk("chengguan"), at=play.at)
        actions.pass_down(order_id=top, unit="ludeng", by=clerk("chengguan"), at=play.at)
        play.take("ludeng")
        actions.pass_up(order_id=play.order("ludeng").pk, reason="电缆归供电公司", by=clerk("ludeng"), at=play.at)
        assert (play.order().unit, play.order().state, play.row.unit) == ("chengguan", OrderState.TAKEN, "chengguan")
        actions.pass_down(order_id=top, unit="ludeng", by=clerk("chengguan"), at=play.at)
        with refuses(ReturnedBefore):
            actions.pass_up(order_id=play.order("ludeng").pk, reason="还是不行", by=clerk("ludeng"), at=play.at)

    def test_whoever_was_asked_by_the_desk_has_nobody_to_give_it_up_to(self) -> None:
        play = Play.taken()
        with refuses(WrongState):
            actions.pass_up(order_id=play.order().pk, reason="不是我们的", by=clerk("chengguan"), at=play.at)

    def test_the_level_above_takes_over(self) -> None:
        play = Play.posted()
        actions.pass_down(order_id=play.order().pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
        below = play.order("ludeng")
        with refuses(Denied):
            actions.take_over(order_id=below.pk, reason="太慢", by=clerk("ludeng"), at=play.at)
        actions.take_over(order_id=below.pk, reason="太慢", by=clerk("chengguan"), at=play.at)
        assert {each.unit: each.state for each in play.orders} == {"chengguan": OrderState.TAKEN, "ludeng": OrderState.CANCELLED}
        actions.take_over(order_id=play.order().pk, reason="市里办", by=clerk("shifu"), at=play.at)
        assert (play.row.unit, play.order().unit, play.order().state) == ("shifu", "shifu", OrderState.TAKEN)


class TestJoint:
    def test_others_help_and_the_first_leads(self) -> None:
        play = Play.taken()
        lead = play.order().pk
        actions.join_units(order_id=lead, units=["gongshui", "donghuqu"], words="请一起到现场", by=clerk("chengguan"), at=play.at)
        helping = play.order("gongshui", role=Role.JOINT)
        actions.take(order_id=helping.pk, by=clerk("gongshui"), at=play.at)
        assert play.row.unit == "chengguan"
        with refuses(WrongState):
            actions.draft_reply(order_id=helping.pk, text=ANSWER, by=clerk("gongshui"), at=play.at)
        actions.finish_part(order_id=helping.pk, words="水管已查，没有漏", by=clerk("gongshui"), at=play.at)
        assert Note.objects.get(message=play.message_id).words() == "水管已查，没有漏"
        play.answer("chengguan")
        assert {each.unit: each.state for each in play.orders} == {
            "chengguan": OrderState.DONE,
            "gongshui": OrderState.DONE,
            "donghuqu": OrderState.CANCELLED,
        }

    def test_the_desk_asks_several_at_once(self) -> None:
        play = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
        play.assign("donghuqu", joint=["chengguan", "donghuqu"])
        assert {(each.unit, each.role) for each in play.orders} == {("donghuqu", Role.LEAD), ("chengguan", Role.JOINT)}

    def test_whoever_helped_may_be_asked_to_lead(self) -> None:
        play = Play.taken()
        actions.join_units(order_id=play.order().pk, units=["gongshui"], by=clerk("chengguan"), at=play.at)
        play.assign("gongshui")
        play.take("gongshui")
        assert (play.row.unit, [each.unit for each in play.orders if each.state == OrderState.TAKEN]) == ("gongshui", ["gongshui"])


class TestDesk:
    def test_not_accepted_names_the_ground_and_ends_it(self) -> None:
        play = Play.posted(category="", title="官司", text="法院判了我不服")
        assert play.row.state == MessageState.RECEIVED
        with refuses(UnknownGround):
            actions.refuse(message_id=play.message_id, ground="nothing", by=DUTY, at=play.at)
        standing = actions.refuse(message_id=play.message_id, ground="litigation", by=DUTY, at=play.at)
        assert (standing.state, standing.end, play.row.refused_for, play.row.accepted_at) == (
            MessageState.CLOSED,
            End.REFUSED,
            "litigation",
            None,
        )

    def test_accepted_first_and_sent_to_a_unit_later(self) -> None:
        play = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
        actions.accept(message_id=play.message_id, by=DUTY, at=play.at)
        with refuses(WrongState):
            actions.accept(message_id=play.message_id, by=DUTY, at=play.at)
        with refuses(UnknownUnit):
            play.assign("rexian")
        with refuses(UnknownCategory):
            play.assign("donghuqu", category="999999")
        due = play.row.due_at
        play.assign("donghuqu", category="010000")
        assert (play.row.category, play.row.due_at) == ("010000", due), "filed under another class, no clock moves"
        with refuses(WrongState):
            play.assign("donghuqu")

    def test_danger_is_handed_over(self) -> None:
        play = Play.posted(title="着火了", text="三楼着火了快来人")
        assert (play.row.emergency, play.row.state, play.row.unit) == (True, MessageState.RECEIVED, "")
        actions.hand_over(message_id=play.message_id, to=HandOver.FIRE, reason="有明火", by=DUTY, at=play.at)
        assert play.row.state == MessageState.ACCEPTED
        standing = actions.hand_over(message_id=play.message_id, to=HandOver.POLICE, reason="已经到场", ends=True, by=DUTY, at=play.at)
        assert standing.end is End.REFERRED

    def test_a_report_never_goes_to_whoever_it_is_about(self) -> None:
        play = Play.posted(kind=Kind.REPORT, unit="ludeng", title="吃拿卡要", text="路灯所有人收好处费")
        play.assign("chengguan")  # the level above
        city = Play.posted(kind=Kind.REPORT, unit="chengguan", title="吃拿卡要", text="城管有人收好处费，路灯不修")
        city.assign("shifu")
        for unit in ("chengguan", "ludeng"):
            for only_mentioned in (False, True):
                with refuses(ReportedOn):
                    city.assign(unit, only_mentioned=only_mentioned)
        with refuses(ReportedOn):
            actions.pass_down(order_id=city.order().pk, unit="chengguan", by=clerk("shifu"), at=city.at)


class TestReplying:
    def test_drafted_submitted_approved_by_another(self) -> None:
        play = Play.taken().later(days=2)
        with refuses(WordsMissing):
            play.draft(text="  ")
        first = play.draft(text="收悉，将尽快处理。")
        assert first.shortcomings
        with refuses(ReplyTooThin) as thin:
            actions.submit_reply(reply_id=first.reply_id, by=clerk("chengguan"), at=play.at)
        assert thin.value.shortcomings == first.shortcomings
        with refuses(ChangedMeanwhile):
            play.draft()
        second = play.draft(version=first.version)
        assert second.shortcomings == ()
        actions.submit_reply(reply_id=second.reply_id, by=clerk("chengguan"), at=play.at)
        with refuses(WrongState):
            play.draft(version=second.version)
        with refuses(Denied):
            actions.publish_reply(reply_id=second.reply_id, by=approver("jiaoyu"), at=play.at)
        actions.send_back_reply(reply_id=second.reply_id, reason="写上电话", by=approver("chengguan"), at=play.at)
        both = staff("chengguan/messages", "chengguan/messages_approver")
        third = play.draft(version=second.version, by=both)
        actions.submit_reply(reply_id=third.reply_id, by=both, at=play.at)
        with refuses(ApprovedByItsWriter):
            actions.publish_reply(reply_id=third.reply_id, by=both, at=play.at)
        standing = actions.publish_reply(reply_id=third.reply_id, by=approver("shifu"), at=play.at)
        assert standing.state is MessageState.ANSWERED
        row = play.row
        assert (row.on_time, row.first_answered_at, row.answered_at) == (True, play.at, play.at)
        assert row.rating_until is not None and row.rating_until > play.at
        reply = Reply.objects.get(pk=third.reply_id)
        assert reply.text == ANSWER and "0999-8001777" in reply.text
        with refuses(AlreadyAnswered):
            actions.publish_reply(reply_id=third.reply_id, by=approver("chengguan"), at=play.at)

    def test_late_is_late_for_ever(self) -> None:
        play = Play.taken().later(days=30)
        play.answer()
        assert play.row.on_time is False
        play.rate(Satisfaction.BAD)
        play.later(hours=1).take()
        play.answer()
        assert (play.row.on_time, play.row.first_answered_at < play.row.answered_at) == (False, True)

    def test_a_suggestion_is_decided_before_it_is_answered(self) -> None:
        play = Play.taken(kind=Kind.SUGGESTION, title="装路灯", text="建议湖滨路加装路灯")
        reply = play.submitted()
        with refuses(SuggestionUndecided):
            actions.publish_reply(reply_id=reply.pk, by=approver("chengguan"), at=play.at)
        order = play.order().pk
        for outcome, why in ((Suggested.NOT_ADOPTED, "够亮了"), (Suggested.PARTLY, "先装一半")):
            actions.decide_suggestion(order_id=order, outcome=outcome, reason=why, by=clerk("chengguan"), at=play.at)
        told = queries.message(play.row.number, by=PUBLIC, at=play.at)
        assert (told.suggested, told.suggested_reason, play.row.suggested) == (None, "", "")
        assert "decided" not in [each.kind for each in told.track]
        seen = queries.order(order, by=approver("chengguan"), at=play.at, purpose="board.handling").message
        assert (seen.suggested, seen.suggested_reason) == (Suggested.PARTLY, "先装一半")
        actions.publish_reply(reply_id=reply.pk, by=approver("chengguan"), at=play.at)
        assert (play.row.suggested, play.row.suggested_reason) == (Suggested.PARTLY, "先装一半")
        (step,) = (each for each in queries.message(play.row.number, by=PUBLIC, at=play.at).track if each.kind == "decided")
        assert (step.words, step.codes["outcome"]) == ("先装一半", "partly")
        with refuses(WrongState):
            other = Play.taken()
            actions.decide_suggestion(order_id=other.order().pk, outcome=Suggested.ADOPTED, reason="好", by=clerk("chengguan"), at=other.at)

    def test_what_cannot_be_solved_ends_so(self) -> None:
        play = Play.taken()
        play.answer(end=End.UNSOLVABLE)
        assert play.rate().end is End.UNSOLVABLE


class TestRating:
    def test_good_closes_it_once(self) -> None:
        play = Play.answered()
        assert play.rate(words="修好了，谢谢13912345678").end is End.ANSWERED
        assert (play.row.solved, play.row.satisfaction) == (True, 4)
        assert "13912345678" not in Track.objects.filter(message=play.message_id, kind="rated").get().words
        with refuses(AlreadyRated):
            play.rate()

    @pytest.mark.parametrize(("solved", "satisfaction"), [(False, Satisfaction.VERY_GOOD), (True, Satisfaction.BAD)])
    def test_bad_or_unsolved_reopens_once(self, solved: bool, satisfaction: Satisfaction) -> None:
        play = Play.answered()
        standing = play.rate(satisfaction, solved=solved)
        assert standing.state is MessageState.REOPENED
        order = play.order()
        assert (order.unit, order.round, order.object_until) == ("chengguan", 2, None)
        play.later(days=1).take()
        play.answer()
        assert play.rate(satisfaction, solved=solved).state is MessageState.CLOSED
        assert Order.objects.filter(message=play.message_id).count() == 2

    def test_strangers_and_guessed_codes_find_nothing(self) -> None:
        play = Play.answered()
        with refuses(UnknownMessage):
            play.rate(by=a_person())
        with refuses(UnknownMessage):
            play.rate(by=a_person(), code="ABCD-EFGH-JKMN")
        with refuses(UnknownMessage):
            play.rate(by=clerk("chengguan"))

    def test_after_its_time_there_is_no_rating_and_that_is_missing_not_good(self) -> None:
        play = Play.answered().later(days=40)
        with refuses(RatingClosed):
            play.rate()
        assert (play.row.solved, play.row.satisfaction) == (None, None)

    def test_nothing_is_rated_before_it_is_answered(self) -> None:
        with refuses(WrongState):
            Play.taken().rate()


def test_the_desk_is_not_any_desk() -> None:
    play = Play.posted(category="", title="湖边", text="湖边又脏又乱没人管")
    for stranger in (clerk("chengguan"), staff("rexian/call_back"), play.author):
        with refuses(Denied):
            actions.accept(message_id=play.message_id, by=stranger, at=play.at)
    actions.accept(message_id=play.message_id, by=operator(), at=play.at)
