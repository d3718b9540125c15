"""The list of reports, one report, and the acts on it that need few words: to hand it up, to approve it, to send it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.parts.report_files import charts, paper_of
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.reports import forms
from tongban.channels.web.desk.views.reports.showing import NOT_TYPED, Typed, sections
from tongban.channels.web.desk.views.reports.wording import drawn_up
from tongban.channels.web.desk.views.supervision.deeds import NOT_TRIED, Deed, Tried, cards, tried, who
from tongban.reports import actions, queries
from tongban.reports.terms import ReportAct, ReportState
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from uuid import UUID

SHELVES = {
    "all": gettext_lazy("全部"),
    "open": gettext_lazy("待修改的"),
    "submitted": gettext_lazy("等审定的"),
    "approved": gettext_lazy("已审定的"),
}
DEEDS = (
    Deed(
        "submit",
        ReportAct.SUBMIT,
        gettext_lazy("提交审定"),
        gettext_lazy("由另一个人审定：督查、核查岗或者市领导。提交以后不能再改，退回了才能改。"),
        gettext_lazy("提交审定"),
        forms.ReadForm,
        lambda on, told: actions.submit_report(report_id=on.id, version=told["version"], **on.who),
        gettext_lazy("已提交，等另一个人审定。"),
    ),
    Deed(
        "approve",
        ReportAct.APPROVE,
        gettext_lazy("审定签发"),
        gettext_lazy("签发前再算一遍，数字对得上才签。签发以后不能再改，发给市领导和有关单位。"),
        gettext_lazy("审定签发"),
        forms.ApproveForm,
        lambda on, told: actions.approve_report(report_id=on.id, version=told["version"], public=told["public"], **on.who),
        gettext_lazy("已审定签发。"),
    ),
    Deed(
        "send-back",
        ReportAct.SEND_BACK,
        gettext_lazy("退回修改"),
        gettext_lazy("写明要改什么，分析岗改了再提交。"),
        gettext_lazy("退回修改"),
        forms.SendBackForm,
        lambda on, told: actions.send_back_report(report_id=on.id, reason=told["reason"], **on.who),
        gettext_lazy("已退回修改。"),
        tone="second",
    ),
)


@staff
@private
def reports(request: HttpRequest) -> HttpResponse:
    """The newest first; POST draws one up. Refuses: NoSupervision, Denied."""
    tried_form, problem, made = drawn_up(request) if request.method == "POST" else (None, None, None)
    if made is not None:
        return redirect("desk:report", made.id)
    by = actor_of(request)
    shelf = request.GET.get("shelf", "")
    shelf = shelf if shelf in SHELVES else "all"
    page = queries.reports(by, shelf=shelf, after=request.GET.get("after", ""))
    analyses = by.sits_at(supervision_queries.release().desks.analyse)
    draw = tried_form or (forms.DrawForm(name="draw") if analyses else None)
    context = {"lines": page.lines, "next": page.next, "shelf": shelf, "shelves": SHELVES, "draw": draw, "problem": problem}
    status = problem.status if problem else 422 if tried_form is not None else 200
    return render(request, "desk/reports/list.html", context | frame(request, "reports"), status=status)


@staff
@private
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """One report. Refuses: NoSupervision, UnknownReport."""
    return show(request, report_id, NOT_TRIED)


@staff
@private
def act(request: HttpRequest, report_id: UUID, deed: str) -> HttpResponse:
    """An act on a report. Refuses: NoSupervision, Denied."""
    if request.method != "POST":
        return redirect("desk:report", report_id)
    for each in DEEDS:
        if each.name == deed:
            queries.require(ReportAct(each.act), by=actor_of(request))
    result = tried(request, DEEDS, deed, report_id)
    return redirect("desk:report", report_id) if result.done else show(request, report_id, result)


def show(request: HttpRequest, report_id: UUID, before: Tried, typed: Typed = NOT_TYPED) -> HttpResponse:
    """The page, after what was tried on it."""
    view = queries.report(report_id, **who(request))
    shown = cards(DEEDS, view.open_to, before)
    for _, form in shown:
        form.initial.setdefault("version", view.line.version)
    context = {
        "shown": view,
        "line": view.line,
        "words": view.words,
        "content": view.content,
        "sections": sections(view, typed),
        "charts": charts(view, "desk:report-file", report_id),
        "paper": "" if view.withheld else paper_of(view, "desk:report-file", report_id),
        "cards": shown,
        "verdicts": view.verdicts,
        "may_edit": ReportAct.EDIT in view.open_to,
        "approved": view.line.state is ReportState.APPROVED,
        "problem": before.problem,
    }
    return render(request, "desk/reports/report.html", context | frame(request, "reports"), status=before.status)
