"""校核纠错 on the desk: what was reported about our licences and until when we answer; and reporting what we found in a case."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.cases import queries as case_queries
from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk import confirming, licence_forms
from tongban.channels.web.desk.confirming import Confirmation
from tongban.channels.web.desk.licence_forms import AnswerForm
from tongban.channels.web.desk.views.case import seen as case_seen
from tongban.channels.web.desk.views.queue import private, rail
from tongban.channels.web.desk.views.register import PURPOSE, content_of
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Handling, LicenceState, NewVersion, Outcome, Record, Renewing, UnknownLicence

if TYPE_CHECKING:
    from tongban.licences.terms import Correction, Licence

FOUND_IN_A_CASE = "reporting an error found in a case"


@staff
@private
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for our answer, the most urgent first."""
    found = licence_queries.corrections_waiting(by=actor_of(request), at=moment(request), purpose=PURPOSE)
    return render(request, "desk/reported.html", {"corrections": found, "view": "reported"} | rail(request))


@staff
@private
def answer(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """One reported error beside the record it is about; the answer, read once more. Refuses: UnknownCorrection."""
    asked = licence_queries.correction(correction_id, by=actor_of(request), at=moment(request), purpose=PURPOSE)
    told = licence_queries.record(asked.licence_id, by=actor_of(request), at=moment(request), purpose=PURPOSE)
    kind = licence_queries.licence_type(told.licence.type_code)
    if request.method != "POST" or not asked.open:
        typed = kept.kept_for(request)
        return _page(request, asked, told, AnswerForm(initial=typed.dict() if typed else None), told.licence.content)
    form, content = AnswerForm(request.POST), licence_forms.typed_content(kind, request.POST, told.licence.content)
    if not form.is_valid() or confirming.taken_back(request):
        return _page(request, asked, told, form, content, status=422)
    if not confirming.confirmed(request):
        return _page(request, asked, told, form, content, confirm=_of_answer(request, told, form, content))
    return _carry_out(request, asked, told, form, content)


def _carry_out(request: HttpRequest, asked: Correction, told: Record, form: AnswerForm, content: dict[str, Any]) -> HttpResponse:
    outcome, new = Outcome(form.cleaned_data["outcome"]), None
    if outcome is Outcome.CORRECTED and _valid(told):
        new = NewVersion(Renewing.CORRECTION, content, told.licence.valid_until)
    words = form.cleaned_data["answer"]
    try:
        licence_actions.answer_correction(
            correction_id=asked.id, outcome=outcome, answer=words, new=new, by=actor_of(request), at=moment(request)
        )
    except REFUSALS as refusal:
        problem, faults = problem_of(refusal), licence_forms.content_faults(refusal)
        return _page(request, asked, told, form, content, status=problem.status, problem=problem, faults=faults)
    messages.success(request, _("已答复 %(number)s 的纠错，提出的人可以看到。") % {"number": asked.number})
    return redirect("desk:reported")


def _valid(told: Record) -> bool:
    """Only what holds gets a next version; what has ended was put right otherwise."""
    return told.licence.state is LicenceState.VALID


def _page(
    request: HttpRequest,
    asked: Correction,
    told: Record,
    form: AnswerForm,
    content: dict[str, Any],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    kind, faults = licence_queries.licence_type(told.licence.type_code), more.pop("faults", {})
    fields = licence_forms.content_fields(kind, content, faults=faults)
    context = {
        "correction": asked,
        "licence": told.licence,
        "content": content_of(kind, told.licence.content),
        "correctable": _valid(told),
        "form": form,
        "fields": fields,
        "mistakes": licence_forms.mistakes_of(form, fields),
        "confirm": None,
        "problem": None,
        "view": "reported",
    }
    return render(request, "desk/answer.html", context | rail(request) | more, status=status)


def _of_answer(request: HttpRequest, told: Record, form: AnswerForm, content: dict[str, Any]) -> Confirmation:
    corrected = form.cleaned_data["outcome"] == Outcome.CORRECTED
    kind, old = licence_queries.licence_type(told.licence.type_code), told.licence
    lines = [(_("答复"), _("更正") if corrected else _("核对无误，不更正"))]
    if corrected and _valid(told):
        lines += licence_forms.changed_lines(kind, old.content, content)
    lines.append((_("写给提出人的话"), form.cleaned_data["answer"]))
    version = _("确认后马上发出第 %(version)s 版，编号不变，原版自动失效。") % {"version": old.version + 1}
    return Confirmation(
        heading=_("请再看一遍答复"),
        explained=version if corrected and _valid(told) else _("确认后提出的人马上看到，不能修改。"),
        lines=tuple(lines),
        button=_("确认答复"),
        danger=False,
        fields=confirming.typed(request),
    )


@staff
@private
def report(request: HttpRequest, case_id: UUID, licence_id: UUID) -> HttpResponse:
    """Tell the issuer of a licence, read for a case, that it is wrong. Refuses: UnknownCase, UnknownLicence."""
    case, by, at = case_seen(request, case_id), actor_of(request), moment(request)
    handling = Handling(case.number)
    licence = _of_the_case(request, case_id, licence_id)
    kind = licence_queries.licence_type(licence.type_code)
    asked = licence_queries.corrections_of(licence_id, by=by, at=at, purpose=FOUND_IN_A_CASE, handling=handling)
    typed = request.POST if request.method == "POST" else kept.kept_for(request)
    context: dict[str, Any] = {
        "case": case,
        "licence": licence,
        "content": content_of(kind, licence.content),
        "reportable": kind.reportable,
        "corrections": asked,
        "waits": any(each.open for each in asked),
        "key": typed.get("key", "") if typed else uuid.uuid4(),
        "chosen": typed.getlist("fields") if typed else [],
        "told": typed.get("told", "") if typed else "",
        "problem": None,
        "view": "",
    } | rail(request)
    if request.method != "POST":
        return render(request, "desk/report_error.html", context)
    try:
        key, told = UUID(request.POST.get("key", "")), request.POST.get("told", "")[:1000]
        licence_actions.ask_correction(key=key, licence_id=licence_id, fields=context["chosen"], told=told, handling=handling, by=by, at=at)
    except ValueError:
        return redirect(request.path)
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return render(request, "desk/report_error.html", context | {"problem": problem}, status=problem.status)
    messages.success(request, _("已告诉发证部门，答复会显示在这里。"))
    return redirect("desk:report-error", case_id=case_id, licence_id=licence_id)


def _of_the_case(request: HttpRequest, case_id: UUID, licence_id: UUID) -> Licence:
    """A licence of this case's applicant. Refuses: UnknownLicence."""
    held = case_queries.applicants_licences(case_id, by=actor_of(request), at=moment(request))
    found = next((each for each in held if each.id == licence_id), None)
    if found is None:
        raise UnknownLicence(str(licence_id))
    return found
