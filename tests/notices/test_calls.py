"""Masked calls: neither side sees the other's number; who rings on a line; and what the exchange pushes is signed."""

import uuid
from datetime import timedelta

import pytest

from config.gateways import Gateway
from tests.identity import factories as people
from tests.identity.factories import NOT_THE_SYSTEM, refused, told
from tests.notices.factories import AT, PHONE, citizen, waiting
from tests.notices.test_sending import SECRET, vendor  # noqa: F401  a fixture
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.models.reads import Read
from tongban.notices import actions, jobs, queries
from tongban.notices.models import Call, Incoming
from tongban.notices.ports.http import signed
from tongban.notices.terms import (
    CallEnded,
    CallOutcome,
    CallState,
    Denied,
    NobodyToTell,
    Recipient,
    UnknownCall,
    UnusablePhone,
)

pytestmark = pytest.mark.django_db
SUBJECT = uuid.uuid4()


@pytest.fixture
def clerk():
    people.make_city()
    return people.acting(people.make_clerk("jianwei/window", login_id=people.make_login(phone="13911112222")))


def ring(by, to=None, **changes):
    known = {"key": uuid.uuid4(), "subject_type": "board.Message", "subject_id": SUBJECT, "by": by, "at": AT}
    return actions.connect(**{**known, "to": to or Recipient(phone=PHONE), **changes})


def test_a_clerk_gets_a_number_that_shows_neither_side(clerk) -> None:
    call = ring(clerk)
    assert queries.call(call, by=clerk).state is CallState.ASKED
    jobs.connect(waiting("notices.connect")[-1])
    view = queries.call(call, by=clerk)
    assert view.state is CallState.CONNECTED and view.masked_number.startswith("0999-9")
    assert PHONE not in repr(view) and "13911112222" not in repr(view)
    actions.record_outcome(call_id=call, outcome=CallOutcome.ANSWERED, seconds=65, by=SYSTEM, at=AT)
    (seen,) = queries.calls_of("board.Message", SUBJECT, by=clerk)
    assert (seen.state, seen.outcome, seen.seconds) == (CallState.ENDED, CallOutcome.ANSWERED, 65)
    assert told()[-3:] == ["notices.CallAsked", "notices.CallConnected", "notices.CallOver"]


def test_the_exchange_is_asked_with_both_numbers(clerk, vendor) -> None:  # noqa: F811
    author = citizen(phone="13900003333")
    call = ring(clerk, Recipient(person_id=author.person_id))
    jobs.connect(str(call))
    jobs.connect(str(call))
    ((path, content, _headers, _body),) = vendor.asked
    assert (path, content) == ("/connect", {"id": str(call), "from": "13911112222", "to": "13900003333"})
    assert queries.call(call, by=clerk).masked_number == "09990001234"
    assert author.person_id in Read.objects.filter(question="identity.reach").earliest("id").holders


def test_an_exchange_that_gives_no_number_is_told(clerk, vendor) -> None:  # noqa: F811
    vendor.answer = {}
    call = ring(clerk)
    jobs.connect(str(call))
    assert (queries.call(call, by=clerk).state, Call.objects.get().error) == (CallState.FAILED, "no_number")


def test_the_same_key_is_the_same_call(clerk) -> None:
    key = uuid.uuid4()
    assert ring(clerk, key=key) == ring(clerk, key=key)
    assert Call.objects.count() == 1


def test_what_cannot_be_called_is_refused(clerk) -> None:
    with refused(NobodyToTell):
        ring(clerk, Recipient(person_id=uuid.uuid4()))
    with refused(UnusablePhone):
        ring(clerk, Recipient(phone="call me"))
    with refused(Denied):
        ring(citizen())


def test_a_call_belongs_to_whoever_made_it(clerk) -> None:
    call = ring(clerk)
    other = people.acting(people.make_clerk("shuiliju/review"))
    with pytest.raises(UnknownCall):
        queries.call(call, by=other)
    with refused(UnknownCall):
        actions.record_outcome(call_id=call, outcome=CallOutcome.BUSY, seconds=0, by=other, at=AT)
    with refused(UnknownCall):
        actions.record_connection(call_id=uuid.uuid4(), masked_number="1", error="", by=SYSTEM, at=AT)
    actions.record_outcome(call_id=call, outcome=CallOutcome.BUSY, seconds=0, by=clerk, at=AT)
    with refused(CallEnded):
        actions.record_outcome(call_id=call, outcome=CallOutcome.ANSWERED, seconds=9, by=clerk, at=AT)


def test_who_rings_stands_in_front_of_the_operator(clerk) -> None:
    key = uuid.uuid4()
    first = actions.take_call(key=key, line="801", phone="138 0000 9999", by=SYSTEM, at=AT)
    assert actions.take_call(key=key, line="801", phone="13800009999", by=SYSTEM, at=AT) == first
    seen = queries.incoming("801", by=clerk, at=AT + timedelta(minutes=1), purpose="take down a message")
    assert seen is not None and (seen.phone, seen.id) == (PHONE, first)
    assert Read.objects.latest("id").question == "notices.incoming"
    assert queries.incoming("802", by=clerk, at=AT, purpose="take down a message") is None
    assert queries.incoming("801", by=clerk, at=AT + timedelta(hours=3), purpose="take down a message") is None
    with pytest.raises(Denied):
        queries.incoming("801", by=PUBLIC, at=AT, purpose="look")
    actions.take_call(key=uuid.uuid4(), line="802", phone=PHONE, by=SYSTEM, at=AT + timedelta(days=2))
    assert list(Incoming.objects.values_list("line", flat=True)) == ["802"], "yesterday's callers are forgotten"


@NOT_THE_SYSTEM
def test_only_the_exchange_says_who_rings(by) -> None:
    with refused(Denied):
        actions.take_call(key=uuid.uuid4(), line="801", phone=PHONE, by=by, at=AT)
    with refused(Denied):
        actions.record_connection(call_id=uuid.uuid4(), masked_number="1", error="", by=by, at=AT)
    with pytest.raises(Denied):
        queries.to_connect(uuid.uuid4(), by=by)


def test_an_incoming_number_that_is_none_is_refused() -> None:
    with refused(UnusablePhone):
        actions.take_call(key=uuid.uuid4(), line="801", phone="anonymous", by=SYSTEM, at=AT)


def test_a_push_is_signed_and_fresh_or_it_is_not_the_exchanges(settings) -> None:
    settings.TELEPHONY = Gateway("http", "https://exchange.example", SECRET)
    stamp, body = str(int(AT.timestamp())), b'{"line": "801"}'
    good = signed(SECRET, stamp=stamp, body=body)
    assert queries.is_from_exchange(body=body, stamp=stamp, signature=good, at=AT)
    assert not queries.is_from_exchange(body=body + b" ", stamp=stamp, signature=good, at=AT)
    assert not queries.is_from_exchange(body=body, stamp=stamp, signature=good, at=AT + timedelta(minutes=6))
    assert not queries.is_from_exchange(body=body, stamp="soon", signature=good, at=AT)
    settings.TELEPHONY = Gateway("none")
    assert not queries.is_from_exchange(body=body, stamp=stamp, signature=signed("", stamp=stamp, body=body), at=AT)
