"""What a report proposes is taken with one click, or rejected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.reports import forms
from tongban.channels.web.desk.views.reports.report import show
from tongban.channels.web.desk.views.reports.showing import Typed
from tongban.channels.web.desk.views.supervision.deeds import Tried, who
from tongban.reports import actions, queries
from tongban.reports.terms import Proposal, ReportAct

if TYPE_CHECKING:
    from uuid import UUID


@staff
@private
def issue(request: HttpRequest, report_id: UUID, surge_id: UUID) -> HttpResponse:
    """Issue the drafted order with one click. Pressed twice it is one. Refuses: NoSupervision, Denied."""
    if request.method != "POST":
        return redirect("desk:report", report_id)
    queries.require(ReportAct.ISSUE_ORDER, by=actor_of(request))
    try:
        made = actions.issue_proposed_order(report_id=report_id, surge_id=surge_id, **who(request))
    except REFUSALS as refusal:
        return show(request, report_id, Tried(problem=problem_of(refusal)))
    told = _("%(number)s已签发。") if made.new else _("%(number)s早已签发，不是您这一次签发的。")
    messages.success(request, told % {"number": made.number})
    return redirect("desk:ordered-one", made.id)


@staff
@private
def begin(request: HttpRequest, report_id: UUID, surge_id: UUID) -> HttpResponse:
    """Write the proposed campaign down. Pressed twice it is one. Refuses: NoSupervision, Denied."""
    if request.method != "POST":
        return redirect("desk:report", report_id)
    queries.require(ReportAct.OPEN_CAMPAIGN, by=actor_of(request))
    form = forms.CampaignForm(request.POST, name=f"open-{surge_id}")
    typed = Typed(str(surge_id), Proposal.CAMPAIGN.value, campaign=form)
    if not form.is_valid():
        return show(request, report_id, Tried(form=form), typed)
    try:
        made = actions.open_proposed_campaign(report_id=report_id, surge_id=surge_id, words=form.told(), **who(request))
    except REFUSALS as refusal:
        return show(request, report_id, Tried(form=form, problem=problem_of(refusal)), typed)
    told = _("%(number)s已立项，请到专项行动里安排。") if made.new else _("%(number)s早已立项，不是您这一次立的。")
    messages.success(request, told % {"number": made.number})
    return redirect("desk:report", report_id)


@staff
@private
def reject(request: HttpRequest, report_id: UUID, surge_id: UUID, proposal: str) -> HttpResponse:
    """Not taken, and why. Refuses: NoSupervision, Denied."""
    if proposal not in {each.value for each in Proposal}:
        raise Http404(proposal)
    if request.method != "POST":
        return redirect("desk:report", report_id)
    queries.require(ReportAct.REJECT, by=actor_of(request))
    form = forms.RejectForm(request.POST, name=f"{proposal}-{surge_id}")
    typed = Typed(str(surge_id), proposal, form)
    if not form.is_valid():
        return show(request, report_id, Tried(form=form), typed)
    told = {"reason": form.cleaned_data["reason"], "false_alarm": form.cleaned_data["false_alarm"]}
    try:
        actions.reject_proposal(report_id=report_id, surge_id=surge_id, proposal=Proposal(proposal), **told, **who(request))
    except REFUSALS as refusal:
        return show(request, report_id, Tried(form=form, problem=problem_of(refusal)), typed)
    messages.success(request, _("已记下：不采纳。"))
    return redirect("desk:report", report_id)
