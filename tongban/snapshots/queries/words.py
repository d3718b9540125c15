"""Messages themselves, by their ids and in the words that everybody may read. They need the extra, and are for jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.snapshots import access
from tongban.snapshots.queries.opening import answers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from tongban.identity.terms import Actor
    from tongban.snapshots.terms import Behind, Cell, Said


def data(*, by: Actor) -> str:
    """Which data it is: the digest of the list of files. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    digest: str = answers().data()
    return digest


def said(*, since: date, until: date, at_most: int = 0, by: Actor) -> Sequence[Said]:
    """What was displayed of these days in the order in which it came in, reports left out; of more than `at_most`, as many spread evenly.

    Refuses: Denied, ExtraMissing, NoSnapshot.
    """
    access.require_analyst(by)
    found: Sequence[Said] = answers().said(since=since, until=until, at_most=at_most)
    return found


def said_in(ids: Collection[str], *, by: Actor) -> Sequence[Said]:
    """The same of these messages. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    found: Sequence[Said] = answers().said_in(ids) if ids else ()
    return found


def units_behind(cells: Sequence[Cell], *, since: date, until: date, by: Actor) -> Sequence[Behind]:
    """The messages behind the counts of these cells, with their units. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    found: Sequence[Behind] = answers().behind(cells, since=since, until=until) if cells else ()
    return found


def units_of(ids: Collection[str], *, by: Actor) -> dict[str, str]:
    """Which unit has each of these messages. Refuses: Denied, ExtraMissing, NoSnapshot."""
    access.require_analyst(by)
    found: dict[str, str] = answers().units_of(ids) if ids else {}
    return found
