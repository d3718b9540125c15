"""Reports (举报): a person reads whom they are about, and what they name gets no order unless that person says so."""

from datetime import timedelta

import pytest

from tests.board import town
from tests.board.play import DUTY, Play, approver, clerk, refuses
from tests.board.town import BOARD, MORNING, a_message, operator, posted, posted_by_code, staff
from tongban.board import actions, queries
from tongban.board.models import Dispatched, Message, Order
from tongban.board.terms import (
    Caller,
    Channel,
    Contacted,
    Denied,
    MessageState,
    NoContact,
    NotMergeable,
    Origin,
    ReportedOn,
    UnknownMessage,
    WordsMissing,
)
from tongban.kernel.models.ledger import LedgerEntry
from tongban.responsibilities.queries import MENTIONED
from tongban.responsibilities.terms import Kind, Layer

pytestmark = pytest.mark.usefixtures("town")
HOUR = MORNING + timedelta(hours=1)
ABOUT = "举报城管局副队长收钱，湖滨路的路灯一直不修。"


def report(text: str = ABOUT, **told) -> Play:
    return Play.posted(kind=Kind.REPORT, title="举报", text=text, **told)


def may_open(play: Play, unit: str) -> bool:
    return queries.message_id(play.row.number, by=clerk(unit)) is not None


def led(play: Play) -> list[tuple[str, str, str]]:
    return list(Dispatched.objects.filter(message=play.message_id).order_by("pk").values_list("layer", "rule", "unit"))


class TestNoMachineSendsIt:
    @pytest.mark.parametrize("told", [{}, {"unit": "jiaoyu"}, {"category": "", "district": ""}], ids=["class", "wished", "nothing"])
    def test_it_waits_for_a_person(self, told) -> None:
        play = report("有人收钱，路灯一直不修。", **told)
        assert (play.row.state, play.row.unit, play.orders) == (MessageState.RECEIVED, "", [])
        assert led(play)[-1] == ("desk", "report:", "")

    def test_a_rule_of_the_city_does_not_send_it_either(self) -> None:
        play = report("湖面蓝藻有人乱捞")
        assert not play.orders and led(play) == [("rule", "lake", "donghuqu"), ("desk", "report:", "")]

    def test_danger_goes_to_the_desk_at_once_and_who_is_named_is_known(self) -> None:
        play = report("城管局的仓库着火了，没有人管！")
        assert play.row.emergency and led(play) == [("emergency", "danger", ""), ("desk", "named:chengguan:", "")]

    def test_what_people_call_a_unit_is_data_of_the_city(self) -> None:
        text = "举报自来水公司抄表员乱收水费"
        assert "named:gongshui:" not in [rule for _layer, rule, _unit in led(report(text))]
        town.load_board(f"{BOARD}\nunit_names: {{gongshui: [自来水公司, 水厂]}}\n", at=HOUR)
        town.forget()
        play = report(text, at=HOUR)
        assert not play.orders and led(play)[-1] == ("desk", "named:gongshui:", "")

    def test_what_a_report_would_have_been_given_to_counts_for_no_rule(self) -> None:
        report("湖面蓝藻有人乱捞")
        told = queries.dispatch_report(DUTY, at=HOUR)
        assert {each.layer: each.decided for each in told.layers} == {Layer.DESK: 1}
        assert [each.decided for each in told.rules if each.key == "lake"] == [0]
        (instead, waits) = queries.handled(Message.objects.get().pk, by=DUTY, at=HOUR, purpose="x").dispatched
        assert (instead.asked, instead.unit, waits.asked, waits.unit) == (False, "donghuqu", False, "")


