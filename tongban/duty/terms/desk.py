"""The city's duty desk: shifts, and what one shift tells the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class ShiftView:
    """Somebody's shift at the desk."""

    id: UUID
    login_id: UUID
    name: str
    begun_at: datetime
    ended_at: datetime | None
    left_empty_because: str = ""  # nobody was there after it


@dataclass(frozen=True, slots=True)
class NoteRead:
    """That somebody has read a note."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """A hand-over note. It is never changed; what was wrong in it stands in the next."""

    id: UUID
    text: str
    by_name: str
    at: datetime
    read: tuple[NoteRead, ...]
    read_by_me: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What the desk's screen says first."""

    on_shift: tuple[ShiftView, ...]
    calling: int
    loud: int
    unread_notes: int
