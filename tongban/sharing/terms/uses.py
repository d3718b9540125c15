"""Who used whose licences: lines of the log of reads, as their holder may see them. Names, never values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual


OTHERS_APPLICATION = "application:others"  # somebody handed the file in for whoever does not hold the licence


class Reader(StrEnum):
    """Who somebody with a login of their own is to the holder of a licence."""

    OWN = "own"  # the holder, or somebody who acts or has acted for them
    JOINT = "joint"  # holds a licence together with the holder, or acts for whoever does
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class UseRecord:
    """One use: when, what was asked, by whom, of which kinds of licence, for what, on which law or consent, and who was given it."""

    at: datetime
    question: str
    actor_kind: str
    actor_id: UUID | None
    types: tuple[Bilingual, ...]
    case_number: str
    purpose: str
    basis: str
    receiver: str
    result: str = ""  # the name of the refusal, where nothing was given
    reader: Reader | None = None  # None: not somebody who is signed in as a person


@dataclass(frozen=True, slots=True)
class UsePage:
    """The newest first; `next` is where the following page begins, 0 at the end."""

    lines: tuple[UseRecord, ...]
    next: int
