"""The ledger of one clock, read in order: which stretches of time counted, and against which limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from tongban.kernel.limits.terms import ImpossibleTick, Limit, Tick


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `at` is the moment from which it counts: a deemed acceptance starts its clocks at receipt."""

    tick: Tick
    at: datetime
    limit: Limit | None = None  # start: the limit; extend: what is added
    reason: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time in which the clock ran; `until` is open while it does."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Run:
    """The life of one clock, read from its entries in order."""

    started_at: datetime
    limit: Limit  # with its extension
    extended_by: Decimal
    stretches: tuple[Stretch, ...]
    pauses: tuple[Entry, ...]
    stopped_at: datetime | None
    paused: bool


# Which entry may follow in which state of a clock. An extension is given once (Administrative Licensing Law art. 42).
_FOLLOWS: dict[tuple[str, Tick], str] = {
    ("new", Tick.START): "running",
    ("running", Tick.PAUSE): "paused",
    ("paused", Tick.RESUME): "running",
    ("running", Tick.EXTEND): "running",
    ("paused", Tick.EXTEND): "paused",
    ("running", Tick.STOP): "stopped",
    ("paused", Tick.STOP): "stopped",
}


def run(entries: Iterable[Entry]) -> Run:
    """Read the entries of one clock. Raises ImpossibleTick for an entry that cannot stand where it stands."""
    state, known = "new", None
    for entry in sorted(entries, key=lambda entry: entry.at):
        follows = _FOLLOWS.get((state, entry.tick))
        if follows is None:
            raise ImpossibleTick(f"{entry.tick} while {state}")
        known, state = _taken(known, entry), follows
    if known is None:
        raise ImpossibleTick("a clock without a start")
    return known


def _taken(known: Run | None, entry: Entry) -> Run:
    if known is None:
        if entry.limit is None:
            raise ImpossibleTick("a start without a limit")
        return Run(entry.at, entry.limit, Decimal(0), (Stretch(entry.at, None),), (), None, False)
    match entry.tick:
        case Tick.PAUSE:
            return replace(known, stretches=_closed(known, entry.at), pauses=(*known.pauses, entry), paused=True)
        case Tick.RESUME:
            return replace(known, stretches=(*known.stretches, Stretch(entry.at, None)), paused=False)
        case Tick.EXTEND:
            return _extended(known, entry.limit)
        case _:
            return _stopped(known, entry.at)


def _closed(known: Run, at: datetime) -> tuple[Stretch, ...]:
    return (*known.stretches[:-1], replace(known.stretches[-1], until=at))


def _extended(known: Run, more: Limit | None) -> Run:
    if known.extended_by or more is None or more.unit is not known.limit.unit:
        raise ImpossibleTick("a limit is extended once, in its own unit")
    return replace(known, limit=replace(known.limit, amount=known.limit.amount + more.amount), extended_by=more.amount)


def _stopped(known: Run, at: datetime) -> Run:
    """A clock that stops while it stands still is read as if it had run on from there."""
    stretches = (*known.stretches, Stretch(at, None)) if known.paused else known.stretches
    return replace(known, stretches=stretches, stopped_at=at, paused=False)
