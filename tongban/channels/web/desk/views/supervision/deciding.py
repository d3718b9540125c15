"""What people decide of a week: to leave something out, to correct, to sign off, to interview. Each is one POST and one verb."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import Tried, who
from tongban.channels.web.desk.views.supervision.rankings import proposing_form, show
from tongban.directives import actions as directive_actions
from tongban.supervision import actions as supervision_actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongban.channels.web.desk import supervision_forms as forms


def _id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("id", ""))
    except ValueError as error:
        raise Http404 from error


def _proposal(request: HttpRequest, week: str) -> dict[str, Any]:
    """Which unit is to be asked, about what."""
    return {"unit": request.POST.get("unit", "")[:60], "measure": request.POST.get("measure", "")[:20], "week": week} | who(request)


PLAIN: dict[str, tuple[Callable[[HttpRequest, str], object], Any]] = {
    "sign": (
        lambda request, week: supervision_actions.sign_off(week=week, digest=request.POST.get("digest", "")[:64], **who(request)),
        gettext_lazy("已签发，现在公布了。"),
    ),
    "confirm-exclusion": (
        lambda request, week: supervision_actions.confirm_exclusion(exclusion_id=_id(request), **who(request)),
        gettext_lazy("已确认剔除，这一周重新算过了。"),
    ),
    "dismiss-exclusion": (
        lambda request, week: supervision_actions.dismiss_exclusion(exclusion_id=_id(request), **who(request)),
        gettext_lazy("已驳回，照样算。"),
    ),
    "confirm-correction": (
        lambda request, week: supervision_actions.confirm_correction(correction_id=_id(request), **who(request)),
        gettext_lazy("勘误已确认，新的一版等签发。"),
    ),
    "dismiss-correction": (
        lambda request, week: supervision_actions.dismiss_correction(correction_id=_id(request), **who(request)),
        gettext_lazy("勘误已驳回。"),
    ),
    "interview": (
        lambda request, week: directive_actions.confirm_interview(**_proposal(request, week)),
        gettext_lazy("已确认约谈，请定时间地点。"),
    ),
    "no-interview": (
        lambda request, week: directive_actions.dismiss_interview(**_proposal(request, week), reason=request.POST.get("reason", "")[:2000]),
        gettext_lazy("已记下：不约谈。"),
    ),
}


@staff
@private
def decide(request: HttpRequest, week: str, deed: str) -> HttpResponse:
    """An act without a form of its own."""
    if deed not in PLAIN:
        raise Http404(deed)
    if request.method != "POST":
        return redirect("desk:ranking", week)
    verb, said = PLAIN[deed]
    try:
        verb(request, week)
    except REFUSALS as refusal:
        return show(request, week, before=Tried(problem=problem_of(refusal)))
    messages.success(request, said)
    return redirect("desk:ranking", week)


@staff
@private
def exclude(request: HttpRequest, week: str) -> HttpResponse:
    """Propose to leave something out."""

    def verb(form: forms.ExclusionForm) -> object:
        return supervision_actions.propose_exclusion(week=week, exclusion=form.item(), reason=form.cleaned_data["reason"], **who(request))

    return _propose(request, week, "exclude", verb, gettext_lazy("已提出，等另一个人确认。"))


@staff
@private
def correct(request: HttpRequest, week: str) -> HttpResponse:
    """Propose a correction."""

    def verb(form: Any) -> object:
        restores = [UUID(each) for each in form.cleaned_data.get("restores") or ()]
        told = {"reason": form.cleaned_data["reason"], "excludes": form.items(), "restores": restores}
        return supervision_actions.propose_correction(week=week, **told, **who(request))

    return _propose(request, week, "correct", verb, gettext_lazy("勘误已提出，等另一个人确认。"))


def _propose(request: HttpRequest, week: str, name: str, verb: Callable[[Any], object], said: Any) -> HttpResponse:
    if request.method != "POST":
        return redirect("desk:ranking", week)
    form = proposing_form(request, name, week)
    if not form.is_valid():
        return show(request, week, name=name, before=Tried(form=form))
    try:
        verb(form)
    except REFUSALS as refusal:
        return show(request, week, name=name, before=Tried(form=form, problem=problem_of(refusal)))
    messages.success(request, said)
    return redirect("desk:ranking", week)
