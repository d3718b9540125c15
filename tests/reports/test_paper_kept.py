"""Charts and papers are made by jobs, once, and kept: sealed so that strangers can check, and for everybody only what everybody may see."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from dataclasses import replace

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.reports import paper_sample, surged
from tests.reports.surged import ANALYST, AT, LEADER, UNIT
from tests.supervision.office import refused
from tongban.kernel import files, signing
from tongban.kernel.models.ledger import LedgerEntry
from tongban.prints import jobs
from tongban.prints.queries import pictures
from tongban.prints.queries.pictures import to_publish
from tongban.prints.rules.picturing import plans
from tongban.prints.terms import EN
from tongban.reports import actions, queries
from tongban.reports.models import Report, ReportFile
from tongban.reports.terms import KeptFile, ReportView, TrendBy, UnknownReport

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.slow]  # drawing takes seconds; a journey opens the paper in any case


@pytest.fixture
def draws() -> None:
    pytest.importorskip("altair", reason="altair is an extra: requirements/insight.txt")


@pytest.fixture
def without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("altair", "vl_convert"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in [each for each in sys.modules if each.startswith("tongban.prints.charts")]:
        monkeypatch.delitem(sys.modules, name)


def a_surge() -> None:
    surged.written()
    surged.detected()


def approved(*, public: bool = False) -> Report:
    a_surge()
    row = surged.approved(public=public)
    jobs.papers(row.pk, at=AT)
    return row


def names(view: ReportView) -> set[str]:
    return {each.name for each in view.files}


def text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return "".join(told.split())


class TestCharts:
    def test_they_are_drawn_once_after_the_report_and_found_by_their_keys(self, draws) -> None:
        a_surge()
        row = surged.drawn()
        assert jobs.charts(row.pk, at=AT) == 2 * len(pictures(surged.view(row))) > 2, "in both languages"
        english, chinese = pictures(surged.view(row), EN), pictures(surged.view(row))
        assert all(each.file.endswith(".en.svg") for each in english) and not any(".en." in each.file for each in chinese)
        assert jobs.charts(row.pk, at=AT) == 0, "nothing is left"
        section = surged.lamps(surged.view(row).content)
        picture = next(each for each in pictures(surged.view(row)) if each.key == f"surge-{section.surge_id}")
        content, media_type = queries.report_file(row.pk, picture.file, by=ANALYST)
        assert media_type == "image/svg+xml" and section.what in content.decode() and "超过界限的有1周" in picture.told
        kept = ReportFile.objects.get(report=row, name=picture.file)
        assert kept.digest == hashlib.sha256(content).hexdigest()
        assert LedgerEntry.objects.filter(act="reports.keep_file").count() == ReportFile.objects.count()

    def test_a_job_that_was_killed_goes_on_where_it_stopped(self, draws, monkeypatch) -> None:
        a_surge()
        row = surged.drawn()
        whole, keep = 2 * len(pictures(surged.view(row))), actions.keep_report_file

        def killed(**told) -> str:
            if ReportFile.objects.count() == 1:
                raise KeyboardInterrupt
            return keep(**told)

        with monkeypatch.context() as patch:
            patch.setattr(actions, "keep_report_file", killed)
            with pytest.raises(KeyboardInterrupt):
                jobs.charts(row.pk, at=AT)
        first = ReportFile.objects.get().digest
        assert jobs.charts(row.pk, at=AT) == whole - 1
        assert ReportFile.objects.order_by("pk")[0].digest == first

    def test_without_the_extra_there_are_none_and_the_report_is_whole(self, without_the_extra) -> None:
        row = approved()
        assert names(surged.view(row)) == {"report.pdf"}
        assert not any(each.file for each in pictures(surged.view(row)))
        assert "本机没有安装绘图组件" in text_of(queries.report_file(row.pk, "report.pdf", by=ANALYST)[0])


class TestPaper:
    def test_it_is_sealed_so_that_strangers_can_check(self, draws, tmp_path) -> None:
        row = approved()
        pdf, media_type = queries.report_file(row.pk, "report.pdf", by=LEADER)
        assert media_type == "application/pdf" and b"pdfaid:part" in PdfFileReader(io.BytesIO(pdf)).root["/Metadata"].data
        [verdict] = signing.judge_pdf(pdf, at=AT)
        assert verdict.holds
        path = tmp_path / "report.pdf"
        path.write_bytes(pdf)
        told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid" in told and "Total document signed" in told
        text, section = text_of(pdf), surged.lamps(surged.view(row).content)
        said = (row.number, "2026年第37期", "报送：市领导", "一、总体情况", "二、集中反映", section.what, "拟发督办单", "佐证", row.digest)
        for words in (*said, row.approved_digest, "督查室"):
            assert "".join(words.split()) in text, words
        assert "本机没有安装" not in text and surged.SECRET not in text and "举报" in text, "said to be counted, never quoted"

    def test_it_is_made_once(self, draws) -> None:
        row = approved()
        before = list(ReportFile.objects.order_by("pk").values())
        jobs.papers(row.pk, at=AT)
        assert list(ReportFile.objects.order_by("pk").values()) == before

    def test_there_is_none_before_somebody_has_approved(self, draws) -> None:
        a_surge()
        row = surged.drawn()
        jobs.charts(row.pk, at=AT)
        assert "report.pdf" not in names(surged.view(row))
        with refused(UnknownReport):
            queries.report_file(row.pk, "report.pdf", by=ANALYST)

    def test_not_public_units_get_charts_of_what_they_see_and_no_paper(self, draws) -> None:
        row = approved()
        seen = surged.view(row, by=UNIT)
        assert seen.files and all(each.name.startswith("public-") and each.media_type == "image/svg+xml" for each in seen.files)
        with refused(UnknownReport):
            queries.report_file(row.pk, "report.pdf", by=UNIT)
        with refused(UnknownReport):
            queries.public_file(row.number, "public-report.pdf")

    def test_everybody_gets_a_paper_of_their_own_without_what_is_only_proposed(self, draws) -> None:
        row = approved(public=True)
        pdf, _ = queries.public_file(row.number, "public-report.pdf")
        text = text_of(pdf)
        assert "拟发督办单" not in text and "总体情况" in text and [each.holds for each in signing.judge_pdf(pdf, at=AT)] == [True]
        with refused(UnknownReport):
            queries.public_file(row.number, "report.pdf")


def test_a_chart_costs_no_more_than_a_file(draws) -> None:
    row = approved(public=True)
    twice = [each.digest for each in surged.view(row).files if each.media_type == "image/svg+xml"]
    assert len(set(twice)) < len(twice), "what is for everybody is the same content under another name"
    assert all(files.path(each).exists() for each in twice)


def test_a_picture_with_a_unit_on_trial_is_not_for_everybody(monkeypatch) -> None:
    whole = paper_sample.content()
    kept = tuple(KeptFile(f"{each.key}.svg", "image/svg+xml", "0" * 64, AT) for each in plans(whole))
    view = replace(paper_sample.view(whole), files=kept)
    cut = tuple(replace(each, lines=each.lines[1:]) if each.by is TrendBy.UNIT else each for each in whole.trends)
    monkeypatch.setattr(sys.modules["tongban.prints.queries.pictures"], "outside", lambda view: replace(whole, trends=cut, watches=()))
    told = to_publish(view)
    assert "public-trend-area.svg" in told and f"public-units-{paper_sample.SURGE}.svg" in told
    assert "public-trend-unit.svg" not in told and "public-watch-0.svg" not in told
