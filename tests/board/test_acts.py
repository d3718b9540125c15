"""More time, joining and taking apart, reaching an author, limits that are used up: each act, and everything that is refused."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.board.play import CALLER, DUTY, Play, approver, clerk, refuses
from tests.board.town import MORNING, a_message, a_person, posted_by_code, staff
from tests.identity import factories as people
from tongban.board import actions, queries
from tongban.board.models import Extension, Message, Order, Track
from tongban.board.terms import (
    AlreadyRated,
    AlreadyReopened,
    ApprovedByItsWriter,
    CallBack,
    Contacted,
    Denied,
    End,
    ExtendedBefore,
    HandOver,
    MessageState,
    NoContact,
    NotMergeable,
    NotTakenApart,
    OrderState,
    Satisfaction,
    UnknownMessage,
    WordsMissing,
    WrongState,
)
from tongban.identity.terms import SYSTEM
from tongban.kernel.models.facts import FactRow
from tongban.kernel.models.reads import Read
from tongban.notices import queries as notice_queries
from tongban.responsibilities.terms import Escalation, Kind

pytestmark = pytest.mark.usefixtures("town")


def track(play: Play, kind: str) -> list[Track]:
    return list(Track.objects.filter(message=play.message_id, kind=kind).order_by("id"))


class TestMoreTime:
    def ask(self, play: Play, amount: str = "3", reason: str = "配件从外地调运"):
        return actions.ask_extension(order_id=play.order().pk, amount=Decimal(amount), reason=reason, by=clerk("chengguan"), at=play.at)

    def decide(self, extension_id, play: Play, *, granted: bool = True, by=None):
        told = {"by": by or approver("shifu"), "at": play.at}
        return actions.decide_extension(extension_id=extension_id, granted=granted, reason="" if granted else "配件本市就有", **told)

    def test_given_by_the_level_above_it_moves_both_clocks_once_and_in_public(self) -> None:
        play = Play.taken().later(days=1)
        before, own = play.row.due_at, play.order().due_at
        asked = self.ask(play)
        with refuses(Denied):
            self.decide(asked, play, by=approver("chengguan"))
        self.decide(asked, play)
        assert play.row.due_at == before + timedelta(days=3) and play.row.extended
        assert play.order().due_at == own + timedelta(days=3)
        assert play.order().next_escalation_at > MORNING + timedelta(days=7)
        row = Extension.objects.get(pk=asked)
        assert (row.due_before, row.new_due_at, row.granted) == (before, play.row.due_at, True)
        told = track(play, "extended")[0]
        assert (told.words, told.codes["approver"], told.public) == ("配件从外地调运", "市政府", True)
        with refuses(ExtendedBefore):
            self.ask(play)
        with refuses(WrongState):
            self.decide(asked, play)
        play.later(days=8).answer()
        assert play.row.on_time is True

    def test_not_given_nothing_moves_and_it_is_not_asked_again(self) -> None:
        play = Play.taken()
        before = play.row.due_at
        asked = self.ask(play)
        with refuses(ExtendedBefore):
            self.ask(play)
        assert [each.id for each in queries.extensions_to_decide(clerk("shifu"))] == [asked]
        assert queries.extensions_to_decide(clerk("chengguan")) == ()
        self.decide(asked, play, granted=False, by=DUTY)
        assert (play.row.due_at, play.row.extended) == (before, False)
        with refuses(ExtendedBefore):
            self.ask(play)

    @pytest.mark.parametrize("amount", ["0", "-1", "8"])
    def test_at_most_as_much_again(self, amount: str) -> None:
        play = Play.taken()
        with refuses(ExtendedBefore):
            self.ask(play, amount)

    def test_not_when_the_time_is_over_or_it_is_answered(self) -> None:
        late = Play.taken().later(days=9)
        with refuses(ExtendedBefore):
            self.ask(late)
        again = Play.answered()
        again.rate(Satisfaction.BAD)
        again.take()
        with refuses(WrongState):
            self.ask(again)

    @pytest.mark.parametrize("withdrawn", [True, False])
    def test_what_nobody_decided_ends_with_its_message(self, withdrawn: bool) -> None:
        play = Play.taken()
        asked = self.ask(play)
        if withdrawn:
            actions.withdraw(message_id=play.message_id, by=play.author, at=play.at)
        else:
            play.answer()
        row = Extension.objects.get(pk=asked)
        assert (row.granted, row.decided_by, row.decided_at) == (False, None, play.row.first_answered_at or play.row.closed_at)
        assert queries.extensions_to_decide(clerk("shifu")) == ()
        with refuses(WrongState):
            self.decide(asked, play)

    def test_whoever_asks_does_not_decide(self) -> None:
        play = Play.taken()
        both = staff("chengguan/messages", "shifu/messages_approver")
        asked = actions.ask_extension(order_id=play.order().pk, amount=Decimal(1), reason="等配件", by=both, at=play.at)
        with refuses(ApprovedByItsWriter):
            self.decide(asked, play, by=both)
        with refuses(WordsMissing):
            actions.decide_extension(extension_id=asked, granted=False, reason=" ", by=DUTY, at=play.at)

    @pytest.mark.parametrize(
        ("desk", "named"),
        [("shifu/messages_approver", "市政府副秘书长"), ("chengguan/messages", "城管局副秘书长"), ("rexian/duty", "热线中心副秘书长")],
    )
    def test_it_is_given_in_the_name_of_department_and_post_of_whoever_decides(self, desk: str, named: str) -> None:
        play = Play.posted()
        play.assign("ludeng")
        play.take("ludeng")
        asked = actions.ask_extension(order_id=play.order("ludeng").pk, amount=Decimal(1), reason="等配件", by=clerk("ludeng"), at=play.at)
        by = people.acting(people.make_clerk(desk, title="副秘书长", at=MORNING), at=MORNING)
        actions.decide_extension(extension_id=asked, granted=True, by=by, at=play.at)
        assert Extension.objects.get(pk=asked).approver == named == track(play, "extended")[0].codes["approver"]


class TestJoining:
    def merge(self, one: Play, other: Play, by=DUTY):
        return actions.merge(message_id=one.message_id, into_id=other.message_id, by=by, at=one.at)

    def test_both_get_the_answer_by_their_own_clock_and_both_rate(self) -> None:
        main, same = Play.taken(), Play.posted(at=MORNING + timedelta(days=2))
        standing = self.merge(same, main, by=clerk("chengguan"))
        assert (standing.state, standing.end) == (MessageState.CLOSED, End.MERGED)
        assert {each.state for each in same.orders} == {OrderState.CANCELLED}
        main.later(days=8).answer()
        assert (main.row.on_time, same.row.on_time) == (False, True)
        same.at = main.at
        with refuses(UnknownMessage):
            same.rate(by=main.author)
        main.rate()
        same.rate(Satisfaction.VERY_GOOD)
        assert (main.row.satisfaction, same.row.satisfaction) == (4, 5)
        with refuses(AlreadyRated):
            same.rate()

    def test_a_bad_rating_by_either_reopens_the_one_that_is_handled(self) -> None:
        main, same = Play.taken(), Play.posted()
        self.merge(same, main)
        main.answer()
        main.rate()
        same.rate(Satisfaction.VERY_BAD, solved=False)
        assert (main.row.state, main.row.reopened, same.row.state) == (MessageState.REOPENED, True, MessageState.CLOSED)
        assert FactRow.objects.filter(name="board.MessageReopened", aggregate_id=main.message_id).count() == 1

    def test_taken_apart_it_goes_back_to_the_desk_and_its_clock_has_run_on(self) -> None:
        main, same = Play.taken(), Play.posted()
        due = same.row.due_at
        self.merge(same, main)
        actions.unmerge(message_id=same.message_id, reason="不是同一盏灯", by=DUTY, at=same.at)
        assert (same.row.state, same.row.end, same.row.merged_into_id, same.row.due_at) == (MessageState.ACCEPTED, None, None, due)
        same.assign("donghuqu")
        closed = self.closed()
        with refuses(NotTakenApart):
            actions.unmerge(message_id=closed.message_id, reason="x", by=DUTY, at=main.at)

    def closed(self) -> Play:
        play = Play.answered()
        play.rate()
        return play

    def test_joined_with_what_is_answered_already(self) -> None:
        main, same = Play.answered(), Play.posted()
        self.merge(same, main)
        assert (same.row.on_time, same.row.rating_until) == (True, main.row.rating_until)
        with refuses(NotTakenApart):
            actions.unmerge(message_id=same.message_id, reason="不是同一盏灯", by=DUTY, at=same.at)
        same.rate()

    def test_not_with_itself_what_has_ended_what_is_joined_or_a_report(self) -> None:
        one, other, third = Play.posted(), Play.posted(), Play.posted()
        with refuses(NotMergeable):
            self.merge(one, one)
        closed = self.closed()
        with refuses(NotMergeable):
            self.merge(one, closed)
        self.merge(one, other)
        with refuses(NotMergeable):
            self.merge(other, third)
        report = Play.posted(kind=Kind.REPORT, unit="jiaoyu", text="学校乱收费，路灯也不亮")
        with refuses(NotMergeable):
            self.merge(third, report)
        with refuses(Denied):
            self.merge(third, other, by=clerk("jiaoyu"))


class TestReaching:
    def test_time_and_outcome_of_a_contact_stand_on_the_page(self) -> None:
        play = Play.taken()
        actions.contact_author(order_id=play.order().pk, outcome=Contacted.NO_ANSWER, by=clerk("chengguan"), at=play.at)
        told = track(play, "contacted")[0]
        assert (told.public, told.codes, told.unit) == (True, {"outcome": "no_answer"}, "chengguan")

    def test_of_an_account_that_left_no_number_the_verified_one_is_told_and_logged(self) -> None:
        person = people.make_person()
        people.make_login(person_id=person, phone="13900001234")
        alone = people.make_login(phone="13900001235")
        play = Play.posted(author=a_person(person_id=person), title="着火", text="石匠街三楼着火，快来")
        other = Play.posted(author=a_person(id=alone, person_id=None), title="着火", text="石匠街二楼着火，快来")
        assert actions.reveal_author(message_id=other.message_id, reason="移交119", by=DUTY, at=other.at).phone == "13900001235"
        author = actions.reveal_author(message_id=play.message_id, reason="移交119", by=DUTY, at=play.at)
        assert author.phone == "13900001234" and author.name
        reads = Read.objects.filter(holders__contains=[person])
        assert sorted(reads.values_list("question", flat=True)) == ["board.reveal_author", "identity.reach"]

    def test_who_it_is_with_a_reason_that_everybody_reads_and_one_row_in_the_log(self) -> None:
        play = Play.taken(phone="13912345678")
        author = actions.reveal_author(message_id=play.message_id, reason="需要上门核实", by=clerk("chengguan"), at=play.at)
        assert (author.name, author.phone) == ("演示甲", "13912345678")
        assert "13912345678" not in repr(author)
        told = track(play, "revealed")[0]
        assert (told.words, told.public, told.unit) == ("需要上门核实", True, "chengguan")
        read = Read.objects.filter(question="board.reveal_author").get()
        assert (read.holders, read.fields) == ([play.author.person_id], ["name", "phone"])
        with refuses(WordsMissing):
            actions.reveal_author(message_id=play.message_id, reason="", by=DUTY, at=play.at)

    def test_neither_strangers_nor_who_had_it_before_nor_whom_a_report_is_about(self) -> None:
        play = Play.posted()
        play.send_back()
        play.assign("donghuqu")
        play.take("donghuqu")
        report = Play.posted(kind=Kind.REPORT, unit="ludeng", title="吃拿卡要", text="路灯所有人收好处费")
        others = ((report, clerk("ludeng")), (report, clerk("chengguan")), (play, staff("meiti/joint")))
        for row, by in ((play, clerk("chengguan")), (play, clerk("jiaoyu")), *others):
            with refuses(Denied):
                actions.reveal_author(message_id=row.message_id, reason="想知道", by=by, at=row.at)
        actions.reveal_author(message_id=report.message_id, reason="核实", by=DUTY, at=report.at)

    def test_called_through_a_masked_number_which_the_exchange_gives(self) -> None:
        _answer, row = posted_by_code(a_message(phone="13912345678"))
        play, key = Play(), uuid.uuid4()
        play.message_id = row.pk
        told = {"key": key, "order_id": play.order().pk, "by": clerk("chengguan"), "at": MORNING, "caller": "0999-8001777"}
        call = actions.call_author(**told)
        assert actions.call_author(**told) == call, "the same wish twice is one call"
        asked = notice_queries.to_connect(call, by=SYSTEM)
        assert asked is not None and asked.called == "13912345678" and "13912345678" not in repr(asked)
        assert Read.objects.filter(question="board.call_author").count() == 1
        with refuses(Denied):
            actions.call_author(**told | {"by": clerk("jiaoyu")})

    def test_an_account_is_called_by_the_number_that_it_was_verified_by_whether_it_has_a_person_or_not(self) -> None:
        person = people.make_person()
        people.make_login(person_id=person, phone="13900001234")
        alone = people.make_login(phone="13900001235")
        for author, phone in ((a_person(person_id=person), "13900001234"), (a_person(id=alone, person_id=None), "13900001235")):
            play = Play.taken(author=author)
            told = {"key": uuid.uuid4(), "order_id": play.order().pk, "by": clerk("chengguan"), "at": play.at, "caller": "0999-8001777"}
            asked = notice_queries.to_connect(actions.call_author(**told), by=SYSTEM)
            assert asked is not None and asked.called == phone

    def test_who_left_nothing_is_not_reached(self) -> None:
        _answer, row = posted_by_code()
        with refuses(NoContact):
            actions.reveal_author(message_id=row.pk, reason="核实", by=DUTY, at=MORNING)


class TestLimits:
    def run(self, play: Play, at) -> Escalation:
        return actions.escalate(order_id=play.order().pk, by=SYSTEM, at=at)

    def test_at_80_100_120_and_200_per_cent_of_the_units_clock(self) -> None:
        play = Play.posted()
        told = []
        while (due := play.order().next_escalation_at) is not None:
            with refuses(WrongState):
                self.run(play, due - timedelta(seconds=1))
            told.append((self.run(play, due), (due - play.order().assigned_at).days))
        assert [percent for percent, _ in told] == list(Escalation)
        assert [days for _, days in told] == [5, 7, 9, 14]
        facts = FactRow.objects.filter(name="board.OrderEscalated").order_by("id").values_list("payload", flat=True)
        assert [each["told"] for each in facts] == [
            ["chengguan/messages"],
            ["chengguan/messages", "chengguan/messages_approver"],
            ["shifu/messages"],
            ["shifu/messages", "dubanshi/joint"],
        ]
        assert [each.public for each in track(play, "escalated")] == [False, True, True, True]

    def test_after_a_standstill_only_the_last_step_is_told(self) -> None:
        play = Play.posted()
        assert self.run(play, MORNING + timedelta(days=60)) is Escalation.CITY
        assert play.order().next_escalation_at is None

    def test_only_the_clock_and_not_when_it_is_done(self) -> None:
        play = Play.answered()
        order = Order.objects.get(message=play.message_id)
        assert order.next_escalation_at is None
        with refuses(Denied):
            actions.escalate(order_id=order.pk, by=DUTY, at=play.at)
        with refuses(Denied):
            actions.close_unrated(message_id=play.message_id, by=DUTY, at=play.at)

    def test_what_was_sent_back_escalates_until_another_has_taken_it(self) -> None:
        play = Play.posted()
        play.send_back()
        assert self.run(play, MORNING + timedelta(days=6)) is Escalation.WARNING

    def test_not_rated_is_missing_and_closes(self) -> None:
        play = Play.answered()
        with refuses(WrongState):
            actions.close_unrated(message_id=play.message_id, by=SYSTEM, at=play.at)
        standing = actions.close_unrated(message_id=play.message_id, by=SYSTEM, at=play.at + timedelta(days=17))
        assert (standing.end, play.row.satisfaction) == (End.ANSWERED, None)


class TestOnceMore:
    def test_by_the_level_above_once(self) -> None:
        play = Play.answered()
        with refuses(Denied):
            actions.reopen(message_id=play.message_id, reason="没修好", by=clerk("jiaoyu"), at=play.at)
        actions.reopen(message_id=play.message_id, reason="抽查发现没修好", by=clerk("shifu"), at=play.at)
        play.take()
        play.answer()
        with refuses(AlreadyReopened):
            actions.reopen(message_id=play.message_id, reason="还没修好", by=DUTY, at=play.at)

    def test_not_what_ended_otherwise(self) -> None:
        play = Play.posted(category="", title="官司", text="法院判了我不服")
        actions.refuse(message_id=play.message_id, ground="litigation", by=DUTY, at=play.at)
        with refuses(WrongState):
            actions.reopen(message_id=play.message_id, reason="请再看看", by=DUTY, at=play.at)
        with refuses(WrongState):
            actions.call_back(message_id=play.message_id, outcome=CallBack.UNREACHED, by=CALLER, at=play.at)

    def test_called_back_and_rated_is_rated_once(self) -> None:
        _answer, row = posted_by_code(a_message(phone="13912345678"))
        play = Play(author=a_person())
        play.message_id = row.pk
        play.take()
        play.answer()
        told = {"solved": True, "satisfaction": Satisfaction.GOOD, "by": CALLER, "at": play.at}
        assert actions.call_back(message_id=row.pk, outcome=CallBack.RATED, **told).state is MessageState.CLOSED
        rated = Message.objects.get(pk=row.pk).ratings.get()
        assert (rated.called_back_by, rated.person_id) == (CALLER.id, None)
        with refuses(AlreadyRated):
            actions.call_back(message_id=row.pk, outcome=CallBack.RATED, **told)
        with refuses(AlreadyRated):
            actions.rate(message_id=row.pk, solved=True, satisfaction=Satisfaction.GOOD, code=_answer.code, by=a_person(), at=play.at)

    def test_whoever_holds_the_code_rates(self) -> None:
        answer, row = posted_by_code()
        play = Play(author=a_person())
        play.message_id = row.pk
        play.take()
        play.answer()
        play.rate(Satisfaction.VERY_GOOD, code=answer.code.lower().replace("-", " "))
        assert play.row.satisfaction == 5


def test_danger_is_handed_over_by_the_desk_only() -> None:
    play = Play.posted(title="着火", text="三楼着火")
    with refuses(Denied):
        actions.hand_over(message_id=play.message_id, to=HandOver.FIRE, reason="有明火", by=clerk("chengguan"), at=play.at)
