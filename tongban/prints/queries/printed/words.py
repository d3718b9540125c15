"""The words and the small blocks of a printed report."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tongban.reports.terms import Course, Lacking, ReportKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from tongban.reports.terms import Change, Share

Block = dict[str, Any]
NOT_KNOWN = "—"
NUMERALS = "一二三四五六七八九十"
MASTHEADS = {ReportKind.WEEKLY: "留言分析周报", ReportKind.MONTHLY: "留言分析月报", ReportKind.SURGE: "留言集中反映专题报告"}
ISSUES: Mapping[ReportKind, Callable[[str, str], str]] = {
    ReportKind.WEEKLY: lambda period, _number: f"{period[:4]} 年第 {int(period[-2:])} 期",
    ReportKind.MONTHLY: lambda period, _number: f"{period[:4]} 年第 {int(period[-2:])} 期",
    ReportKind.SURGE: lambda period, _number: f"{period[:4]} 年第 {int(period[-2:])} 周",
}
COURSES = {Course.RISING: "仍在上升", Course.STEADY: "持平", Course.FALLING: "正在回落", Course.OVER: "已经结束"}
METHODS = {
    "farrington": "改进的 Farrington 方法（Noufaily 等，2013）",
    "ears_c2": "EARS C2（历史不足三年的序列）",
    "too_young": "历史太短，没有检验",
}
LACKING = {
    Lacking.NO_DETECTION: "本期没有做过集中反映检验，因此没有集中反映一节的依据。",
    Lacking.PART_DETECTION: "集中反映只检测了本期的一部分，检测到哪一天见佐证。",
    Lacking.NO_TRENDS: "没有以前各周的计数，因此没有变化趋势。",
    Lacking.NO_WATCHES: "没有分析员持续关注的主题。",
    Lacking.NO_CAMPAIGNS: "没有可以对照的专项行动。",
}


@dataclass(frozen=True, slots=True)
class Pictures:
    """The charts by their keys: the picture, its title, what it shows in words, its digest. None are there without the extra."""

    svg: Mapping[str, str] = field(default_factory=dict[str, str])
    titles: Mapping[str, str] = field(default_factory=dict[str, str])
    told: Mapping[str, str] = field(default_factory=dict[str, str])
    digests: Mapping[str, str] = field(default_factory=dict[str, str])


def paragraph(words: str) -> Block:
    """A paragraph of the text."""
    return {"kind": "p", "words": words}


def intro(words: str) -> Block:
    """A paragraph that stays with what comes after it."""
    return {"kind": "intro", "words": words}


def heading(words: str) -> Block:
    """A heading inside a section."""
    return {"kind": "h", "words": words}


def note(words: str) -> Block:
    """A small line below or instead of something."""
    return {"kind": "note", "words": words}


def pairs(rows: Sequence[tuple[str, str]]) -> Block:
    """What is what, row by row."""
    return {"kind": "pairs", "rows": [list(each) for each in rows]}


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int],
    numbers: Sequence[int] = (),
    caption: str = "",
    said: str = "",
) -> Block:
    """`numbers` are the columns set to the right; a width of 0 is as wide as its words."""
    told = {"head": list(head), "rows": [list(each) for each in rows], "widths": list(widths), "numbers": list(numbers)}
    return {"kind": "table", "caption": caption, "note": said} | told


def chart(key: str, pictures: Pictures) -> Block:
    """The picture, or a word that there is none."""
    missing = "本机没有安装绘图组件，图从略；数字见下表。"
    return {"kind": "chart", "svg": pictures.svg.get(key, ""), "told": pictures.told.get(key, ""), "missing": missing}


def quote(about: str, title: str, words: str) -> Block:
    """A message in its masked words."""
    return {"kind": "quote", "about": about, "title": title, "words": words}


def lead(day: date, *, before: bool = False) -> str:
    """2026年11月2日; `before`: the day before it."""
    shown = day - timedelta(days=1) if before else day
    return f"{shown.year}年{shown.month}月{shown.day}日"


def numeral(place: int) -> str:
    """1 is 一, 23 is 二十三."""
    tens, ones = divmod(place, 10)
    return f"{'' if tens < 2 else NUMERALS[tens - 1]}{'十' if tens else ''}{NUMERALS[ones - 1] if ones else ''}"


def number(value: float | None, places: int = 0) -> str:
    """A figure, or that it is not known."""
    if value is None:
        return NOT_KNOWN
    return f"{value:,.{places}f}"


def chance(value: float | None) -> str:
    """A p-value."""
    if value is None:
        return NOT_KNOWN
    return "<0.0001" if value < 0.0001 else f"{value:.4f}"


def rate_words(rate: Share) -> str:
    """With its bounds, and that it is too few where it is."""
    if rate.share is None or rate.lower is None or rate.upper is None:
        return NOT_KNOWN
    told = f"{rate.share:.1%}（{rate.good}/{rate.n}，95% 区间 {rate.lower:.1%}–{rate.upper:.1%}"
    return f"{told}）" if rate.enough else f"{told}，样本少）"


def rate_cell(rate: Share) -> str:
    """The same in the narrow columns of a table."""
    if rate.share is None or rate.lower is None or rate.upper is None:
        return NOT_KNOWN
    return f"{rate.share:.1%}（{rate.good}/{rate.n}）\n{rate.lower:.1%}–{rate.upper:.1%}{'' if rate.enough else ' 样本少'}"


def ratio_words(change: Change) -> str:
    """How many times as many, with its interval."""
    if change.ratio is None or change.lower is None or change.upper is None:
        return NOT_KNOWN
    sign = "" if not change.clear else "▲" if change.ratio > 1 else "▽"
    return f"{sign}{change.ratio:.2f}\n{change.lower:.2f}–{change.upper:.2f}"
