"""Telling somebody: who finds it where, what leaves the city, and what was told stays as it was told."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from tests.identity import factories as people
from tests.identity.factories import entries, refused
from tests.notices.factories import AT, PHONE, VALUES, citizen, tell, waiting
from tongban.identity.terms import PUBLIC, SYSTEM
from tongban.kernel.idempotency import KeyReused
from tongban.notices import actions, queries
from tongban.notices.models import Delivery, Notice
from tongban.notices.terms import (
    Denied,
    NobodyToTell,
    Recipient,
    UnknownKind,
    UnknownNotice,
    UnknownTopic,
    UnusablePhone,
    ValueMissing,
)

pytestmark = pytest.mark.django_db
TOPIC = "notices"


def sealed(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return bytes(cursor.fetchone()[0])


def test_a_login_finds_it_in_the_inbox_and_nothing_leaves_the_city() -> None:
    by = citizen()
    notice = tell(Recipient(login_id=by.id), link="/cases/")
    page = queries.inbox(by=by)
    (line,) = page.lines
    assert (line.id, line.title.zh, line.link, line.read_at) == (notice, "已经收到", "/cases/", None)
    assert line.text.en == "留言（演示） has arrived. Its number is RC2026-0001."
    assert (page.unread, page.next, waiting()) == (1, "", [])
    assert entries()[-1] == "notices.notify"


def test_a_person_finds_it_with_any_login_and_at_a_desk_nobody_does() -> None:
    person = people.make_person()
    one, other = (people.acting(people.make_login(person_id=person)) for _ in range(2))
    tell(Recipient(person_id=person))
    assert [len(queries.inbox(by=by).lines) for by in (one, other)] == [1, 1]
    assert queries.inbox(by=citizen()).lines == ()


def test_what_was_told_at_work_is_found_at_work() -> None:
    people.make_city()
    login = people.make_clerk("jianwei/window")
    tell(Recipient(login_id=login, at_work=True))
    tell(Recipient(login_id=login), values=VALUES | {"number": "PRIVATE"})
    clerk, person = people.acting(login), people.acting(login, as_person=True)
    assert ["PRIVATE" in line.text.zh for line in queries.inbox(by=clerk).lines] == [False]
    assert ["PRIVATE" in line.text.zh for line in queries.inbox(by=person).lines] == [True]


def test_a_number_alone_gets_a_text_message() -> None:
    notice = tell(Recipient(phone=f"+86 {PHONE}"))
    (delivery,) = Delivery.objects.all()
    assert waiting() == [str(delivery.pk)]
    assert (delivery.notice_id, delivery.phone, delivery.zh) == (notice, PHONE, "【榕城】留言（演示）已收到，编号RC2026-0001。")


def test_whoever_wishes_gets_a_text_message_too() -> None:
    by = citizen()
    actions.set_preference(topic=TOPIC, sms=True, by=by, at=AT)
    tell(Recipient(login_id=by.id))
    tell(Recipient(person_id=by.person_id))
    assert len(waiting()) == 2
    actions.set_preference(topic=TOPIC, sms=False, by=by, at=AT)
    tell(Recipient(login_id=by.id))
    assert len(waiting()) == 2
    assert (TOPIC, False) in [(each.topic, each.sms) for each in queries.preferences(by=by)]


def test_what_was_told_and_to_which_number_is_sealed() -> None:
    tell(Recipient(phone=PHONE))
    assert "留言".encode() not in sealed("notices_notice", "told")
    assert PHONE.encode() not in sealed("notices_delivery", "phone")


def test_the_same_key_is_the_same_notice_and_another_question_is_refused() -> None:
    by, key = citizen(), uuid.uuid4()
    first = tell(Recipient(login_id=by.id), key=key)
    assert tell(Recipient(login_id=by.id), key=key) == first
    assert Notice.objects.count() == 1
    with refused(KeyReused):
        tell(Recipient(login_id=by.id), key=key, values=VALUES | {"number": "2"})


@pytest.mark.parametrize(
    ("to", "changes", "refusal"),
    [
        (Recipient(), {}, NobodyToTell),
        (Recipient(phone=PHONE, at_work=True), {}, NobodyToTell),
        (Recipient(phone="call me"), {}, UnusablePhone),
        (Recipient(phone=PHONE), {"kind": "notices.nothing"}, UnknownKind),
        (Recipient(phone=PHONE), {"values": {"what": "x"}}, ValueMissing),
        (Recipient(phone=PHONE), {"by": PUBLIC}, Denied),
        (Recipient(login_id=uuid.uuid4()), {"by": people.CITIZEN}, Denied),
        (Recipient(login_id=people.CITIZEN.id, phone=PHONE), {"by": people.CITIZEN}, Denied),
    ],
)
def test_what_cannot_be_told_is_refused(to, changes, refusal) -> None:
    with refused(refusal):
        tell(to, **changes)


def test_somebody_may_be_told_by_their_own_act() -> None:
    by = citizen()
    tell(Recipient(login_id=by.id), by=by)
    assert queries.unread(by=by) == 1


def test_reading_is_marked_once_and_only_by_its_reader() -> None:
    by, other = citizen(), citizen()
    notices = [tell(Recipient(login_id=by.id)) for _ in range(3)]
    with refused(UnknownNotice):
        actions.mark_read(notice_ids=notices, by=other, at=AT)
    assert actions.mark_read(notice_ids=notices[:1], by=by, at=AT) == 1
    assert actions.mark_read(notice_ids=notices[:1], by=by, at=AT) == 0
    assert actions.mark_read(by=by, at=AT) == 2
    assert queries.unread(by=by) == 0
    with refused(Denied):
        actions.mark_read(by=PUBLIC, at=AT)


def test_pages_of_the_inbox_follow_one_another() -> None:
    by = citizen()
    for place in range(5):
        tell(Recipient(login_id=by.id), values=VALUES | {"number": str(place)})
    first = queries.inbox(by=by, limit=3)
    second = queries.inbox(by=by, limit=3, after=first.next)
    assert len({line.id for line in (*first.lines, *second.lines)}) == 5
    assert (len(first.lines), len(second.lines), second.next) == (3, 2, "")
    assert queries.inbox(by=by, after="nonsense").lines[0].id == first.lines[0].id


def test_only_topics_that_exist_can_be_wished() -> None:
    with refused(UnknownTopic):
        actions.set_preference(topic="weather", sms=True, by=citizen(), at=AT)
    with refused(Denied):
        actions.set_preference(topic=TOPIC, sms=True, by=SYSTEM, at=AT)


def test_what_was_told_is_never_changed() -> None:
    by = citizen()
    tell(Recipient(login_id=by.id))
    actions.mark_read(by=by, at=AT)
    for change in ({"kind": "notices.other"}, {"read_at": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.all().delete()
