"""Sending: by the demo gateway, by a real one over HTTP, again when it fails, and what is shown when it fails for good."""

import json
import logging
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import OperationalError
from procrastinate.jobs import Job

from config.gateways import Gateway
from tests.identity.factories import NOT_THE_SYSTEM, entries, refused, told
from tests.notices.factories import AT, PHONE, citizen, tell, waiting
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.models.reads import Read
from tongban.notices import actions, jobs, queries
from tongban.notices.actions.sending import MOST_ATTEMPTS
from tongban.notices.models import Delivery
from tongban.notices.ports.http import signed
from tongban.notices.terms import DeliveryState, Denied, Recipient

pytestmark = pytest.mark.django_db
SECRET = "a secret that is shared"


class Vendor(BaseHTTPRequestHandler):
    """A gateway of ours: it keeps what it was asked, and answers with the next status."""

    asked: list[tuple[str, dict[str, Any], dict[str, str], bytes]]
    statuses: list[int]
    answer: dict[str, str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.asked.append((self.path, json.loads(body), dict(self.headers), body))
        self.send_response(self.statuses.pop(0) if self.statuses else 200)
        self.end_headers()
        self.wfile.write(json.dumps(self.answer).encode())

    def log_message(self, *args: object) -> None:
        """Its own log is nobody's."""


@pytest.fixture
def vendor(settings) -> Iterator[type[Vendor]]:
    Vendor.asked, Vendor.statuses, Vendor.answer = [], [], {"receipt": "r-1", "number": "09990001234"}
    server = HTTPServer(("127.0.0.1", 0), Vendor)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    settings.SMS_GATEWAY = settings.TELEPHONY = Gateway("http", address, SECRET)
    yield Vendor
    server.shutdown()
    server.server_close()


def sent_now() -> Delivery:
    """Tell a number, and run the job that sends."""
    tell(Recipient(phone=PHONE))
    jobs.send(waiting()[-1])
    return Delivery.objects.latest("at")


def test_the_demo_keeps_what_it_was_handed_once() -> None:
    delivery = sent_now()
    jobs.send(str(delivery.pk))
    (line,) = queries.demo_outbox(by=SYSTEM)
    assert (line.channel, line.phone, line.text) == ("sms", PHONE, "【榕城】留言（演示）已收到，编号RC2026-0001。")
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.SENT, 1)
    assert told()[-1] == "notices.NoticeDelivered" and entries()[-1] == "notices.record_sent"


def test_a_gateway_is_handed_signed_json_with_the_key_of_the_delivery(vendor) -> None:
    delivery = sent_now()
    ((_path, content, headers, body),) = vendor.asked
    assert content == {"id": str(delivery.pk), "to": PHONE, "text": delivery.zh}
    assert headers["Idempotency-Key"] == str(delivery.pk)
    assert headers["X-Signature"] == signed(SECRET, stamp=headers["X-Timestamp"], body=body)
    assert (delivery.state, delivery.receipt) == (DeliveryState.SENT, "r-1")


def test_a_login_is_told_at_its_own_number_in_its_own_language_and_the_look_is_logged(vendor) -> None:
    by = citizen(phone="13900001111")
    actions.set_preference(topic="notices", sms=True, by=by, at=AT)
    tell(Recipient(login_id=by.id))
    jobs.send(waiting()[-1])
    ((_path, content, _headers, _body),) = vendor.asked
    assert content["to"] == "13900001111" and content["text"].startswith("【榕城】")
    read = Read.objects.latest("id")
    assert (read.question, read.holders, read.actor_kind) == ("identity.reach", [by.person_id], "system")


def test_what_fails_is_tried_again_with_the_same_key(vendor) -> None:
    vendor.statuses = [503, 200]
    tell(Recipient(phone=PHONE))
    (number,) = waiting()
    with pytest.raises(jobs.TriedInVain):
        jobs.send(number)
    assert Delivery.objects.get().error == "http_503"
    jobs.send(number)
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert {content["id"] for _path, content, _headers, _body in vendor.asked} == {number}


