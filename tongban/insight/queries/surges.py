"""Surges for whoever analyses: those that go on, one with what it rests on, and how often alarms were false. Read from rows alone."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from tongban.board import queries as board_queries
from tongban.insight import access
from tongban.insight.models import Detection, SeriesTest, Surge
from tongban.insight.rules.watching import TOPIC, cell_of
from tongban.insight.terms import (
    DetectionDone,
    FalseAlarms,
    Method,
    NoteLine,
    ShareTest,
    SurgeLine,
    SurgeView,
    SurgeWeek,
    UnknownSurge,
    Verdict,
    weeks,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from tongban.identity.terms import Actor

MOST = 200
QUOTED = 100


def surges(*, by: Actor, closed: bool = False, all_of_them: bool = False, limit: int = 50) -> tuple[SurgeLine, ...]:
    """The surges that go on, or those that are over, by how far they are above what was expected; not those judged false.

    Without `all_of_them` only those that no smaller place or class explains. Refuses: Denied.
    """
    access.require_reader(by)
    wanted = Q(closed_week__isnull=not closed) & (Q() if all_of_them else Q(shown=True) & ~Q(verdict=Verdict.FALSE))
    order = ("-closed_week", "-highest", "pk") if closed else ("-score", "pk")
    return tuple(line_of(row) for row in Surge.objects.filter(wanted).order_by(*order)[: min(limit, MOST)])


def surge(surge_id: UUID, *, by: Actor, at: datetime, until: date | None = None, quoted: int = QUOTED) -> SurgeView:
    """One surge: each week's count, what was expected and the bound; its messages, in masked words as everybody may read them; the units
    that have them. Reports (举报) and what is not displayed are counted and never quoted.

    With `until` as runs had told it that were made by `at` and counted up to that day or less. Refuses: Denied, UnknownSurge.
    """
    access.require_reader(by)
    row = Surge.objects.filter(pk=surge_id).first()
    if row is None:
        raise UnknownSurge(str(surge_id))
    tests = tests_of(row, until, at)
    alarms = [each for each in tests if each.evidence is not None and row.opened_week <= each.week <= row.last_week]
    last = alarms[-1]
    ids = dict.fromkeys(UUID(each) for test in reversed(alarms) for each in _evidence(test)["messages"])
    counted = sum(sum(_evidence(test)["units"].values()) for test in alarms)
    newest, each_time = list(ids), range(0, len(ids), QUOTED)
    displayed = (line for first in each_time for line in board_queries.lines_of(newest[first : first + QUOTED], at=at))
    lines = tuple(islice(displayed, quoted))
    return SurgeView(
        line=line_of(row),
        method=Method(last.method),
        alpha=last.detection.parameters["detection"]["ears" if last.method == Method.EARS else "farrington"]["alpha"],
        years=last.years,
        share=_share(last),
        weeks=_weeks(tests, last),
        messages=lines,
        hidden=counted - len(lines),
        units=_units(alarms),
        notes=tuple(NoteLine(each.text, each.written_by, each.at) for each in row.notes.order_by("at", "pk")),
        data=last.detection.data,
        rules=last.detection.rules,
    )


def verdicts(surge_ids: Collection[UUID], *, by: Actor) -> dict[UUID, tuple[Verdict, str]]:
    """What is said of these surges now, and why. Refuses: Denied."""
    access.require_reader(by)
    return {row.pk: (Verdict(row.verdict), row.verdict_for) for row in Surge.objects.filter(pk__in=surge_ids)}


def false_alarms(*, by: Actor) -> tuple[FalseAlarms, ...]:
    """Of the surges that were found, by the method that found them: how many were judged true, how many false. Refuses: Denied."""
    access.require_reader(by)
    first = SeriesTest.objects.filter(series=OuterRef("series"), week=OuterRef("opened_week"), found=True).order_by("pk")
    found = Surge.objects.filter(shown=True).annotate(method=Subquery(first.values("method")[:1])).order_by("method", "pk")
    counts = Counter(found.values_list("method", "verdict"))
    return tuple(
        FalseAlarms(Method(method), sum(of.values()), of[Verdict.TRUE], of[Verdict.FALSE], of[Verdict.UNJUDGED])
        for method in dict.fromkeys(method for method, _ in counts)
        for of in [Counter({verdict: n for (known, verdict), n in counts.items() if known == method})]
    )


def detections(*, by: Actor, limit: int = 50) -> tuple[DetectionDone, ...]:
    """The last runs: how many series were tested, how many were over their bound, how many of these stood. Refuses: Denied."""
    access.require_reader(by)
    return tuple(_done(row) for row in Detection.objects.order_by("-at", "-pk")[:limit])


def newest_detection(*, by: Actor) -> DetectionDone | None:
    """The run for the newest day, from which the surges stand as they do; looks back are none. Refuses: Denied."""
    access.require_reader(by)
    row = Detection.objects.filter(forward=True).order_by("-until_on", "-at").first()
    return _done(row) if row is not None else None


def _done(row: Detection) -> DetectionDone:
    counts = (row.tests, row.alarms, row.stood)
    return DetectionDone(row.pk, row.until_on, weeks.name(row.week), *counts, row.digest, new=False, forward=row.forward)


def line_of(row: Surge) -> SurgeLine:
    """A row as a list shows it."""
    cell = cell_of(row.series)
    return SurgeLine(
        id=row.pk,
        series=row.series,
        category=cell.category if cell else "",
        area_kind=cell.by if cell else "",
        area=cell.area if cell else "",
        topic=None if cell else int(row.series.removeprefix(TOPIC)),
        words=tuple(row.words),
        since=weeks.name(row.opened_week),
        last=weeks.name(row.last_week),
        closed=weeks.name(row.closed_week) if row.closed_week is not None else "",
        score=row.score,
        highest=row.highest,
        shown=row.shown,
        within=tuple(row.within),
        verdict=Verdict(row.verdict),
        verdict_for=row.verdict_for,
    )


def tests_of(row: Surge, until: date | None = None, at: datetime | None = None) -> list[SeriesTest]:
    """The last test of each of its weeks, in their order; of runs up to a day that were made by a moment, or of all."""
    found = SeriesTest.objects.filter(series=row.series).select_related("detection")
    if until is not None:
        found = found.filter(detection__until_on__lte=until, detection__at__lte=at)
    return list(found.order_by("week", "-detection__until_on", "-detection__at").distinct("week"))


def _weeks(tests: Iterable[SeriesTest], last: SeriesTest) -> tuple[SurgeWeek, ...]:
    """What was counted before it was watched, and every test since."""
    counts = _evidence(last)["counts"]
    first = last.week - len(counts) + 1
    told = {first + place: SurgeWeek(weeks.name(first + place), weeks.days(first + place)[0], count) for place, count in enumerate(counts)}
    for each in tests:
        figures = {name: getattr(each, name) for name in ("count", "raw", "expected", "bound", "score", "p", "alarm")}
        told[each.week] = SurgeWeek(weeks.name(each.week), weeks.days(each.week)[0], **figures)
    return tuple(told[week] for week in sorted(told))


def _evidence(test: SeriesTest) -> dict[str, Any]:
    """What an alarm rests on."""
    return test.evidence or {"counts": [], "messages": [], "units": {}}


def _share(test: SeriesTest) -> ShareTest | None:
    """What was kept of an alarm since shares are tested; before, nothing was."""
    told = _evidence(test).get("share")
    if told is None:
        return None
    kind, _, area = told["area"].partition(" ")
    return ShareTest(area_kind=kind, **told | {"area": area})


def _units(alarms: Iterable[SeriesTest]) -> tuple[tuple[str, int], ...]:
    found = Counter[str]()
    for each in alarms:
        found.update(_evidence(each)["units"])
    return tuple(sorted(found.items(), key=lambda unit: (-unit[1], unit[0])))
