"""The photos of messages, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board import access
from tongban.board.models import KeptPicture, Message, Picture
from tongban.board.queries.public import is_public, read_number
from tongban.board.terms import PhotoNotShown, PhotoRemoved, Screening, UnknownFile
from tongban.identity.terms import ActorKind
from tongban.kernel import files
from tongban.responsibilities.queries import board, units

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor


def photo(number: str, place: int, *, by: Actor, code: str = "", small: bool = False) -> tuple[bytes, str]:
    """A photo of a message and its media type: for everybody where it is displayed, else for its author and those who screen.

    Refuses: PhotoNotShown; PhotoRemoved.
    """
    return _read(photo_digest(number, place, by=by, code=code, small=small))


def photo_digest(number: str, place: int, *, by: Actor, code: str = "", small: bool = False) -> str:
    """What tells a photo from every other: whoever has it needs no other copy, as long as it is displayed.

    Refuses: PhotoNotShown, whatever the reason, but of a message that everybody knows PhotoRemoved.
    """
    row = Picture.objects.filter(message__number=read_number(number), place=place).select_related("message").defer("message__terms").first()
    if row is None:
        raise PhotoNotShown(number)
    message = row.message
    known, removed = is_public(message), row.removed_for or message.screening == Screening.REMOVED
    shown = known and not removed
    if not (shown or access.wrote(by, message, code) or _handles(by, message)):
        raise PhotoRemoved(number) if known else PhotoNotShown(number)
    return row.thumbnail if small else row.digest


def kept_photo(draft: UUID, digest: str, *, by: Actor, browser: UUID | None = None, small: bool = False) -> tuple[bytes, str]:
    """A photo that was kept for a message not sent yet, for the account or browser that has kept it. Refuses: UnknownFile."""
    row = KeptPicture.objects.of_draft(draft, access.uploaders(by, browser)).filter(digest=digest.replace("\x00", "")).first()
    if row is None:
        raise UnknownFile(digest)
    return _read(row.thumbnail if small else row.digest)


def _handles(by: Actor, message: Message) -> bool:
    """Whoever handles a message sees its photos, also those that are not displayed: they are the evidence."""
    release = board(message.release_id)
    tree, orders = units(release), list(message.orders.all()) if by.kind is ActorKind.STAFF else []
    inside = bool(orders) and access.reads_as_written(by, message, orders, release=release, units=tree)
    opens = inside and Message.objects.filter(access.seen_by_staff(by, release, tree), pk=message.pk).exists()
    return opens or access.handles(by, message, release)


def _read(digest: str) -> tuple[bytes, str]:
    content = files.read(digest)
    return content, "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
