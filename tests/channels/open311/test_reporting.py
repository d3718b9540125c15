"""What a unit's own system says of its orders: a clerk's acts, in the name of the system; nothing public without somebody's approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.board.play import ANSWER, Play, approver, clerk
from tongban.board import actions, queries
from tongban.board.models import Message, Note, Order, Reply, ReportedUpdate
from tongban.board.terms import Channel, Denied, MessageState, NewMessage, OrderState, Origin, ReplyState, Reported
from tongban.clients import actions as clients_actions
from tongban.clients import queries as clients_queries
from tongban.identity.terms import SYSTEM
from tongban.kernel import clock

if TYPE_CHECKING:
    from tests.channels.open311.door import Door

AT = "2026-09-07T11:30:00+08:00"


@pytest.fixture
def play(door: Door, unit_key: str) -> Play:
    return Play.posted()


def report(door: Door, key: str, play: Play, status: str, /, *, http: int = 200, **changes: Any) -> Any:
    update = {
        "api_key": key,
        "update_id": f"u-{status}",
        "service_request_id": play.row.number,
        "updated_datetime": AT,
        "status": status,
        "description": "",
    }
    return door.post("servicerequestupdates", http, **update | changes)


def test_work_takes_the_order_and_leaves_a_note(door: Door, unit_key: str, play: Play) -> None:
    told = report(door, unit_key, play, "IN_PROGRESS", description="已派修理班")
    assert told == [{"update_id": "u-IN_PROGRESS"}]
    assert play.row.state == MessageState.HANDLING
    assert Note.objects.get().words() == "已派修理班"
    view = queries.handled(play.message_id, by=clerk("chengguan"), at=clock.now(), purpose="test")
    assert view.notes[0].written_by == "演示·城管系统"
    assert "已派修理班" not in str(door.get("servicerequestupdates"))


def test_an_answer_waits_for_approval_and_is_then_public(door: Door, unit_key: str, play: Play) -> None:
    report(door, unit_key, play, "FIXED", description=ANSWER)
    reply = Reply.objects.get()
    assert reply.state == ReplyState.SUBMITTED and play.row.answered_at is None
    assert ANSWER[:20] not in str(door.get("requests"))
    actions.publish_reply(reply_id=reply.pk, by=approver("chengguan"), at=clock.now())
    assert door.get("requests")[0]["status"] == "closed"


def test_what_cannot_be_solved_is_a_reply_too(door: Door, unit_key: str, play: Play) -> None:
    report(door, unit_key, play, "NO_FURTHER_ACTION", description=ANSWER)
    reply = Reply.objects.get()
    assert (reply.state, reply.end) == (ReplyState.SUBMITTED, "unsolvable")


def test_what_is_not_theirs_goes_back_once(door: Door, unit_key: str, play: Play) -> None:
    report(door, unit_key, play, "NOT_COUNCILS_RESPONSIBILITY", description="由区里管理")
    assert play.row.state == MessageState.ACCEPTED and Order.objects.get().state == OrderState.LEAVING
    report(door, unit_key, play, "INTERNAL_REFERRAL", http=400, description="还是不归我们", updated_datetime="2026-09-07T11:40:00+08:00")


def test_an_id_counts_once(door: Door, unit_key: str, play: Play) -> None:
    report(door, unit_key, play, "OPEN")
    [error] = report(door, unit_key, play, "OPEN", http=400, description="又一次")
    assert error["code"] == 400 and Note.objects.count() == 0


def test_what_is_older_changes_nothing(door: Door, unit_key: str, play: Play) -> None:
    report(door, unit_key, play, "IN_PROGRESS")
    report(door, unit_key, play, "FIXED", update_id="older", updated_datetime="2026-09-07T11:00:00+08:00", description=ANSWER)
    assert not Reply.objects.exists()
    assert list(ReportedUpdate.objects.order_by("id").values_list("update_id", "applied")) == [("u-IN_PROGRESS", True), ("older", False)]


def test_a_draft_that_was_sent_back_is_written_anew(door: Door, unit_key: str, play: Play) -> None:
    report(door, unit_key, play, "FIXED", description=ANSWER)
    reply = Reply.objects.get()
    report(door, unit_key, play, "FIXED", update_id="again", updated_datetime="2026-09-07T11:40:00+08:00", http=400, description=ANSWER)
    actions.send_back_reply(reply_id=reply.pk, reason="请写明时间", by=approver("chengguan"), at=clock.now())
    report(door, unit_key, play, "FIXED", update_id="anew", updated_datetime="2026-09-07T11:50:00+08:00", description=ANSWER)
    assert Reply.objects.get().state == ReplyState.SUBMITTED


@pytest.mark.parametrize(
    "changes",
    [
        {"update_id": ""},
        {"update_id": "x" * 81},
        {"update_id": "a\x00"},
        {"service_request_id": ""},
        {"updated_datetime": ""},
        {"updated_datetime": "gestern"},
        {"updated_datetime": "2027-09-07T11:30:00+08:00"},
        {"updated_datetime": "2026-09-07T12:55:00+08:00"},
        {"status": "SOLVED"},
        {"status": "FIXED", "description": ""},
    ],
)
def test_what_cannot_be_read_is_400(door: Door, unit_key: str, play: Play, changes: dict[str, str]) -> None:
    report(door, unit_key, play, "OPEN", http=400, **changes)
    assert not ReportedUpdate.objects.exists()


def test_only_a_units_own_system_reports_and_only_on_its_orders(door: Door, unit_key: str, app_key: str, token: str, play: Play) -> None:
    for key in ("", "wrong", app_key, token):
        report(door, key, play, "OPEN", http=403)
    elsewhere = Play.posted(category="020100", text="自来水水压太低，三楼没有水。")
    report(door, unit_key, elsewhere, "OPEN", http=404)
    report(door, unit_key, elsewhere, "OPEN", http=404, service_request_id="LY-2026-000000")
    assert not ReportedUpdate.objects.exists() and play.row.state == MessageState.ASSIGNED


def test_a_system_approves_nothing_and_reads_nothing_inside(unit_key: str, town: None) -> None:
    play, client = Play.taken(), clients_queries.by_key(unit_key)
    assert client is not None
    reply = play.submitted()
    with pytest.raises(Denied):
        actions.publish_reply(reply_id=reply.pk, by=client.actor, at=clock.now())
    with pytest.raises(Denied):
        actions.reveal_author(message_id=play.message_id, reason="想知道", by=client.actor, at=clock.now())
    with pytest.raises(Denied):
        message = NewMessage(kind=play.row.kind, title="", text="冒充网页")
        actions.post(key=play.message_id, message=message, origin=Origin(Channel.WEB), by=client.actor, at=clock.now())
    with pytest.raises(Denied):
        actions.report_update(
            update_id="x", number=play.row.number, reported=Reported.WORKING, words="", updated_at=clock.now(), by=SYSTEM, at=clock.now()
        )
    assert Message.objects.count() == 1


def test_whose_key_ended_while_it_called_reports_nothing(door: Door, unit_key: str, play: Play) -> None:
    client = clients_queries.by_key(unit_key)
    assert client is not None
    clients_actions.revoke_client(name=client.name, by=SYSTEM, at=clock.now())
    with pytest.raises(Denied):
        actions.report_update(
            update_id="x",
            number=play.row.number,
            reported=Reported.WORKING,
            words="",
            updated_at=clock.now(),
            by=client.actor,
            at=clock.now(),
        )
    assert not ReportedUpdate.objects.exists() and play.row.state == MessageState.ASSIGNED
