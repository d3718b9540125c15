"""The words of campaigns: states, grounds, how messages came, acts, and what the counts say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tongban.campaigns.terms import CampaignAct, CampaignGround, CampaignState, How
from tongban.channels.parts.tags import charts
from tongban.channels.parts.tags.words import chip

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from tongban.campaigns.terms import CampaignCounts, Change

STATES = {
    CampaignState.DRAFTED: ("soon", pgettext_lazy("campaign", "待审定")),
    CampaignState.RUNNING: ("run", pgettext_lazy("campaign", "进行中")),
    CampaignState.ENDED: ("ok", pgettext_lazy("campaign", "已结束")),
    CampaignState.EVALUATED: ("ok", pgettext_lazy("campaign", "已结束，效果已测算")),
    CampaignState.GIVEN_UP: ("late", pgettext_lazy("campaign", "已停止")),
}
GROUNDS = {
    CampaignGround.SURGE: gettext_lazy("群众集中反映"),
    CampaignGround.REPORT: pgettext_lazy("campaign", "分析报告"),
    CampaignGround.LEADER: gettext_lazy("领导交办"),
    CampaignGround.OWN: pgettext_lazy("campaign", "督查发现"),
}
HOWS = {
    How.SURGE: pgettext_lazy("campaign", "集中反映的依据"),
    How.HAND: pgettext_lazy("campaign", "按编号关联"),
    How.MATCH: pgettext_lazy("campaign", "类别和区域相同"),
}
ACTS = {
    CampaignAct.DRAFT: pgettext_lazy("campaign act", "写下"),
    CampaignAct.REWRITE: pgettext_lazy("campaign act", "改写"),
    CampaignAct.APPROVE: pgettext_lazy("campaign act", "审定，开始"),
    CampaignAct.WRITE_RESULTS: pgettext_lazy("campaign act", "写结果"),
    CampaignAct.APPROVE_RESULTS: pgettext_lazy("campaign act", "审定结果，结束"),
    CampaignAct.GIVE_UP: pgettext_lazy("campaign act", "停止"),
    CampaignAct.EVALUATE: pgettext_lazy("campaign act", "测算效果"),
    CampaignAct.CORRECT_EFFECT: pgettext_lazy("campaign act", "提出勘误效果"),
    CampaignAct.CONFIRM_CORRECTION: pgettext_lazy("campaign act", "确认勘误"),
    CampaignAct.DISMISS_CORRECTION: pgettext_lazy("campaign act", "不同意勘误"),
}


def campaign_word(value: Any) -> SafeString | str:
    """A state as a chip; a ground or a way plain."""
    if isinstance(value, CampaignState):
        return chip(*STATES[value])
    return str(GROUNDS[value] if isinstance(value, CampaignGround) else HOWS[value])


def campaign_step(act: CampaignAct) -> str:
    """A step in its life."""
    return str(ACTS[act])


def campaign_bars(counts: CampaignCounts) -> SafeString | str:
    """A bar a week: before it, while it ran, after it."""
    before, after = counts.own.before, counts.own.after
    told = [*before, *counts.during, *after]
    names = [_("开始以前"), *[""] * (len(told) - 2), _("结束以后")]
    return charts.bars(list(zip(names, map(float, told), strict=True)))


def campaign_change(change: Change) -> str:
    """How many fewer or more, with the interval; where the interval lies on both sides, that nothing is clear."""
    about, low, high = change.percent
    if change.fewer:
        return _("下降 %(about)s%%（%(low)s%% 到 %(high)s%%）") % {"about": about, "low": low, "high": high}
    if change.more:
        return _("上升 %(about)s%%（%(low)s%% 到 %(high)s%%）") % {"about": about, "low": low, "high": high}
    down, up = round(100 * (1 - change.low)), round(100 * (change.high - 1))
    return _("看不出明显变化（下降 %(down)s%% 到上升 %(up)s%% 都有可能）") % {"down": max(0, down), "up": max(0, up)}
