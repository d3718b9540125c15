"""Trends and watches in print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.prints.queries.printed.surges import weeks_table
from tongban.prints.queries.printed.words import NOT_KNOWN, chart, heading, intro, note, number, paragraph, ratio_words, table
from tongban.reports.terms import TrendBy

if TYPE_CHECKING:
    from tongban.prints.queries.printed.words import Block, Pictures
    from tongban.reports.terms import ReportContent, TrendLine, TrendTable

BY = {TrendBy.CATEGORY: "按类别", TrendBy.AREA: "按区域", TrendBy.CHANNEL: "按渠道", TrendBy.UNIT: "按承办单位"}
READ = "比值下一行为其 95% 区间；▲ 上升、▽ 下降：区间不含 1，而且两周合起来够数。不够 {minimum} 件的不排名。"


def trend_blocks(content: ReportContent, pictures: Pictures) -> list[Block]:
    """Each table with its chart."""
    return [block for each in content.trends if each.lines for block in _table(each, pictures, content.proof.minimum)]


def watch_blocks(content: ReportContent, pictures: Pictures) -> list[Block]:
    """What analysts keep an eye on."""
    told: list[Block] = []
    for place, each in enumerate(content.watches):
        about = "、".join(part for part in (each.category, each.area, *each.words) if part)
        state = "本期超过界限。" if each.alarm else "本期没有超过界限。"
        told += [
            heading(each.name),
            paragraph(f"{f'{about}。' if about else ''}{state}"),
            chart(f"watch-{place}", pictures),
            weeks_table(each.weeks),
        ]
    return told


def _table(told: TrendTable, pictures: Pictures, minimum: int) -> list[Block]:
    names = {each.key: each.name.zh for each in told.lines}
    moved = [
        f"{word}：{'、'.join(names.get(key, key) for key in keys)}。"
        for word, keys in (("上升", told.risers), ("下降", told.fallers))
        if keys
    ]
    key = f"trend-{told.by.value}"
    drawn = [chart(key, pictures)] if key in pictures.svg or not pictures.svg else []
    head = ("名称", "本周", "占比", "上周", "比上周", "去年同周", "比去年", "每周平均", "比平均")
    rows = [_row(each) for each in told.lines]
    listed = table(head, rows, widths=(6, 3, 3, 3, 5, 3, 5, 3, 5), numbers=(1, 2, 3, 5, 7))
    return [
        heading(f"{BY[told.by]}（{told.week}）"),
        *([intro("".join(moved))] if moved else []),
        *drawn,
        listed,
        note(READ.format(minimum=minimum)),
    ]


def _row(line: TrendLine) -> list[str]:
    share = NOT_KNOWN if line.share is None else f"{line.share:.1%}"
    told = [f"{line.name.zh}{'' if line.enough else '（样本少）'}", number(line.n), share]
    for change, places in ((line.before, 0), (line.last_year, 0), (line.mean, 1)):
        told += [number(change.other, places), ratio_words(change)]
    return told
