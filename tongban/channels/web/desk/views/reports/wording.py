"""Reports drawn up and worded by whoever analyses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.reports import forms
from tongban.channels.web.desk.views.supervision.deeds import who
from tongban.reports import actions, queries
from tongban.reports.terms import ReportAct, ReportKind, WrongState

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.reports.terms import ReportDrawn, ReportView


def drawn_up(request: HttpRequest) -> tuple[forms.DrawForm, Problem | None, ReportDrawn | None]:
    """A report of a week or a month, drawn up now. Refuses: NoSupervision, Denied."""
    queries.require(ReportAct.EDIT, by=actor_of(request))  # whoever words them draws them up
    form = forms.DrawForm(request.POST, name="draw")
    if not form.is_valid():
        return form, None, None
    try:
        made = actions.draw_report(kind=ReportKind(form.cleaned_data["kind"]), period=form.cleaned_data["period"].strip(), **who(request))
    except REFUSALS as refusal:
        return form, problem_of(refusal), None
    messages.success(request, _told(made))
    return form, None, made


@staff
@private
def of_surge(request: HttpRequest, surge_id: UUID) -> HttpResponse:
    """A report on one surge, drawn up now. Refuses: NoSupervision, Denied, UnknownSurge."""
    if request.method != "POST":
        return redirect("desk:surge", surge_id)
    made = actions.draw_surge_report(surge_id=surge_id, **who(request))
    messages.success(request, _told(made))
    return redirect("desk:report", made.id)


@staff
@private
def edit(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Put it into other words, leave surges out. Refuses: NoSupervision, Denied, UnknownReport, WrongState."""
    queries.require(ReportAct.EDIT, by=actor_of(request))
    view = queries.report(report_id, **who(request))
    if ReportAct.EDIT not in view.open_to:
        raise WrongState(f"worded while it is {view.line.state}")
    if request.method != "POST":
        return _form(request, view, forms.WordsForm(view=view))
    form = forms.WordsForm(request.POST, view=view)
    if not form.is_valid():
        return _form(request, view, form)
    try:
        told = {"words": form.told(), "version": form.cleaned_data["version"], "false_alarms": form.false_alarms()}
        version = actions.word_report(report_id=report_id, **told, **who(request))
    except REFUSALS as refusal:
        return _form(request, view, form, problem_of(refusal))
    messages.success(request, _("已存为第 %(version)s 版。") % {"version": version})
    return redirect("desk:report", report_id)


def _form(request: HttpRequest, view: ReportView, form: forms.WordsForm, problem: Problem | None = None) -> HttpResponse:
    context = {"line": view.line, "form": form, "problem": problem} | frame(request, "reports")
    status = problem.status if problem else 422 if form.is_bound else 200
    return render(request, "desk/reports/edit.html", context, status=status)


def _told(made: ReportDrawn) -> str:
    words = _("已生成%(number)s。") if made.new else _("%(number)s早已生成，这就是它。")
    return words % {"number": made.number}
