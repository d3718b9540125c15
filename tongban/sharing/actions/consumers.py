"""Consumers of the share interface: registering them, giving and taking rights, handing out tokens."""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import clock, envelopes, facts, imprints, ledger, rows
from tongban.licences.queries import licence_type
from tongban.sharing import access, events, models, queries, rules, terms
from tongban.sharing.models import watched

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.licences.terms import LicenceType

TOKEN_DAYS = 180
MOST_CALLS = 100_000  # a minute
CODE = re.compile(r"[-A-Za-z0-9_]{1,60}", re.ASCII)  # what addresses and headers take as it is


@transaction.atomic(savepoint=False)
def register_consumer(*, code: str, name: str, department: str = "", calls_per_minute: int, by: Actor, at: datetime) -> UUID:
    """Make a department (by its code) or an outside system known. It has no token and no right yet.

    Refuses: Denied, ConsumerThere, UnknownReceiver when the department does not exist, IncompleteUse for a code of other
    than letters, digits, - and _, and for a rate that is none.
    """
    access.require_system(by)
    if department and department not in {each.code for each in identity_queries.departments()}:
        raise terms.UnknownReceiver(department)
    if not CODE.fullmatch(code):
        raise terms.IncompleteUse("code")
    if not name or not 0 < calls_per_minute <= MOST_CALLS:
        raise terms.IncompleteUse("consumer")
    if models.Consumer.objects.filter(code=code).exists():
        raise terms.ConsumerThere(code)
    row = models.Consumer(code=code, name=name, department=department, calls_per_minute=calls_per_minute, registered_at=at)
    _write(row, *rows.insert(row), change="register", codes={"consumer": code}, left=[(watched.CONSUMER, row, None)], by=by, at=at)
    return row.pk


