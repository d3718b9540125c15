"""One rule for lists, page and acts: whoever works for a unit that a report is about meets it nowhere, whatever else they work for."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.board.play import Play, approver, clerk, refuses
from tests.board.town import staff
from tongban.board import access, actions, queries
from tongban.board.models import Message
from tongban.board.terms import Denied, UnknownMessage, UnknownOrder
from tongban.identity.terms import SYSTEM
from tongban.responsibilities.queries import board, units
from tongban.responsibilities.terms import Kind

pytestmark = pytest.mark.usefixtures("town")
BOTH = staff("shifu/messages", "shifu/messages_approver", "donghu/messages")  # the street lies below the district that is reported


@pytest.fixture
def reported() -> Play:
    play = Play.posted(kind=Kind.REPORT, unit="donghuqu", text="举报有人收礼，请上级查一查这件事。", category="")
    play.assign("shifu")
    return play


def test_what_is_waiting(reported: Play) -> None:
    order = reported.order("shifu").pk
    assert [each.order_id for each in queries.inbox(clerk("shifu"), at=reported.at).lines] == [order]
    for shelf in ("", "to_take"):
        assert queries.inbox(BOTH, at=reported.at, shelf=shelf, unit="shifu").lines == ()
    assert queries.counts(BOTH, at=reported.at).waiting == 0 != queries.counts(clerk("shifu"), at=reported.at).waiting
    with refuses(UnknownOrder):
        queries.order(order, by=BOTH, at=reported.at, purpose="board.handling")
    told = {"order_id": order, "by": BOTH, "at": reported.at}
    for act in (lambda: actions.take(**told), lambda: actions.return_order(reason="不归我们", **told)):
        with refuses(Denied):
            act()


def test_what_is_to_be_decided(reported: Play) -> None:
    reported.take("shifu")
    order = reported.order("shifu").pk
    actions.pass_down(order_id=order, unit="chengguan", by=clerk("shifu"), at=reported.at)
    reported.take("chengguan")
    below = reported.order("chengguan").pk
    asked = actions.ask_extension(order_id=below, amount=Decimal(1), reason="等材料", by=clerk("chengguan"), at=reported.at)
    assert [each.id for each in queries.extensions_to_decide(clerk("shifu"))] == [asked]
    assert queries.extensions_to_decide(BOTH) == ()
    with refuses(Denied):
        actions.decide_extension(extension_id=asked, granted=True, by=BOTH, at=reported.at)
    reply = reported.submitted("chengguan")
    assert len(queries.to_approve(approver("shifu"), at=reported.at)) == 1
    assert queries.to_approve(BOTH, at=reported.at) == ()
    with refuses(Denied):
        actions.publish_reply(reply_id=reply.pk, by=BOTH, at=reported.at)
    actions.publish_reply(reply_id=reply.pk, by=approver("shifu"), at=reported.at)
    assert queries.settled(clerk("shifu"), at=reported.at).lines and queries.settled(BOTH, at=reported.at).lines == ()


def test_whom_to_call_back() -> None:
    street = staff("rexian/call_back", "donghu/messages")
    caller = staff("rexian/call_back")
    play = Play.posted(kind=Kind.REPORT, unit="donghuqu", text="举报有人收礼，请上级查一查这件事。", category="")
    play.assign("shifu")
    play.take("shifu")
    play.answer("shifu")
    later = play.row.rating_until + timedelta(seconds=1)
    actions.close_unrated(message_id=play.message_id, by=SYSTEM, at=later)
    assert [each.message_id for each in queries.to_call_back(caller, at=later)] == [play.message_id]
    assert queries.to_call_back(street, at=later) == ()
    with refuses(UnknownMessage):
        queries.to_ask(play.message_id, by=street, at=play.at)
    assert queries.to_ask(play.message_id, by=caller, at=play.at).replies


def test_the_duty_desk_has_it_whatever_else_its_people_work_for(reported: Play) -> None:
    at_both = staff("rexian/duty", "donghu/messages")
    assert queries.handled(reported.message_id, by=at_both, at=reported.at, purpose="board.handling").orders
    actions.note(message_id=reported.message_id, words="催一下", by=at_both, at=reported.at)


@pytest.mark.parametrize("mentioned", [(), ("donghu",), ("donghuqu",), ("chengguan", "shifu")])
@pytest.mark.parametrize("named", [(), ("donghu",), ("donghuqu",), ("ludeng", "donghuqu"), ("shifu",), ("gongshui", "jiaoyu")])
def test_lists_say_what_acts_say(named: tuple[str, ...], mentioned: tuple[str, ...]) -> None:
    """Whom the words name, and whom the desk has asked all the same because they are only mentioned."""
    row = Play.posted(kind=Kind.REPORT, text="举报有人收礼，请上级查一查这件事。", category="").row
    row.names, row.mentioned = [*named], [*mentioned]
    row.save(update_fields=["names", "mentioned"])
    release = board()
    for desks in (("donghu/messages",), ("donghuqu/messages_approver",), ("shifu/messages",), ("ludeng/messages", "donghu/messages"), ()):
        by, tree = staff(*desks, "rexian/call_back"), units(release)
        listed = Message.objects.filter(access.about_us(by, release, tree), pk=row.pk).exists()
        assert listed == any(access.barred(row, each, tree) for each in access.units_of(by, release)), (desks, named, mentioned)
        hidden = Message.objects.filter(~access.about_us(by, release, tree), pk=row.pk).exists()
        assert hidden != listed
