"""The rows of each data set, read some at a time, so that none is ever whole in memory. Nobody is in them, and no unit on trial."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tongban.board import queries as board_queries
from tongban.board.queries import Level
from tongban.campaigns import queries as campaign_queries
from tongban.channels.parts.ranked import cells
from tongban.directives import queries as directive_queries
from tongban.directives.terms import OrderState
from tongban.insight import queries as insight_queries
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tongban.campaigns.terms import CampaignLine

Row = dict[str, Any]
DAY, WEEK, MOMENT = timedelta(1), timedelta(7), timedelta(microseconds=1)
AT_ONCE = 50  # rankings in a list; each is read when its turn comes
COUNTS = (
    *("received", "accepted_in_time", "answered", "on_time", "overdue_open", "rated", "satisfied", "solved", "imported", "waiting"),
    "median_hours",
)
CELL = ("received", "answered", "on_time", "rated", "satisfied")
NONE = Bilingual("")
STATES = {OrderState.ISSUED: "issued_state"}  # the others are called as they are; how many were issued has that name


def messages(at: datetime) -> Iterator[Row]:
    """Every displayed message that was there at that moment."""
    return board_queries.export(until=just_after(at))


def just_after(at: datetime) -> datetime:
    """The first moment that is too late, where `until` is not included."""
    return at + MOMENT


def days(at: datetime) -> Iterator[Row]:
    """Each day's messages together, a month read at a time."""
    first, until = board_queries.first_day(), clock.city_date(at)
    while first is not None and first <= until:
        last = min(until, (first.replace(day=1) + timedelta(31)).replace(day=1) - DAY)
        for line in board_queries.figures(Level.DAY, since=first, until=last).lines:
            yield {"day": line.key} | {name: getattr(line, name) for name in COUNTS}
        first = last + DAY


def weeks(at: datetime) -> Iterator[Row]:
    """Each week's messages by class and district, up to the last week that is over."""
    for each in board_queries.week_cells(until=_monday(clock.city_date(at))):
        release = responsibilities_queries.board()  # remembered by the process
        category, district = release.category(each.category), release.district(each.district)
        told = {"week": week_key(each.monday), "monday": each.monday, "category": each.category, "district": each.district}
        names = _named("category", category.name if category else NONE) | _named("district", district.name if district else NONE)
        yield told | names | {name: getattr(each, name) for name in CELL}


def rankings(_at: datetime) -> Iterator[Row]:
    """Every unit in every week that was signed, the newest version of it; the last week first."""
    before = ""
    while lines := supervision_queries.rankings(before=before, limit=AT_ONCE):
        for line in lines:
            yield from cells(supervision_queries.ranking(line.week, version=line.version))
        before = lines[-1].week


def orders(at: datetime) -> Iterator[Row]:
    """Supervision orders by the week in which they were issued, unit and state."""
    for monday, period in _supervised_weeks(at):
        for each in directive_queries.order_figures(**period, at=at):
            told = {"week": week_key(monday), "unit": each.unit} | _named("unit", each.unit_name)
            states = {STATES.get(state, state.value): count for state, count in each.states.items()}
            yield told | {"issued": each.issued} | states | {"late": each.late, "answered": each.answered, "on_time": each.on_time}


def interviews(at: datetime) -> Iterator[Row]:
    """Interviews by the week in which they were held, unit, what they were about, and state."""
    for monday, period in _supervised_weeks(at):
        held, heads, names = Counter[tuple[str, str, str]](), Counter[tuple[str, str, str]](), dict[str, Bilingual]()
        for each in directive_queries.held_interviews(**period, at=at):
            key = (each.unit, str(each.evidence.measure), str(each.state))
            held[key] += 1
            heads[key] += len(each.posts)
            names[each.unit] = each.unit_name
        for unit, measure, state in sorted(held):
            told = {"week": week_key(monday), "unit": unit, "measure": measure, "state": state} | _named("unit", names[unit])
            yield told | {"interviews": held[unit, measure, state], "heads": heads[unit, measure, state]}


def campaigns(at: datetime) -> Iterator[Row]:
    """Every campaign that was opened, the newest first: what it is about, when, and what came of it in numbers."""
    after = ""
    while True:
        page = campaign_queries.public_campaigns(at=at, after=after)
        yield from (_campaign(each, at) for each in page.lines)
        after = page.next
        if not after:
            return


def _campaign(line: CampaignLine, at: datetime) -> Row:
    told: Row = {name: getattr(line, name) for name in ("number", "name", "category", "area", "begins_on", "ends_on", "ended_on", "linked")}
    told |= _named("category", line.category_name) | _named("area", line.area_name) | {"state": line.state.value}
    told |= {"lead": line.lead.unit if line.lead else None, "rated": None, "solved": None, "satisfied": None, "provisional": None}
    told |= dict.fromkeys(("before", "weeks_before", "after", "weeks_after", "ratio", "ratio_lower", "ratio_upper"))
    told |= {"corrected_at": None, "corrected_because": None, "withdrawn": False}
    if line.ended_on is None:
        return told
    shown = campaign_queries.public_campaign(line.number, at=at)
    told |= {name: getattr(shown.ratings, name) for name in ("rated", "solved", "satisfied")}
    if shown.corrections:
        last = shown.corrections[0]
        told |= {"corrected_at": last.at, "corrected_because": last.reason, "withdrawn": last.withdraws}
    if shown.effect is None:
        return told
    found, change = shown.effect.effect, shown.effect.effect.change
    told |= {name: getattr(found, name) for name in ("before", "weeks_before", "after", "weeks_after")}
    told |= {"ratio": round(change.ratio, 4), "ratio_lower": round(change.low, 4), "ratio_upper": round(change.high, 4)} if change else {}
    return told | {"provisional": shown.effect.provisional}


def surges(_at: datetime) -> Iterator[Row]:
    """Each week of each surge that was judged true."""
    for each in insight_queries.true_surges():
        release = responsibilities_queries.board()
        category, area = release.category(each.category), release.district(each.area)
        about: Row = {"category": each.category, "area_kind": str(each.area_kind), "area": each.area, "judged_at": each.judged_at}
        about |= _named("category", category.name if category else NONE) | _named("area", area.name if area else NONE)
        for week in each.weeks:
            counts = {"messages": week.messages, "voices": week.voices, "alarm": week.alarm}
            yield about | counts | {"week": week.week, "expected": round(week.expected, 3), "bound": round(week.bound, 3)}


def week_key(monday: date) -> str:
    """As it is written: 2026-W48."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def _supervised_weeks(at: datetime) -> Iterator[tuple[date, dict[str, datetime]]]:
    """From the one in which the city began to supervise to that of a moment; none where it does not."""
    since = supervision_queries.supervised_since()
    monday = _monday(clock.city_date(since or at))
    while since and clock.day_begins(monday) <= at:
        yield monday, {"since": clock.day_begins(monday), "until": clock.day_begins(monday + WEEK)}
        monday += WEEK


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _named(what: str, name: Bilingual) -> Row:
    return {f"{what}_zh": name.zh, f"{what}_en": name.en}
