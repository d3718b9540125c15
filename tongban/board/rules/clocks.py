"""The two clocks of a message: the citizen's from sending, a unit's from assignment; and when somebody more is told.

A due date is frozen when its clock starts. Only an extension that was granted moves the citizen's; filing a message under another
class, or returning it, moves nothing.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tongban.board.terms import ExtendedBefore
from tongban.kernel.limits import Deadline, Entry, Limit, Tick, deadline, share, until

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tongban.kernel.limits import Almanac
    from tongban.responsibilities.terms import BoardRelease, Escalation, Tier


def tier(release: BoardRelease, key: str) -> Tier:
    """A tier by its key; one that is unknown is the city's ordinary one."""
    by_key = {each.key: each for each in release.tiers}
    return by_key.get(key) or by_key[release.default_tier]


def ends(limit: Limit, since: datetime, almanac: Almanac, *, more: Limit | None = None, more_at: datetime | None = None) -> Deadline:
    """When a limit ends that started at a moment, with the time that was granted beyond it. Raises ExtendedBefore."""
    if more is not None and more.unit is not limit.unit:
        raise ExtendedBefore("more time is given in the unit of the limit")
    return deadline(_entries(limit, since, more, more_at), almanac)


def next_escalation(
    limit: Limit, since: datetime, almanac: Almanac, *, told: int, steps: Iterable[Escalation], more: Limit | None = None
) -> datetime | None:
    """When the next share of a unit's limit is used up, after the one that was told last; None when all were told."""
    following = min((each for each in steps if each > told), default=None)
    if following is None:
        return None
    return share(_entries(limit, since, more, since), almanac, Decimal(following) / 100)


def reached(told: int, steps: Iterable[Escalation]) -> Escalation | None:
    """The step that comes after the one told last."""
    return min((each for each in steps if each > told), default=None)


def objection_ends(release: BoardRelease, since: datetime, almanac: Almanac) -> datetime | None:
    """Until when a unit may say "not ours"."""
    return until(release.objection_limit, since, almanac).at if release.returns_at_most else None


def on_time(answered_at: datetime, due_at: datetime) -> bool:
    """Whether the first answer came in time: stored once, and never read anew."""
    return answered_at <= due_at


def _entries(limit: Limit, since: datetime, more: Limit | None, more_at: datetime | None) -> tuple[Entry, ...]:
    start = Entry(Tick.START, since, limit)
    return (start,) if more is None else (start, Entry(Tick.EXTEND, more_at or since, more))
