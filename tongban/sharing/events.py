"""Facts of `sharing`: ids, times and short codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CopyFact(Fact):
    """Of an annotated copy (加注件)."""

    aggregate: ClassVar[str] = "copy"

    copy_id: UUID
    licence_id: UUID
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class CopyMade(CopyFact):
    """Somebody was given a link to a copy."""


@dataclass(frozen=True, kw_only=True)
class CopyFetched(CopyFact):
    """The copy left the library."""


@dataclass(frozen=True, kw_only=True)
class CopyDeleted(CopyFact):
    """Its file is gone: what it says of itself is over, or it was taken back."""


@dataclass(frozen=True, kw_only=True)
class ShowingFact(Fact):
    aggregate: ClassVar[str] = "showing"

    showing_id: UUID
    licence_id: UUID
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class ShowingBegun(ShowingFact):
    """A holder shows a licence by QR code."""


@dataclass(frozen=True, kw_only=True)
class ShowingOpened(ShowingFact):
    """Somebody scanned the code and was shown the licence."""


@dataclass(frozen=True, kw_only=True)
class GrantFact(Fact):
    aggregate: ClassVar[str] = "grant"

    grant_id: UUID
    holder_id: UUID
    receiver: str


@dataclass(frozen=True, kw_only=True)
class UseGranted(GrantFact):
    """A holder lets a receiver use licences of some types."""


@dataclass(frozen=True, kw_only=True)
class UseRevoked(GrantFact):
    """The holder has taken that back."""


@dataclass(frozen=True, kw_only=True)
class ConsumerChanged(Fact):
    """A consumer of the share interface was registered or stopped, or its rights or its token changed."""

    aggregate: ClassVar[str] = "consumer"

    consumer_id: UUID
    change: str


@dataclass(frozen=True, kw_only=True)
class VisitOpened(Fact):
    """A window registered that somebody came; who, is in none of it."""

    aggregate: ClassVar[str] = "visit"

    visit_id: UUID
    desk: str


@dataclass(frozen=True, kw_only=True)
class VisitClosed(Fact):
    """Whoever came has left."""

    aggregate: ClassVar[str] = "visit"

    visit_id: UUID


@dataclass(frozen=True, kw_only=True)
class CounterCodeShown(Fact):
    """A holder began to show their code at a counter."""

    aggregate: ClassVar[str] = "code"

    code_id: UUID
    holder_id: UUID


@dataclass(frozen=True, kw_only=True)
class CounterCodeTaken(Fact):
    """A window took the code that a holder showed."""

    aggregate: ClassVar[str] = "code"

    code_id: UUID
    holder_id: UUID
    visit_id: UUID
