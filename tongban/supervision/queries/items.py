"""The items behind the figures of a week: exactly those that were counted, for whoever watches the units; displayed ones for everybody.

What was left out of a version is not among them, and what units had that were merged is. Nobody's data: words are masked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.board import queries as board_queries
from tongban.cases import queries as case_queries
from tongban.identity.terms import PUBLIC
from tongban.supervision.queries.city import release
from tongban.supervision.queries.counting import left_out_of
from tongban.supervision.queries.ranking import ranking
from tongban.supervision.terms import Item, UnknownWeek

if TYPE_CHECKING:
    from tongban.board.terms import InboxLine, RatedLine
    from tongban.board.terms import Page as BoardPage
    from tongban.cases.terms import CaseLine
    from tongban.cases.terms import Page as CasePage
    from tongban.identity.terms import Actor
    from tongban.kernel.limits import Outcome
    from tongban.supervision.terms import RankedWeek, RankingView


def due_messages(
    week: str, unit: str = "", *, by: Actor = PUBLIC, version: int = 0, outcome: Outcome | None = None, after: str = ""
) -> BoardPage[InboxLine]:
    """The messages due in a week, of one unit or of all that are ranked, what fell due first first. Refuses: UnknownWeek."""
    view = _view(week, by, version)
    first, *rest = _units(view.ranked, unit, by)
    without = {UUID(each) for each in _left_out(view, Item.MESSAGE)}
    return board_queries.due_items(unit=first, also=rest, by=by, without=without, outcome=outcome, after_cursor=after, **_span(view))


def due_cases(
    week: str, unit: str = "", *, by: Actor = PUBLIC, version: int = 0, outcome: Outcome | None = None, after: str = ""
) -> CasePage[CaseLine]:
    """The cases due in a week: every case stands in public by its number. Refuses: UnknownWeek."""
    view = _view(week, by, version)
    without = {UUID(each) for each in _left_out(view, Item.CASE)}
    return case_queries.due_cases(departments=_units(view.ranked, unit, by), without=without, outcome=outcome, after=after, **_span(view))


def rated_messages(week: str, unit: str = "", *, by: Actor = PUBLIC, version: int = 0) -> tuple[RatedLine, ...]:
    """The ratings received in a week, the first of very many. Refuses: UnknownWeek."""
    view = _view(week, by, version)
    first, *rest = _units(view.ranked, unit, by)
    without = {int(each) for each in _left_out(view, Item.RATING)}
    return board_queries.rated_items(unit=first, also=rest, by=by, without=without, **_span(view))


def _view(week: str, by: Actor, version: int) -> RankingView:
    return ranking(week, by=by, version=version, trial=release().desks.see_all(by))


def _span(view: RankingView) -> dict[str, Any]:
    week = view.ranked.week
    return {"since": week.since, "until": week.until, "at": view.ranked.counted_at}


def _units(ranked: RankedWeek, unit: str, by: Actor) -> list[str]:
    """The units of which this week tells, with those that count for them. Whoever is not ranked looks at their own; nobody else does."""
    lines = {line.unit: line for table in (*ranked.messages, *ranked.cases) for line in table.lines}
    found = [line for line in lines.values() if unit in ("", line.unit, *line.merged)]
    if not found and (by.id is None or not unit):
        raise UnknownWeek(f"{ranked.week.key} {unit}")
    return [code for line in found for code in (line.unit, *line.merged)] or [unit]


def _left_out(view: RankingView, kind: Item) -> list[str]:
    return [each.item for each in left_out_of(view.line.week, view.line.version) if each.kind == kind]
