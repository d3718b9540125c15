"""Campaigns: the list, one of them with everything about it, and what may be done with it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from tongban.board import queries as board_queries
from tongban.board.terms import UnknownMessage
from tongban.campaigns import actions
from tongban.campaigns import queries as campaign_queries
from tongban.campaigns.terms import CampaignAct, CampaignState
from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk import campaign_forms as forms
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import NOT_TRIED, Deed, Tried, cards, tried, who
from tongban.reports import queries as report_queries
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.channels.web.desk.views.supervision.deeds import On

SHELVES = {
    "running": gettext_lazy("进行中的"),
    "drafted": gettext_lazy("待审定的"),
    "ended": gettext_lazy("已结束的"),
    "all": gettext_lazy("全部"),
}


def _unlink(on: On, number: str, reason: str) -> None:
    """Raises UnknownMessage for a number that whoever asks may not open."""
    message_id = board_queries.message_id(number, by=on.who["by"])
    if message_id is None:
        raise UnknownMessage(number)
    actions.unlink_message(campaign_id=on.id, message_id=message_id, reason=reason, **on.who)


DEEDS = (
    Deed(
        "approve",
        CampaignAct.APPROVE,
        gettext_lazy("审定，开始行动"),
        gettext_lazy("由写的人以外的另一个人审定。审定以后公开，参加的单位马上收到通知。"),
        gettext_lazy("看过了，开始行动"),
        forms.VersionForm,
        lambda on, told: actions.approve_campaign(campaign_id=on.id, version=told["version"], **on.who),
        gettext_lazy("行动已开始，已公开。"),
    ),
    Deed(
        "end",
        CampaignAct.APPROVE_RESULTS,
        gettext_lazy("审定结果，结束行动"),
        gettext_lazy(
            "由写结果的人以外的另一个人审定。结束以后公开结果，告诉用账号留言的作者，请他们评价；凭查询码的也可以评价，收不到消息。"
        ),
        gettext_lazy("看过了，结束行动"),
        forms.VersionForm,
        lambda on, told: actions.approve_results(campaign_id=on.id, version=told["version"], **on.who),
        gettext_lazy("行动已结束，结果已公开。用账号留言的作者会收到消息。"),
    ),
    Deed(
        "measure",
        CampaignAct.ADD_MEASURE,
        gettext_lazy("写一条措施"),
        gettext_lazy("计划做的、做过的都可以写；写下以后不能改，写错了再写一条。"),
        gettext_lazy("写下措施"),
        forms.MeasureForm,
        lambda on, told: actions.add_measure(campaign_id=on.id, **told, **on.who),
        gettext_lazy("措施已写下。"),
    ),
    Deed(
        "link",
        CampaignAct.LINK,
        gettext_lazy("关联一条留言"),
        gettext_lazy("行动结束时，用账号留言的作者会收到结果。"),
        gettext_lazy("关联"),
        forms.LinkForm,
        lambda on, told: actions.link_message(campaign_id=on.id, number=told["number"], **on.who),
        gettext_lazy("留言已关联。"),
        tone="second",
    ),
    Deed(
        "unlink",
        CampaignAct.UNLINK,
        gettext_lazy("移出一条留言"),
        gettext_lazy("说的是别的事的，移出；移出以后不再自动关联。"),
        gettext_lazy("移出"),
        forms.UnlinkForm,
        lambda on, told: _unlink(on, told["number"], told["reason"]),
        gettext_lazy("留言已移出。"),
        tone="second",
    ),
    Deed(
        "results",
        CampaignAct.WRITE_RESULTS,
        gettext_lazy("写结果"),
        gettext_lazy("做成了什么、没做成什么。由另一个人审定以后公开，行动就结束了；审定以前可以再写。"),
        gettext_lazy("写好，请人审定"),
        forms.ResultsForm,
        lambda on, told: actions.write_results(campaign_id=on.id, results=told["results"], version=told["version"], **on.who),
        gettext_lazy("结果已写好，等另一个人审定。"),
    ),
    Deed(
        "give-up",
        CampaignAct.GIVE_UP,
        gettext_lazy("停止行动"),
        gettext_lazy("公开过的行动，停止的理由也公开，用账号留言的作者会收到消息。停止以后不能恢复。"),
        gettext_lazy("停止行动"),
        forms.GiveUpForm,
        lambda on, told: actions.give_up_campaign(campaign_id=on.id, reason=told["reason"], **on.who),
        gettext_lazy("行动已停止。"),
        tone="danger",
    ),
    Deed(
        "confirm-correction",
        CampaignAct.CONFIRM_CORRECTION,
        gettext_lazy("确认勘误"),
        gettext_lazy("由提出的人以外的另一个人确认。确认以后公开：理由、原来的数字、重新测算的数字或者已经撤回。"),
        gettext_lazy("看过了，确认勘误"),
        forms.CorrectedForm,
        lambda on, told: actions.confirm_effect_correction(campaign_id=on.id, correction_id=told["correction"], **on.who),
        gettext_lazy("勘误已确认，已公开。"),
    ),
    Deed(
        "dismiss-correction",
        CampaignAct.DISMISS_CORRECTION,
        gettext_lazy("不同意勘误"),
        gettext_lazy("公开的效果照旧；经过里留着提出过的勘误和理由。"),
        gettext_lazy("不同意"),
        forms.CorrectedForm,
        lambda on, told: actions.dismiss_effect_correction(campaign_id=on.id, correction_id=told["correction"], **on.who),
        gettext_lazy("已记下：不同意勘误。"),
        tone="second",
    ),
    Deed(
        "correct-effect",
        CampaignAct.CORRECT_EFFECT,
        gettext_lazy("勘误效果"),
        gettext_lazy("公开的效果不对时用。由另一个人确认以后生效；理由和原来的数字都公开，不能悄悄改。"),
        gettext_lazy("提出勘误"),
        forms.CorrectionForm,
        lambda on, told: actions.propose_effect_correction(campaign_id=on.id, **told, **on.who),
        gettext_lazy("勘误已提出，等另一个人确认。"),
        tone="second",
    ),
)


@staff
@private
def campaigns(request: HttpRequest) -> HttpResponse:
    """A shelf of campaigns, the newest first. Refuses: NoSupervision, Denied."""
    shelf, after = request.GET.get("shelf", ""), request.GET.get("after", "")
    shelf = shelf if shelf in SHELVES else "all"
    page = campaign_queries.campaigns(shelf=shelf, after=after, **who(request))
    context = {"page": page, "shelf": shelf, "shelves": SHELVES, "writes": writes(request)}
    return render(request, "desk/campaigns/list.html", context | frame(request, "campaigns"))


@staff
@private
def campaign(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """One campaign. Refuses: NoSupervision, UnknownCampaign."""
    return _show(request, campaign_id, NOT_TRIED)


@staff
@private
def act(request: HttpRequest, campaign_id: UUID, deed: str) -> HttpResponse:
    """An act on a campaign. Refuses: NoSupervision, Denied."""
    if request.method != "POST":
        return redirect("desk:campaign", campaign_id)
    for each in DEEDS:
        if each.name == deed:
            campaign_queries.require(CampaignAct(each.act), by=actor_of(request))
    result = tried(request, DEEDS, deed, campaign_id)
    return redirect("desk:campaign", campaign_id) if result.done else _show(request, campaign_id, result)


def writes(request: HttpRequest) -> bool:
    """Whether whoever looks writes campaigns down."""
    return actor_of(request).sits_at(supervision_queries.release().desks.supervise)


def _show(request: HttpRequest, campaign_id: UUID, before: Tried) -> HttpResponse:
    view = campaign_queries.campaign(campaign_id, **who(request))
    offered = cards(DEEDS, view.open_to, before)
    overtaken = before.problem is not None and before.problem.code == "campaign-overtaken"
    for _deed, form in offered:
        form.initial |= {"version": view.version, "key": uuid.uuid4()}
        if overtaken and form is before.form and isinstance(form, forms.VersionForm):
            form.again(view.version)
        if "correction" in form.fields:
            form.initial["correction"] = next((each.id for each in view.corrections if each.at is None), None)
    context = {
        "shown": view,
        "line": view.line,
        "cards": offered,
        "problem": before.problem,
        "may_rewrite": CampaignAct.REWRITE in view.open_to,
        "public": view.line.opened_at is not None,
        "report": report_queries.reports_made([campaign_id], by=actor_of(request)).get(campaign_id),
        "over": view.line.state in (CampaignState.ENDED, CampaignState.EVALUATED),
    }
    return render(request, "desk/campaigns/page.html", context | frame(request, "campaigns"), status=before.status)
