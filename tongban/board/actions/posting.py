"""A message to the city: taken at any hour, from anybody, through every channel; and the photos that were uploaded for it before."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from tongban.board import access
from tongban.board.actions.intake import Intake
from tongban.board.models import KeptPicture, Message, Picture
from tongban.board.rules import writing
from tongban.board.terms import AuthorKind, Caller, KeptPhoto, Posted, TooManyFiles, TooManyMessages, UnknownFile
from tongban.catalog import queries as catalog_queries
from tongban.kernel import facts, files, idempotency, ledger, pictures, rows
from tongban.notices import actions as notices
from tongban.notices.terms import NobodyToTell, Recipient, UnusablePhone
from tongban.responsibilities.queries import board, danger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import IO
    from uuid import UUID

    from tongban.board.terms import NewMessage, Origin
    from tongban.identity.terms import Actor
    from tongban.responsibilities.terms import BoardRelease

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
ALIKE_LOCK = 7_340_022  # advisory lock, with a number of the author: a flood waits for itself


@transaction.atomic(savepoint=False)
def post(
    *, key: UUID, message: NewMessage, origin: Origin, by: Actor, at: datetime, taken_for: Caller | None = None, browser: UUID | None = None
) -> Posted:
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
    _require_few(row, release, intake.words, at=at)
    photos = _photos(key, intake.written.files, by, browser)
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
def keep_photo(*, draft: UUID, content: IO[bytes] | bytes, by: Actor, at: datetime, browser: UUID | None = None) -> KeptPhoto:
    """Make a photo safe and keep it for the message that will be sent with the key `draft`, by this account or `browser`. Twice is once.

    No act yet: nobody but its author ever sees it, so no ledger and no fact. Refuses: what `kernel.pictures.safe` refuses; Denied,
    TooManyFiles.
    """
    access.require_writer(by)
    photo = pictures.safe(content)
    full = files.keep(photo.full.content, media_type=photo.full.media_type, at=at)
    others = KeptPicture.objects.filter(draft=draft).exclude(digest=full.digest)
    if others.count() >= writing.FILES_MOST:
        raise TooManyFiles(writing.FILES_MOST)
    small = files.keep(photo.thumbnail.content, media_type=photo.thumbnail.media_type, at=at)
    size = {"thumbnail": small.digest, "width": photo.full.width, "height": photo.full.height}
    mine = {"kept_by": access.person(by) or browser, "kept_at": at}
    KeptPicture.objects.get_or_create(draft=draft, digest=full.digest, defaults={**size, **mine})
    return KeptPhoto(digest=full.digest, **size)


@transaction.atomic(savepoint=False)
def drop_photo(*, draft: UUID, digest: str, by: Actor, at: datetime, browser: UUID | None = None) -> None:
    """Its author does not want to send it after all; one that is gone already stays gone. No act yet, as keeping it. Refuses: Denied."""
    access.require_writer(by)
    kept = KeptPicture.objects.select_for_update(of=("self",)).of_draft(draft, access.uploaders(by, browser))
    kept.filter(digest=digest.replace("\x00", "")).delete()


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


def _require_few(row: Message, release: BoardRelease, words: str, *, at: datetime) -> None:
    """A flood of one author is refused in words that name another way, danger never; an address without account is counted at the door."""
    if row.author_kind != AuthorKind.ACCOUNT or row.author_id is None or danger(release, words):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ALIKE_LOCK, row.author_id.int % 2**31])
    sent = Message.objects.filter(author_id=row.author_id, received_at__gt=at - DAY).order_by("received_at")
    known = list(sent.values_list("received_at", "likeness"))
    alike, lately = [since for since, like in known if like == row.likeness], [since for since, _like in known if since > at - HOUR]
    for times, span, most in ((alike, DAY, release.rates["alike_per_day"]), (lately, HOUR, release.rates["author_per_hour"])):
        if len(times) >= most:
            raise TooManyMessages(times[-most] + span - at)


def _photos(key: UUID, digests: Sequence[str], by: Actor, browser: UUID | None) -> Sequence[KeptPicture]:
    """The photos that its author has kept for this message, in the order in which it names them."""
    if not digests:
        return ()
    kept = {each.digest: each for each in KeptPicture.objects.of_draft(key, access.uploaders(by, browser)).filter(digest__in=digests)}
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
