"""What happens in `duty`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class DutyLoaded(Fact):
    aggregate: ClassVar[str] = "batch"
    batch_id: UUID
    rosters: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class RosterChanged(Fact):
    """Somebody stands in for a while; `withdrawn`: not after all."""

    aggregate: ClassVar[str] = "change"
    change_id: UUID
    unit: str
    starts_at: datetime
    ends_at: datetime
    withdrawn: bool


@dataclass(frozen=True, kw_only=True)
class ShiftBegun(Fact):
    aggregate: ClassVar[str] = "shift"
    shift_id: UUID
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShiftEnded(Fact):
    """`left_empty`: nobody was on shift after it."""

    aggregate: ClassVar[str] = "shift"
    shift_id: UUID
    login_id: UUID
    left_empty: bool


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Fact):
    aggregate: ClassVar[str] = "note"
    note_id: UUID


@dataclass(frozen=True, kw_only=True)
class NoteAcknowledged(Fact):
    aggregate: ClassVar[str] = "note"
    note_id: UUID
    login_id: UUID


@dataclass(frozen=True, kw_only=True)
class CalledOut(Fact):
    """Somebody is called for a thing; `calling` is the unit whose line answers for it now."""

    aggregate: ClassVar[str] = "callout"
    callout_id: UUID
    subject_type: str
    subject_id: UUID
    unit: str
    calling: str
    urgency: str
    call: int


@dataclass(frozen=True, kw_only=True)
class CallOutJoined(Fact):
    """Another thing told of the same danger in the same place."""

    aggregate: ClassVar[str] = "callout"
    callout_id: UUID
    subject_type: str
    subject_id: UUID
    unit: str


@dataclass(frozen=True, kw_only=True)
class CallOutAcknowledged(Fact):
    aggregate: ClassVar[str] = "callout"
    callout_id: UUID
    subject_type: str
    subject_id: UUID
    unit: str


@dataclass(frozen=True, kw_only=True)
class CallOutUnanswered(Fact):
    """Everybody in the line and in those above was called, and nobody acknowledged."""

    aggregate: ClassVar[str] = "callout"
    callout_id: UUID
    subject_type: str
    subject_id: UUID
    unit: str
    calls: int


@dataclass(frozen=True, kw_only=True)
class CallOutStoodDown(Fact):
    aggregate: ClassVar[str] = "callout"
    callout_id: UUID
    subject_type: str
    subject_id: UUID
    unit: str
