"""What the rules of supervision, switches and weekly rankings refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tongban.channels.parts.problems.words import Words, city_faults
from tongban.supervision import terms as supervision

RANKING: dict[type[Exception], Words] = {
    supervision.FaultySupervision: Words(
        "faulty-supervision",
        422,
        _("督办规则有错误，没有载入任何内容"),
        _("请按下面列出的文件和行号逐处改正，再重新载入。"),
        faults=city_faults,
    ),
    supervision.NoSupervision: Words("no-supervision", 409, _("这个城市还没有督办规则"), _("请先载入督办规则。")),
    supervision.ReportOnly: Words(
        "report-only", 409, _("这个单位还在试运行"), _("试运行期间只供督查人员查看，不公开、不下发。请先为它正式启用。")
    ),
    supervision.UnknownUnit: Words("unknown-ranked-unit", 404, _("没有这个单位，或者它不参加排名"), _("请从列出的单位或者区里选。")),
    supervision.SamePerson: Words(
        "same-person", 409, _("这件事要两个人办"), _("提出、签发、反馈的人不能自己确认或者核查，参与过剔除、勘误的不能签发排名。请换人办。")
    ),
    supervision.ReasonMissing: Words("public-reason-missing", 422, _("请写明理由"), _("理由会向所有人公开，请写清楚为什么。")),
    supervision.UnknownWeek: Words("unknown-week", 404, _("没有这一周的排名"), _("请核对周次，例如 2026-W48；还没有签发的排名不公开。")),
    supervision.NotClosedYet: Words("week-not-closed-yet", 409, _("这一周还没有到结算的时间"), _("请等到规定的时间，系统会自动结算。")),
    supervision.SignedOff: Words("week-signed-off", 409, _("这一周的排名已经签发"), _("已经签发的排名不再改动。有错误的，请提出勘误。")),
    supervision.CountedAnew: Words(
        "week-counted-anew",
        409,
        _("您打开页面以后，这一周重新算过了"),
        _("有人剔除了一项或者作了勘误，还没有签发。请看过现在的数字，再签发。"),
    ),
    supervision.NotSignedOff: Words("week-not-signed-off", 409, _("这一周的排名还没有签发"), _("签发之前直接提出剔除就可以，不需要勘误。")),
    supervision.StillProposed: Words("still-proposed", 409, _("还有提出的剔除或者勘误没有决定"), _("请由另一个人先确认或者驳回。")),
    supervision.NothingPublished: Words(
        "nothing-published", 409, _("所有单位都在试运行"), _("没有可以公开的内容。请先正式启用至少一个单位。")
    ),
    supervision.NotCounted: Words(
        "not-counted", 422, _("这一周没有计入这个单位的这一件"), _("请核对编号、单位和周次；同一件有几个评价的，请选定是哪一个。")
    ),
    supervision.AlreadyDecided: Words("already-decided", 409, _("这条建议已经有人处理了"), _("请刷新页面查看处理的结果。")),
    supervision.UnknownExclusion: Words("unknown-exclusion", 404, _("没有找到这条剔除"), _("请刷新页面，看看现在有哪些。")),
    supervision.UnknownCorrection: Words("unknown-correction", 404, _("没有找到这条勘误"), _("请刷新页面，看看现在有哪些。")),
    supervision.LeftOutAlready: Words("left-out-already", 409, _("这一件已经剔除，或者已经有人提出剔除"), _("请刷新页面查看。")),
    supervision.DoesNotStand: Words(
        "week-does-not-stand",
        410,
        _("这一周的排名暂不显示"),
        _("保存的内容和计算、签发时的不一致，正在核查；核实以后重新公布，更正的内容以勘误公布。"),
    ),
    supervision.CountedDifferently: Words(
        "counted-differently", 409, _("重新计算的结果和保存的不一致"), _("数据在系统之外被改动过。请先核查账本，再签发。")
    ),
}
