"""What the detection reads of the files, and what the rules make of it: series that are tested, texts that are laid to topics, bursts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tongban.identity.terms import SYSTEM
from tongban.insight.rules import bursts, detection, farrington, holidays, series, shares, successions, topics, watching
from tongban.insight.rules.bursts import Said
from tongban.kernel import working_days
from tongban.kernel.words import places
from tongban.snapshots import queries
from tongban.snapshots.terms import Area, Cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tongban.insight.rules.topics import Topic
    from tongban.insight.terms import Burst, Series, SurgeTest
    from tongban.responsibilities.terms import District, Succession
    from tongban.snapshots import terms
    from tongban.snapshots.terms import Behind, WeekCount

SPAN = farrington.window(farrington.PAPER.years)  # weeks that are counted
BURSTS_FROM = 26  # weeks among which a term is held against its usual share
MOST_TEXTS = 20_000  # of those; of more, as many spread evenly
FEWEST_TERMS = 4  # that burst in the same messages; a single word is anybody's
ALIKE = 0.22  # and each of these is so like another one
HALF = 2
WORDS = 5
PARAMETERS: dict[str, Any] = {
    "levels": watching.LEVELS,
    "areas": [each.value for each in watching.AREAS],
    "detection": asdict(detection.USUAL),
    "holiday": {"taken": holidays.TAKEN, "fewest": holidays.FEWEST},
    "topics": asdict(topics.USUAL),
    "bursts": {
        "weeks": BURSTS_FROM,
        "texts": MOST_TEXTS,
        "rise": bursts.RISE,
        "price": bursts.PRICE,
        "fewest": bursts.FEWEST,
        "terms": FEWEST_TERMS,
        "alike": ALIKE,
    },
}


@dataclass(frozen=True, slots=True)
class Watched:
    """A series as it is tested, with each citizen once, and how many messages there were in its last week."""

    voices: Series
    raw: float


@dataclass(frozen=True, slots=True)
class Counted:
    """Every series, and of each area all its voices by week: whoever wrote of matters in two classes of the first level counts twice."""

    series: dict[str, Watched]
    totals: Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What bursts in the tested week: messages that say it, group by group, and which of them have which of those terms."""

    clusters: tuple[list[Said[str]], ...]
    terms: Mapping[str, frozenset[str]]

    def words(self, messages: Collection[str]) -> tuple[str, ...]:
        """The bursting terms that at least half of these messages have, most said first; none that overlaps another."""
        counts = Counter(term for each in messages for term in self.terms.get(each, ()))
        told: list[str] = []
        for term in sorted(counts, key=lambda term: (-counts[term], -len(term), term)):
            if counts[term] * HALF >= len(messages) and not any(_overlap(term, other) for other in told):
                told.append(term)
        return tuple(told[:WORDS])


def _overlap(term: str, other: str) -> bool:
    """Whether two runs of characters share two, or one begins where the other ends: then it is no word of its own."""
    shared = any(term[place : place + 2] in other for place in range(len(term) - 1))
    return shared or term[0] == other[-1] or term[-1] == other[0]


def data() -> str:
    """Which data it is: the digest of the list of files. Raises NoSnapshot."""
    return queries.data(by=SYSTEM)


def holiday_weeks(until: date) -> dict[int, str]:
    """The weeks of holidays among those that are counted up to a day."""
    last = series.week_of(until - timedelta(days=1))
    return {week: name for week, name in holidays.weeks(working_days.holidays()).items() if last - SPAN < week <= last}


def cells(until: date, changes: Iterable[Succession]) -> Counted:
    """Every class in every area that is watched, week after week up to a day; the last week may be under way. Classes that have changed
    keep their past.
    """
    last = series.week_of(until - timedelta(days=1))
    asked = [(level, by) for level in watching.LEVELS for by in watching.AREAS]
    since = series.days(last - SPAN + 1)[0]
    counted = {(level, by): queries.weekly_counts(level=level, area=by, since=since, until=until, by=SYSTEM) for level, by in asked}
    totals = Counter[int]()
    for each in counted[1, Area.CITY]:
        totals[series.week_of(each.monday)] += each.raw
    weeks, unknown = watching.known(totals, last, SPAN)
    of_cells = ((cell, each) for (level, by), every in counted.items() for each in every if (cell := _cell(each, level, by)))
    voices, raw = defaultdict[Cell, Counter[int]](Counter), Counter[Cell]()
    areas = defaultdict[str, Counter[int]](Counter)
    for cell, each in of_cells:
        week = series.week_of(each.monday)
        if week in weeks:
            voices[cell][week] += each.voices
            raw[cell] += each.raw if week == last else 0
            areas[shares.area_of(watching.key_of(cell))][week] += each.voices if cell.level == 1 else 0
    kept = successions.carried(voices, changes)
    keys = {watching.key_of(cell): cell for cell in kept}
    return Counted({key: Watched(series.filled(key, kept[cell], weeks, unknown), raw[cell]) for key, cell in keys.items()}, areas)


