"""Charts of a report: which there are, what they show, and that nothing but shapes and words is in them."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.reports import paper_sample
from tongban.prints.rules.picturing import plans
from tongban.prints.terms import EN, ZH, ChartPlan, CurveWeek, Moved, UnitRate

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn():
    pytest.importorskip("altair", reason="altair is an extra: requirements/insight.txt")
    from tongban.prints.charts import drawn  # noqa: PLC0415  the extra may not be there

    return drawn


@pytest.fixture(scope="module")
def pictures(drawn) -> dict[str, bytes]:
    return {each.key: drawn(each) for each in plans(paper_sample.content(text=paper_sample.MARKUP))}


def words(svg: bytes) -> str:
    return "\n".join("".join(each.itertext()) for each in ElementTree.fromstring(svg).iter())


class TestWhichThereAre:
    def test_each_surge_has_its_curve_and_its_units_and_each_table_its_panels(self) -> None:
        told = [each.key for each in plans(paper_sample.content())]
        surges = [f"{kind}-{each.surge_id}" for each in paper_sample.content().surges for kind in ("surge", "units")]
        assert told == [*surges, "trend-category", "trend-area", "trend-channel", "trend-unit", "watch-0"]

    def test_units_on_trial_are_in_no_chart_of_units(self) -> None:
        names = [rate.name for each in plans(paper_sample.content()) for rate in each.figures if isinstance(rate, UnitRate)]
        assert names and "试运行单位" not in names

    def test_a_report_without_surges_trends_or_watches_has_none(self) -> None:
        empty = replace(paper_sample.content(), surges=(), trends=(), watches=())
        assert plans(empty) == ()

    def test_a_week_knows_the_same_week_of_the_year_before(self) -> None:
        plan = plans(paper_sample.content())[0]
        weeks = [each for each in plan.figures if isinstance(each, CurveWeek)]
        assert weeks[-1].name == "2026-W48" and weeks[-1].year_before == 0.0 and weeks[-1].alarm
        assert weeks[0].expected is None, "not tested yet"

    def test_what_a_chart_shows_is_told_in_words(self) -> None:
        told = {each.key.partition("-")[0]: each.told for each in plans(paper_sample.content())}
        assert "超过界限的有3周" in told["surge"] and "77.5%" in told["units"] and "上升的：拖欠工资" in told["trend"]


class TestLanguages:
    def test_every_word_of_ours_is_there_in_both(self) -> None:
        chinese, english = (plans(paper_sample.content(), words) for words in (ZH, EN))
        assert [each.key for each in chinese] == [each.key for each in english]
        assert "上升的" in "".join(each.told for each in chinese)
        told = "".join(each.told for each in english)
        assert "Weeks over the bound, 3:" in told and "Up: " in told and "。" not in told

    def test_a_picture_in_english_has_english_words_and_the_names_of_the_city(self, drawn) -> None:
        found = {each.key: words(drawn(each)) for each in plans(paper_sample.content(), EN)}
        curve, panel = found[f"surge-{paper_sample.SURGE}"], found["trend-category"]
        assert all(each in curve for each in ("Citizens", "Expected", "Bound", "Same week last year", "2026-W48"))
        assert not any(each in curve + panel for each in ("反映人数", "预期", "界限", "本周", "上周", "浅色柱"))
        assert "This week" in panel and "Last week" in panel


class TestPictures:
    def test_the_same_figures_give_the_same_bytes(self, drawn, pictures) -> None:
        again = {each.key: drawn(each) for each in plans(paper_sample.content(text=paper_sample.MARKUP))[:2]}
        assert all(pictures[key] == picture for key, picture in again.items())

    def test_nothing_but_shapes_and_words_is_in_them(self, pictures) -> None:
        allowed = {f"{SVG}{each}" for each in ("svg", "g", "path", "line", "rect", "text", "tspan", "title", "desc")}
        for picture in pictures.values():
            for element in ElementTree.fromstring(picture).iter():
                assert element.tag in allowed, element.tag
                assert not [name for name in element.attrib if name.startswith("on") or "href" in name or name in ("style", "class")]

    def test_title_and_description_come_first(self, pictures) -> None:
        for picture in pictures.values():
            root = ElementTree.fromstring(picture)
            assert [each.tag for each in root][:2] == [f"{SVG}title", f"{SVG}desc"] and root.get("role") == "img"
            assert root[0].text and root[1].text

    def test_a_curve_has_alarms_the_bound_and_last_year(self, pictures) -> None:
        picture = pictures[f"surge-{paper_sample.SURGE}"]
        shown = words(picture)
        assert all(each in shown for each in ("反映人数", "预期", "界限", "去年同周", "2026-W48"))
        assert picture.count(b"#c02626") >= 4, "three triangles and the line"
        assert len(set(re.findall(rb'stroke-dasharray="[^"]+"', picture))) >= 3, "black and white print tells the lines apart"

    def test_words_of_people_are_characters_and_no_markup(self, drawn) -> None:
        evil = "<script>alert(1)</script> & \"x\" 'y' ]]> <!-- #{$}"
        picture = drawn(ChartPlan("k", evil, evil, (UnitRate(evil, 3, 0.5, 0.2, 0.8),)))
        assert b"<script" not in picture and evil in words(picture)

    def test_what_is_not_known_leaves_a_gap(self, drawn) -> None:
        weeks = tuple(CurveWeek(f"2026-W{10 + place}", None if place == 2 else 3.0) for place in range(5))
        assert b"<svg" in drawn(ChartPlan("k", "题", "说明", weeks))
        assert b"<svg" in drawn(ChartPlan("k", "题", "说明", (Moved("只有本期", 0),)))

    def test_there_is_nothing_to_draw_without_figures(self, drawn) -> None:
        with pytest.raises(ValueError, match="nothing to draw"):
            drawn(ChartPlan("k", "题", "说明", ()))


def test_whoever_does_not_draw_needs_no_library_that_draws() -> None:
    """The whole module comes up without altair and vl_convert."""
    code = (
        "import sys; sys.modules.update(dict.fromkeys(('altair', 'vl_convert')));"
        "import django; django.setup(); import tongban.prints.jobs, tongban.channels.web.desk.urls"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=120)
