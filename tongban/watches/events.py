"""Facts of `watches`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfAWatch(Fact):
    """Base. They are told by the names that they had in `insight`: some may wait, or be told by a program not started anew (ADR 0036)."""

    aggregate: ClassVar[str] = "watch"

    watch_id: UUID

    @classmethod
    def name(cls) -> str:
        """`insight.WatchKept`."""
        return f"insight.{cls.__name__}"


@dataclass(frozen=True, kw_only=True)
class WatchKept(OfAWatch):
    """An analyst keeps an eye on something, differently, no longer, or again."""

    became: str  # made, changed, archived, taken_up


@dataclass(frozen=True, kw_only=True)
class WatchNoted(OfAWatch):
    """Its owner has noted something on a watch."""


@dataclass(frozen=True, kw_only=True)
class WatchCounted(OfAWatch):
    """A watch was counted up to a day. `over` is the week of which its owner is to be told, or nothing."""

    until: date
    over: int | None
