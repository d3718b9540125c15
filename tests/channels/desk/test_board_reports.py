"""Reports (举报) at the desks: whom they name is said beside the form, and a tick gives it to them; what is not displayed says why."""

from __future__ import annotations

import uuid

import pytest

from tests.board.play import Play
from tests.board.town import a_message, posted_by_code
from tests.channels.desk import pages
from tests.channels.desk.boarding import *  # noqa: F403
from tests.channels.desk.boarding import message_act, of_message, of_order
from tongban.board.models import Message, Order
from tongban.board.terms import Visibility
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.django_db
CALL = {"channel": "phone", "name": "演示·来电人", "kind": "help", "title": "路灯坏了", "text": "路灯坏了请修。", "visibility": "public"}


def words(page) -> str:
    """What it says, however it is marked up."""
    return pages.words(page).replace(" ", "")


def report(text: str = "举报城管局副队长收钱，湖滨路的路灯一直不修。", **told) -> Play:
    return Play.posted(kind=Kind.REPORT, title="举报", text=text, **told)


class TestAssigning:
    def test_the_desk_reads_whom_it_names_before_it_assigns(self, at) -> None:
        play = report(unit="jiaoyu")
        page = words(at("duty").get(of_message(play.message_id)))
        assert "举报里提到：城管局" in page and "被举报的单位（留言人选的）：教育局" in page
        for marked in ("城管局（举报里提到）", "路灯所（举报里提到）", "教育局（被举报，不能派）"):
            assert marked in page
        assert "供水集团（" not in page and "文中提到它，但举报的不是它" in page

    def test_without_the_tick_it_is_refused_and_with_it_it_goes(self, at) -> None:
        play = report()
        refused = at("duty").post(message_act(play.message_id, "assign"), {"unit": "chengguan", "words": "请查一查。"})
        assert refused.status_code == 409 and "举报不能交给被举报的单位" in words(refused) and "请查一查。" in words(refused)
        told = {"unit": "chengguan", "only_mentioned": "on"}
        assert at("duty").post(message_act(play.message_id, "assign"), told).status_code == 302
        page = words(at("clerk").get(of_order(play)))
        assert "被举报的单位看不到" not in page and "举报：不公开" in page and "文中提到：城管局" in page
        dispatched = words(at("duty").get(of_message(play.message_id)))
        for told in ("举报里点了名：城管局", "没有派：举报由人来派", "文中提到它，但举报的不是它"):
            assert told in dispatched

    def test_what_names_nobody_has_no_tick_and_no_marks(self, at) -> None:
        for play in (report("有人收钱，路灯一直不修。"), Play.posted(text="城管局的路灯坏了。", category="")):
            page = words(at("duty").get(of_message(play.message_id)))
            assert "只提到" not in page and "文中提到" not in page and "（举报里提到）" not in page

    def test_the_claim_stands_where_its_author_chose_a_unit(self, at) -> None:
        play = report("有人收钱，路灯一直不修。", unit="jiaoyu")
        play.assign("chengguan")
        assert "举报：不公开，被举报的单位看不到" in words(at("clerk").get(of_order(play)))

    def test_the_report_of_dispatch_names_the_unit(self, at) -> None:
        report()
        report("举报教育局的人收礼，路灯不修。")
        page = words(at("duty").get("/desk/messages/dispatch/"))
        assert "举报里点了名：城管局" in page and "举报里点了名：教育局" in page


class TestWhyItIsNotDisplayed:
    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({}, "没有公开：留言人选了公开，但没有核实过身份"),
            ({"visibility": Visibility.UNIT}, "只给办理的单位看"),
        ],
        ids=["code", "unit"],
    )
    def test_of_a_message_under_a_code(self, at, changes, told: str) -> None:
        _answer, row = posted_by_code(a_message(**changes))
        page = words(at("clerk").get(f"/desk/messages/orders/{Order.objects.get(message=row).pk}/"))
        assert told in page and ("只给办理的单位看" in page) is (told == "只给办理的单位看")

    def test_of_a_class_that_is_not_displayed_and_of_what_waits(self, at) -> None:
        play = Play.posted(category="120000")
        assert "没有公开：这一类留言不公开" in words(at("duty").get(of_message(play.message_id)))
        waits = Play.posted(text="路灯坏了，看 www.example.com 和 www.example.net 的照片")
        assert not waits.row.displayed
        assert "等审核，还没有公开" in words(at("duty").get(of_message(waits.message_id)))


class TestTakingDown:
    def test_a_number_that_the_line_told_is_written_down(self, at) -> None:
        refused = at("duty").post("/desk/messages/take-down/", CALL | {"verified": "on"})
        assert refused.status_code == 422 and "就要填线路显示的号码" in words(refused) and not Message.objects.exists()
        for changes in ({}, {"verified": "on", "phone": "13900001111"}, {"verified": "on", "channel": "visit"}):
            sent = at("duty").post("/desk/messages/take-down/", CALL | changes | {"confirmed": "yes", "key": str(uuid.uuid4())})
            assert sent.status_code == 200, words(sent)
        assert list(Message.objects.order_by("number").values_list("displayed", flat=True)) == [False, True, True]
