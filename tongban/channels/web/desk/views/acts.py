"""The acts of the desk: each is one POST and one verb. A refusal shows the case again with what was typed; so does a GET of its address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.cases import actions as case_actions
from tongban.cases.terms import Decision, DeclineReason, Opinion, Turn, UnknownCase
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import View, staff
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.web.desk import confirming
from tongban.channels.web.desk.forms import CorrectionForm, DecisionForm, DeclineForm, ReviewForm
from tongban.channels.web.desk.points import targets
from tongban.channels.web.desk.views.case import seen, show
from tongban.channels.web.desk.views.queue import private

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.cases.terms import CaseView


def act(view: Callable[..., HttpResponse]) -> View:
    """An act is a POST. Whoever comes to its address otherwise (back from signing in, a change of language) sees the case."""

    @staff
    @private
    @wraps(view)
    def acting(request: HttpRequest, case_id: UUID, **where: UUID) -> HttpResponse:
        return view(request, case_id, **where) if request.method == "POST" else show(request, case_id)

    return acting


def _carry_out(request: HttpRequest, case_id: UUID, verb: Callable[[], Turn], *, done: str, **typed: Any) -> HttpResponse:
    """Call the verb; back to the queue when it was done, back to the case with words when it was refused."""
    try:
        turn = verb()
    except REFUSALS as refusal:
        return _refused(request, case_id, problem_of(refusal), **typed)
    messages.success(request, done % {"number": turn.number})
    return redirect("desk:queue")


def _refused(request: HttpRequest, case_id: UUID, problem: Problem, **typed: Any) -> HttpResponse:
    """The case with the problem and what was typed; where the case is none of this desk's, the problem alone."""
    try:
        return show(request, case_id, status=problem.status, problem=problem, **typed)
    except UnknownCase:
        return render(request, "parts/problem_page.html", {"problem": problem}, status=problem.status)


def _wrong(request: HttpRequest, case_id: UUID, *, case: CaseView | None = None, **form: Any) -> HttpResponse:
    return show(request, case_id, case=case, status=422, **form)


@act
def accept(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.accept(step_id=step_id, by=actor_of(request), at=moment(request)),
        done=_("%(number)s 已受理，受理通知书已送达申请人。"),
    )


@act
def check(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """A check before acceptance: nothing missing, or the points that will go into the one notice."""
    case = seen(request, case_id)
    form = CorrectionForm(request.POST, targets=targets(case))
    if not form.is_valid() or confirming.taken_back(request):
        return _wrong(request, case_id, case=case, correction_form=form)
    items = form.items()
    if items and not confirming.confirmed(request):
        return show(request, case_id, case=case, confirm=confirming.of_check(request, case, items), correction_form=form)
    opinion = Opinion.DISAGREE if items else Opinion.AGREE
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.check(step_id=step_id, opinion=opinion, items=items, by=actor_of(request), at=moment(request)),
        done=_("%(number)s 预审已完成。"),
        correction_form=form,
    )


@act
def ask_correction(request: HttpRequest, case_id: UUID) -> HttpResponse:
    case = seen(request, case_id)
    form = CorrectionForm(request.POST, targets=targets(case))
    if form.is_valid() and not form.items():
        form.add_error(None, _("请至少选一项，写明缺什么、怎么补。"))
    if not form.is_valid() or confirming.taken_back(request):
        return _wrong(request, case_id, case=case, correction_form=form)
    if not confirming.confirmed(request):
        return show(request, case_id, case=case, confirm=confirming.of_notice(request, case, form.items()), correction_form=form)
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.ask_correction(case_id=case_id, items=form.items(), by=actor_of(request), at=moment(request)),
        done=_("%(number)s 补正告知书已送达申请人，一次列明全部问题。"),
        correction_form=form,
    )


@act
def decline(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid() or confirming.taken_back(request):
        return _wrong(request, case_id, decline_form=form)
    answer = {**form.cleaned_data, "reason": DeclineReason(form.cleaned_data["reason"])}
    if not confirming.confirmed(request):
        return show(request, case_id, confirm=confirming.of_decline(request, **answer), decline_form=form)
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.decline(step_id=step_id, by=actor_of(request), at=moment(request), **answer),
        done=_("%(number)s 不予受理通知书已送达申请人。"),
        decline_form=form,
    )


@act
def review(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _wrong(request, case_id, review_form=form)
    opinion, reason = Opinion(form.cleaned_data["opinion"]), form.cleaned_data["reason"]
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.review(step_id=step_id, opinion=opinion, reason=reason, by=actor_of(request), at=moment(request)),
        done=_("%(number)s 审查意见已提交，办件自动转往下一环节。"),
        review_form=form,
    )


@act
def decide(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid() or confirming.taken_back(request):
        return _wrong(request, case_id, decision_form=form)
    decision, reasons = Decision(form.cleaned_data["decision"]), form.cleaned_data["reasons"]
    if not confirming.confirmed(request):
        case = seen(request, case_id)
        confirm = confirming.of_decision(request, case, decision=decision, reasons=reasons)
        return show(request, case_id, case=case, confirm=confirm, decision_form=form)
    granted = _("%(number)s 已办结：准予。")
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.decide(step_id=step_id, decision=decision, reasons=reasons, by=actor_of(request), at=moment(request)),
        done=granted if decision is Decision.GRANT else _("%(number)s 已办结：不予许可，决定书已送达申请人。"),
        decision_form=form,
    )