def test_what_was_taken_already_counts_as_sent(vendor) -> None:
    vendor.statuses = [409]
    assert sent_now().state == DeliveryState.SENT


def test_what_a_gateway_will_never_take_has_failed_at_once(vendor) -> None:
    vendor.statuses = [400]
    delivery = sent_now()
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "http_400")
    assert [line.id for line in queries.failed(by=SYSTEM)] == [delivery.pk]
    assert told()[-1] == "notices.NoticeFailed"
    (line,) = queries.deliveries_of([delivery.notice_id])[delivery.notice_id]
    assert (line.state, line.error) == (DeliveryState.FAILED, "http_400")


def test_after_the_last_try_it_has_failed_and_no_number_is_in_any_log(vendor, caplog) -> None:
    vendor.statuses = [500] * MOST_ATTEMPTS
    tell(Recipient(phone=PHONE))
    (number,) = waiting()
    with caplog.at_level(logging.DEBUG):
        for _ in range(MOST_ATTEMPTS - 1):
            with pytest.raises(jobs.TriedInVain) as failure:
                jobs.send(number)
            assert PHONE not in repr(failure.value) and failure.value.__suppress_context__
        jobs.send(number)
    assert Delivery.objects.get().state == DeliveryState.FAILED
    assert PHONE not in caplog.text
    jobs.send(number)
    assert len(vendor.asked) == MOST_ATTEMPTS, "what is settled is not sent again"


def test_a_gateway_that_is_not_there_is_away(settings) -> None:
    settings.SMS_GATEWAY = Gateway("http", "http://127.0.0.1:9/", SECRET)
    tell(Recipient(phone=PHONE))
    with pytest.raises(jobs.TriedInVain):
        jobs.send(waiting()[-1])
    assert Delivery.objects.get().error == "unreachable"


def test_a_city_without_a_gateway_says_so(settings) -> None:
    settings.SMS_GATEWAY = Gateway("none")
    delivery = sent_now()
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "no_gateway")


@NOT_THE_SYSTEM
def test_only_the_system_says_what_came_of_sending(by) -> None:
    with refused(Denied):
        actions.record_sent(delivery_id=uuid.uuid4(), receipt="", by=by, at=AT)
    with refused(Denied):
        actions.record_failure(delivery_id=uuid.uuid4(), error="x", for_good=True, by=by, at=AT)
    with pytest.raises(Denied):
        queries.to_send(uuid.uuid4(), by=by, at=AT)
    with pytest.raises(Denied):
        queries.demo_outbox(by=by)


def test_the_public_sees_no_failures() -> None:
    with pytest.raises(Denied):
        queries.failed(by=PUBLIC)


def test_a_spoken_call_goes_to_the_exchange(vendor) -> None:
    values = {"unit": "燃气", "reason": "燃气泄漏", "matter": "，地点：东湖街", "minutes": "5", "code": "ABCD2345"}
    values["address"] = "https://city.example/duty/ABCD2345"
    tell(Recipient(phone="0999-8000001"), kind="duty.call_out", values=values)
    (number,) = waiting()
    jobs.send(number)
    ((path, content, _headers, _body),) = vendor.asked
    assert (path, content["to"]) == ("/say", "09998000001")
    assert content["text"] == "城市值班台呼叫燃气：燃气泄漏，地点：东湖街。请在5分钟内按短信里的办法确认。"


def test_a_try_that_ends_before_it_is_counted_comes_again_too() -> None:
    """As where the database is away, and more often than a gateway is tried: what waits is not left behind."""
    for attempts in (0, MOST_ATTEMPTS):
        job = Job(queue=jobs.QUEUE, lock=None, queueing_lock=None, task_name=jobs.SEND, attempts=attempts)
        assert jobs.send.retry_strategy.get_retry_decision(exception=OperationalError(), job=job) is not None
