"""The words that a report begins with, in Chinese as it is read: title, summary, the drafted order and the proposed campaign."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tongban.insight.terms import Verdict
from tongban.reports.rules.periods import week_of
from tongban.reports.terms import CampaignProposal, Course, OrderProposal, ReportKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from tongban.kernel.bilingual import Bilingual
    from tongban.reports.terms import CityRates, Period, Quotes, ReportWeek, Share, SurgeSection
    from tongban.reports.terms.seen import SeenSurge

COURSES = {Course.RISING: "仍在上升", Course.STEADY: "持平", Course.FALLING: "正在回落", Course.OVER: "已经平息"}
TOLD = 5  # surges that the summary names
CITED = 5  # messages that an order cites
DAYS = 5  # working days
CITY = "全市"
NAME = 60  # signs of what a campaign is about, in its name
LONG = 3  # weeks with an alarm, after which a campaign is proposed


def title(kind: ReportKind, period: Period, what: str = "") -> str:
    """Of the week, the month, or one surge."""
    year, _, number = period.key.partition("-")
    match kind:
        case ReportKind.WEEKLY:
            return f"{year}年第{int(number.removeprefix('W'))}周民生诉求分析报告"
        case ReportKind.MONTHLY:
            return f"{year}年{int(number)}月民生诉求分析报告"
        case ReportKind.SURGE:
            return f"关于“{what}”集中反映的专题报告"


def tested(found: bool, until: date | None, period: Period) -> str:
    """What is said where nothing has surged: up to when it was looked for."""
    if not found:
        return "没有做过集中反映的检测。"
    if until is None or until >= period.until:
        return "没有发现超出预期的集中反映。"
    last = until - timedelta(1)
    return f"集中反映只检测到{last.month}月{last.day}日（{week_of(last)}），此前没有发现超出预期的，此后没有检测。"


def summary(rates: CityRates, rates_on: CityRates | None, surges: Sequence[SurgeSection], *, tested: str) -> str:
    """What came in, how it was dealt with by the units that are switched on, since everybody may read it, and what has surged."""
    received = f"本期共收到群众留言{rates.received}件。" if rates.received else "本期没有统计到群众留言。"
    known, whose = (rates, "") if rates_on is None or rates_on == rates else (rates_on, "正式启用的单位")
    told = [received, _rate(f"{whose}到期的按时办结率", known.on_time), _rate(f"{whose}群众满意率", known.satisfied)]
    standing = [each for each in surges if each.verdict != Verdict.FALSE]
    false = f"另有{len(surges) - len(standing)}处经核查为误报。" if len(standing) < len(surges) else ""
    if not standing:
        return "".join([*told, tested, false])
    named = "；".join(f"{each.what}（自{each.since}起，{COURSES[each.course]}）" for each in standing[:TOLD])
    rest = f"等{len(standing)}处" if len(standing) > TOLD else f"共{len(standing)}处"
    return "".join([*told, f"发现集中反映{rest}：{named}。", false])


def what(surge: SeenSurge) -> str:
    """A class in a place, or what is said of a matter that has no class."""
    if surge.topic is not None:
        return "、".join(surge.words) or f"未归类的话题第{surge.topic}号"
    return f"{surge.area_name.zh or CITY}{surge.category_name.zh or '未分类留言'}"


def order(
    surge: SeenSurge, told: str, weeks: Sequence[ReportWeek], quotes: Quotes, names: Mapping[str, Bilingual], on: Collection[str]
) -> OrderProposal | None:
    """To the unit that has most of its messages, of those that are switched on; none where none is, or it was judged false."""
    having = sorted((unit for unit in surge.units if unit in names and unit in on), key=lambda unit: (-surge.units[unit], unit))
    if not having or surge.verdict == Verdict.FALSE:
        return None
    unit = having[0]
    alarms = [each for each in weeks if each.alarm]
    last = alarms[-1] if alarms else None
    counted = f"{last.week}有{last.count:g}人反映，预期{last.expected or 0:.1f}人，上限{last.bound or 0:.1f}人。" if last else ""
    cited = [each.number for each in quotes.lines if each.unit == unit][:CITED]
    return OrderProposal(
        unit=unit,
        name=names[unit],
        matter=f"群众自{surge.since}起集中反映“{told}”。{counted}",
        demand=f"请核查“{told}”集中反映的原因，{DAYS}个工作日内提出解决措施，逐件答复群众，并书面反馈原因、措施和完成时限。",
        working_days=DAYS,
        limit=f"{DAYS}个工作日",
        references=(f"surge:{surge.surge_id}", *(f"message:{each}" for each in cited)),
    )


def campaign(
    surge: SeenSurge, told: str, weeks: Sequence[ReportWeek], names: Mapping[str, Bilingual], on: Collection[str]
) -> CampaignProposal | None:
    """Where it has lasted, or several units have to do it together; led by who has most of it, of the units that are switched on; not
    of one that was judged false.
    """
    having = sorted((unit for unit in surge.units if unit in names and unit in on), key=lambda unit: (-surge.units[unit], unit))
    lasts = sum(each.alarm for each in weeks) >= LONG
    said = surge.verdict != Verdict.FALSE and (surge.category or surge.words)
    if not having or not said or not (lasts or len(having) > 1):
        return None
    area = surge.area if surge.category else ""
    return CampaignProposal(f"{told[:NAME]}专项行动", surge.category, area, surge.words, lead=having[0], units=tuple(having))


def _rate(name: str, share: Share) -> str:
    if share.share is None:
        return ""
    return f"{name}{share.share:.1%}（{share.n}件）。" if share.enough else f"{name}样本太少，不作判断（{share.n}件）。"