def _cell(count: WeekCount, level: int, by: Area) -> Cell | None:
    """The class and area of a count, if they are watched."""
    cell = Cell(count.category, count.area, level, by)
    return cell if watching.is_watched(cell) else None


def tested(found: Iterable[Watched], until: date) -> tuple[SurgeTest, ...]:
    """One test of the last week of each, by key; figures rounded as they are kept."""
    tests = detection.tested((each.voices for each in found), until=until - timedelta(days=1), holidays=holiday_weeks(until))
    return tuple(sorted((_rounded(each) for each in tests), key=lambda test: test.key))


def _rounded(test: SurgeTest) -> SurgeTest:
    told = {name: round(getattr(test, name), 6) for name in ("count", "expected", "bound", "score", "dispersion")}
    return replace(test, p=float(f"{test.p:.9g}"), **told)


def by_share(
    tests: Iterable[SurgeTest], counted: Counted, places: Mapping[str, Collection[str]], districts: Collection[District], until: date
) -> dict[str, dict[str, Any]]:
    """Each of these alarms held against all that came in from its area, as far as that can be told; figures rounded as they are kept.

    `places`: of a topic the names that its messages share.
    """
    calendar = holidays.Calendar(until - timedelta(days=1), holiday_weeks(until))
    found = dict[str, dict[str, Any]]()
    for test in tests:
        area = shares.area_of(test.key, places.get(test.key, ()), districts)
        share = shares.by_share(test, counted.series[test.key].voices, counted.totals.get(area, {}), calendar)
        if share is not None:
            found[test.key] = {"area": area} | {name: round(figure, 6) for name, figure in asdict(share).items()}
    return found


def shown(tests: Iterable[SurgeTest], parents: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    return watching.shown(tests, parents)


def said(since: date, until: date, at_most: int = 0) -> list[Said[str]]:
    """What everybody may read of these days, in the order in which it came in; of very many, some."""
    return _said(queries.said(since=since, until=until, at_most=at_most, by=SYSTEM))


def texts(ids: Collection[str]) -> dict[str, str]:
    """The words of these messages that are still displayed."""
    return {each.key: each.text for each in _said(queries.said_in(ids, by=SYSTEM))}


def _said(messages: Iterable[terms.Said]) -> list[Said[str]]:
    return [Said(each.id, series.week_of(each.received_on), each.author_key or None, f"{each.title} {each.text}") for each in messages]


def laid(
    known: Sequence[Topic], messages: Iterable[Said[str]], names: Iterable[str], last: int, waiting: Iterable[Said[str]] = ()
) -> tuple[tuple[Topic, ...], list[tuple[int, Said[str]]], tuple[Said[str], ...]]:
    """Topics, what was laid to them and what waits for others, week by week; silent topics are closed up to the last week that is over."""
    by_week: defaultdict[int, list[Said[str]]] = defaultdict(list)
    for each in messages:
        by_week[each.period].append(each)
    listed, found, now, still = places.known(names), list[tuple[int, Said[str]]](), tuple(known), tuple(waiting)
    for week in range(min([*by_week, last]), max([*by_week, last]) + 1):
        said = {each.key: each for each in (*still, *by_week[week])}
        sorted_in = topics.sort_in(now, by_week[week], min(week, last), listed, waiting=still)
        now, still = sorted_in.topics, sorted_in.waiting
        found += [(number, said[key]) for key, number in sorted_in.of.items()]
    return now, found, still


def spoken(until: date) -> Spoken:
    """The terms that burst in the week before a Monday, as clusters of the messages in which they are said together."""
    last = series.week_of(until - timedelta(days=1))
    weeks = range(last - BURSTS_FROM + 1, last + 1)
    every = said(series.days(weeks[0])[0], until, MOST_TEXTS)
    now: list[Burst] = [each for each in bursts.bursting(every, weeks, lately=1) if each.last == last]
    burst = frozenset(each.term for each in now)
    terms = {each.key: bursts.terms(each.text) & burst for each in every if each.period == last}
    known = {each.key: each for each in every}
    found = [cluster for cluster in bursts.clusters(now, every) if len(cluster.terms) >= FEWEST_TERMS]
    alike = [topics.coherent([known[key] for key in cluster.messages], ALIKE) for cluster in found]
    return Spoken(tuple(sorted(alike, key=lambda each: -len(each))), terms)


def topic_series(topic: Topic, voices: Mapping[int, float], raw: float, week: int) -> Watched:
    """A topic as it is tested."""
    return Watched(topics.watched(topic, voices, week), raw)


def behind(keys: Sequence[str], since: date, until: date) -> dict[str, list[Behind]]:
    """The messages behind the counts of these classes in areas, with their units."""
    named = [(key, cell) for key in keys if (cell := watching.cell_of(key)) is not None]
    found: defaultdict[str, list[Behind]] = defaultdict(list)
    for each in queries.units_behind([cell for _, cell in named], since=since, until=until, by=SYSTEM):
        found[named[each.cell][0]].append(each)
    return found


def units_of(ids: Collection[str]) -> dict[str, str]:
    """Which unit has each of these messages."""
    return queries.units_of(ids, by=SYSTEM)
