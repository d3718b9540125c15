"""What analysis reports refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.reports import terms as reports

REPORT_FIELDS = {
    "title": _("报告标题"),
    "summary": _("报告摘要"),
    "remark": _("报告批注"),
    "demand": _("报告里的督办要求"),
    "reason": _("报告里的理由"),
}


def _field(refusal: reports.WordsMissing | reports.WordsTooLong) -> dict[str, object]:
    return {"what": REPORT_FIELDS[refusal.field]}


REPORTS: dict[type[Exception], Words] = {
    reports.UnknownReport: Words(
        "unknown-report", 404, _("没有找到这份分析报告"), _("报告只有分析、督查、领导和相关单位能看到。请刷新列表。")
    ),
    reports.QuoteRemoved: Words(
        "report-quote-removed",
        410,
        _("报告引用的一条留言已经不再公开"),
        _("签章的报告和数据文件里有它的原话，所以不再提供。报告的页面上不显示那条留言，其余的照样能看。"),
    ),
    reports.NotOfThisReport: Words(
        "not-in-report", 404, _("报告里没有这一处集中反映，或者没有这样的建议"), _("可能已经从报告里去掉了，请刷新页面。")
    ),
    reports.WrongState: Words("report-state", 409, _("报告现在的状态不能这样办"), _("可能刚刚有人办过了，请刷新页面看看到了哪一步。")),
    reports.PeriodNotOver: Words(
        "report-period-not-over", 409, _("这一期还没有结束，不能出报告"), _("周报在下周一排名关闭以后出，月报在下月一日出。")
    ),
    reports.PeriodBefore: Words(
        "report-period-before",
        422,
        _("这一期还没有留言：它在第一条留言以前"),
        _("报告从收到第一条留言的那一周、那个月开始。请换一期。"),
    ),
    reports.UnknownPeriod: Words("report-period", 422, _("没有这一周或者这个月"), _("请写成 2026-W48 或者 2026-11。")),
    reports.ChangedMeanwhile: Words(
        "report-changed",
        409,
        _("您看的不是最新一版，现在是第 %(version)s 版"),
        _("请刷新页面，看过最新一版再办。"),
        lambda it: {"version": it.version},
    ),
    reports.NothingChanged: Words("report-unchanged", 422, _("内容没有改动"), _("改动以后再保存。")),
    reports.SamePerson: Words("report-same-person", 403, _("改写或者报审过这份报告的人不能审定它"), _("请另一位同事审定。")),
    reports.AlreadyTaken: Words(
        "proposal-decided", 409, _("这条建议已经有了结果 %(number)s"), _("请刷新页面查看。"), lambda it: {"number": it.number}
    ),
    reports.JudgedFalse: Words(
        "surge-judged-false",
        409,
        _("这一处集中反映已经判为误报，不发督办单，也不开展专项行动"),
        _("误报的理由：%(reason)s。认为判错了的，请在集中反映的页面写备注；要督办的，可以就具体留言发督办单。"),
        lambda it: {"reason": it.reason.rstrip("。.")},
    ),
    reports.ReasonMissing: Words("report-reason", 422, _("没有写理由"), _("请写明理由，理由会保留。")),
    reports.WordsMissing: Words("report-words", 422, _("没有写：%(what)s"), _("请写好再保存。"), _field),
    reports.WordsTooLong: Words(
        "report-words-long",
        422,
        _("%(what)s超过了 %(most)s 字"),
        _("请写短一些。"),
        lambda it: _field(it) | {"most": it.most},
    ),
    reports.CountedDifferently: Words(
        "report-counted-differently",
        409,
        _("重新计算的结果和报告不一样"),
        _("可能有人绕过程序改了数据。请运维人员运行 manage.py recompute_report 和 verify_ledger。"),
    ),
}
