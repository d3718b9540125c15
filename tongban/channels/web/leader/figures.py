"""A week in eight figures: each with what it means, how it was in the weeks before, and by unit what it is made of.

All come from the stored rankings, so each figure of the past is the one that was signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from tongban.channels.parts.tags.supervision import share
from tongban.supervision import queries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tongban.identity.terms import Actor
    from tongban.kernel.bilingual import Bilingual
    from tongban.supervision.terms import Line, RankedWeek

WEEKS = 12
WIDE, HIGH, EDGE = 120, 22, 3  # of a sparkline, in its own units


@dataclass(frozen=True)
class Kind:
    """What a figure is: `good` of `n`; without `n` the number itself. `better` says which way is up."""

    key: str
    name: Any
    meaning: Any
    good: Callable[[Line], int]
    n: Callable[[Line], int] | None = None
    cases: bool = False
    better: int = 1  # -1: less is better, 0: neither
    outcome: str = ""  # of the items behind it


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

    @property
    def words(self) -> str:
        return str(self.good) if self.n is None else share(self.value)

    @property
    def value(self) -> float | None:
        return _value(self.good, self.n)

    @property
    def tone(self) -> str:
        """Better or worse than in the week before."""
        told = [each for each in self.before if each is not None]
        if len(told) < 2 or self.before[-1] is None or not self.kind.better:
            return ""
        change = (told[-1] - told[-2]) * self.kind.better
        return "better" if change > 0 else "worse" if change < 0 else ""

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
    ),
    Kind(
        "unanswered",
        gettext_lazy("没有答复"),
        gettext_lazy("到期的留言里，到结算还没有答复的。"),
        lambda line: line.unanswered,
        better=-1,
        outcome="unanswered",
    ),
    Kind(
        "satisfied",
        gettext_lazy("满意率"),
        gettext_lazy("这一周收到的评价里，基本满意以上的。没有评价的不算好也不算坏。"),
        lambda line: line.satisfied.good,
        lambda line: line.satisfied.n,
    ),
    Kind(
        "solved",
        gettext_lazy("解决率"),
        gettext_lazy("这一周收到的评价里，写的人说解决了的。"),
        lambda line: line.solved,
        lambda line: line.satisfied.n,
    ),
    Kind(
        "cases",
        gettext_lazy("到期的办件"),
        gettext_lazy("承诺的办结时间落在这一周、由参加排名的单位办的办件。"),
        lambda line: line.on_time.n,
        cases=True,
        better=0,
    ),
    Kind(
        "cases-on-time",
        gettext_lazy("办件按时率"),
        gettext_lazy("到期的办件里，承诺的时间以前办结的。"),
        lambda line: line.on_time.good,
        lambda line: line.on_time.n,
        cases=True,
    ),
)


def weeks(by: Actor) -> tuple[RankedWeek, ...]:
    """The newest weeks that were closed, the oldest first, with every unit. Refuses: NoSupervision, Denied."""
    found = queries.rankings(by, limit=WEEKS)
    return tuple(queries.ranking(each.week, by=by, trial=True).ranked for each in reversed(found))


def figures(found: tuple[RankedWeek, ...], kinds: Iterable[Kind] = KINDS) -> list[Figure]:
    """Of the newest of these weeks."""
    return [_figure(kind, found) for kind in kinds]


def sparkline(values: tuple[float | None, ...]) -> SafeString | str:
    """A line through values, for the eye; a week without one leaves a gap."""
    told = [each for each in values if each is not None]
    if not told:
        return ""
    least, most = min(told), max(told)
    step = (WIDE - 2 * EDGE) / max(1, len(values) - 1)
    path, pen = [], "M"
    last = (0.0, 0.0)
    for place, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        last = (EDGE + place * step, HIGH / 2 if most == least else HIGH - EDGE - (value - least) / (most - least) * (HIGH - 2 * EDGE))
        path.append(f"{pen}{last[0]:.1f} {last[1]:.1f}")
        pen = "L"
    return format_html(
        '<svg class="sparkline" viewBox="0 0 {} {}" aria-hidden="true"><path d="{}" /><circle cx="{}" cy="{}" r="2.5" /></svg>',
        WIDE,
        HIGH,
        "".join(path),
        f"{last[0]:.1f}",
        f"{last[1]:.1f}",
    )


def _figure(kind: Kind, found: tuple[RankedWeek, ...]) -> Figure:
    sums = [_sum(kind, each) for each in found]
    good, n = sums[-1] if sums else (0, None)
    return Figure(kind, good, n, tuple(_value(*each) for each in sums), tuple(_parts(kind, found[-1])) if found else ())


def _sum(kind: Kind, week: RankedWeek) -> tuple[int, int | None]:
    lines = _lines(kind, week)
    return sum(map(kind.good, lines)), sum(map(kind.n, lines)) if kind.n else None


def _parts(kind: Kind, week: RankedWeek) -> list[Part]:
    """Units that have anything, the worst first."""
    found = [
        Part(line.unit, week.names[line.unit], line.trial, kind.good(line), kind.n(line) if kind.n else None) for line in _lines(kind, week)
    ]
    told = [each for each in found if each.good or each.n]
    return sorted(told, key=lambda each: ((_value(each.good, each.n) or 0.0) * (1 if kind.better > 0 else -1), each.unit))


def _lines(kind: Kind, week: RankedWeek) -> list[Line]:
    return [line for table in (week.cases if kind.cases else week.messages) for line in table.lines]


def _value(good: int, n: int | None) -> float | None:
    return float(good) if n is None else good / n if n else None
