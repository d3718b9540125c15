"""What campaigns refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tongban.campaigns import terms as campaigns
from tongban.channels.parts.problems.words import Words

CAMPAIGN_FIELDS = {
    "name": pgettext_lazy("campaign field", "行动的名称"),
    "about": pgettext_lazy("campaign field", "关键词"),
    "why": pgettext_lazy("campaign field", "为什么开展"),
    "lead_name": pgettext_lazy("campaign field", "负责人的姓名"),
    "lead_post": pgettext_lazy("campaign field", "负责人的职务"),
    "does": pgettext_lazy("campaign field", "每个单位做什么"),
    "measure": pgettext_lazy("campaign field", "措施"),
    "results": pgettext_lazy("campaign field", "行动的结果"),
    "reason": pgettext_lazy("campaign field", "停止的理由"),
    "unlinking": pgettext_lazy("campaign field", "移出的理由"),
    "words": pgettext_lazy("campaign field", "想说的话"),
    "correction": pgettext_lazy("campaign field", "勘误的理由"),
}
DATES = {
    "order": _("开始的日期要在结束的日期以前"),
    "ends_on": _("结束的日期不能早于今天"),
    "length": _("一个行动最长两年，开始的日期和今天相差不超过一年"),
    "measure": _("措施的日期不能早于行动开始的日期，也不能晚两年以上"),
    "not_begun": _("还没有开始的行动不能结束"),
}


def _field(refusal: campaigns.CampaignWordsMissing | campaigns.CampaignWordsTooLong) -> dict[str, object]:
    return {"what": CAMPAIGN_FIELDS[refusal.field]}


CAMPAIGNS: dict[type[Exception], Words] = {
    campaigns.UnknownCampaign: Words("unknown-campaign", 404, _("没有找到这个专项行动"), _("请核对编号，或者从专项行动的列表里打开。")),
    campaigns.CampaignStateWrong: Words("wrong-state", 409, _("现在的状态不能这样办"), _("可能刚刚有人办过了，请刷新页面看看到了哪一步。")),
    campaigns.CampaignOvertaken: Words(
        "campaign-overtaken",
        409,
        _("您看过以后，这个专项行动又改过了"),
        _("请看过这一页上现在的内容再办。您填写的还在，没有替换别人写的。"),
    ),
    campaigns.CampaignWordsMissing: Words("campaign-words-missing", 422, _("还没有写明%(what)s"), _("请写明%(what)s后再提交。"), _field),
    campaigns.CampaignWordsTooLong: Words(
        "campaign-words-too-long",
        422,
        _("%(what)s太长"),
        _("请缩短到 %(most)s 个字以内。"),
        lambda it: {**_field(it), "most": it.most},
    ),
    campaigns.AboutUnclear: Words(
        "campaign-about-unclear", 422, _("没有写清是什么事"), _("请选一个类别，或者写一到十个关键词；选了区域的，也要选类别。")
    ),
    campaigns.ImpossibleDates: Words(
        "campaign-dates", 422, _("日期不对：%(what)s"), _("请改正日期后再提交。"), lambda it: {"what": DATES[it.field]}
    ),
    campaigns.UnknownCampaignUnit: Words(
        "campaign-unit",
        422,
        _("没有这个单位，或者写了两次：%(code)s"),
        _("请写单位的简称，每个单位只写一行。"),
        lambda it: {"code": it.code},
    ),
    campaigns.TooManyParts: Words("campaign-parts", 422, _("没有写参加的单位，或者超过三十个"), _("请写一到三十个单位，每行一个。")),
    campaigns.UnknownGround: Words(
        "campaign-ground", 422, _("没有找到开展行动的依据"), _("请从集中反映、分析报告或者领导交办的页面重新开始。")
    ),
    campaigns.AlreadyLinked: Words(
        "already-linked",
        409,
        _("这条留言已经在行动里，或者已经移出：%(number)s"),
        _("一条留言只关联一次；移出以后不再关联。"),
        lambda it: {"number": it.number},
    ),
    campaigns.NotLinked: Words(
        "not-linked", 404, _("这条留言不属于这个行动"), _("只有行动里的留言的作者可以评价。请从自己的留言页面打开。")
    ),
    campaigns.ResultsMissing: Words("results-missing", 409, _("还没有写结果"), _("请先由督查岗写明结果，再由另一个人审定。")),
    campaigns.CampaignRatedAlready: Words("campaign-rated", 409, _("您已经评价过这个行动"), _("每人只评价一次，谢谢。")),
    campaigns.CampaignRatingOver: Words("campaign-rating-over", 409, _("评价的时间已经过了"), _("还有问题的，请再写一条留言。")),
    campaigns.NothingToCorrect: Words(
        "nothing-to-correct", 409, _("没有可以勘误的效果"), _("效果还没有测算，或者已经撤回；撤回以后可以提出重新测算。")
    ),
    campaigns.CorrectionWaits: Words("correction-waits", 409, _("已经有一份勘误在等人确认"), _("请先由另一个人确认或者不同意那一份。")),
    campaigns.UnknownEffectCorrection: Words(
        "unknown-effect-correction", 409, _("这份勘误已经有了结果，或者换了一份"), _("请刷新页面，看过现在的一份再办。")
    ),
    campaigns.NothingToMeasure: Words(
        "nothing-to-measure", 409, _("现在没有可以测算的"), _("没有类别的行动不测算；结束满一周以后才开始测算。")
    ),
}
