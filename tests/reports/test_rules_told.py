"""What a report says of how far it looked, of whom its rates are, and of the end of a surge; and which charts everybody gets."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.reports import paper_sample
from tests.reports.surged import AT
from tests.reports.test_rules_reports import CLOSED, NAMES, PERIOD, a_surge, some_weeks
from tongban.prints.queries.pictures import to_draw, to_publish
from tongban.prints.rules.picturing import plans
from tongban.reports.rules import document, weeks
from tongban.reports.rules.composing import composed
from tongban.reports.terms import KeptFile, Lacking, ReportContent, ReportKind, TrendBy
from tongban.reports.terms.seen import DetectionTold, DueUnit, Recounted, Seen, SeenSurge

TESTED = DetectionTold("d1", 9, 5, 3, 2, 5, 4, 0.005, 0.1, "d" * 64, "r", "t" * 64)


def content(*surges: SeenSurge, until: date | None = PERIOD.until, without: bool = True, on: frozenset[str] = frozenset()) -> ReportContent:
    seen = Seen("d1", surges, 40, (), (), (), NAMES, (), "code", tested_until=until)
    units = {"chengguan": DueUnit(39, 30, 35, 12, 9, due_out=1), "gongshui": DueUnit(8, 5, 5)}
    shown = {each.surge_id: weeks.shown(some_weeks(1, 1, 14), PERIOD.until) for each in surges}
    return composed(ReportKind.WEEKLY, PERIOD, CLOSED, seen, Recounted(TESTED, shown, units, on, without=without))


class TestHowFarItLooked:
    def test_of_a_whole_period_it_says_that_nothing_was_found(self) -> None:
        assert "没有发现超出预期的集中反映。" in content().summary and not content().lacking

    def test_of_a_part_it_says_up_to_when(self) -> None:
        told = content(until=PERIOD.until - timedelta(3))
        assert "集中反映只检测到9月10日（2026-W37），此前没有发现超出预期的，此后没有检测。" in told.summary
        assert told.lacking == (Lacking.PART_DETECTION,) and told.proof.tested_until == date(2026, 9, 11)

    def test_documents_of_the_first_format_say_what_they_said(self) -> None:
        told = content(until=None, without=False)
        assert "没有发现超出预期的集中反映。" in told.summary and "正式启用" not in told.summary and "（47件）" in told.summary
        text = document.canonical(told, document.FIRST)
        assert not any(each in text for each in ("rates_on", "left_out", "tested_until"))


class TestWhoseRates:
    def test_the_words_that_everybody_reads_tell_of_units_that_are_switched_on(self) -> None:
        told = content(on=frozenset({"chengguan"}))
        assert told.rates.on_time.n == 47 and told.rates_on is not None and told.rates_on.on_time.n == 39
        assert "正式启用的单位到期的按时办结率76.9%（39件）" in told.summary and "47" not in told.summary

    def test_where_all_are_switched_on_nothing_is_said_twice(self) -> None:
        told = content(on=frozenset({"chengguan", "gongshui"}))
        assert told.rates == told.rates_on and "正式启用" not in told.summary
        assert told.rates.left_out is not None and told.rates.left_out.messages == 1


class TestItsEnd:
    @pytest.mark.parametrize(("closed", "told"), [("2026-W37", "2026-W37"), ("", ""), (None, "")])
    def test_the_end_of_a_surge_is_the_one_that_its_page_tells(self, closed: str | None, told: str) -> None:
        [section] = content(a_surge(closed=closed)).surges
        assert section.closed == told


def test_everybody_gets_a_chart_of_what_everybody_reads_where_it_shows_less(monkeypatch) -> None:
    whole = paper_sample.content()
    cut = tuple(replace(each, lines=each.lines[1:]) if each.by is TrendBy.UNIT else each for each in whole.trends)
    shown = replace(whole, trends=cut, watches=())
    monkeypatch.setattr(sys.modules["tongban.prints.queries.pictures"], "outside", lambda view: shown)
    view = paper_sample.view(whole)
    kept = tuple(KeptFile(f"{each.key}{end}", "image/svg+xml", "0" * 64, AT) for each in plans(whole) for end in (".svg", ".en.svg"))
    wanted = to_draw(replace(view, files=kept))
    assert sorted(wanted) == ["public-trend-unit.en.svg", "public-trend-unit.svg"]
    assert wanted["public-trend-unit.svg"] in plans(shown) and "public-trend-unit.svg" not in to_publish(replace(view, files=kept))
    drawn = (*kept, *(KeptFile(each, "image/svg+xml", "0" * 64, AT) for each in wanted))
    assert not to_draw(replace(view, files=drawn))
