"""Cases stand in a table of their own, and one may be left out by its number where it counts."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.cases import factories
from tests.cases.conftest import _nothing_is_remembered, town  # noqa: F401  fixtures
from tests.cases.factories import MORNING
from tests.supervision.rules import RELEASE
from tongban.identity.terms import SYSTEM
from tongban.kernel.bilingual import Bilingual
from tongban.supervision.models import Exclusion
from tongban.supervision.queries.counting import Counting, count
from tongban.supervision.queries.found import found_item
from tongban.supervision.rules import document
from tongban.supervision.rules.proposals import proposals
from tongban.supervision.terms import Group, Item, Measure, NewExclusion, NotCounted, RankedWeek, Week

pytestmark = pytest.mark.usefixtures("town")
CLOSING = MORNING + timedelta(days=41)


def a_week(department: str, *left_out: Exclusion) -> Counting:
    groups = (Group("departments", Bilingual("部门"), (department,)),)
    week = Week("2026-W40", MORNING, MORNING + timedelta(days=40))
    return Counting(week, 1, replace(RELEASE, groups=groups, minimum=replace(RELEASE.minimum, due=2)), CLOSING, left_out)


def told(counting: Counting) -> RankedWeek:
    return document.read(count(counting).trial)


def test_what_was_promised_for_the_week_by_department() -> None:
    in_time, _never = factories.at_decision(), factories.at_decision()
    in_time.act("conclude")
    week = told(a_week(in_time.row.department))
    [line] = week.cases[0].lines
    assert (line.on_time.good, line.on_time.n, line.unanswered, line.response.n, line.score) == (1, 2, 1, 1, None)
    assert {line.on_time.n for table in week.messages for line in table.lines} == {0}
    assert [(each.evidence.measure, each.evidence.n) for each in proposals(week)] == [(Measure.CASES_ON_TIME, 2)]


def test_a_department_merged_in_mid_week_counts_for_the_other_with_the_median_of_both() -> None:
    first, second = factories.at_decision(), factories.at_decision()
    first.wait(days=1).act("conclude")
    second.wait(days=3).act("conclude")
    took = [(play.at - play.row.accepted_at) / timedelta(hours=1) for play in (first, second)]
    old = first.row.department
    week = a_week("elsewhere")
    merged = replace(week, release=replace(week.release, merged={old: "elsewhere"}))
    [line] = told(merged).cases[0].lines
    assert (line.unit, line.merged, line.on_time.n, line.response.hours) == ("elsewhere", (old,), 2, round(sum(took) / 2, 6))
    for unit in (old, "elsewhere"):
        assert found_item(NewExclusion(Item.CASE, unit, first.row.number), merged, by=SYSTEM, at=CLOSING).item == str(first.row.pk)


def test_one_that_is_left_out_by_its_number() -> None:
    case, _other = factories.at_decision().row, factories.at_decision()
    found = found_item(NewExclusion(Item.CASE, case.department, case.number), a_week(case.department), by=SYSTEM, at=CLOSING)
    assert (found.item, found.shown) == (str(case.pk), True)
    row = Exclusion(
        kind="case", item=found.item, number=case.number, shown=True, unit=case.department, reason="系统故障。", decided_at=CLOSING
    )
    week = told(a_week(case.department, row))
    assert week.cases[0].lines[0].on_time.n == 1 and [each.number for each in week.left_out] == [case.number]


def test_what_does_not_count_there() -> None:
    play, withdrawn = factories.at_decision(), factories.at_decision()
    withdrawn.withdraw()
    department = play.row.department
    for new in (
        NewExclusion(Item.CASE, "elsewhere", play.row.number),
        NewExclusion(Item.CASE, department, withdrawn.row.number),
        NewExclusion(Item.CASE, department, f"没有 {uuid4().hex[:6]}"),
    ):
        with pytest.raises(NotCounted):
            found_item(new, a_week(department), by=SYSTEM, at=CLOSING)
