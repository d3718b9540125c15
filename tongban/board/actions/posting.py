"""A message to the city: taken at any hour, from anybody, through every channel; and the photos that were uploaded for it before."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Count, Q

from tongban.board import access
from tongban.board.actions.intake import Intake
from tongban.board.models import KeptPicture, Message, Picture
from tongban.board.queries.city import board
from tongban.board.rules import writing
from tongban.board.terms import (
    AuthorKind,
    Caller,
    KeptPhoto,
    Posted,
    TooManyFiles,
    TooManyMessages,
    UnknownFile,
)
from tongban.catalog import queries as catalog_queries
from tongban.kernel import facts, files, idempotency, ledger, pictures, rows
from tongban.notices import actions as notices
from tongban.notices.terms import NobodyToTell, Recipient, UnusablePhone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import IO
    from uuid import UUID

    from tongban.board.terms import BoardRelease, NewMessage, Origin
    from tongban.identity.terms import Actor

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
ALIKE_LOCK = 7_340_022  # advisory lock, with a number of the author: a flood waits for itself


@transaction.atomic(savepoint=False)
def post(*, key: UUID, message: NewMessage, origin: Origin, by: Actor, at: datetime, taken_for: Caller | None = None) -> Posted:
    """Leave a message: masked, numbered, its clocks started, and dispatched, in one act. Acceptance never waits for screening.

    With an account, without one (then a tracking code is told, once), or taken down by an operator `taken_for` somebody.
    Refuses: Denied, NoBoard, WordsMissing, WordsTooLong, TooManyFiles, UnknownCategory, UnknownDistrict, UnknownUnit, UnknownSource,
    ImpossiblePlace, UnknownFile, TooManyMessages; KeyReused.
    """
    release = board()
    kind = access.author_kind(by, origin, release=release, taken_for=taken_for)
    intake = Intake.of(message, origin, kind, release=release, by=by, at=at)
    row, code = intake.row, access.made_code(key) if kind in (AuthorKind.CODE, AuthorKind.CALLER) else ""
    first = idempotency.claim(verb="board.post", key=key, by=by, at=at, result=row.pk, request=_asked(message, origin, taken_for))
    if first is not None:
        return Posted(first, Message.objects.values_list("number", flat=True).get(pk=first), code)
    _require_few(row, release, at=at)
    photos = _photos(key, intake.written.files)
    progress = intake.open(taken_for or Caller(name=by.name, phone=intake.written.phone), code=code)
    intake.show(verified=access.is_verified(by, kind, taken_for))
    decision = progress.dispatch()
    progress.add(*(_picture(row, n, photo) for n, photo in enumerate(photos)))
    codes = {"kind": row.kind, "channel": row.channel, "layer": decision.layer.value}
    progress.write(
        *([rows.delete(KeptPicture.objects.filter(draft=key))] if photos else ()),
        ledger.entry("board.post", by=by, at=at, subject=row, codes=codes, digest=hashlib.sha256(row.written).hexdigest()),
        facts.entry(intake.fact(decision)),
    )
    _send_receipt(row, code, taken_for, by=by, at=at)
    return Posted(row.pk, row.number, code)


@transaction.atomic(savepoint=False)
def keep_photo(*, draft: UUID, content: IO[bytes] | bytes, by: Actor, at: datetime) -> KeptPhoto:
    """Make a photo safe and keep it for the message that will be sent with the key `draft`. The same photo twice is one.

    No act yet: nobody but its author ever sees it, so no ledger and no fact. Refuses: what `kernel.pictures.safe` refuses; Denied,
    TooManyFiles.
    """
    access.require_writer(by)
    if KeptPicture.objects.filter(draft=draft).count() >= writing.FILES_MOST:
        raise TooManyFiles(writing.FILES_MOST)
    photo = pictures.safe(content)
    full = files.keep(photo.full.content, media_type=photo.full.media_type, at=at)
    small = files.keep(photo.thumbnail.content, media_type=photo.thumbnail.media_type, at=at)
    size = {"thumbnail": small.digest, "width": photo.full.width, "height": photo.full.height}
    KeptPicture.objects.get_or_create(draft=draft, digest=full.digest, defaults={**size, "kept_at": at})
    return KeptPhoto(digest=full.digest, **size)


@transaction.atomic(savepoint=False)
def forget_photos(*, by: Actor, at: datetime) -> int:
    """Let go of photos whose message was not sent within a week; how many. Refuses: Denied."""
    access.require_system(by)
    return KeptPicture.objects.select_for_update(of=("self",)).filter(kept_at__lt=at - WEEK).delete()[0]


def _send_receipt(row: Message, code: str, taken_for: Caller | None, *, by: Actor, at: datetime) -> None:
    """Whoever told an operator has number and tracking code by text message, where there is a telephone that takes one."""
    if taken_for is None or row.author_kind != AuthorKind.CALLER or not taken_for.phone or not code:
        return  # whoever writes by a program is told by it
    values = {"number": row.number, "code": code, "city": catalog_queries.city().name}
    with suppress(NobodyToTell, UnusablePhone), transaction.atomic():  # what was left as a number is none: the message stands
        notices.notify(key=row.pk, to=Recipient(phone=taken_for.phone), kind="board.taken_down", values=values, by=by, at=at)


def _require_few(row: Message, release: BoardRelease, *, at: datetime) -> None:
    """A flood is refused in words that name another way; whoever is told by an operator or another channel is never too many."""
    kind = AuthorKind(row.author_kind)
    if kind not in (AuthorKind.ACCOUNT, AuthorKind.CODE):
        return
    own = Q(author_id=row.author_id) if kind is AuthorKind.ACCOUNT else Q(author_kind=kind.value)
    with connection.cursor() as cursor:
        number = row.author_id.int if row.author_id else row.likeness
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ALIKE_LOCK, number % 2**31])
    alike = Q(likeness=row.likeness, received_at__gt=at - DAY)
    lately = Q(author_id=row.author_id, received_at__gt=at - HOUR) if row.author_id else Q(pk__in=[])
    counted = Message.objects.filter(own & (alike | lately)).aggregate(alike=Count("pk", filter=alike), lately=Count("pk", filter=lately))
    if counted["alike"] >= release.rates["alike_per_day"] or counted["lately"] >= release.rates["author_per_hour"]:
        raise TooManyMessages


def _photos(key: UUID, digests: Sequence[str]) -> Sequence[KeptPicture]:
    """The photos that were kept for this message, in the order in which it names them."""
    if not digests:
        return ()
    kept = {each.digest: each for each in KeptPicture.objects.filter(draft=key, digest__in=digests)}
    unknown = [digest for digest in digests if digest not in kept]
    if unknown:
        raise UnknownFile(unknown[0])
    return [kept[digest] for digest in digests]


def _picture(row: Message, n: int, photo: KeptPicture) -> Picture:
    size = {"thumbnail": photo.thumbnail, "width": photo.width, "height": photo.height}
    return Picture(message=row, place=n, digest=photo.digest, **size)


def _asked(message: NewMessage, origin: Origin, taken_for: Caller | None) -> bytes:
    """What this request asks for."""
    whole = {"message": asdict(message), "origin": asdict(origin), "taken_for": asdict(taken_for) if taken_for else None}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, default=str).encode(errors="surrogatepass")
