"""A week counted as of its closing, from the ledgers: the same whenever it is done, for nothing that comes after that moment counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from tongban.board import queries as board_queries
from tongban.cases import queries as case_queries
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.supervision.models import Exclusion, Ranking
from tongban.supervision.queries.city import release, switched_on
from tongban.supervision.rules import document, weeks
from tongban.supervision.rules.ranking import Shown, tables
from tongban.supervision.terms import Counted, Decided, Item, LeftOut, RankedWeek

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from tongban.supervision.terms import SupervisionRelease, Week


@dataclass(frozen=True)
class Counting:
    """Which week, as of which moment, by which rules; what of it is left out, and why it is counted once more."""

    week: Week
    version: int
    release: SupervisionRelease
    at: datetime
    left_out: Collection[Exclusion] = ()
    because: str = ""

    def counting_for(self, unit: str) -> tuple[str, ...]:
        """A unit, and those that were merged into it."""
        return (unit, *sorted(old for old, new in self.release.merged.items() if new == unit))

    @classmethod
    def of(cls, row: Ranking, left_out: Collection[Exclusion]) -> Counting:
        """The counting of a version, new or stored, by its own release, as of its own moment."""
        because = row.correction.reason if row.correction else ""
        return cls(weeks.week(row.week, clock.city_zone()), row.version, release(row.release_id), row.closed_at, left_out, because)


@dataclass(frozen=True)
class Documents:
    """The week as it is published, of the units that are switched on; and with every unit, for supervisors."""

    canonical: str
    trial: str


def count(counting: Counting) -> Documents:
    """Both documents of a week."""
    messages, cases = messages_of(counting), cases_of(counting)
    ranked, on = counting.release.units, switched_on(counting.at)
    published, trial = (_document(counting, messages, cases, units, on) for units in (ranked & on, ranked))
    return Documents(document.canonical(published), document.canonical(trial))


def messages_of(counting: Counting) -> tuple[Counted, ...]:
    """What every unit had of messages and ratings."""
    week, at, found = counting.week, counting.at, dict[str, Counted]()
    orders, ratings = _without(counting, Item.MESSAGE), _without(counting, Item.RATING)
    without, merged = frozenset(UUID(each) for each in orders), counting.release.merged
    due = board_queries.due_by_unit(since=week.since, until=week.until, at=at, without=without, merged=merged)
    rated = board_queries.rated_by_unit(since=week.since, until=week.until, at=at, without=frozenset(int(each) for each in ratings))
    of_ratings = {each.unit: (each.rated, each.satisfied, each.solved) for each in rated}
    for each in due:
        n, satisfied, solved = of_ratings.pop(each.unit, (0, 0, 0))
        found[each.unit] = Counted(
            each.unit, each.due, each.on_time, each.late, each.unanswered, each.median_hours, n, satisfied=satisfied, solved=solved
        )
    others = (Counted(unit, rated=n, satisfied=good, solved=solved) for unit, (n, good, solved) in of_ratings.items())
    return (*found.values(), *others)


def cases_of(counting: Counting) -> tuple[Counted, ...]:
    """What every department had of cases."""
    week, merged = counting.week, counting.release.merged
    without = frozenset(UUID(each) for each in _without(counting, Item.CASE))
    due = case_queries.due_by_department(since=week.since, until=week.until, at=counting.at, without=without, merged=merged)
    return tuple(Counted(each.department, each.due, each.on_time, each.late, each.unanswered, each.median_hours) for each in due)


def left_out_of(key: str, version: int) -> list[Exclusion]:
    """What a version of a week leaves out."""
    still = Q(until_version__isnull=True) | Q(until_version__gt=version)
    found = Exclusion.objects.filter(still, week=key, state=Decided.CONFIRMED, from_version__lte=version)
    return list(found)


def left_out_by(since: datetime, until: datetime, *, at: datetime) -> tuple[frozenset[UUID], frozenset[int]]:
    """The orders and the ratings that two people had left out of the weeks of a time by a moment, as of it. For everybody: ids alone."""
    zone = clock.city_zone()
    keys = [each.key for each in weeks.between(weeks.week_of(since, zone), weeks.week_of(until - timedelta(seconds=1), zone), zone)]
    found = Exclusion.objects.filter(week__in=keys, state=Decided.CONFIRMED, decided_at__lte=at)
    restored = Ranking.objects.filter(week=OuterRef("week"), version=OuterRef("until_version"), correction__decided_at__lte=at)
    items = set(found.exclude(Exists(restored)).values_list("kind", "item"))
    orders, ratings = ({item for kind, item in items if kind == wanted} for wanted in (Item.MESSAGE, Item.RATING))
    return frozenset(map(UUID, orders)), frozenset(map(int, ratings))


def _document(
    counting: Counting, messages: Iterable[Counted], cases: Iterable[Counted], units: Collection[str], on: Collection[str]
) -> RankedWeek:
    rules = counting.release
    named = {*units, *(old for old, new in rules.merged.items() if new in units)}
    return RankedWeek(
        week=counting.week,
        version=counting.version,
        counted_at=counting.at,
        corrected_because=counting.because,
        rules=rules.digest,
        minimum=rules.minimum,
        weights=rules.weights,
        on_time_below=rules.on_time_below,
        messages=tables(messages, rules, Shown(units, on, rated=True)),
        cases=tables(cases, rules, Shown(units, on, rated=False)),
        left_out=tuple(
            LeftOut(Item(each.kind), each.unit, each.number if each.shown else "", each.reason)
            for each in sorted(counting.left_out, key=lambda each: (each.decided_at, each.number, each.item))
            if rules.heir(each.unit) in units
        ),
        names={unit: rules.names.get(unit, Bilingual(unit)) for unit in sorted(named)},
    )


def _without(counting: Counting, kind: Item) -> frozenset[str]:
    by_kind = defaultdict[str, set[str]](set)
    for each in counting.left_out:
        by_kind[each.kind].add(each.item)
    return frozenset(by_kind[kind])
