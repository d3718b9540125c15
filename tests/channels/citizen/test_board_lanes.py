"""The lanes of a message: one bar after the other where one had it after the other; what is missing is not drawn as done."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from tests.board.play import Play
from tests.channels.citizen.messages import a_person, answered, row, sent, staff
from tests.channels.citizen.story import MOTHER, actor
from tests.channels.conftest import DAY
from tongban.board import actions
from tongban.board.models import Order
from tongban.board.terms import Satisfaction, Visibility
from tongban.identity.terms import SYSTEM

pytestmark = pytest.mark.usefixtures("rongcheng")


def text(response) -> str:
    return response.content.decode()


def played() -> Play:
    """A message that the district of the lake has."""
    play = Play(at=DAY)
    there = sent(title="别的事", text="小区门口的石头搬走吧。", category="", district="donghuqu")
    play.message_id = there.message_id
    if row(there).unit != "donghuqu":
        actions.assign(message_id=there.message_id, unit="donghuqu", by=staff("rexian/duty"), at=DAY)
    return play


def test_what_was_passed_down_is_one_after_the_other(client: Client) -> None:
    play = played()
    play.take()
    for unit, minutes in (("donghu", 5), ("", 9)):
        play.later(minutes=minutes)
        if unit:
            actions.pass_down(order_id=play.order().pk, unit=unit, by=staff("donghuqu/messages"), at=play.at)
    play.take("donghu")
    play.later(minutes=20).answer("donghu")
    response = client.get(f"/board/{play.row.number}/")
    above, below = [lane for lane in response.context["lanes"].lanes if lane.department]
    assert [bar.name.zh for bar in above.bars] == ["交给下级"]
    assert above.bars[0].ends == below.bars[0].starts and below.bars[0].ends == play.at
    assert "个部门同时办" not in text(response)


def test_whom_somebody_else_has_relieved_handles_it_no_more(client: Client) -> None:
    play = played()
    play.take()
    actions.assign(message_id=play.message_id, unit="chengguan", by=staff("rexian/duty"), at=play.later(minutes=5).at)
    play.take("chengguan")
    lanes = client.get(f"/board/{play.row.number}/").context["lanes"].lanes
    told = {lane.department: [(bar.name.zh, bar.state) for bar in lane.bars] for lane in lanes if lane.department}
    assert told == {"donghuqu": [("改派", "done")], "chengguan": [("办理", "running")]}


def test_nobody_has_rated_where_the_window_has_lapsed(client: Client) -> None:
    play = played()
    play.take()
    play.answer()
    actions.close_unrated(message_id=play.message_id, by=SYSTEM, at=play.row.rating_until + timedelta(days=1))
    response = client.get(f"/board/{play.row.number}/")
    (bar,) = [bar for lane in response.context["lanes"].lanes for bar in lane.bars if bar.key == "rate"]
    assert bar.outcome.zh == "没有评价"
    lanes = text(response).split("message-lanes")[1]
    assert "没有评价" in lanes and "评价 已完成" not in lanes


def test_it_is_done_where_somebody_has(client: Client) -> None:
    author = a_person()
    there = answered(sent(by=author))
    actions.rate(message_id=there.message_id, solved=True, satisfaction=Satisfaction.GOOD, by=author, at=DAY + timedelta(hours=2))
    assert "评价 已完成" in text(client.get(f"/board/{there.number}/"))


def test_of_two_that_are_not_displayed_an_author_reads_that_the_answer_is_theirs(signed_in) -> None:
    mother = signed_in(MOTHER)
    told = {"by": actor(MOTHER, as_person=True), "visibility": Visibility.UNIT}
    main, same = sent(**told), sent(text="湖滨路路口的路灯好几天不亮了，希望来修。", **told)
    actions.merge(message_id=same.message_id, into_id=main.message_id, by=staff("rexian/duty"), at=DAY)
    page = text(mother.get(f"/board/{same.number}/"))
    assert "另一条没有公开的留言" in page and main.number not in page


def test_a_refused_extension_says_why_it_was_refused(client: Client) -> None:
    there = sent()
    order = Order.objects.get(message=there.message_id)
    clerk = staff(f"{order.unit}/messages")
    actions.take(order_id=order.pk, by=clerk, at=DAY)
    asked = actions.ask_extension(order_id=order.pk, amount=Decimal(3), reason="要等电缆到货", by=clerk, at=DAY)
    told = {"by": staff("rexian/duty"), "at": DAY + timedelta(minutes=1)}
    actions.decide_extension(extension_id=asked, granted=False, reason="库房里有电缆", **told)
    page = text(client.get(f"/board/{there.number}/")).split("message-lanes")[0]
    assert "没有批准" in page and "库房里有电缆" in page
    assert "要等电缆到货" not in page
    extension = client.get(f"/api/v1/board/messages/{there.number}").json()["extensions"][0]
    assert (extension["reason"], extension["why_not"]) == ("要等电缆到货", "库房里有电缆")
