"""The second pair of eyes: what a colleague has proposed for a licence is confirmed here, or rejected with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.parts.tags.licence_life import CHANGES
from tongban.channels.web.desk.licence_forms import RejectionForm
from tongban.channels.web.desk.views.queue import private
from tongban.channels.web.desk.views.register import PURPOSE, seen, show
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongban.licences.terms import Proposal


@staff
@private
def confirm(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Confirm what a colleague has proposed: it holds at once. Refuses: UnknownProposal."""
    proposal = _proposal(request, proposal_id)
    if request.method != "POST":
        return _back(proposal)
    told = _("%(number)s 已%(change)s。") % {"number": proposal.number, "change": CHANGES[proposal.change]}
    return _settled(request, proposal, licence_actions.confirm_proposal, told)


@staff
@private
def reject(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Reject it; the licence stays as it is and the colleague reads why. Refuses: UnknownProposal."""
    proposal = _proposal(request, proposal_id)
    if request.method != "POST":
        return _back(proposal)
    form = RejectionForm(request.POST)
    if not form.is_valid():
        return show(request, seen(request, proposal.licence_id), status=422, rejection=form)
    return _settled(request, proposal, licence_actions.reject_proposal, _("已退回，证照没有改变。"), reason=form.cleaned_data["note"])


@staff
@private
def withdraw(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Take back what I have proposed. Refuses: UnknownProposal."""
    proposal = _proposal(request, proposal_id)
    if request.method != "POST":
        return _back(proposal)
    return _settled(request, proposal, licence_actions.withdraw_proposal, _("已收回，证照没有改变。"))


def _settled(request: HttpRequest, proposal: Proposal, act: Callable[..., object], told: str, **more: str) -> HttpResponse:
    """The act on a proposal, and back to its licence with what was done; a refusal is shown there."""
    try:
        act(proposal_id=proposal.id, by=actor_of(request), at=moment(request), **more)
    except REFUSALS as refusal:
        return _refused(request, proposal, refusal)
    messages.success(request, told)
    return _back(proposal)


def _proposal(request: HttpRequest, proposal_id: UUID) -> Proposal:
    return licence_queries.proposal(proposal_id, by=actor_of(request), at=moment(request), purpose=PURPOSE)


def _refused(request: HttpRequest, proposal: Proposal, refusal: Exception) -> HttpResponse:
    problem = problem_of(refusal)
    return show(request, seen(request, proposal.licence_id), status=problem.status, problem=problem)


def _back(proposal: Proposal) -> HttpResponse:
    return redirect("desk:record", licence_id=proposal.licence_id)
