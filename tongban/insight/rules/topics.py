"""Topics nobody has named yet: new messages are laid to an open topic of the same place and like words, or wait for one like them.

Two people who say like words of one place open a topic; what one says alone is none, and may be no place at all (kernel.words.places).
A topic without news for some weeks is closed; if its matter comes back, a new one is opened that names it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from tongban.insight.rules import ears, series
from tongban.kernel.words import places, similarity

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
    """All topics afterwards, where each message belongs that was laid to one now, in that order, and those that still wait."""

    topics: tuple[Topic, ...]
    of: Mapping[Key, int]
    waiting: tuple[Said[Key], ...] = ()


def sort_in(
    topics: Sequence[Topic],
    messages: Iterable[Said[Key]],
    week: int,
    names: Mapping[str, tuple[str, ...]] | None = None,
    settings: Settings = USUAL,
    waiting: Iterable[Said[Key]] = (),
) -> Sorted[Key]:
    """Lay messages to topics, in their order, and close the topics that have been silent for too long by this week.

    `waiting`: messages of before that belong to none; they wait as long as a topic may be silent.
    """
    desk = _Desk[Key](topics, settings)
    for message in waiting:
        desk.wait(_Heard(message, places.places(message.text, names), places.sure(message.text, names)))
    for message in messages:
        desk.lay(_Heard(message, places.places(message.text, names), places.sure(message.text, names)))
    still = tuple(each.said for each in desk.waiting.values() if week - each.said.period < settings.silent_weeks)
    return Sorted(tuple(_closed(each, week, settings) for each in desk.topics.values()), desk.of, still)


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


@dataclass(frozen=True, slots=True)
class _Heard(Generic[Key]):
    """A message with the places that it may name, and those of them that are sure."""

    said: Said[Key]
    named: frozenset[str]
    sure: frozenset[str]

    def shared(self, other: _Heard[Key]) -> frozenset[str]:
        """The places of two people: said by both, and sure in what one of them wrote."""
        same = (self.said.citizen or self.said.key) == (other.said.citizen or other.said.key)
        return frozenset() if same else self.named & other.named & (self.sure | other.sure)


class _Desk(Generic[Key]):
    """Topics while messages are laid to them, and the messages that wait; both found by their places."""

    def __init__(self, topics: Sequence[Topic], settings: Settings) -> None:
        self.settings = settings
        self.topics: dict[int, Topic] = {}
        self.by_place: defaultdict[str, list[int]] = defaultdict(list)
        self.newest = 0
        self.waiting: dict[Key, _Heard[Key]] = {}
        self.waiting_at: defaultdict[str, dict[Key, None]] = defaultdict(dict)
        self.of: dict[Key, int] = {}
        for each in topics:
            self._enter(each)

    def _enter(self, topic: Topic) -> Topic:
        self.topics[topic.number], self.newest = topic, max(topic.number, self.newest)
        for place in topic.places or ("",):
            self.by_place[place].append(topic.number)
        return topic

    def wait(self, heard: _Heard[Key]) -> None:
        for place in heard.named:
            self.waiting[heard.said.key] = heard
            self.waiting_at[place][heard.said.key] = None

    def lay(self, heard: _Heard[Key]) -> None:
        """To the topic it belongs to; to a new one that follows a closed one, or with those that waited for it; or it waits."""
        found, week = self._likest(heard.said.text, heard.named), heard.said.period
        near = self._waiting_like(heard) if found is None else []
        if found is not None and found.closed is not None:
            where = found.places & heard.named or found.places
            found = self._enter(Topic(self.newest + 1, where, (), week, week, follows=found.number))
        elif near:
            first = min(each.said.period for each in near)
            found = self._enter(Topic(self.newest + 1, heard.shared(near[0]), (), first, week))
        if found is None:
            self.wait(heard)
        else:
            for each in (*near, heard):
                self._join(found.number, each)

    def _waiting_like(self, heard: _Heard[Key]) -> list[_Heard[Key]]:
        """Those of like words and the same place, the likest first that somebody else wrote; none where there is no such."""
        at = (key for place in sorted(heard.named) for key in [*self.waiting_at[place]][-self.settings.candidates :])
        since = heard.said.period - self.settings.silent_weeks
        every = (each for each in map(self.waiting.__getitem__, dict.fromkeys(at)) if each.said.period > since)
        near = [(similarity.likeness(_profile(heard.said.text), _profile(each.said.text)), each) for each in every]
        alike = [each for by, each in sorted(near, key=lambda one: -one[0]) if by >= self.settings.alike]
        first = next((each for each in alike if heard.shared(each)), heard)
        where = heard.shared(first)
        return [first, *(each for each in alike if each is not first and each.named & where)] if where else []

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

    def _join(self, number: int, heard: _Heard[Key]) -> None:
        """The topic is narrowed to the places that all have in common, if there are such."""
        topic, said = self.topics[number], heard.said
        recent = (*topic.recent, said.text)[-self.settings.remembered :]
        where = topic.places & heard.named or topic.places
        self.topics[number] = replace(topic, places=where, recent=recent, last=max(said.period, topic.last))
        self.of[said.key] = number
        if self.waiting.pop(said.key, None):
            for place in heard.named:
                del self.waiting_at[place][said.key]


def _closed(topic: Topic, week: int, settings: Settings) -> Topic:
    silent = topic.closed is None and week - topic.last >= settings.silent_weeks
    return replace(topic, closed=week) if silent else topic


@lru_cache(maxsize=4096)
def _profile(text: str) -> similarity.Profile:
    return similarity.profile(text)
