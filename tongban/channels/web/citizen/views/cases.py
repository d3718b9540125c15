"""My cases: the list with drafts on top, one case, its progress as a small fragment, its receipt, who looked."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import Act, CaseState, CaseView, End, MaterialSource, PaperKind, UnknownCase
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen.applicants import applicants_of
from tongban.channels.web.citizen.readings import told
from tongban.channels.web.citizen.words import ShortNames, line_standing, standing
from tongban.kernel import clock

if TYPE_CHECKING:
    from tongban.cases.terms import DraftView
    from tongban.identity.terms import Actor

PURPOSE = "own case"


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    person, at, after = person_of(request), moment(request), request.GET.get("after", "")
    page = case_queries.cases_of(person, at=at, after=after)
    drafts = case_queries.drafts_of(person) if not after else ()
    names = ShortNames()
    context = {
        "page": page,
        "lines": [(line, line_standing(line, names)) for line in page.lines],
        "drafts": _with_names(drafts, person, request),
        "first_page": not after,
    }
    return render(request, "citizen/cases.html", context)


def _with_names(drafts: tuple[DraftView, ...], person: Actor, request: HttpRequest) -> list[tuple[DraftView, str]]:
    """Each draft with whom it is for; a draft for an organisation that no longer gives a mandate is not shown."""
    if not drafts:
        return []
    names = {each.id: each.name for each in applicants_of(person, at=moment(request))}
    return [(draft, names[draft.applicant_id]) for draft in drafts if draft.applicant_id in names]


@signed_in
@require_POST
def discard(request: HttpRequest, code: str, applicant_id: UUID) -> HttpResponse:
    """Throw a draft away. Refuses: Denied."""
    case_actions.discard_draft(service=code, applicant_id=applicant_id, by=person_of(request), at=moment(request))
    messages.success(request, _("草稿已删除。"))
    return redirect("citizen:cases")


@signed_in
@require_safe
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Refuses: UnknownCase."""
    person = person_of(request)
    case = case_queries.case(case_id, by=person, at=moment(request), purpose=PURPOSE)
    names = ShortNames()
    context = {
        **shown(case, names, person),
        "may_withdraw": Act.WITHDRAW in case_queries.acts_open_to(case, person),
        "opinions": [(step, names.of(step.department)) for step in case.steps if step.opinion is not None],
        "saved": sum(1 for material in case.materials if material.source is MaterialSource.LICENCE),
    }
    return render(request, "citizen/case.html", context)


def shown(case: CaseView, names: ShortNames, person: Actor) -> dict[str, Any]:
    """What the case page, its fragment and the receipt have in common."""
    return {
        "case": case,
        "standing": standing(case, names),
        "waiting": case.state in (CaseState.RECEIVED, CaseState.HANDLING),
        "may_correct": Act.CORRECT in case_queries.acts_open_to(case, person),
        "correction": case.corrections[-1] if case.corrections else None,
        "clock": _clock(case),
    }


def _clock(case: CaseView) -> Any:
    """The clock that matters to the applicant now: until acceptance that of the reply, then the promise."""
    return case.acceptance if case.state is CaseState.RECEIVED else case.promised if case.end is None or case.accepted_at else None


@signed_in
@require_safe
def progress(request: HttpRequest, case_id: UUID) -> HttpResponseBase:
    """Heading and lanes, polled by the open page. Nothing is read of the case, and nothing logged, while the public line has not changed.

    Refuses: UnknownCase.
    """
    etag = _etag(request)
    unchanged = get_conditional_response(request, etag=etag) if etag else None
    if unchanged is not None:
        return unchanged
    person = person_of(request)
    case = case_queries.case(case_id, by=person, at=moment(request), purpose=PURPOSE)
    response = render(request, "citizen/case_progress.html", shown(case, ShortNames(), person))
    if etag:
        response["ETag"] = etag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _etag(request: HttpRequest) -> str:
    """Changes whenever the picture does: with the state, the departments at work, the light, the day and the language."""
    at = moment(request)
    try:
        line = case_queries.public_case(request.GET.get("number", ""), at=at)
    except UnknownCase:
        return ""
    seen = (line.number, line.state, line.end, line.accepted_at, line.now_at, line.due_on, line.light, clock.city_date(at), get_language())
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'


@signed_in
@require_safe
def receipt(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """After handing in: number, what happens next, who has it, until when. Refuses: UnknownCase."""
    person = person_of(request)
    case = case_queries.case(case_id, by=person, at=moment(request), purpose=PURPOSE)
    paper = next((paper for paper in case.papers if paper.kind is PaperKind.RECEIPT), None)
    context = {**shown(case, ShortNames(), person), "paper": paper}
    return render(request, "citizen/receipt.html", context)


@signed_in
@require_safe
def reads(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who looked at the case. Refuses: UnknownCase."""
    person, at = person_of(request), moment(request)
    case = case_queries.case(case_id, by=person, at=at, purpose=PURPOSE)
    found = case_queries.reads_of_case(case_id, by=person, at=at)
    context = {"case": case, "readings": told(found, person)}
    return render(request, "citizen/reads.html", context)


@signed_in
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take the request back, after a page that asks once more. Refuses: UnknownCase, Denied, WrongState."""
    person, at = person_of(request), moment(request)
    if request.method == "POST":
        turn = case_actions.withdraw(case_id=case_id, reason=request.POST.get("reason", "").strip()[:500], by=person, at=at)
        messages.success(request, _("%(number)s 已撤回。") % {"number": turn.number})
        return redirect("citizen:case", case_id)
    case = case_queries.case(case_id, by=person, at=at, purpose=PURPOSE)
    if Act.WITHDRAW not in case_queries.acts_open_to(case, person):
        messages.warning(request, _("这个办件已经不能撤回。") if case.end is not End.WITHDRAWN else _("这个办件已经撤回了。"))
        return redirect("citizen:case", case_id)
    return render(request, "citizen/withdraw.html", {"case": case})
