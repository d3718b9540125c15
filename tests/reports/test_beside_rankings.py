"""A report beside the ranking of its week: it leaves out what two people left out, tells everybody of units that are switched on, and
is drawn up once the ranking is closed, also later.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.reports import surged
from tests.reports.surged import ANALYST, AT, approved, drawn, view
from tests.supervision.office import SUPERVISOR, refused
from tests.supervision.week import KEY, LATER, SECOND, Lamps, closed, lamps, left_out, loaded, message, signed
from tongban.insight.queries import missed as detections_missed
from tongban.kernel import clock
from tongban.reports import actions, jobs, queries
from tongban.reports.models import Report
from tongban.reports.terms import PeriodBefore, ReportKind
from tongban.supervision import actions as supervision_actions
from tongban.supervision import queries as supervision_queries
from tongban.supervision.terms import Item, NewExclusion

WEEK = timedelta(7)


@pytest.fixture
def week(office: None) -> Lamps:
    """A week that is closed: of three lamps one was answered in time and rated."""
    loaded()
    held = lamps()
    closed()
    return held


def ranked() -> tuple[int, int]:
    """What fell due and what was rated with the unit of street lamps, as everybody reads it."""
    [line] = [each for table in supervision_queries.ranking(KEY).ranked.messages for each in table.lines if each.unit == "chengguan"]
    return line.on_time.n, line.satisfied.n


def reported(row: Report) -> tuple[int, int]:
    rates = view(row).content.rates
    return rates.on_time.n, rates.satisfied.n


class TestWhatIsLeftOut:
    def test_a_report_drawn_up_after_the_signing_counts_what_the_ranking_counts(self, week: Lamps) -> None:
        left_out(message(week.never))

        left_out(NewExclusion(Item.RATING, "chengguan", week.in_time.row.number))
        signed()
        row = drawn(at=LATER, period=KEY)
        assert reported(row) == ranked() == (2, 0)
        assert (view(row).content.rates.left_out.messages, view(row).content.rates.left_out.ratings) == (1, 1)
        assert not view(row, at=LATER).left_out_since and queries.recomputed(row.number).same

    def test_what_is_left_out_afterwards_is_told_and_the_report_stays(self, week: Lamps) -> None:
        row = drawn(at=LATER, period=KEY)
        assert reported(row) == (3, 1) and not view(row, at=LATER).left_out_since
        left_out(message(week.never), at=LATER + timedelta(hours=1))
        later = LATER + timedelta(hours=2)
        assert view(row, at=later).left_out_since == 1 and queries.recomputed(row.number).same
        row = approved(row, public=True, at=later)
        assert reported(row) == (3, 1) and queries.recomputed(row.number).same

    def test_what_a_correction_counts_again_was_left_out_all_the_same_when_it_was_drawn_up(self, week: Lamps) -> None:
        out = left_out(message(week.never))
        signed()
        row = drawn(at=LATER, period=KEY)
        later = LATER + timedelta(hours=1)
        correction = supervision_actions.propose_correction(
            week=KEY, reason="核查有误，恢复计算。", restores=[out], by=SUPERVISOR, at=later
        )
        supervision_actions.confirm_correction(correction_id=correction, by=SECOND, at=later)
        assert queries.recomputed(row.number).same and reported(row) == (2, 1)
        assert view(row, at=later).left_out_since == 1
        assert supervision_queries.left_out_by(clock.day_begins(row.begins_on), clock.day_begins(row.ends_on), at=later) == (
            frozenset(),
            frozenset(),
        )


class TestUnitsOnTrial:
    def test_everybody_reads_rates_of_units_that_are_switched_on_alone(self, week: Lamps) -> None:
        supervision_actions.switch_off(place="chengguan", by=SUPERVISOR, at=LATER - timedelta(hours=5))
        row = approved(drawn(at=LATER, period=KEY), public=True, at=LATER)
        inside, shown = view(row).content, queries.public_report(row.number, at=AT).content
        assert inside.rates.on_time.n == 3 and inside.rates_on is not None and inside.rates_on.on_time.n == 0
        assert shown.rates == inside.rates_on == shown.rates_on and shown.rates.received == inside.rates.received
        assert json.loads(row.shown)["content"]["rates"]["on_time"]["n"] == 0 and "3件" not in row.shown
        assert queries.recomputed(row.number).same


@pytest.mark.usefixtures("surged_city")
class TestByTheClock:
    def test_what_was_missed_is_drawn_up_in_its_order_once_its_ranking_is_closed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(jobs, "AT_ONCE", 2)
        closed_until(AT)
        assert weekly(jobs.drawn_up(AT)) == ["2026-W37"]
        back = AT + 4 * WEEK
        assert weekly(jobs.drawn_up(back)) == [], "no ranking is closed yet"
        closed_until(back)
        assert weekly(jobs.drawn_up(back)) == ["2026-W38", "2026-W39"]
        assert weekly(jobs.drawn_up(back + timedelta(minutes=30))) == ["2026-W40", "2026-W41"]
        assert weekly(jobs.drawn_up(back + timedelta(minutes=30))) == []
        last = Report.objects.get(period="2026-W39")
        assert last.closed_at == AT + 2 * WEEK - timedelta(hours=1) and queries.recomputed(last.number).same
        assert Report.objects.filter(kind="monthly").count() == 2

    def test_late_ones_wait_some_days_for_the_detection(self) -> None:
        closed_until(AT)
        jobs.drawn_up(AT)
        back = AT + 3 * WEEK + timedelta(hours=5)
        closed_until(back)
        assert detections_missed((AT + 3 * WEEK).date() + timedelta(1))
        assert jobs.drawn_up(back) == []
        surged.detected(AT + 3 * WEEK, AT + 3 * WEEK)
        assert weekly(jobs.drawn_up(back)) == ["2026-W38", "2026-W39", "2026-W40"]

    def test_nothing_is_told_of_a_time_before_the_first_message(self) -> None:
        for kind, key in ((ReportKind.WEEKLY, "1900-W01"), (ReportKind.WEEKLY, "2026-W27"), (ReportKind.MONTHLY, "2026-06")):
            with refused(PeriodBefore):
                actions.draw_report(kind=kind, period=key, by=ANALYST, at=AT)
        assert drawn(period="2026-W28").number == "FX2026-1", "no number is used up"


def closed_until(at) -> None:
    for key in supervision_queries.weeks_to_close(at):
        closed(key, at=at)


def weekly(numbers: list[str]) -> list[str]:
    return list(Report.objects.filter(number__in=numbers, kind="weekly").order_by("begins_on").values_list("period", flat=True))
