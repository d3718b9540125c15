"""Wrong passwords and codes are counted, for all web processes together. Whoever tries to sign in waits; nobody is kept out by others.

At signing in, tries are counted by phone number and place: after some wrong ones each further one has to wait longer, at that place
only. A number that many places try at once asks for its one-time code as well; it is not locked. Second factors of somebody who is
signed in are counted by login: five in five minutes.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

MOST = 5
WINDOW = 300  # seconds

FREE = 5  # wrong tries of a number at one place before the first wait
FREE_WHEN_TRIED = 2  # the same, while many places try the number
FIRST_WAIT, LONGEST_WAIT = 30, 900  # seconds; each wait is twice the one before
FORGOTTEN = 3600  # seconds after the last wrong try
MOST_OF_A_NUMBER = 50  # wrong tries within `FORGOTTEN`, from all places together
CLAIMED = 10  # seconds for one try to be looked at; another at the same place waits meanwhile


def exhausted(login_id: UUID | None) -> bool:
    """Whether this login has tried too often."""
    return cache.get(_key(login_id), 0) >= MOST


def count(login_id: UUID | None) -> None:
    """One wrong try more."""
    if not cache.add(_key(login_id), 1, timeout=WINDOW):
        cache.incr(_key(login_id))


def forget(login_id: UUID | None) -> None:
    """After one that was right."""
    cache.delete(_key(login_id))


def _key(login_id: UUID | None) -> str:
    return f"second-factor:{login_id}"


def wait_after(wrong: int, *, free: int = FREE) -> int:
    """How many seconds after the last of so many wrong tries the next one may come."""
    return min(FIRST_WAIT << min(wrong - free, 20), LONGEST_WAIT) if wrong >= free else 0


def seconds_to_wait(phone: str, place: str, *, at: datetime) -> int:
    """How long this number has to wait at this place; 0 when it may try now. After the first wait one try at a time is let in."""
    wrong, last = _wrong_at(phone, place)
    free = FREE_WHEN_TRIED if much_tried(phone) else FREE
    waits = wait_after(wrong, free=free)
    if not waits:
        return 0
    left = int(last + waits - at.timestamp() + 0.999)
    if left > 0:
        return left
    return 0 if cache.add(f"{_place(phone, place)}:{wrong}", 1, timeout=CLAIMED) else CLAIMED


def much_tried(phone: str) -> bool:
    """Whether so many wrong tries of this number came lately, from wherever, that a password alone opens nothing."""
    return cache.get(_number(phone), 0) >= MOST_OF_A_NUMBER


def wrong(phone: str, place: str, *, at: datetime) -> None:
    """One wrong try more, of this number at this place."""
    before, _last = _wrong_at(phone, place)
    cache.set(_place(phone, place), (before + 1, at.timestamp()), timeout=FORGOTTEN)
    if not cache.add(_number(phone), 1, timeout=FORGOTTEN):
        cache.incr(_number(phone))


def right(phone: str, place: str) -> None:
    """Whoever came in starts anew at this place; what others try elsewhere is still counted."""
    cache.delete(_place(phone, place))


def _wrong_at(phone: str, place: str) -> tuple[int, float]:
    counted, last = cache.get(_place(phone, place), (0, 0.0))
    return int(counted), float(last)


def _place(phone: str, place: str) -> str:
    return f"sign-in:{_digest(phone, place)}"


def _number(phone: str) -> str:
    return f"sign-in:{_digest(phone)}"


def _digest(*parts: str) -> str:
    """Whatever was typed as a number makes a key, and stands in no table in the clear."""
    return hashlib.sha256("\x00".join(parts).encode(errors="replace")).hexdigest()
