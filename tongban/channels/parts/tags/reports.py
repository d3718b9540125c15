"""Analysis reports in words: kinds, states, steps, rates with their bounds, how volumes moved; and each chart with its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.channels.parts.tags.supervision import ORDER_STATES, share
from tongban.channels.parts.tags.surges import METHODS, verdict_words
from tongban.channels.parts.tags.words import chip
from tongban.directives.terms import OrderState
from tongban.insight.terms import Method, Verdict
from tongban.reports.terms import Course, Lacking, Outcome, Proposal, ReportAct, ReportKind, ReportState, TrendBy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tongban.prints.terms.pictures import ReportPicture
    from tongban.reports.terms import Change, Share, SurgeSection, SurgeVerdict

BY_WEEK = {"surge", "watch"}  # of pictures: on a narrow screen the newest weeks are seen first
KINDS = {
    ReportKind.WEEKLY: pgettext_lazy("report", "周报"),
    ReportKind.MONTHLY: pgettext_lazy("report", "月报"),
    ReportKind.SURGE: pgettext_lazy("report", "专题"),
}
STATES = {
    ReportState.DRAWN: ("soon", pgettext_lazy("report", "已生成，待修改")),
    ReportState.SUBMITTED: ("run", pgettext_lazy("report", "待审定")),
    ReportState.SENT_BACK: ("late", pgettext_lazy("report", "退回修改")),
    ReportState.APPROVED: ("ok", pgettext_lazy("report", "已审定")),
}
STEPS = {
    "draw": pgettext_lazy("report", "系统生成"),
    ReportAct.EDIT.value: pgettext_lazy("report", "修改"),
    ReportAct.SUBMIT.value: pgettext_lazy("report", "提交审定"),
    ReportAct.SEND_BACK.value: pgettext_lazy("report", "退回修改"),
    ReportAct.APPROVE.value: pgettext_lazy("report", "审定"),
    ReportAct.ISSUE_ORDER.value: pgettext_lazy("report", "发督办单"),
    ReportAct.OPEN_CAMPAIGN.value: pgettext_lazy("report", "开展专项行动"),
    ReportAct.REJECT.value: pgettext_lazy("report", "不采纳建议"),
}
COURSES = {
    Course.RISING: ("late", pgettext_lazy("report", "仍在上升")),
    Course.STEADY: ("soon", pgettext_lazy("report", "持平")),
    Course.FALLING: ("run", pgettext_lazy("report", "正在回落")),
    Course.OVER: ("ok", pgettext_lazy("report", "已经平息")),
}
TRENDS = {
    TrendBy.CATEGORY: pgettext_lazy("report", "按类别"),
    TrendBy.AREA: pgettext_lazy("report", "按区域"),
    TrendBy.CHANNEL: pgettext_lazy("report", "按渠道"),
    TrendBy.UNIT: pgettext_lazy("report", "按承办单位"),
}
LACKS = {
    Lacking.NO_DETECTION: gettext_lazy("这一期没有做过集中反映的检测。"),
    Lacking.PART_DETECTION: gettext_lazy("集中反映只检测了这一期的一部分，检测到哪一天见佐证。"),
    Lacking.NO_TRENDS: gettext_lazy("没有以前各期的条数，看不出变化。"),
    Lacking.NO_WATCHES: gettext_lazy("没有分析员关注的主题。"),
    Lacking.NO_CAMPAIGNS: gettext_lazy("没有可以对照的专项行动。"),
}
PROPOSALS = {Proposal.ORDER: pgettext_lazy("one", "督办单"), Proposal.CAMPAIGN: pgettext_lazy("one", "专项行动")}
OUTCOMES = {
    Outcome.TAKEN: ("ok", pgettext_lazy("report", "已采纳")),
    Outcome.REJECTED: ("", pgettext_lazy("report", "未采纳")),
}
CHANGED = {
    "title": pgettext_lazy("report", "标题"),
    "summary": pgettext_lazy("report", "摘要"),
    "remarks": pgettext_lazy("report", "评述"),
    "demands": pgettext_lazy("report", "督办要求"),
    "left_out": pgettext_lazy("report", "列入与否"),
}
CHIPS: dict[type, dict[Any, tuple[str, Any]]] = {ReportState: STATES, Course: COURSES, Outcome: OUTCOMES}
WORDS: dict[type, dict[Any, Any]] = {ReportKind: KINDS, TrendBy: TRENDS, Lacking: LACKS, Proposal: PROPOSALS}


def reported(value: Any) -> SafeString | str:
    """Any of a report's words; a state as a chip."""
    if type(value) in CHIPS:
        return chip(*CHIPS[type(value)][value])
    return str(WORDS[type(value)][value])


