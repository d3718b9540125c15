"""Topics nobody has named yet: new messages are laid to an open topic of the same place and like words, or open one.

A topic without news for some weeks is closed; if its matter comes back, a new one is opened that names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from tongban.insight.rules import ears, places, series
from tongban.kernel.words import similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tongban.insight.rules.bursts import Said
    from tongban.insight.terms import Series

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Settings:
    """How alike words must be, with the place in common and without; for how long silence is no end; how much is compared."""

    alike: float = 0.22  # of 4,300 real messages: below, other matters of one street join; above, one matter falls into several
    alike_without_place: float = 0.5
    silent_weeks: int = 8
    remembered: int = 20
    candidates: int = 200  # of one place, the newest


USUAL = Settings()


@dataclass(frozen=True, slots=True)
class Topic:
    """One matter. `recent`: the texts of its last messages, by which the next one is known."""

    number: int
    places: frozenset[str]
    recent: tuple[str, ...]
    opened: int
    last: int
    closed: int | None = None
    follows: int | None = None  # the topic that it was before it fell silent


@dataclass(frozen=True, slots=True)
class Sorted(Generic[Key]):
    """All topics afterwards, and where each message belongs; one without a place may belong nowhere."""

    topics: tuple[Topic, ...]
    of: Mapping[Key, int]


def sort_in(
    topics: Sequence[Topic],
    messages: Iterable[Said[Key]],
    week: int,
    names: Mapping[str, tuple[str, ...]] | None = None,
    settings: Settings = USUAL,
) -> Sorted[Key]:
    """Lay messages to topics, in their order, and close the topics that have been silent for too long by this week."""
    desk = _Desk(topics, settings)
    of: dict[Key, int] = {}
    for message in messages:
        number = desk.lay(message.text, message.period, places.places(message.text, names))
        if number is not None:
            of[message.key] = number
    return Sorted(tuple(_closed(each, week, settings) for each in desk.topics.values()), of)


def opened(topics: Sequence[Topic], texts: Sequence[str], week: int, settings: Settings = USUAL) -> Topic:
    """A topic of messages that were found together in some other way (rules.bursts); no place is needed to belong to it."""
    number = max((each.number for each in topics), default=0) + 1
    return Topic(number, frozenset(), tuple(texts[-settings.remembered :]), week, week)


def coherent(messages: Sequence[Said[Key]], alike: float) -> list[Said[Key]]:
    """Of messages that say the same words the largest group in which each is like another one: words alone may be anybody's."""
    groups: list[list[Said[Key]]] = []
    for each in messages:
        near = [
            group for group in groups if any(similarity.likeness(_profile(each.text), _profile(other.text)) >= alike for other in group)
        ]
        groups = [*(group for group in groups if group not in near), [*(other for group in near for other in group), each]]
    return max(groups, key=len) if groups else []


def watched(topic: Topic, counts: Mapping[int, float], week: int) -> Series:
    """Its series up to a week, to be tested by C2. Before it was opened nothing was like it: the weeks that C2 needs are known, and 0."""
    return series.filled(f"topic {topic.number}", counts, range(topic.opened - ears.WEEKS + 1, week + 1))


class _Desk:
    """Topics while messages are laid to them, found by their places."""

    def __init__(self, topics: Sequence[Topic], settings: Settings) -> None:
        self.settings = settings
        self.topics = {each.number: each for each in topics}
        self.by_place: defaultdict[str, list[int]] = defaultdict(list)
        self.next = max(self.topics, default=0) + 1
        for each in topics:
            self._enter(each)

    def _enter(self, topic: Topic) -> None:
        for place in topic.places or ("",):
            self.by_place[place].append(topic.number)

    def lay(self, text: str, week: int, named: frozenset[str]) -> int | None:
        """The number of the topic it belongs to now. None of a message that is like no topic and could not be found again."""
        found = self._likest(text, named)
        if found is not None and found.closed is None:
            self.topics[found.number] = self._joined(found, text, week, named)
            return found.number
        if found is None and not named:
            return None
        follows, where = (None, named) if found is None else (found.number, found.places & named or found.places)
        topic = Topic(self.next, where, (text,), week, week, follows=follows)
        self.topics[topic.number] = topic
        self._enter(topic)
        self.next += 1
        return topic.number

    def _likest(self, text: str, named: frozenset[str]) -> Topic | None:
        """The open topic that is most alike, the closed one if there is none; of the alike the newest."""
        candidates = {number for place in (*named, "") for number in self.by_place.get(place, ())[-self.settings.candidates :]}
        alike: list[tuple[bool, float, int]] = []
        for topic in (self.topics[number] for number in sorted(candidates)):
            if topic.places and not topic.places & named:
                continue  # it was narrowed to another place
            near = max(similarity.likeness(_profile(text), _profile(each)) for each in topic.recent)
            if near >= (self.settings.alike if topic.places & named else self.settings.alike_without_place):
                alike.append((topic.closed is None, near, topic.number))
        return self.topics[max(alike)[2]] if alike else None

    def _joined(self, topic: Topic, text: str, week: int, named: frozenset[str]) -> Topic:
        """Narrowed to the places that all have in common, if there are such."""
        recent = (*topic.recent, text)[-self.settings.remembered :]
        return replace(topic, places=topic.places & named or topic.places, recent=recent, last=max(week, topic.last))


def _closed(topic: Topic, week: int, settings: Settings) -> Topic:
    silent = topic.closed is None and week - topic.last >= settings.silent_weeks
    return replace(topic, closed=week) if silent else topic


@lru_cache(maxsize=4096)
def _profile(text: str) -> similarity.Profile:
    return similarity.profile(text)
