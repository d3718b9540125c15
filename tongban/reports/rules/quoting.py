"""Which messages of a surge are quoted. The rule is called `spread`: ten of the displayed ones, spread evenly over its weeks, the newest
week first; within a week the most liked first, then the oldest, then by number. Of those that say the same the first is quoted once.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from tongban.reports.rules.periods import week_of
from tongban.reports.terms import Quote, Quotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tongban.reports.terms.seen import SeenMessage

RULE = "spread"
MOST = 10


def same(title: str, text: str) -> str:
    """Equal for words that differ in marks, blanks, width and case alone."""
    folded = unicodedata.normalize("NFKC", title + text).casefold()
    return hashlib.sha256("".join(each for each in folded if each.isalnum()).encode()).hexdigest()[:16]


def quoted(messages: Iterable[SeenMessage], most: int = MOST) -> tuple[SeenMessage, ...]:
    """Those that are quoted, the newest week first and within it as they are chosen."""
    chosen = list(islice(_in_turn(_once(messages)), most))
    return tuple(sorted(chosen, key=_place))


def quotes(messages: tuple[SeenMessage, ...], hidden: int, most: int = MOST) -> Quotes:
    """The quotations, with how many are not quoted and why."""
    once = _once(messages)
    lines = quoted(messages, most)
    return Quotes(
        lines=tuple(Quote(m.number, week_of(m.received_on), m.received_on, m.title, m.text, m.likes, m.unit) for m in lines),
        more=len(once) - len(lines),
        duplicates=len(messages) - len(once),
        hidden=hidden,
    )


def _place(message: SeenMessage) -> tuple[int, int, date, str]:
    return _newest(week_of(message.received_on)), -message.likes, message.received_on, message.number


def _newest(week: str) -> int:
    return -int(week.replace("-W", ""))


def _once(messages: Iterable[SeenMessage]) -> list[SeenMessage]:
    """Each thing that is said once, in the order in which it may be quoted."""
    found: dict[str, SeenMessage] = {}
    for each in sorted(messages, key=_place):
        found.setdefault(each.same or each.number, each)
    return list(found.values())


def _in_turn(messages: Iterable[SeenMessage]) -> Iterator[SeenMessage]:
    """One of each week, then the next of each, until there are none."""
    by_week: defaultdict[int, list[SeenMessage]] = defaultdict(list)
    for each in messages:
        by_week[_newest(week_of(each.received_on))].append(each)
    for place in range(max(map(len, by_week.values()), default=0)):
        for week in sorted(by_week):
            if place < len(by_week[week]):
                yield by_week[week][place]
