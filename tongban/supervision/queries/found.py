"""What somebody proposes to leave out of a week: whether it counts there, and whether everybody could find it by its number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.board import queries as board_queries
from tongban.cases import queries as case_queries
from tongban.cases.terms import UnknownCase
from tongban.supervision.terms import Item, NotCounted

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.supervision.queries.counting import Counting
    from tongban.supervision.terms import NewExclusion


@dataclass(frozen=True)
class FoundItem:
    """What `without` calls it, and whether its number may be told."""

    item: str
    shown: bool


def found_item(new: NewExclusion, counting: Counting, *, by: Actor, at: datetime) -> FoundItem:
    """The item of a week that a number means, among those which this actor may see. Refuses: NotCounted."""
    match new.kind:
        case Item.MESSAGE:
            item = _order(new, counting, by)
        case Item.RATING:
            item = _rating(new, counting, by)
        case Item.CASE:
            return FoundItem(_case(new, counting, at), shown=True)  # every case stands in public by its number
    return FoundItem(item, shown=board_queries.stamp(new.number) is not None)


def _order(new: NewExclusion, counting: Counting, by: Actor) -> str:
    cursor, more = "", True
    while more:
        page = board_queries.due_items(**_counted_for(new.unit, counting, by), after_cursor=cursor)
        for line in page.lines:
            if line.number == new.number:
                return str(line.order_id)
        cursor, more = page.next, bool(page.next)
    raise NotCounted(new.number)


def _rating(new: NewExclusion, counting: Counting, by: Actor) -> str:
    """One of several is named by its own key."""
    rated = board_queries.rated_items(**_counted_for(new.unit, counting, by))
    told = [each for each in rated if each.number == new.number and new.item in ("", str(each.rating_id))]
    if len(told) != 1:
        raise NotCounted(new.number)
    return str(told[0].rating_id)


def _counted_for(unit: str, counting: Counting, by: Actor) -> dict[str, Any]:
    """What counts for a unit in this week, as of its moment."""
    first, *also = counting.counting_for(unit)
    return {"unit": first, "also": also, "since": counting.week.since, "until": counting.week.until, "at": counting.at, "by": by}


def _case(new: NewExclusion, counting: Counting, at: datetime) -> str:
    """It counts where its department has one less without it."""
    try:
        case_id = case_queries.public_case(new.number, at=at).id
    except UnknownCase as refusal:
        raise NotCounted(new.number) from refusal
    if _due_with(new.unit, counting, frozenset()) == _due_with(new.unit, counting, frozenset([case_id])):
        raise NotCounted(new.number)
    return str(case_id)


def _due_with(department: str, counting: Counting, without: frozenset[UUID]) -> int:
    week = counting.week
    due = case_queries.due_by_department(since=week.since, until=week.until, at=counting.at, without=without)
    return sum(each.due for each in due if each.department in counting.counting_for(department))