class TestWhomItNames:
    def test_no_order_in_any_way(self) -> None:
        play = report()
        for unit, joint in (("chengguan", []), ("ludeng", []), ("shifu", ["chengguan"]), ("shifu", ["jiaoyu", "ludeng"])):
            with refuses(ReportedOn):
                play.assign(unit, joint=joint)
        assert not play.orders
        play.assign("shifu")
        play.take()
        order = play.order().pk
        with refuses(ReportedOn):
            actions.pass_down(order_id=order, unit="chengguan", by=clerk("shifu"), at=play.at)
        with refuses(ReportedOn):
            actions.join_units(order_id=order, units=["chengguan"], by=clerk("shifu"), at=play.at)
        assert not Order.objects.filter(unit__in=["chengguan", "ludeng"]).exists()
        assert not may_open(play, "chengguan") and may_open(play, "shifu")

    def test_the_desk_says_that_it_is_only_mentioned_and_that_is_kept(self) -> None:
        play = report()
        play.assign("chengguan", joint=["jiaoyu"], only_mentioned=True)
        assert [each for each in led(play) if each[1] == MENTIONED] == [("desk", MENTIONED, "chengguan")], "of those it names alone"
        codes = LedgerEntry.objects.get(act="board.assign").codes
        assert (codes["unit"], codes["only_mentioned"]) == ("chengguan", "chengguan")
        play.take("chengguan")
        assert may_open(play, "chengguan")
        actions.pass_down(order_id=play.order("chengguan").pk, unit="ludeng", by=clerk("chengguan"), at=play.at)
        assert may_open(play, "ludeng")
        view = queries.order(play.order("ludeng").pk, by=clerk("ludeng"), at=play.at, purpose="x")
        assert [code for code, _name in view.named] == ["chengguan"] and view.wished == ()

    def test_what_stands_over_and_is_named_neither_reads_nor_decides(self) -> None:
        play = report("举报城管局包庇，路灯所的工人很好。")
        play.assign("ludeng", only_mentioned=True)
        assert may_open(play, "ludeng") and not may_open(play, "chengguan")
        with refuses(Denied):
            actions.take_over(order_id=play.order().pk, reason="我们自己办", by=clerk("chengguan"), at=play.at)
        play.take()
        drafted = play.draft()
        actions.submit_reply(reply_id=drafted.reply_id, by=clerk("ludeng"), at=play.at)
        with refuses(Denied):
            actions.publish_reply(reply_id=drafted.reply_id, by=approver("chengguan"), at=play.at)

    def test_only_the_desk_says_so(self) -> None:
        play = report()
        with refuses(Denied):
            actions.assign(message_id=play.message_id, unit="chengguan", only_mentioned=True, by=clerk("chengguan"), at=play.at)

    def test_whom_its_author_chose_is_never_only_mentioned(self) -> None:
        play = report(unit="chengguan")
        with refuses(ReportedOn):
            play.assign("chengguan", only_mentioned=True)
        assert not Dispatched.objects.filter(message=play.message_id, rule=MENTIONED).exists()

    def test_other_kinds_and_other_units_need_no_word(self) -> None:
        for play, unit in ((report("有人收钱。", category=""), "chengguan"), (Play.posted(text="城管局的路灯", category=""), "jiaoyu")):
            play.assign(unit)
            assert not Dispatched.objects.filter(message=play.message_id, rule=MENTIONED).exists()

    def test_the_desk_is_told_whom(self) -> None:
        play = report(unit="jiaoyu")
        view = queries.handled(play.message_id, by=DUTY, at=play.at, purpose="x")
        assert [str(name) for _code, name in view.named] == ["城管局"] and [code for code, _name in view.wished] == ["jiaoyu"]
        assert {each.unit for each in queries.proposals(play.message_id, by=DUTY)} == {"donghu", "donghuqu"}, "neither, nor below them"

    def test_it_is_not_joined_with_one_that_names_another(self) -> None:
        play, other = report(), report("举报有人收钱，路灯不修。")
        other.assign("chengguan")
        with refuses(NotMergeable):
            actions.merge(message_id=play.message_id, into_id=other.message_id, by=DUTY, at=play.at)

    def test_nobody_of_it_is_called_out_for_what_is_no_danger(self) -> None:
        with refuses(ReportedOn):
            queries.matter(report().message_id, unit="ludeng")
        queries.matter(report().message_id, unit="jiaoyu")
        queries.matter(report("城管局的仓库着火了！").message_id, unit="chengguan")

    def test_whoever_works_there_reads_nothing_of_it_by_number(self) -> None:
        play = report()
        play.assign("shifu", joint=["jiaoyu"])
        for somebody in (clerk("chengguan"), clerk("ludeng"), staff("jiaoyu/messages", "ludeng/messages")):
            with refuses(UnknownMessage):
                queries.handled(play.message_id, by=somebody, at=play.at, purpose="x")


class TestReachingAnAuthor:
    def test_nobody_contacts_an_author_who_left_nothing(self) -> None:
        _answer, row = posted_by_code(a_message())
        order = Order.objects.get(message=row)
        told = {"order_id": order.pk, "outcome": Contacted.REACHED, "by": clerk("chengguan"), "at": HOUR}
        actions.take(order_id=order.pk, by=clerk("chengguan"), at=MORNING)
        with refuses(NoContact):
            actions.contact_author(**told)
        _answer, row = posted_by_code(a_message(phone="19900000777"))
        actions.contact_author(**told | {"order_id": Order.objects.get(message=row).pk})

    @pytest.mark.parametrize(
        ("channel", "phone", "taken"),
        [(Channel.PHONE, "", False), (Channel.PHONE, "19900000777", True), (Channel.VISIT, "", True)],
    )
    def test_a_line_that_told_a_number_has_told_one(self, channel: Channel, phone: str, taken: bool) -> None:
        told = {"by": operator(), "origin": Origin(channel), "taken_for": Caller(name="演示", phone=phone, verified=True)}
        if taken:
            assert posted(a_message(), **told)[1].displayed
        else:
            with refuses(WordsMissing):
                posted(a_message(), **told)
            assert not posted(a_message(), **told | {"taken_for": Caller(name="演示")})[1].displayed
