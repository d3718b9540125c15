"""What the paper of a report says: the view in Chinese words, section by section, as `papers/report.typ` prints it.

The data: masthead, issue, issuer, issued_on, number, span, title, addressed, copied, approved_by, sections [{heading, blocks, alone}].
A block has a `kind`: p, intro, h, note {words} · table {caption, head, rows, widths, numbers, note} · pairs {rows} · chart {svg,
told, missing} · quote {about, title, words}. Whatever is in it is words, never markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tongban.kernel import clock
from tongban.prints.queries.printed.proof import proof_blocks
from tongban.prints.queries.printed.surges import surge_blocks
from tongban.prints.queries.printed.trends import trend_blocks, watch_blocks
from tongban.prints.queries.printed.words import ISSUES, LACKING, MASTHEADS, Pictures, lead, note, numeral, paragraph, rate_words

if TYPE_CHECKING:
    from tongban.prints.queries.printed.words import Block
    from tongban.reports.terms import CityRates, ReportView

PROOF = "佐证"


def form(view: ReportView, *, city: str, issuer: str, pictures: Pictures) -> dict[str, Any]:
    """Of an approved report, in the words that were approved."""
    approval, line = view.approval, view.line
    assert approval is not None
    units = dict.fromkeys(each.name.zh for section in _inside(view) for each in section.units)
    return {
        "masthead": f"{city}{MASTHEADS[line.kind]}",
        "issue": ISSUES[line.kind](line.period, line.number),
        "issuer": issuer,
        "issued_on": clock.city_date(approval.at).isoformat(),
        "number": line.number,
        "span": f"{lead(line.since)}至{lead(line.until, before=True)}",
        "title": view.words.title,
        "addressed": "市领导",
        "copied": "、".join(units),
        "approved_by": approval.name,
        "sections": _sections(view, pictures),
    }


def _inside(view: ReportView) -> list[Any]:
    return [each for each in view.content.surges if each.surge_id not in view.words.left_out]


def _sections(view: ReportView, pictures: Pictures) -> list[dict[str, Any]]:
    """Those that say something, numbered."""
    inside, told = bool(view.versions), enumerate(_inside(view), 1)
    surges = [block for place, each in told for block in surge_blocks(place, each, view.words, pictures, inside=inside)]
    parts: list[tuple[str, list[Block]]] = [
        ("总体情况", _whole(view)),
        ("集中反映", surges),
        ("变化趋势", trend_blocks(view.content, pictures)),
        ("持续关注", watch_blocks(view.content, pictures)),
        (PROOF, proof_blocks(view, pictures)),
    ]
    kept = [(heading, blocks) for heading, blocks in parts if blocks]
    return [
        {"heading": f"{numeral(place)}、{heading}", "blocks": blocks, "alone": heading == PROOF}
        for place, (heading, blocks) in enumerate(kept, 1)
    ]


def _rates(rates: CityRates) -> str:
    on_time = f"按时率 {rate_words(rates.on_time)}"
    return f"答复率 {rate_words(rates.answered)}；{on_time}；满意率 {rate_words(rates.satisfied)}。"


def _whole(view: ReportView) -> list[Block]:
    rates = view.content.rates
    blocks = [paragraph(view.words.summary), paragraph(f"本期收到留言 {rates.received} 条。{_rates(rates)}")]
    on = view.content.rates_on
    if on is not None:
        told = f"以上算了全部单位，包括试运行的。公开的一份只算正式启用的单位：{_rates(on)}"
        blocks.append(note("各项比率只算正式启用的单位，和每周排名一样。" if on == rates else told))
    left = len(view.words.left_out)
    blocks += [note(f"另有 {left} 处集中反映经人工核查后未列入本报告，理由留存备查。")] if left else []
    return blocks + [note(LACKING[each]) for each in view.content.lacking]