def report_step(value: str) -> str:
    """What somebody did with it."""
    return str(STEPS.get(value, value))


def report_changed(value: str) -> str:
    """What a version has anew."""
    return str(CHANGED.get(value, value))


def report_method(value: str) -> str:
    """By what a series was tested."""
    return str(METHODS[Method(value)]) if value in {each.value for each in Method} else value


def report_order_state(value: str) -> SafeString | str:
    """The state that an order had."""
    return chip(*ORDER_STATES[OrderState(value)]) if value in {each.value for each in OrderState} else value


def report_rate(rate: Share) -> SafeString | str:
    """A share with how many of how many, and its bounds; and that it is too few where it is."""
    if rate.share is None:
        return "—"
    bounds = _("95%% 区间 %(lower)s–%(upper)s") % {"lower": share(rate.lower), "upper": share(rate.upper)}
    few = "" if rate.enough else _("样本少")
    return format_html('{} <small class="soft">{}/{} · {} {}</small>', share(rate.share), rate.good, rate.n, bounds, few)


def report_change(change: Change) -> SafeString | str:
    """How many there were, and how many times as many there are now."""
    if change.other is None:
        return "—"
    if change.ratio is None or change.lower is None or change.upper is None:
        return f"{change.other:,.0f}"
    sign = "" if not change.clear else "▲" if change.ratio > 1 else "▽"
    ratio = f"{sign}×{change.ratio:.2f}（{change.lower:.2f}–{change.upper:.2f}）"
    return format_html('{} <small class="soft">{}</small>', f"{change.other:,.0f}", ratio)


def report_verdict(section: SurgeSection, now: Mapping[str, SurgeVerdict]) -> SafeString:
    """What was said of a surge when the report was drawn up, and what is said of it now where that is something else."""
    today = now.get(section.surge_id)
    told = [(_("编制时："), Verdict(section.verdict), section.verdict_for)] if section.verdict else []
    if today is not None and today.said != section.verdict and not (today.said is Verdict.UNJUDGED and not section.verdict):
        told.append((_("现在："), today.said, today.reason))
    lines = ((when, verdict_words(said), why) for when, said, why in told)
    return format_html_join("", '<p>{} {} <small class="soft">{}</small></p>', lines)


def report_chance(value: float | None) -> str:
    """A p-value."""
    return "—" if value is None else "<0.0001" if value < 0.0001 else f"{value:.4f}"


def report_count(value: float | None, places: int = 0) -> str:
    """A figure; a dash where it is not known."""
    return "—" if value is None else f"{value:,.{places}f}"


def report_chart(charts: Mapping[str, tuple[str, ReportPicture]], kind: str, key: object = "") -> SafeString | str:
    """The picture of `kind`-`key` with what it shows in words; where none is kept, that the table stands for it."""
    address, picture = charts.get(f"{kind}-{key}", ("", None))
    if picture is None:
        return ""
    if not address:
        return format_html('<p class="soft">{}</p>', _("没有图：正在画，或者服务器没有安装绘图组件，或者报告是以前审定的。数字都在表里。"))
    return format_html(
        '<figure class="report-chart{}" tabindex="0" aria-label="{}"><a href="{}"><img src="{}" alt="{}" loading="lazy"></a></figure>',
        " newest" if kind in BY_WEEK else "",
        picture.title,
        address,
        address,
        _("%(title)s。%(told)s") % {"title": picture.title, "told": picture.told},
    )


def report_drawn(charts: Mapping[str, tuple[str, ReportPicture]], kind: str, key: object) -> bool:
    """Whether there is a picture; without one its table stands open."""
    return bool(charts.get(f"{kind}-{key}", ("",))[0])
