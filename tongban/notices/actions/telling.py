"""Telling somebody, and what they do with it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app as queue

from tongban.kernel import facts, idempotency, ledger, rows
from tongban.kernel.bilingual import Bilingual
from tongban.notices import access, events, queries, rules
from tongban.notices.models import Delivery, Notice, Preference
from tongban.notices.queries.inbox import wishes
from tongban.notices.terms import NobodyToTell, UnknownNotice, UnknownTopic, UnusablePhone

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.notices.terms import Recipient, Told, Wording

SEND = "notices.send"  # the task of `jobs`
QUEUE = "notices"


@transaction.atomic(savepoint=False)
def notify(*, key: UUID, to: Recipient, kind: str, values: Mapping[str, str | Bilingual], by: Actor, at: datetime, link: str = "") -> UUID:
    """Tell somebody: into the inbox of a login or a person, and to their telephone where the kind, their wish or their having nothing
    else says so. Sending happens in a job after the transaction. `link` is a path of ours. The id of the notice.

    Refuses: Denied, UnknownKind, ValueMissing, NobodyToTell, UnusablePhone, KeyReused.
    """
    access.require_may_tell(by, to)
    wording, to = queries.wording(kind), _reachable(to)
    told = rules.told(wording, {name: _pair(value) for name, value in values.items()})
    notice = Notice(login_id=to.login_id, person_id=to.person_id, at_work=to.at_work, kind=kind, link=link, at=at)
    asked = json.dumps([kind, str(to.login_id), str(to.person_id), to.phone, told.text.zh, link], ensure_ascii=False).encode()
    first = idempotency.claim(verb="notices.notify", key=key, by=by, at=at, result=notice.pk, request=asked)
    if first is not None:
        return first
    notice.keep(told)
    deliveries = _deliveries(notice, wording, told, to)
    rows.write(
        *rows.insert(notice, *deliveries),
        ledger.entry("notices.notify", by=by, at=at, subject=notice, codes={"kind": kind, "sends": str(len(deliveries))}),
        facts.entry(events.NoticeWritten(notice_id=notice.pk, kind=kind, sends=len(deliveries), at=at)),
    )
    for each in deliveries:
        urgent = int(kind.startswith("duty."))  # whoever is called out waits behind nobody else
        queue.configure_task(SEND, queue=QUEUE, priority=urgent).defer(delivery_id=str(each.pk))
    return notice.pk


@transaction.atomic(savepoint=False)
def mark_read(*, notice_ids: Collection[UUID] | None = None, until: datetime | None = None, by: Actor, at: datetime) -> int:
    """Mark one's own notices as read, or all of them: those told `until` somebody looked, so that what came since stays unread.

    Returns how many were not read before. Refuses: Denied, UnknownNotice.
    """
    access.require_login(by)
    mine = Notice.objects.select_for_update(of=("self",)).of(by)
    named = mine if notice_ids is None else mine.filter(pk__in=notice_ids)
    if notice_ids is not None and named.count() != len(set(notice_ids)):
        raise UnknownNotice
    if until is not None:
        named = named.filter(at__lte=until)
    unread = [row.pk for row in named.unread().only("pk").order_by("pk")]
    if unread:
        Notice.objects.filter(pk__in=unread).update(read_at=at)
        rows.write(
            ledger.entry("notices.mark_read", by=by, at=at, subject=Notice(pk=unread[0]), codes={"count": str(len(unread))}),
            facts.entry(events.NoticesRead(login_id=_login(by), count=len(unread), at=at)),
        )
    return len(unread)


@transaction.atomic(savepoint=False)
def set_preference(*, topic: str, sms: bool, by: Actor, at: datetime) -> None:
    """Say whether a topic goes by text message too. Refuses: Denied, UnknownTopic."""
    access.require_login(by)
    if topic not in queries.topics():
        raise UnknownTopic(topic)
    row, _made = Preference.objects.select_for_update(of=("self",)).get_or_create(login_id=by.id, topic=topic, defaults={"sms": sms})
    row.sms = sms
    rows.write(
        rows.update(row, ["sms"]),
        ledger.entry("notices.set_preference", by=by, at=at, subject=row, codes={"topic": topic, "sms": "yes" if sms else "no"}),
        facts.entry(events.PreferenceSet(login_id=_login(by), topic=topic, sms=sms, at=at)),
    )


def _reachable(to: Recipient) -> Recipient:
    """The recipient with the number as it is dialled. Raises NobodyToTell, UnusablePhone."""
    if to.login_id is None and (to.at_work or (to.person_id is None and not to.phone)):
        raise NobodyToTell
    phone = rules.number(to.phone) if to.phone else ""
    if phone is None:
        raise UnusablePhone
    return replace(to, phone=phone)


def _deliveries(notice: Notice, wording: Wording, told: Told, to: Recipient) -> list[Delivery]:
    wanted = wishes(login_id=to.login_id, person_id=to.person_id, topic=notice.kind.partition(".")[0])
    made: list[Delivery] = []
    for channel in rules.ways(wording, to, wishes=wanted):
        text = getattr(told, channel.value)  # `sms` and `voice` are named after their channels
        made.append(Delivery(id=uuid.uuid4(), notice=notice, channel=channel.value, phone=to.phone, zh=text.zh, en=text.en, at=notice.at))
    return made


def _pair(value: str | Bilingual) -> tuple[str, str]:
    return (value.zh, value.en) if isinstance(value, Bilingual) else (value, value)


def _login(by: Actor) -> UUID:
    assert by.id is not None  # `access` has seen to it
    return by.id
