"""What the analysis refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.insight import terms as insight
from tongban.snapshots import terms as snapshots

DENIED = Words("analysis-denied", 403, _("您不能查看全市的分析"), _("分析由分析岗负责。有需要的，请联系分析岗。"))
INSIGHT: dict[type[Exception], Words] = {
    **dict.fromkeys((insight.Denied, snapshots.Denied), DENIED),
    snapshots.ExtraMissing: Words(
        "analysis-not-installed", 409, _("没有安装分析所用的程序库"), _("请运维人员安装 requirements/insight.txt，再试一次。")
    ),
    snapshots.SnapshotRunning: Words("snapshot-running", 409, _("另一个程序正在生成快照"), _("请等它结束后再试。")),
    insight.UnknownSurge: Words("surge-unknown", 404, _("没有这一轮集中反映"), _("请从列表里重新打开。")),
    insight.AlreadyJudged: Words("surge-judged", 409, _("这一轮集中反映已经判断过"), _("有不同看法的，请写备注。")),
    insight.NoWords: Words("surge-words", 422, _("没有写内容，或者超过两千字"), _("请写明内容，不超过两千字。")),
    insight.NotYet: Words("detection-not-yet", 422, _("这一天还没有到"), _("请选今天或者以前的日期。")),
    snapshots.NoSnapshot: Words("no-snapshot", 409, _("还没有快照"), _("快照每天夜里生成；也可以请运维人员运行 manage.py snapshot。")),
}
