"""A campaign is written down, from a page that says why or by oneself, and written anew until somebody has opened it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.campaigns import actions
from tongban.campaigns import queries as campaign_queries
from tongban.campaigns.terms import CampaignAct, CampaignGround, CampaignStateWrong
from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk import campaign_forms as forms
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.campaigns.pages import writes
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import Tried, key_of, who
from tongban.supervision.terms import Denied

if TYPE_CHECKING:
    from uuid import UUID

PROPOSED = ("name", "category", "area", "keywords", "why")  # what a page from which one comes may say


@staff
@private
def new(request: HttpRequest) -> HttpResponse:
    """Write one down; `ground` and `of` say from which surge, report or request one comes. Refuses: NoSupervision, Denied."""
    if not writes(request):
        raise Denied("done by supervisors")
    ground = _ground(request)
    if request.method != "POST":
        told = {name: request.GET.get(name, "")[:2000] for name in PROPOSED} | {"ground": ground, "of": request.GET.get("of", "")[:40]}
        return _form(request, forms.CampaignForm(name="campaign", initial=told, ground=ground), Tried())
    form = forms.CampaignForm(request.POST, name="campaign", ground=ground)
    if not form.is_valid():
        return _form(request, form, Tried(form=form))
    told = {"ground": CampaignGround(form.cleaned_data["ground"]), "ground_id": _id(form.cleaned_data["of"])}
    try:
        drafted = actions.draft_campaign(key=key_of(request), campaign=form.written(), **told, **who(request))
    except REFUSALS as refusal:
        return _form(request, form, Tried(form=form, problem=problem_of(refusal)))
    messages.success(request, _("专项行动 %(number)s 已写下，等另一个人审定。") % {"number": drafted.number})
    return redirect("desk:campaign", drafted.campaign_id)


@staff
@private
def rewrite(request: HttpRequest, campaign_id: UUID) -> HttpResponse:
    """Write a draft anew. Refuses: NoSupervision, Denied, UnknownCampaign, CampaignStateWrong."""
    campaign_queries.require(CampaignAct.REWRITE, by=actor_of(request))
    view = campaign_queries.campaign(campaign_id, **who(request))
    if CampaignAct.REWRITE not in view.open_to:
        raise CampaignStateWrong(view.line.state)
    if request.method != "POST":
        return _form(request, forms.CampaignForm(name="campaign", initial=forms.initial(view), rewrites=True), Tried())
    form = forms.CampaignForm(request.POST, name="campaign", rewrites=True)
    if not form.is_valid():
        return _form(request, form, Tried(form=form))
    try:
        actions.rewrite_campaign(campaign_id=campaign_id, campaign=form.written(), **who(request))
    except REFUSALS as refusal:
        return _form(request, form, Tried(form=form, problem=problem_of(refusal)))
    messages.success(request, _("已改写，等另一个人审定。"))
    return redirect("desk:campaign", campaign_id)


def _form(request: HttpRequest, form: forms.CampaignForm, before: Tried) -> HttpResponse:
    context = {"form": form, "problem": before.problem, "key": request.POST.get("key", "") or uuid.uuid4()}
    return render(request, "desk/campaigns/new.html", context | frame(request, "campaigns"), status=before.status)


def _ground(request: HttpRequest) -> CampaignGround | None:
    told = request.POST.get("ground", request.GET.get("ground", ""))
    return CampaignGround(told) if told in set(CampaignGround) else None


def _id(text: str) -> UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
