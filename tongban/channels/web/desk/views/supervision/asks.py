"""What leaders asked for, and who had to write a second time: a supervisor answers, dismisses, or issues an order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.board import queries as board_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk import supervision_forms as forms
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import Tried, who
from tongban.directives import actions
from tongban.directives import queries as directive_queries
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.directives.terms import AskView


@staff
@private
def asks(request: HttpRequest) -> HttpResponse:
    """Both lists, the newest first. Refuses: NoSupervision, Denied."""
    return _show(request)


@staff
@private
def answer(request: HttpRequest, ask_id: UUID) -> HttpResponse:
    """Say how it stands."""
    if request.method != "POST":
        return redirect("desk:asks")
    form = forms.AnswerForm(request.POST, name=f"a{ask_id}")
    result = Tried(form=form)
    if form.is_valid():
        try:
            actions.answer_ask(ask_id=ask_id, words=form.cleaned_data["words"], **who(request))
        except REFUSALS as refusal:
            return _show(request, ask_id, Tried(form=form, problem=problem_of(refusal)))
        messages.success(request, _("已答复市领导。"))
        return redirect("desk:asks")
    return _show(request, ask_id, result)


@staff
@private
def dismiss(request: HttpRequest, complaint_id: UUID) -> HttpResponse:
    """No grounds for an order, and why."""
    if request.method != "POST":
        return redirect("desk:asks")
    form = forms.ReasonForm(request.POST, name=f"c{complaint_id}")
    if form.is_valid():
        try:
            actions.dismiss_second_complaint(complaint_id=complaint_id, reason=form.cleaned_data["reason"], **who(request))
        except REFUSALS as refusal:
            return _show(request, complaint_id, Tried(form=form, problem=problem_of(refusal)))
        messages.success(request, _("已记下：不发督办单。"))
        return redirect("desk:asks")
    return _show(request, complaint_id, Tried(form=form))


def _show(request: HttpRequest, subject: UUID | None = None, before: Tried | None = None) -> HttpResponse:
    by, at, after = actor_of(request), moment(request), request.GET.get("after", "")
    page, complaints = (
        directive_queries.asks(by, at=at, after=after),
        directive_queries.second_complaints(by, at=at, after=request.GET.get("earlier", "")),
    )
    supervises = supervision_queries.release().desks.supervise in by.desks
    typed = before.form if before else None

    def form_of(kind: type[forms.DeedForm], letter: str, key: UUID) -> forms.DeedForm:
        return typed if typed is not None and key == subject else kind(name=f"{letter}{key}")

    context = {
        "on": supervision_queries.switched_on(at),
        "asks": [(each, form_of(forms.AnswerForm, "a", each.id) if _waits(each) and supervises else None) for each in page.lines],
        "next": page.next,
        "complaints": [
            (
                each,
                board_queries.message_id(each.number, by=by),
                form_of(forms.ReasonForm, "c", each.id) if supervises and not each.ordered else None,
            )
            for each in complaints.lines
        ],
        "earlier": complaints.next,
        "problem": before.problem if before else None,
    }
    return render(request, "desk/supervision/asks.html", context | frame(request, "asks"), status=before.status if before else 200)


def _waits(each: AskView) -> bool:
    return each.answered_at is None
