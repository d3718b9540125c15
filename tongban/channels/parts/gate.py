"""The small task before sending, and how many messages an address may send: for whoever has no account, and for a busy address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from tongban.board import queries as board_queries
from tongban.board.terms import ChallengeFailed, TooManyMessages
from tongban.channels.parts.actor import moment
from tongban.kernel import crypto
from tongban.kernel.words import challenge
from tongban.responsibilities import queries as responsibilities_queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.http import HttpRequest

    from tongban.kernel.words.challenge import Challenge

PURPOSE = "board.post"
HOUR, DAY = 3600, 24 * 3600
BUSY_FROM = 5  # messages of one address in an hour, before those with an account are asked as well


@dataclass(frozen=True, slots=True)
class Tasks:
    """Either opens the door: a sum, to be read or heard; or work that a script does meanwhile."""

    sum: Challenge
    work: Challenge


def needed(request: HttpRequest) -> bool:
    return not request.user.is_authenticated or _sent(request) >= BUSY_FROM


def tasks(request: HttpRequest) -> Tasks:
    at = moment(request)
    return Tasks(
        sum=challenge.sum_in_words(key=_key(), purpose=PURPOSE, at=at),
        work=challenge.work(key=_key(), purpose=PURPOSE, at=at),
    )


def require_solved(request: HttpRequest, typed: Mapping[str, str], draft: str) -> None:
    """Either task, each for one message only; the same message sent twice needs no other.

    Raises ForgedChallenge, ExpiredChallenge, WrongAnswer, ChallengeFailed.
    """
    way = "work" if typed.get("work_answer") else "sum"
    token, answer = typed.get(f"{way}_token", ""), typed.get(f"{way}_answer", "")
    if not token:
        raise ChallengeFailed
    at = moment(request)
    solved = challenge.solve(token, answer, key=_key(), purpose=PURPOSE, at=at)
    place = f"{PURPOSE}:{solved.key}"
    lasts = max(1, int((solved.expires_at - at).total_seconds()) + 1)
    if not cache.add(place, draft, timeout=lasts) and cache.get(place) != draft:
        raise ChallengeFailed


def require_few(request: HttpRequest, text: str) -> None:
    """Of one address in an hour, and without account of the same words in a day; a danger is never too much. Raises TooManyMessages."""
    danger, likeness = board_queries.danger_and_likeness(text)
    if danger:
        return
    for place, span, rate in _counted(request, likeness):
        if int(cache.get(place, 0)) >= responsibilities_queries.board().rates[rate]:
            raise TooManyMessages(timedelta(seconds=span - moment(request).timestamp() % span))


def count(request: HttpRequest, text: str) -> None:
    """One message more from this address."""
    for place, span, _rate in _counted(request, board_queries.danger_and_likeness(text)[1]):
        if not cache.add(place, 1, timeout=span):
            cache.incr(place)


def _counted(request: HttpRequest, likeness: int) -> Iterator[tuple[str, int, str]]:
    yield _place(request), HOUR, "address_per_hour"
    if not request.user.is_authenticated:
        yield f"{_place(request, DAY)}:{likeness}", DAY, "alike_per_day"


def _sent(request: HttpRequest) -> int:
    return int(cache.get(_place(request), 0))


def _place(request: HttpRequest, span: int = HOUR) -> str:
    """Addresses are kept as a blind index only."""
    address = get_adapter(request).get_client_ip(request) or ""
    return f"{PURPOSE}:{crypto.blind_index(address, 'board.address').hex()}:{int(moment(request).timestamp() // span)}"


def _key() -> bytes:
    return crypto.blind_index(PURPOSE, "challenge")
