"""What is read once, when a report is drawn up, and kept with it: surges with their messages, what is related to them, trends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.board import queries as board_queries
from tongban.board.queries import Level
from tongban.directives import queries as directive_queries
from tongban.directives.terms import Cites, Reference
from tongban.identity.terms import SYSTEM
from tongban.insight import queries as insight_queries
from tongban.kernel import clock
from tongban.kernel.bilingual import Bilingual
from tongban.kernel.words import masking
from tongban.reports.queries.related import campaigns_on
from tongban.reports.queries.trending import trends
from tongban.reports.queries.watching import watches
from tongban.reports.rules import code, quoting
from tongban.reports.rules.periods import period_of, week_of
from tongban.reports.terms import FalseShare, Lacking, Period, RelatedOrder, ReportKind
from tongban.reports.terms.content import NAMELESS
from tongban.reports.terms.seen import Seen, SeenMessage, SeenSurge
from tongban.responsibilities.queries import board

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from tongban.board.terms import MessageLine
    from tongban.directives.terms import OrderLine
    from tongban.insight.terms import DetectionProof, SurgeLine, SurgeView
    from tongban.supervision.terms import SupervisionRelease

SURGES = 20  # the highest
MOST = 200
MESSAGES = 1000  # of a surge
SATISFIED = 3  # the three upper levels
ORDERS = 100


@dataclass(frozen=True)
class Gathering:
    """Of what it is read, and when."""

    kind: ReportKind
    period: Period
    surge_id: UUID | None
    city: SupervisionRelease
    at: datetime

    @classmethod
    def of_surge(cls, surge_id: UUID, city: SupervisionRelease, at: datetime) -> Gathering | None:
        """A surge as the newest run tells it, since it began; None where no run does. Refuses: UnknownSurge."""
        line = insight_queries.surge(surge_id, by=SYSTEM, at=at, quoted=0).line
        proof = insight_queries.detection_until(clock.city_date(at), by=SYSTEM, at=at)
        if proof is None:
            return None
        since = period_of(ReportKind.WEEKLY, line.since).since
        key = week_of(proof.until_on - timedelta(1))
        return cls(ReportKind.SURGE, Period(key, since, proof.until_on), surge_id, city, at) if since < proof.until_on else None

    def seen(self) -> Seen:
        """All of it."""
        proof = self.proof()
        surges = tuple(self._surge(each, proof) for each in self._lines()) if proof is not None else ()
        tables = trends(self.period, self.city) if self.kind is not ReportKind.SURGE else ()
        told = watches(self.period) if self.kind is not ReportKind.SURGE else ()
        lacking = [Lacking.NO_TRENDS] if self.kind is not ReportKind.SURGE and not any(each.lines for each in tables) else []
        false = [
            FalseShare(each.method, each.opened, each.true, each.false, each.unjudged) for each in insight_queries.false_alarms(by=SYSTEM)
        ]
        return Seen(
            detection=str(proof.id) if proof is not None else "",
            surges=surges,
            received=board_queries.figures(Level.WHOLE, since=self.period.since, until=last_day(self.period)).whole.received,
            trends=tables,
            watches=told,
            false_alarms=tuple(false),
            names=self.city.names,
            lacking=tuple(lacking),
            code=code.version(),
            tested_until=proof.until_on if proof is not None else None,
        )

    def proof(self) -> DetectionProof | None:
        """The run that counted up to the end of the period; none where the last one was before it began."""
        found = insight_queries.detection_until(self.period.until, by=SYSTEM, at=self.at)
        return found if found is not None and found.until_on > self.period.since else None

    def _lines(self) -> Iterable[SurgeLine]:
        """The surges that had an alarm in the period, or the one that is asked for."""
        if self.surge_id is not None:
            return (insight_queries.surge(self.surge_id, by=SYSTEM, at=self.at, quoted=0).line,)
        first, last = week_of(self.period.since), week_of(last_day(self.period))
        every = [each for closed in (False, True) for each in insight_queries.surges(by=SYSTEM, closed=closed, limit=MOST)]
        found = [each for each in every if each.since <= last and each.last >= first]
        return sorted(found, key=lambda each: (-each.highest, each.series))[:SURGES]

    def _surge(self, line: SurgeLine, proof: DetectionProof) -> SeenSurge:
        view = insight_queries.surge(line.id, by=SYSTEM, at=proof.at, until=self.period.until, quoted=MESSAGES)
        messages = _quotable(view.messages)
        release = board()
        category, area = release.category(line.category), release.district(line.area)
        return SeenSurge(
            surge_id=str(line.id),
            series=line.series,
            category=line.category,
            category_name=category.name if category else Bilingual(line.category),
            area_kind=line.area_kind,
            area=line.area,
            area_name=area.name if area else NAMELESS,
            topic=line.topic,
            words=line.words,
            since=line.since,
            method=view.method,
            years=view.years,
            messages=messages,
            hidden=view.hidden,
            units=dict(view.units),
            orders=_orders(line.series, messages, self.at),
            campaigns=campaigns_on(line.category, line.area, at=self.at),
            open_orders=_open_orders(view, self.at),
            verdict=line.verdict.value,
            closed=line.closed if line.closed <= week_of(last_day(self.period)) else "",
            verdict_for=masking.masked(line.verdict_for, public_numbers=board_queries.public_numbers(), by_office=True),
        )


def last_day(period: Period) -> date:
    """The last that counts."""
    return period.until - timedelta(1)


def _quotable(lines: Iterable[MessageLine]) -> tuple[SeenMessage, ...]:
    """The messages, with the words of those that are quoted."""
    told = tuple(_message(each) for each in lines)
    kept = {each.number for each in quoting.quoted(told)}
    return tuple(each if each.number in kept else replace(each, title="", text="") for each in told)


def _message(line: MessageLine) -> SeenMessage:
    return SeenMessage(
        id=str(line.id),
        number=line.number,
        received_on=clock.city_date(line.received_at),
        unit=line.unit,
        likes=line.followers,
        answered=line.answered_at is not None,
        on_time=line.on_time,
        satisfied=None if line.satisfaction is None else line.satisfaction >= SATISFIED,
        same=quoting.same(line.title, line.excerpt),
        title=line.title,
        text=line.excerpt,
    )


def _orders(series: str, messages: Iterable[SeenMessage], at: datetime) -> tuple[RelatedOrder, ...]:
    """Those that cite this surge, an earlier one of the same series, or one of its messages; the newest first."""
    surges = [Reference(Cites.SURGE, str(each.id)) for each in insight_queries.same_matter(series, by=SYSTEM)]
    cited = [*surges, *(Reference(Cites.MESSAGE, each.number) for each in messages)]
    found: dict[str, RelatedOrder] = {}
    for text, lines in directive_queries.orders_citing(cited, at=at).items():
        for line in lines:
            found.setdefault(line.number, _order(line, Reference.of(text)))
    return tuple(sorted(found.values(), key=lambda each: (-each.issued_on.toordinal(), each.number)))


def _order(line: OrderLine, cited: Reference) -> RelatedOrder:
    return RelatedOrder(
        number=line.number,
        unit=line.unit,
        name=line.unit_name,
        matter=line.matter,
        state=line.state,
        issued_on=clock.city_date(line.issued_at),
        due_on=clock.city_date(line.due_at),
        closed_on=clock.city_date(line.closed_at) if line.closed_at else None,
        on_time=line.on_time,
        surge=cited.code if cited.kind is Cites.SURGE else "",
    )


def _open_orders(view: SurgeView, at: datetime) -> dict[str, int]:
    """Of each unit that has messages."""
    found = Counter[str]()
    for unit, _ in view.units:
        after, more = "", True
        while unit and more:
            page = directive_queries.orders(SYSTEM, at=at, shelf="open", unit=unit, after=after, limit=ORDERS)
            found[unit] += len(page.lines)
            after, more = page.next, bool(page.next)
    return dict(found)
