"""Paper licences read at a counter, and confirmed by a clerk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from tongban.identity.terms import HolderKind


class ScanState(StrEnum):
    READING = "reading"  # the picture waits for the reader
    OPEN = "open"  # for the clerk to compare and confirm
    CONFIRMED = "confirmed"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line of text and where it stands, in pixels; `sure` from 0 to 1."""

    text: str = field(repr=False)
    left: int
    top: int
    right: int
    bottom: int
    sure: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """What the picture seems to say in one place. Nobody has confirmed it."""

    value: str = field(repr=False)
    sure: float


@dataclass(frozen=True, slots=True)
class Scan:
    """A picture of a paper licence, with what was read from it."""

    id: UUID
    type_code: str
    department: str
    state: ScanState
    media_type: str
    read: bool  # whether a reader looked at it
    made_at: datetime
    licence_id: UUID | None = None
    suggested: Mapping[str, Suggested] = field(
        repr=False, default_factory=dict[str, Suggested]
    )  # by field: `holder_name`, `number`, `content.scope` …


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The licence as the clerk has compared it with the paper."""

    holder_kind: HolderKind
    code_type: str
    holder_code: str = field(repr=False)
    holder_name: str = field(repr=False)
    number: str = field(repr=False)
    issued_on: date
    valid_from: date
    valid_until: date | None
    content: dict[str, Any] = field(repr=False)
