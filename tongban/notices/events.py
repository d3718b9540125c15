"""What happens in `notices`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class NoticeWritten(Fact):
    """`sends` is how many things leave the city for it."""

    aggregate: ClassVar[str] = "notice"
    notice_id: UUID
    kind: str
    sends: int


@dataclass(frozen=True, kw_only=True)
class NoticeDelivered(Fact):
    aggregate: ClassVar[str] = "notice"
    notice_id: UUID
    kind: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class NoticeFailed(Fact):
    """It was tried for the last time."""

    aggregate: ClassVar[str] = "notice"
    notice_id: UUID
    kind: str
    channel: str
    error: str


@dataclass(frozen=True, kw_only=True)
class NoticesRead(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID
    count: int


@dataclass(frozen=True, kw_only=True)
class PreferenceSet(Fact):
    aggregate: ClassVar[str] = "login"
    login_id: UUID
    topic: str
    sms: bool


@dataclass(frozen=True, kw_only=True)
class CallAsked(Fact):
    aggregate: ClassVar[str] = "call"
    call_id: UUID
    subject_type: str
    subject_id: UUID


@dataclass(frozen=True, kw_only=True)
class CallConnected(Fact):
    """The exchange gave a masked number; `error` says why not, where it did not."""

    aggregate: ClassVar[str] = "call"
    call_id: UUID
    subject_type: str
    subject_id: UUID
    error: str


@dataclass(frozen=True, kw_only=True)
class CallOver(Fact):
    aggregate: ClassVar[str] = "call"
    call_id: UUID
    subject_type: str
    subject_id: UUID
    outcome: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class CallCameIn(Fact):
    aggregate: ClassVar[str] = "incoming"
    incoming_id: UUID
    line: str
