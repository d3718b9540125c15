"""The acts of the desk: each is one POST and one verb. A refusal shows the case again with what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import Decision, DeclineReason, Opinion, Refusal, Turn
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.desk.forms import CorrectionForm, DecisionForm, DeclineForm, ReviewForm
from tongban.channels.web.desk.views.case import PURPOSE, correction_targets, show


def _carry_out(request: HttpRequest, case_id: UUID, act: Callable[[], Turn], *, done: str, **typed: Any) -> HttpResponse:
    """Call the verb; back to the queue when it was done, back to the case with words when it was refused."""
    try:
        turn = act()
    except Refusal as refusal:
        problem = problem_of(refusal)
        return show(request, case_id, status=problem.status, problem=problem, **typed)
    messages.success(request, done % {"number": turn.number})
    return redirect("desk:queue")


def _typed_wrong(request: HttpRequest, case_id: UUID, name: str, form: Form) -> HttpResponse:
    return show(request, case_id, status=422, **{name: form})


@staff
@require_POST
def accept(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.accept(step_id=step_id, by=actor_of(request), at=moment(request)),
        done=_("%(number)s 已受理，受理通知书已送达申请人。"),
    )


@staff
@require_POST
def check(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    """A check before acceptance: nothing missing, or the points that will go into the one notice."""
    form = _correction_form(request, case_id)
    if not form.is_valid():
        return _typed_wrong(request, case_id, "correction_form", form)
    items = form.items()
    opinion = Opinion.DISAGREE if items else Opinion.AGREE
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.check(step_id=step_id, opinion=opinion, items=items, by=actor_of(request), at=moment(request)),
        done=_("%(number)s 预审已完成。"),
        correction_form=form,
    )


@staff
@require_POST
def ask_correction(request: HttpRequest, case_id: UUID) -> HttpResponse:
    form = _correction_form(request, case_id)
    if not form.is_valid():
        return _typed_wrong(request, case_id, "correction_form", form)
    if not form.items():
        form.add_error(None, _("请至少选一项，写明缺什么、怎么补。"))
        return _typed_wrong(request, case_id, "correction_form", form)
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.ask_correction(case_id=case_id, items=form.items(), by=actor_of(request), at=moment(request)),
        done=_("%(number)s 补正告知书已送达申请人，一次列明全部问题。"),
        correction_form=form,
    )


@staff
@require_POST
def decline(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _typed_wrong(request, case_id, "decline_form", form)
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.decline(
            step_id=step_id,
            reason=DeclineReason(form.cleaned_data["reason"]),
            note=form.cleaned_data["note"],
            competent_organ=form.cleaned_data["competent_organ"],
            by=actor_of(request),
            at=moment(request),
        ),
        done=_("%(number)s 不予受理通知书已送达申请人。"),
        decline_form=form,
    )


@staff
@require_POST
def review(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _typed_wrong(request, case_id, "review_form", form)
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.review(
            step_id=step_id,
            opinion=Opinion(form.cleaned_data["opinion"]),
            reason=form.cleaned_data["reason"],
            by=actor_of(request),
            at=moment(request),
        ),
        done=_("%(number)s 审查意见已提交，办件自动转往下一环节。"),
        review_form=form,
    )


@staff
@require_POST
def decide(request: HttpRequest, case_id: UUID, step_id: UUID) -> HttpResponse:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _typed_wrong(request, case_id, "decision_form", form)
    decision = Decision(form.cleaned_data["decision"])
    return _carry_out(
        request,
        case_id,
        lambda: case_actions.decide(
            step_id=step_id, decision=decision, reasons=form.cleaned_data["reasons"], by=actor_of(request), at=moment(request)
        ),
        done=_("%(number)s 已办结：准予。") if decision is Decision.GRANT else _("%(number)s 已办结：不予许可，决定书已送达申请人。"),
        decision_form=form,
    )


def _correction_form(request: HttpRequest, case_id: UUID) -> CorrectionForm:
    case = case_queries.case(case_id, by=actor_of(request), at=moment(request), purpose=PURPOSE)
    return CorrectionForm(request.POST, targets=[target for target, _words in correction_targets(case)])
