"""What the analysis refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words
from tongban.insight import terms as insight
from tongban.snapshots import terms as snapshots
from tongban.watches import terms as watches

DENIED = Words("analysis-denied", 403, _("您不能查看全市的分析"), _("分析由分析岗负责。有需要的，请联系分析岗。"))
NO_WORDS = Words("surge-words", 422, _("没有写内容，或者超过两千字"), _("请写明内容，不超过两千字。"))
INSIGHT: dict[type[Exception], Words] = {
    **dict.fromkeys((insight.Denied, snapshots.Denied, watches.Denied), DENIED),
    snapshots.ExtraMissing: Words(
        "analysis-not-installed", 409, _("没有安装分析所用的程序库"), _("请运维人员安装 requirements/insight.txt，再试一次。")
    ),
    snapshots.SnapshotRunning: Words("snapshot-running", 409, _("另一个程序正在生成快照"), _("请等它结束后再试。")),
    insight.UnknownSurge: Words("surge-unknown", 404, _("没有这一轮集中反映"), _("请从列表里重新打开。")),
    insight.AlreadyJudged: Words("surge-judged", 409, _("这一轮集中反映已经判断过"), _("有不同看法的，请写备注。")),
    **dict.fromkeys((insight.NoWords, watches.NoWords), NO_WORDS),
    watches.UnknownWatch: Words("watch-unknown", 404, _("没有这个关注"), _("它不存在，或者是同事的、没有分享。请从列表里重新打开。")),
    watches.NotYourWatch: Words("watch-not-yours", 403, _("这是同事的关注"), _("分享的只能看。要改的，请自己建一个。")),
    watches.WatchArchived: Words("watch-archived", 409, _("这个关注已经收起来"), _("请先“重新看”，再改。")),
    watches.TooManyWatches: Words("watch-too-many", 409, _("已经有 50 个关注"), _("请先收起不再需要的。")),
    watches.Unnamed: Words("watch-unnamed", 422, _("关注没有名称，或者名称超过六十字"), _("请起一个名称，不超过六十字。")),
    watches.NoCondition: Words("watch-no-condition", 422, _("没有说要看什么"), _("词语、类别、地方，请至少写一样。")),
    watches.WordLength: Words(
        "watch-word-length", 422, _("“%(word)s”太短或者太长"), _("每个词语 2 到 20 个字。"), values=lambda it: {"word": it.word}
    ),
    watches.TooManyWords: Words("watch-too-many-words", 422, _("词语太多"), _("最多 10 个词语；要看得更宽，请选类别或者地方。")),
    watches.UnknownClass: Words("watch-class", 422, _("城市的类别表里没有这个类别"), _("请从列表里选。")),
    watches.UnknownArea: Words("watch-area", 422, _("没有这个区或者街道"), _("请从列表里选。")),
    watches.ImpossibleCount: Words("watch-count", 422, _("提醒的人数不对"), _("请写 1 到 999999 的整数；不要提醒的，留空。")),
    insight.NotYet: Words("detection-not-yet", 422, _("这一天还没有到"), _("请选今天或者以前的日期。")),
    snapshots.NoSnapshot: Words("no-snapshot", 409, _("还没有快照"), _("快照每天夜里生成；也可以请运维人员运行 manage.py snapshot。")),
}
