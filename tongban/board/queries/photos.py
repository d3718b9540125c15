"""The photos of messages, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.board import access
from tongban.board.models import KeptPicture, Picture
from tongban.board.queries.city import board
from tongban.board.queries.public import is_public, read_number
from tongban.board.terms import Screening, UnknownFile
from tongban.kernel import files

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.identity.terms import Actor


def photo(number: str, place: int, *, by: Actor, code: str = "", small: bool = False) -> tuple[bytes, str]:
    """A photo of a message and its media type: for everybody where it is displayed, else for its author and those who screen.

    Refuses: UnknownFile, whatever the reason.
    """
    row = Picture.objects.filter(message__number=read_number(number), place=place).select_related("message").defer("message__terms").first()
    if row is None:
        raise UnknownFile(number)
    message = row.message
    shown = is_public(message) and not row.removed_for and message.screening != Screening.REMOVED
    if not (shown or access.wrote(by, message, code) or access.handles(by, message, board(message.release_id))):
        raise UnknownFile(number)
    return _read(row.thumbnail if small else row.digest)


def kept_photo(draft: UUID, digest: str, *, small: bool = False) -> tuple[bytes, str]:
    """A photo that was kept for a message not sent yet, for whoever knows its key. Refuses: UnknownFile."""
    row = KeptPicture.objects.filter(draft=draft, digest=digest.replace("\x00", "")).first()
    if row is None:
        raise UnknownFile(digest)
    return _read(row.thumbnail if small else row.digest)


def _read(digest: str) -> tuple[bytes, str]:
    content = files.read(digest)
    return content, "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
