"""A release and weeks for tests of rules, which need no database."""

from datetime import UTC, datetime, time
from decimal import Decimal
from uuid import UUID

from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Limit, Unit
from tongban.supervision.rules.ranking import Shown, tables
from tongban.supervision.terms import (
    Closing,
    Counted,
    Desks,
    Group,
    Minimum,
    OrderRules,
    RankedWeek,
    SupervisionRelease,
    Week,
    Weights,
)

DISTRICTS = ("donghuqu", "xishanqu", "nangangqu")
DEPARTMENTS = ("jianwei", "chengguan")
WEEK = Week("2026-W47", datetime(2026, 11, 15, 16, tzinfo=UTC), datetime(2026, 11, 22, 16, tzinfo=UTC))
RELEASE = SupervisionRelease(
    id=UUID(int=1),
    digest="0" * 64,
    desks=Desks("duchashi/supervision", "duchashi/supervision_second", "zhengwu/signer", "shifu/leader", "zhengwu/analysis"),
    closes=Closing(0, time(9)),
    groups=(Group("districts", Bilingual("区", "Districts"), DISTRICTS), Group("departments", Bilingual("部门"), DEPARTMENTS)),
    minimum=Minimum(due=20, rated=10),
    weights=Weights(on_time=50, satisfied=30, response=20),
    on_time_below=80,
    orders=OrderRules(Limit(Unit.WORKING_DAYS, Decimal(5)), "督办〔{year}〕{number}号"),
    second_complaint_days=90,
    names={"donghuqu": Bilingual("东湖区", "Donghu")},
)


def counted(unit: str, on_time: int, due: int) -> Counted:
    """So many of so many on time, the others late; half a day each."""
    return Counted(unit, due=due, on_time=on_time, late=due - on_time, median_hours=30.0 if due else None)


def ranked(counts: list[Counted], *, cases: list[Counted] | None = None) -> RankedWeek:
    """A week of all units."""
    return RankedWeek(
        week=WEEK,
        version=1,
        counted_at=datetime(2026, 11, 23, 1, tzinfo=UTC),
        corrected_because="",
        rules=RELEASE.digest,
        minimum=RELEASE.minimum,
        weights=RELEASE.weights,
        on_time_below=RELEASE.on_time_below,
        messages=tables(counts, RELEASE, Shown(RELEASE.units, RELEASE.units, rated=True)),
        cases=tables(cases or [], RELEASE, Shown(RELEASE.units, RELEASE.units, rated=False)),
        left_out=(),
        names=RELEASE.names,
    )
