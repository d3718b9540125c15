"""One surge in print: what, where, since when; against what was expected; who said what; who has it; what was done; what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.prints.queries.printed.words import (
    COURSES,
    METHODS,
    NOT_KNOWN,
    chance,
    chart,
    heading,
    lead,
    note,
    number,
    numeral,
    pairs,
    paragraph,
    quote,
    rate_cell,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tongban.prints.queries.printed.words import Block, Pictures
    from tongban.reports.terms import RelatedCampaign, RelatedOrder, ReportWeek, ReportWords, SurgeSection

CITY = "city"
PLACES = {CITY: "全市", "district": "区县", "street": "街道", "unit": "单位"}
STATES = {
    "issued": "已签发",
    "received": "已签收",
    "replied": "已反馈",
    "sent_back": "退回重办",
    "closed": "办结",
    "withdrawn": "已撤回",
}
VERDICTS = {"unjudged": "编制时还没有人核查", "true": "属实", "false": "误报：不督办，也不开展专项行动"}
READ = "“人数”每人每周只计一次，是检验的数；“条数”为全部留言。X 为超过预期的程度（到界限为 1），▲ 为超过界限。"
RATES = "括号内为件数，下一行为 95% 区间（Wilson）；前三个率只算这一处集中反映的留言，第四个为该单位本期全部到期的留言。"
GONE = "（这条留言已经不再公开）"
YOUNG = "历史不足三年，不能区分季节性波动和集中反映。"


def surge_blocks(place: int, section: SurgeSection, words: ReportWords, pictures: Pictures, *, inside: bool) -> list[Block]:
    """All of one surge; orders that are open are counted inside alone."""
    key = section.surge_id
    remark = words.remarks.get(key, "")
    return [
        heading(f"（{numeral(place)}）{section.what}"),
        *([paragraph(remark)] if remark else []),
        pairs(_facts(section)),
        chart(f"surge-{key}", pictures),
        weeks_table(section.weeks),
        note(f"方法：{METHODS.get(section.method, section.method)}；历史 {section.years} 年。{'' if section.season_known else YOUNG}"),
        *_quotes(section),
        *_units(section, pictures, inside=inside),
        *orders_table("同一主题、同一地方的督办单", section.orders),
        *campaigns_table("同一主题、同一地方的专项行动", section.campaigns),
        *_last_year(section),
        *_proposals(section, words),
    ]


def weeks_table(told: Sequence[ReportWeek]) -> Block:
    """Every week with what it rests on."""
    rows = [
        [
            f"{each.week}{' ▲' if each.alarm else ''}",
            number(each.count),
            number(each.raw),
            number(each.expected, 1),
            number(each.bound, 1),
            number(each.score, 2),
            chance(each.p),
            "、".join(f"{before.week[:4]}：{number(before.count)}" for before in each.earlier) or NOT_KNOWN,
        ]
        for each in told
    ]
    head = ("周", "人数", "条数", "预期", "界限", "X", "p", "往年同周人数")
    return table(head, rows, widths=(4, 2, 2, 2, 2, 2, 3, 7), numbers=(1, 2, 3, 4, 5, 6), said=READ)


def _facts(section: SurgeSection) -> list[tuple[str, str]]:
    kind = PLACES.get(section.area_kind, "")
    where = section.area_name.zh or (kind if section.area_kind == CITY else "没有固定地点")
    facts = [
        ("事项", section.category_name.zh or section.what),
        ("地点", f"{where}（{kind}）" if kind and where != kind else where),
        ("开始", f"{section.since}（首次超过界限的一周）"),
        ("趋势", f"{COURSES[section.course]}；最近一次超过界限在 {section.last}{f'，{section.closed} 结束' if section.closed else ''}"),
        ("程度", f"X = {section.score:.2f}，最高 {section.highest:.2f}（超过 1 即超过界限）"),
    ]
    if section.verdict:
        facts.append(("人工核查", f"{VERDICTS[section.verdict]}{f'（{section.verdict_for}）' if section.verdict_for else ''}"))
    return [*facts, ("集中出现的词", "、".join(section.words))] if section.words else facts


def _quotes(section: SurgeSection) -> list[Block]:
    quotes = section.quotes
    if not quotes.lines:
        return [note(f"没有可以公开引用的留言；另有 {quotes.hidden} 条计数但不公开。")]
    left = f"另有 {quotes.more} 条公开的留言没有引用，{quotes.duplicates} 条内容重复，{quotes.hidden} 条计数但不公开（包括举报）。"
    names = {each.unit: each.name.zh for each in section.units} | {"": "未派单"}
    told = [
        quote(
            f"{each.number} · {lead(each.received_on)} · {names.get(each.unit, '其他单位')} · {each.likes} 人关注",
            each.title or GONE,
            each.text,
        )
        for each in quotes.lines
    ]
    return [heading("群众的话"), *told, note(f"按规则选取，已遮盖个人信息。{left}")]


def _units(section: SurgeSection, pictures: Pictures, *, inside: bool) -> list[Block]:
    if not section.units:
        return []
    rows = [
        [
            f"{each.name.zh}{'（试运行）' if each.trial else ''}",
            str(each.messages),
            rate_cell(each.answered),
            rate_cell(each.on_time),
            rate_cell(each.satisfied),
            rate_cell(each.due_on_time),
            str(each.open),
            *([str(each.open_orders)] if inside else []),
        ]
        for each in section.units
    ]
    head = ("单位", "留言", "答复率", "按时率", "满意率", "全部到期按时率", "未答复", *(["未结督办"] if inside else []))
    widths, numbers = ((5, 2, 5, 5, 5, 5, 3, 3), (1, 6, 7)) if inside else ((5, 2, 5, 5, 5, 5, 3), (1, 6))
    told = table(head, rows, widths=widths, numbers=numbers, said=RATES)
    drawn = [chart(f"units-{section.surge_id}", pictures)] if f"units-{section.surge_id}" in pictures.svg else []
    return [heading("承办单位"), *drawn, told]


def orders_table(title: str, orders: Sequence[RelatedOrder]) -> list[Block]:
    """Orders under a heading; nothing where there are none."""
    rows = [
        [
            each.number,
            each.name.zh,
            each.matter,
            lead(each.issued_on),
            STATES.get(each.state, each.state),
            NOT_KNOWN if each.on_time is None else "是" if each.on_time else "否",
        ]
        for each in orders
    ]
    head = ("编号", "单位", "事由", "签发", "状态", "按时")
    return [heading(title), table(head, rows, widths=(5, 4, 5, 4, 2, 2))] if rows else []


def campaigns_table(title: str, campaigns: Sequence[RelatedCampaign]) -> list[Block]:
    """Campaigns under a heading; nothing where there are none."""
    rows = [
        [each.number, each.name, f"{lead(each.begins_on)}{f'至{lead(each.ends_on)}' if each.ends_on else '起'}", each.result or NOT_KNOWN]
        for each in campaigns
    ]
    return [heading(title), table(("编号", "名称", "时间", "结果"), rows, widths=(3, 4, 4, 5))] if rows else []


def _last_year(section: SurgeSection) -> list[Block]:
    known = section.last_year
    if not known.known:
        return [heading("去年同期"), paragraph("没有去年同期的资料可以对照。")]
    told = f"去年同期 {number(known.count)} 人反映。"
    done = [*orders_table("去年的督办单", known.orders), *campaigns_table("去年的专项行动", known.campaigns)]
    return [heading("去年同期"), paragraph(told if done else f"{told}没有查到当时的督办单或者专项行动。"), *done]


def _proposals(section: SurgeSection, words: ReportWords) -> list[Block]:
    blocks: list[Block] = []
    if order := section.order:
        demand = words.demands.get(section.surge_id, order.demand)
        rows = [
            ("单位", order.name.zh),
            ("事由", order.matter),
            ("要求", demand),
            ("时限", order.limit),
        ]
        blocks += [heading("拟发督办单"), pairs(rows)]
    if campaign := section.campaign:
        names = {each.unit: each.name.zh for each in section.units}
        units = "、".join(names.get(each, each) for each in campaign.units)
        blocks += [
            heading("拟开展专项行动"),
            pairs([("名称", campaign.name), ("牵头", names.get(campaign.lead, campaign.lead)), ("参加单位", units)]),
        ]
    return blocks
