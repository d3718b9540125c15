"""A week in eight figures: each with what it means, how it was in the weeks before, and by unit what it is made of.

All come from the stored rankings, so each figure of the past is the one that was signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tongban.channels.parts.behind import ALL, CASES, MESSAGES, RATINGS
from tongban.channels.parts.tags.charts import sparkline
from tongban.channels.parts.tags.supervision import share
from tongban.supervision import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tongban.identity.terms import Actor
    from tongban.kernel.bilingual import Bilingual
    from tongban.supervision.terms import Line, RankedWeek

WEEKS = 12
SURE = 1.96
Of = tuple[int, int | None]  # so many, of so many


@dataclass(frozen=True)
class Kind:
    """What a figure is: `good` of `n`; without `n` the number itself, compared as a share of `among`. `better` says which way is up."""

    key: str
    name: Any
    meaning: Any
    good: Callable[[Line], int]
    n: Callable[[Line], int] | None = None
    of: str = MESSAGES  # the list in which its items stand
    better: int = 1  # -1: less is better, 0: neither
    outcome: str = ALL  # of the items behind it
    among: Callable[[Line], int] | None = None

    @property
    def asks(self) -> str:
        """The items behind it, as an address asks for them."""
        return urlencode({"of": self.of, "outcome": self.outcome})


@dataclass(frozen=True)
class Part:
    """What one unit has in a figure."""

    unit: str
    name: Bilingual
    trial: bool
    good: int
    n: int | None

    @property
    def words(self) -> str:
        return str(self.good) if self.n is None else share(self.good / self.n if self.n else None)


@dataclass(frozen=True)
class Figure:
    """A figure of one week with those of the weeks before, the oldest first; None where there was nothing to count."""

    kind: Kind
    good: int
    n: int | None
    before: tuple[float | None, ...]
    parts: tuple[Part, ...]
    compared: tuple[Of, Of] | None = None  # this week, and the last one before it in which there was anything to count

    @property
    def words(self) -> str:
        return str(self.good) if self.n is None else share(self.value)

    @property
    def value(self) -> float | None:
        return _value(self.good, self.n)

    @property
    def tone(self) -> str:
        """Better or worse than in the week before; "alike" where chance may have made the difference."""
        now, before = (_value(*each) for each in self.compared or ((0, 0), (0, 0)))
        if self.compared is None or now is None or before is None or not self.kind.better:
            return ""
        change = (now - before) * self.kind.better
        if abs(change) <= _by_chance(*self.compared):
            return "alike"
        return "better" if change > 0 else "worse"

    @property
    def line(self) -> SafeString | str:
        """The weeks as a line."""
        return sparkline(self.before)


KINDS = (
    Kind(
        "due",
        gettext_lazy("到期的留言"),
        gettext_lazy("答复期限落在这一周、由参加排名的单位牵头的留言。"),
        lambda line: line.on_time.n,
        better=0,
    ),
    Kind(
        "on-time",
        gettext_lazy("留言按时率"),
        gettext_lazy("到期的留言里，期限以前答复的。"),
        lambda line: line.on_time.good,
        lambda line: line.on_time.n,
        outcome="on_time",
    ),
    Kind(
        "late",
        gettext_lazy("逾期才答复"),
        gettext_lazy("到期的留言里，期限以后、结算以前答复的。"),
        lambda line: line.late,
        better=-1,
        outcome="late",
        among=lambda line: line.on_time.n,
    ),
    Kind(
        "unanswered",
        gettext_lazy("没有答复"),
        gettext_lazy("到期的留言里，到结算还没有答复的。"),
        lambda line: line.unanswered,
        better=-1,
        outcome="unanswered",
        among=lambda line: line.on_time.n,
    ),
    Kind(
        "satisfied",
        gettext_lazy("满意率"),
        gettext_lazy("这一周收到的评价里，基本满意以上的。没有评价的不算好也不算坏。"),
        lambda line: line.satisfied.good,
        lambda line: line.satisfied.n,
        of=RATINGS,
    ),
    Kind(
        "solved",
        gettext_lazy("解决率"),
        gettext_lazy("这一周收到的评价里，写的人说解决了的。"),
        lambda line: line.solved,
        lambda line: line.satisfied.n,
        of=RATINGS,
    ),
    Kind(
        "cases",
        gettext_lazy("到期的办件"),
        gettext_lazy("承诺的办结时间落在这一周、由参加排名的单位办的办件。"),
        lambda line: line.on_time.n,
        of=CASES,
        better=0,
    ),
    Kind(
        "cases-on-time",
        gettext_lazy("办件按时率"),
        gettext_lazy("到期的办件里，承诺的时间以前办结的。"),
        lambda line: line.on_time.good,
        lambda line: line.on_time.n,
        of=CASES,
        outcome="on_time",
    ),
)


def weeks(by: Actor) -> tuple[RankedWeek, ...]:
    """The newest weeks that were closed, the oldest first, with every unit. Refuses: NoSupervision, Denied."""
    found = queries.rankings(by, limit=WEEKS)
    return tuple(queries.ranking(each.week, by=by, trial=True).ranked for each in reversed(found))


def figures(found: tuple[RankedWeek, ...], kinds: Iterable[Kind] = KINDS) -> list[Figure]:
    """Of the newest of these weeks."""
    return [_figure(kind, found) for kind in kinds]


def _figure(kind: Kind, found: tuple[RankedWeek, ...]) -> Figure:
    sums = [_sum(kind, each, kind.n) for each in found]
    good, n = sums[-1] if sums else (0, None)
    parts = tuple(_parts(kind, found[-1])) if found else ()
    shares = [_sum(kind, each, kind.n or kind.among) for each in found]
    earlier = next((each for each in reversed(shares[:-1]) if _value(*each) is not None), None)
    compared = (shares[-1], earlier) if earlier is not None else None
    return Figure(kind, good, n, tuple(_value(*each) for each in sums), parts, compared)


def _sum(kind: Kind, week: RankedWeek, among: Callable[[Line], int] | None) -> Of:
    lines = _lines(kind, week)
    return sum(map(kind.good, lines)), sum(map(among, lines)) if among else None


def _parts(kind: Kind, week: RankedWeek) -> list[Part]:
    """Units that have anything, the worst first."""
    found = [
        Part(line.unit, week.names[line.unit], line.trial, kind.good(line), kind.n(line) if kind.n else None) for line in _lines(kind, week)
    ]
    told = [each for each in found if each.good or each.n]
    return sorted(told, key=lambda each: ((_value(each.good, each.n) or 0.0) * (1 if kind.better > 0 else -1), each.unit))


def _lines(kind: Kind, week: RankedWeek) -> list[Line]:
    return [line for table in (week.cases if kind.of == CASES else week.messages) for line in table.lines]


def _by_chance(one: Of, other: Of) -> float:
    """So far apart two weeks lie by chance, in 19 of 20 times: two rates, or two numbers."""
    (good, n), (good_before, n_before) = one, other
    if n is None or n_before is None:
        return SURE * sqrt(good + good_before)
    share = (good + good_before) / (n + n_before)
    return SURE * sqrt(share * (1 - share) * (1 / n + 1 / n_before))


def _value(good: int, n: int | None) -> float | None:
    return float(good) if n is None else good / n if n else None
