"""How alike two texts are: the cosine of their n-grams of characters. For one text against some hundreds, without a library."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from tongban.kernel.words.grams import pieces

Key = TypeVar("Key", bound=Hashable)

SIZES = (2, 3)
LIKELY = 0.3  # from here on two messages of one city are mostly about one matter: worth showing to their authors
SAME = 0.7  # from here on they are one text, hardly changed: a flood, or the same author once more
LONGEST = 2000  # characters; what follows says little about the matter
DAMPED = (0.0, *(1 + math.log(count) for count in range(1, LONGEST + 1)))


@dataclass(frozen=True, slots=True)
class Similar(Generic[Key]):
    key: Key
    likeness: float  # 0 nothing in common, 1 the same


@dataclass(frozen=True, slots=True)
class Profile:
    """How often a text has each n-gram, and how long that vector is; what is said often counts less than so often."""

    counts: Counter[str]
    length: float


def profile(text: str) -> Profile:
    """The n-grams of a text. Marks and blanks count for nothing."""
    said = "".join(pieces(text[:LONGEST]))[:LONGEST]
    counts = Counter([said[place : place + size] for size in SIZES for place in range(len(said) - size + 1)] or [said][: len(said)])
    return Profile(counts, math.sqrt(sum([DAMPED[count] ** 2 for count in counts.values()])))


def likeness(one: Profile, other: Profile) -> float:
    """The cosine of two profiles."""
    shared = one.counts.keys() & other.counts.keys()
    product = math.fsum(DAMPED[one.counts[gram]] * DAMPED[other.counts[gram]] for gram in shared)
    return min(1.0, product / (one.length * other.length)) if shared else 0.0


def similar(text: str, candidates: Iterable[tuple[Key, str]], threshold: float = LIKELY) -> tuple[Similar[Key], ...]:
    """Those candidates that are at least so alike, the most alike first."""
    asked = profile(text)
    found = [Similar(key, likeness(asked, profile(candidate))) for key, candidate in candidates]
    return tuple(sorted((each for each in found if each.likeness >= threshold), key=lambda each: -each.likeness))
