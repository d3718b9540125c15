"""Terms that are said more often than usual: Kleinberg's two states on batches (2002, doi 10.1145/775047.775061), all terms at once.

In each period so many of its messages contain a term. Usually that is its share of all messages, in a burst `rise` times as much;
going up has a price, going down none. The cheapest way through all periods tells when it burst.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from tongban.insight.terms import Burst
from tongban.kernel.words.grams import CHINESE, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tongban.insight.rules.tails import Numbers

Key = TypeVar("Key", bound=Hashable)
LENGTHS = (2, 3, 4)  # of runs of Chinese characters
RISE = 2.0
PRICE = 1.0
FEWEST = 5  # voices within one period
SHARED = 0.5  # of their messages, from which two terms speak of one thing


@dataclass(frozen=True, slots=True)
class Said(Generic[Key]):
    """One message. Whoever is unknown is nobody twice."""

    key: Key
    period: int
    citizen: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Cluster(Generic[Key]):
    """Terms that burst in the same messages, the heaviest first, and those messages: what may become an open topic."""

    terms: tuple[str, ...]
    messages: tuple[Key, ...]


def terms(text: str) -> frozenset[str]:
    """Words, and runs of two to four Chinese characters. Numbers alone tell a date or a sum."""
    return frozenset(term for piece in pieces(text) if not piece.isdigit() for term in _runs(piece))


def bursting(
    messages: Iterable[Said[Key]],
    periods: range,
    *,
    rise: float = RISE,
    price: float = PRICE,
    fewest: int = FEWEST,
    lately: int | None = None,
) -> list[Burst]:
    """The bursts of all terms that reach the fewest voices within a period, the heaviest first. A citizen is one voice a period.

    `lately`: only terms that do so in that many last periods, which is what a night asks and saves counting most terms of the past.
    """
    voices: defaultdict[tuple[int, object], set[str]] = defaultdict(set)
    for each in messages:
        if each.period in periods:
            voices[each.period, each.citizen or (each.key,)] |= terms(each.text)
    asked = periods[-lately:] if lately else periods
    recent = Counter(term for (period, _), said in voices.items() if period in asked for term in set(said))
    likely = {term for term, count in recent.items() if count >= fewest}
    seen: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for (period, _), said in voices.items():
        for term in said & likely:
            seen[term][period] += 1
    named = sorted(term for term, counts in seen.items() if max(counts[period] for period in asked) >= fewest)
    totals = Counter(period for period, _ in voices)
    table = np.array([[seen[term][period] for period in periods] for term in named], dtype=np.float64).reshape(-1, len(periods))
    found = bursts(named, table, np.array([totals[period] for period in periods], dtype=np.float64), rise=rise, price=price)
    moved = [Burst(each.term, each.first + periods.start, each.last + periods.start, each.weight) for each in found]
    return sorted(moved, key=lambda each: (-each.weight, each.term))


def bursts(named: Sequence[str], counts: Numbers, totals: Numbers, *, rise: float = RISE, price: float = PRICE) -> list[Burst]:
    """The bursts of terms, a row of counts each, among so many messages in each period (0, 1, …)."""
    usual = counts.sum(axis=1) / max(1.0, float(totals.sum()))
    possible = (usual > 0) & (usual * rise < 1)
    low = np.where(possible, usual, 0.1)[:, None]
    high = np.where(possible, usual * rise, 0.1)[:, None]
    gain = counts * np.log(high / low) + (totals - counts) * np.log((1 - high) / (1 - low))
    risen = _risen(gain, price * math.log(max(1, counts.shape[1])))
    return [
        Burst(named[row], first, last, float(gain[row, first : last + 1].sum()))
        for row in map(int, np.flatnonzero(risen.any(axis=1)))
        for first, last in _stretches(risen[row])
    ]


def clusters(found: Sequence[Burst], messages: Sequence[Said[Key]]) -> list[Cluster[Key]]:
    """Bursting terms laid to the heaviest with which at least half of their messages are shared, while they burst.

    A cluster's messages are those that have at least half of its terms.
    """
    has = {each.key: terms(each.text) for each in messages}
    of: dict[str, set[Key]] = {each.term: set() for each in found}
    for burst in found:
        of[burst.term] |= {each.key for each in messages if burst.first <= each.period <= burst.last and burst.term in has[each.key]}
    groups: list[list[str]] = []
    for term in dict.fromkeys(each.term for each in found):
        for group in groups:
            if len(of[group[0]] & of[term]) >= SHARED * len(of[group[0]] | of[term]):
                group.append(term)
                break
        else:
            groups.append([term])
    counts = [Counter(key for term in group for key in of[term]) for group in groups]
    return [
        Cluster(tuple(group), tuple(each.key for each in messages if 2 * count[each.key] >= len(group)))
        for group, count in zip(groups, counts, strict=True)
    ]


def _runs(piece: str) -> Iterable[str]:
    if not CHINESE.match(piece):
        return (piece,)
    return (piece[start : start + length] for length in LENGTHS for start in range(len(piece) - length + 1))


def _risen(gain: Numbers, price: float) -> NDArray[np.bool_]:
    """The cheapest way of each row through two states, the lower where both cost the same (Viterbi)."""
    below, above = np.zeros(len(gain)), np.full(len(gain), np.inf)
    came_down, came_up = np.zeros(gain.shape, dtype=np.bool_), np.zeros(gain.shape, dtype=np.bool_)
    for period in range(gain.shape[1]):
        came_down[:, period], came_up[:, period] = above < below, below + price < above
        below, above = np.minimum(below, above), np.minimum(below + price, above) - gain[:, period]
    risen, state = np.zeros(gain.shape, dtype=np.bool_), above < below
    for period in reversed(range(gain.shape[1])):
        risen[:, period] = state
        state = np.where(state, ~came_up[:, period], came_down[:, period])
    return risen


def _stretches(risen: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first and the last place of each stretch."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], risen.astype(np.int8), [0]))))
    return [(int(first), int(after) - 1) for first, after in zip(edges[::2], edges[1::2], strict=True)]