@transaction.atomic(savepoint=False)
def grant_right(
    *,
    consumer: str,
    type_code: str,
    purposes: Collection[str],
    basis: str,
    fields: Collection[str] = (),
    copies: bool = False,
    encrypted: bool = False,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Let a consumer ask for one licence type: for these purposes, on this article (none: only as its holder authorises), these fields.

    With `encrypted` answers leave only encrypted to the consumer's key. It stands instead of an earlier right to the type.
    Refuses: Denied, UnknownConsumer, UnknownType, NoSuchField, IncompleteUse (also for a past day), UnprintablePurpose, NoPublicKey.
    """
    access.require_system(by)
    row = _locked(consumer)
    _require_fields(licence_type(type_code), fields)
    told = [rules.told_purpose(each) for each in purposes or [""]]
    rules.require_readable(basis)
    _require_to_come(valid_until, at)
    if encrypted and row.public_key is None:
        raise terms.NoPublicKey(consumer)
    ended = _end_right(row, type_code, at=at)
    allowed = {"fields": list(fields), "copies": copies, "encrypted": encrypted, "valid_until": valid_until}
    right = models.ConsumerRight(consumer=row, type_code=type_code, purposes=told, basis=basis, **allowed, granted_at=at)
    codes, left = {"consumer": consumer, "type": type_code}, [*ended, (watched.RIGHT, right, None)]
    _write(row, *rows.insert(right), change="grant", codes=codes, left=left, basis=basis, by=by, at=at)


@transaction.atomic(savepoint=False)
def revoke_right(*, consumer: str, type_code: str, by: Actor, at: datetime) -> None:
    """Take a right back, at once. Refuses: Denied, UnknownConsumer, NoRight when it has none."""
    access.require_system(by)
    row = _locked(consumer)
    ended = _end_right(row, type_code, at=at)
    if not ended:
        raise terms.NoRight(type_code)
    _write(row, change="revoke", codes={"consumer": consumer, "type": type_code}, left=ended, by=by, at=at)


@transaction.atomic(savepoint=False)
def issue_consumer_token(*, consumer: str, days: int = TOKEN_DAYS, by: Actor, at: datetime) -> tuple[str, datetime]:
    """A new token and when it ends; the old one ends now. Only its digest is kept. Refuses: Denied, UnknownConsumer, IncompleteUse."""
    access.require_system(by)
    if not 0 < days <= 2 * 366:
        raise terms.IncompleteUse("until")
    row = _locked(consumer)
    token, until = secrets.token_urlsafe(32), at + timedelta(days=days)
    row.token_digest, row.token_until = queries.consumer_token_digest(token), until
    changed = ["token_digest", "token_until"]
    left = [(watched.CONSUMER, row, changed)]
    _write(row, rows.update(row, changed), change="token", codes={"consumer": consumer}, left=left, by=by, at=at)
    return token, until


@transaction.atomic(savepoint=False)
def register_consumer_key(*, consumer: str, given: bytes, by: Actor, at: datetime) -> str:
    """Register the SM2 key, or certificate, that answers are encrypted to; it stands instead of an earlier one. Returns its id.

    Refuses: Denied, UnknownConsumer, WrongPublicKey; `envelopes.CannotEncrypt` where no library here encrypts with SM2.
    """
    access.require_system(by)
    row = _locked(consumer)
    try:
        public_key = envelopes.public_key(given)
    except envelopes.NotAPublicKey as error:
        raise terms.WrongPublicKey(str(error)) from None
    row.public_key, key_id = public_key, envelopes.key_id(public_key)
    codes, left = {"consumer": consumer, "key": key_id}, [(watched.CONSUMER, row, ["public_key"])]
    _write(row, rows.update(row, ["public_key"]), change="key", codes=codes, left=left, by=by, at=at)
    return key_id


@transaction.atomic(savepoint=False)
def suspend_consumer(*, consumer: str, suspended: bool, by: Actor, at: datetime) -> None:
    """Stop a consumer at once, or let it go on with the token and the rights it has; the desk that keeps the library does it too.

    Refuses: Denied, UnknownConsumer.
    """
    access.require_library(by)
    row = _locked(consumer)
    if (row.suspended_at is not None) == suspended:
        return
    row.suspended_at = at if suspended else None
    change = "suspend" if suspended else "resume"
    left = [(watched.CONSUMER, row, ["suspended_at"])]
    _write(row, rows.update(row, ["suspended_at"]), change=change, codes={"consumer": consumer}, left=left, by=by, at=at)


def _require_fields(kind: LicenceType, fields: Collection[str]) -> None:
    unknown = tuple(sorted(set(fields) - kind.fields.keys()))
    if unknown:
        raise terms.NoSuchField(unknown, tuple(kind.fields))


def _require_to_come(last_day: date | None, at: datetime) -> None:
    if last_day is not None and last_day < clock.city_date(at):
        raise terms.IncompleteUse("last_day")


def _locked(code: str) -> models.Consumer:
    row = models.Consumer.objects.select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        raise terms.UnknownConsumer(code)
    return row


def _end_right(row: models.Consumer, type_code: str, *, at: datetime) -> list[imprints.Left]:
    """End the living right, before another of the type is inserted: all parts of one statement would see it still living."""
    living = list(models.ConsumerRight.objects.filter(consumer=row, type_code=type_code, revoked_at=None))
    for right in living:
        right.revoked_at = at
        right.save(update_fields=["revoked_at"])
    return [(watched.RIGHT, right, ["revoked_at"]) for right in living]


def _write(
    row: models.Consumer,
    *parts: rows.Part,
    change: str,
    codes: dict[str, str],
    left: Collection[imprints.Left],
    basis: str = "",
    by: Actor,
    at: datetime,
) -> None:
    codes |= imprints.of(*left)
    rows.write(
        *parts,
        ledger.entry(f"sharing.consumer_{change}", by=by, at=at, subject=row, codes=codes, basis=basis),
        facts.entry(events.ConsumerChanged(consumer_id=row.pk, change=change, at=at)),
    )
