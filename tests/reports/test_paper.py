"""What the paper of a report says, and that whatever people write stays words on it."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.reports import paper_sample
from tongban.kernel import documents
from tongban.prints.queries import printed
from tongban.prints.queries.paper import TEMPLATE
from tongban.reports.terms import ReportKind, ReportWords

if TYPE_CHECKING:
    from pathlib import Path

    from tongban.reports.terms import ReportView

CITY, ISSUER = "示例市", "示例市人民政府督查室"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="50"><text x="9" y="30" font-size="9">图在这里</text></svg>'


def form(view: ReportView | None = None, pictures: printed.Pictures | None = None) -> dict[str, Any]:
    return printed.form(view or paper_sample.view(), city=CITY, issuer=ISSUER, pictures=pictures or printed.Pictures())


def text(told: dict[str, Any], folder: Path) -> str:
    """The words of the PDF as a reader finds them."""
    place = folder / "report.pdf"
    place.write_bytes(documents.render(TEMPLATE, told, at=paper_sample.AT))
    return subprocess.run(["pdftotext", "-layout", place, "-"], check=True, capture_output=True, text=True).stdout


def headings(told: dict[str, Any]) -> list[str]:
    return [each["heading"] for each in told["sections"]]


def blocks(told: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [block for section in told["sections"] for block in section["blocks"] if block["kind"] == kind]


class TestWhatItSays:
    def test_it_has_the_head_of_an_office(self) -> None:
        told = form()
        assert told["masthead"] == "示例市留言分析周报" and told["issue"] == "2026 年第 48 期" and told["number"] == "榕析〔2026〕000048号"
        assert told["span"] == "2026年11月23日至2026年11月29日" and told["addressed"] == "市领导"
        assert told["copied"].startswith("人力资源和社会保障局、住房和城乡建设局") and told["approved_by"] == "演示审定"

    def test_its_sections_are_numbered_and_only_those_that_say_something(self) -> None:
        assert headings(form()) == ["一、总体情况", "二、集中反映", "三、变化趋势", "四、持续关注", "五、佐证"]
        bare = replace(paper_sample.content(), surges=(), watches=())
        assert headings(form(paper_sample.view(bare))) == ["一、总体情况", "二、变化趋势", "三、佐证"]

    def test_a_surge_says_what_where_since_when_and_the_rest(self) -> None:
        told = form()
        facts = dict(blocks(told, "pairs")[0]["rows"])
        assert facts["地点"] == "示例区（区县）" and facts["开始"].startswith("2026-W46") and "仍在上升" in facts["趋势"]
        weeks = next(each for each in blocks(told, "table") if each["head"][0] == "周")
        assert len(weeks["rows"]) == 16 and weeks["rows"][-1][0] == "2026-W48 ▲" and weeks["rows"][-1][6] == "<0.0001"
        assert weeks["rows"][0][3] == "—", "a week that was not tested has a count alone"
        notes = " ".join(each["words"] for each in blocks(told, "note"))
        assert "历史不足三年" in notes and "另有 8 条公开的留言没有引用，2 条内容重复，1 条计数但不公开（包括举报）" in notes

    def test_open_orders_are_counted_on_the_paper_for_those_inside_alone(self) -> None:
        view = paper_sample.view()
        for told, there in ((form(view), True), (form(replace(view, versions=())), False)):
            units = next(each for each in blocks(told, "table") if each["head"][0] == "单位")
            assert ("未结督办" in units["head"]) is there and all(len(each) == len(units["head"]) for each in units["rows"])

    def test_words_of_people_stand_in_for_those_that_were_drafted(self) -> None:
        told = form()
        demands = [dict(each["rows"]).get("要求") for each in blocks(told, "pairs")]
        assert "十日内清欠。" in demands and "逐件核实，依法清欠。" in demands, "the second surge keeps its draft"
        assert "岁末欠薪高发。" in [each["words"] for each in blocks(told, "p")]

    def test_a_surge_that_was_left_out_is_counted_and_not_told(self) -> None:
        words = ReportWords("题", "摘要。", {}, {}, {paper_sample.SURGE: "重复的留言。"})
        told = form(paper_sample.view(words=words))
        assert [each["words"] for each in blocks(told, "h") if each["words"].startswith("（")] == ["（一）租房中介 · 全市"]
        assert any("另有 1 处集中反映" in each["words"] for each in blocks(told, "note"))

    def test_rates_have_their_bounds_and_few_are_called_few(self) -> None:
        units = next(each for each in blocks(form(), "table") if each["head"][0] == "单位")
        assert units["rows"][0][5].startswith("77.5%（31/40）") and "样本少" in units["rows"][1][5]
        assert units["rows"][2][0] == "试运行单位（试运行）"

    def test_the_proof_stands_alone_with_digests_and_signature(self) -> None:
        told = form(pictures=printed.Pictures({"a": SVG}, {"a": "题"}, {"a": "说明"}, {"a": "ab" * 32}))
        assert [each["alone"] for each in told["sections"]] == [False, False, False, False, True]
        proof = told["sections"][-1]["blocks"]
        facts = {name: words for block in proof if block["kind"] == "pairs" for name, words in block["rows"]}
        assert facts["正文摘要 SHA-256"] == "e5" * 32 and facts["审定文本摘要 SHA-256"] == "f6" * 32 and facts["签名算法"] == "p256"
        assert facts["多重检验校正"] == "Benjamini–Hochberg，q = 0.1" and "412" in facts["检验的序列"]
        assert ["题", "ab" * 32] in [row for block in proof if block["kind"] == "table" for row in block["rows"]]

    @pytest.mark.parametrize(
        ("kind", "period", "masthead", "issue"),
        [
            (ReportKind.MONTHLY, "2026-11", "留言分析月报", "2026 年第 11 期"),
            (ReportKind.SURGE, "2026-W48", "集中反映专题报告", "2026 年第 48 周"),
        ],
    )
    def test_other_kinds_have_another_head(self, kind: ReportKind, period: str, masthead: str, issue: str) -> None:
        view = paper_sample.view()
        told = form(replace(view, line=replace(view.line, kind=kind, period=period)))
        assert told["masthead"].endswith(masthead) and told["issue"] == issue


class TestOnPaper:
    def test_what_people_write_is_never_markup(self, tmp_path: Path) -> None:
        words = ReportWords(
            paper_sample.MARKUP, paper_sample.MARKUP, {paper_sample.SURGE: paper_sample.MARKUP}, {paper_sample.SURGE: paper_sample.MARKUP}
        )
        view = paper_sample.view(paper_sample.content(text=paper_sample.MARKUP, title=paper_sample.MARKUP), words=words)
        shown = " ".join(text(form(view), tmp_path).split())
        for each in ('#panic("x")', "$x^2$", "@label", "`raw`", '"quoted"', "*bold*", "<b>&amp;", "#{", "https://example.invalid"):
            assert shown.count(each) >= 4, each

    def test_without_charts_it_says_so_and_the_table_stands_there(self, tmp_path: Path) -> None:
        shown = text(form(), tmp_path)
        assert "本机没有安装绘图组件" in shown and "2026-W48" in shown

    def test_a_chart_is_in_it(self, tmp_path: Path) -> None:
        key = f"surge-{paper_sample.SURGE}"
        shown = text(form(pictures=printed.Pictures({key: SVG}, {key: "题"}, {key: "说明"}, {key: "ab" * 32})), tmp_path)
        assert "图在这里" in shown and "第 1 页，共" in shown

    def test_a_character_without_a_glyph_is_printed_by_its_number(self) -> None:
        view = paper_sample.view(paper_sample.content(text="\U000f0001"))
        pdf = documents.render_readable(TEMPLATE, form(view), at=paper_sample.AT)
        assert pdf.startswith(b"%PDF")

    @pytest.mark.parametrize("quoted", [0, 3, 4, 5])
    def test_the_seal_never_stands_on_a_page_of_its_own(self, tmp_path: Path, quoted: int) -> None:
        [section] = paper_sample.content(surges=1).surges
        lines = section.quotes.lines[:1] * quoted
        section = replace(section, quotes=replace(section.quotes, lines=lines))
        told = replace(paper_sample.content(), surges=(section,), trends=(), watches=())
        pages = text(form(paper_sample.view(told)), tmp_path).split("\f")
        sealed = next(each for each in pages if "开发密钥 · 无法律效力" in each)
        assert "参加单位" in sealed, "what comes last in the text stands above it"
