"""At the counter: a number alone finds what its holder has, on an open case, a visit registered here, or the code on their phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from tongban.cases import queries as case_queries
from tongban.cases.terms import UnknownCase
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import Problem, problem_of
from tongban.channels.web.desk.views.files import alone
from tongban.channels.web.desk.views.queue import places_of, private, rail, windows_of
from tongban.kernel import identifiers
from tongban.licences import terms as licences
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms

if TYPE_CHECKING:
    from tongban.sharing.terms import AtCounter

SALT = "desk.counter"
MINUTES = 30  # a holder stands at the counter; what was found is not opened tomorrow
NEW, CASE = "new", "case"  # what it stands on, beside the id of a visit that is open
MISSING = {
    "id_code": gettext_lazy("请输入来人的号码，或者扫他手机上的码"),
    "id_purpose": gettext_lazy("请用一句话写明为什么查，持证人看得到"),
    "id_ground": gettext_lazy("请选一项凭什么查：登记来访，或者本窗口没办完的办件"),
    "id_case": gettext_lazy("请输入办件编号"),
}
CODE_WRONG = (
    identifiers.InvalidIdentifier,
    sharing_terms.OtherVisitor,
    sharing_terms.UnknownShowing,
    sharing_terms.ShowingUsed,
    sharing_terms.ShowingExpired,
)
PURPOSE_WRONG = (sharing_terms.IncompleteUse, sharing_terms.UnprintablePurpose, sharing_terms.OtherPurpose)
GROUND_WRONG = (UnknownCase, sharing_terms.UnknownVisit, sharing_terms.VisitOver)
REFUSED = (*CODE_WRONG, *GROUND_WRONG, sharing_terms.OwnShowing, *PURPOSE_WRONG)


class LookForm(forms.Form):
    """What a clerk types. What is wrong with it the library says."""

    code = forms.CharField(max_length=80, required=False, strip=True)
    purpose = forms.CharField(max_length=300, required=False, strip=True)
    ground = forms.CharField(max_length=60, required=False, strip=True)
    case = forms.CharField(max_length=100, required=False, strip=True)


@dataclass(frozen=True)
class Look:
    """A look that was allowed: what was found, and the visit that it stands on, where it is one."""

    found: AtCounter
    visit_id: UUID | None


@staff
@private
def look(request: HttpRequest) -> HttpResponse:
    """Ask, and show what was found. The number comes in the body and is never in an address."""
    if not _windows(request):
        return _no_window(request)
    if request.method != "POST":
        case = request.GET.get("case", "")[:60]
        return _page(request, LookForm(initial={"case": case, "ground": CASE if case else ""}))
    form = LookForm(request.POST)
    form.is_valid()
    told = {name: request.POST.get(name, "").strip() for name in form.fields}
    if missing := _missing(told):
        return _page(request, form, mistakes=missing, status=422)
    try:
        done = _looked(request, told)
    except REFUSED as refusal:
        problem = problem_of(refusal)
        return _page(request, form, mistakes=[(_place(refusal), f"{problem.title}。{problem.remedy}")], status=problem.status)
    sealed = {each.licence.id: _seal(request, each.licence.id, done) for each in done.found.found}
    return _page(request, form, found=done.found, sealed=sealed, ground=str(done.visit_id or CASE))


@staff
@private
@require_POST
def close(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Whoever came has left. Refuses: UnknownVisit."""
    sharing_actions.close_visit(visit_id=visit_id, by=actor_of(request), at=moment(request))
    return redirect("desk:counter")


@staff
@private
@xframe_options_sameorigin
@require_POST
def copy(request: HttpRequest) -> HttpResponseBase:
    """An annotated copy of a licence that was found here just now, for what was told, while the visit lasts."""
    if not _windows(request):
        return _no_window(request)
    try:
        told = signing.loads(request.POST.get("asked", ""), salt=_salt(request), max_age=MINUTES * 60)
    except signing.BadSignature:
        return redirect("desk:counter")
    if told["visit"]:
        sharing_queries.open_visit_of(UUID(told["visit"]), by=actor_of(request), at=moment(request))
    use = licences.Use(purpose=told["purpose"], receiver=_department(request), basis=told["basis"], case_number=told["subject"])
    file = sharing_queries.case_copy(
        UUID(told["licence"]), use=use, by=actor_of(request), at=moment(request), handling=licences.Handling(told["subject"])
    )
    return alone(HttpResponse(file.content, content_type=file.media_type))


def _missing(told: dict[str, str]) -> list[tuple[str, str]]:
    """What is not there yet, all at once: a visit that is open needs no purpose told again, a scanned code no ground."""
    scanned, beginning = told["code"].startswith(sharing_terms.COUNTER_CODE_PREFIX), told["ground"] in ("", NEW, CASE)
    absent = {
        "id_code": beginning and not told["code"],
        "id_purpose": (beginning or scanned) and not told["purpose"],
        "id_ground": not told["ground"] and not scanned,
        "id_case": told["ground"] == CASE and not told["case"],
    }
    return [(place, str(MISSING[place])) for place, is_absent in absent.items() if is_absent]


def _looked(request: HttpRequest, told: dict[str, str]) -> Look:
    """On the ground that the clerk has chosen; a scanned code is one by itself. Refuses: what stands in REFUSED."""
    by, at, receiver = actor_of(request), moment(request), _department(request)
    code, ground = told["code"], told["ground"]
    if ground == CASE:
        case = case_queries.case_at_window(told["case"], by=by)
        seen = {"people": case.people, "handling": licences.Handling(case.number), "receiver": receiver}
        return Look(sharing_queries.at_counter_for_case(code, purpose=told["purpose"], **seen, by=by, at=at), None)
    if code.startswith(sharing_terms.COUNTER_CODE_PREFIX):
        visit = sharing_actions.take_code(desk=_windows(request)[0], code=code, purpose=told["purpose"], by=by, at=at)
        code = ""
    elif ground == NEW:
        visit = sharing_actions.open_visit(desk=_windows(request)[0], code=code, purpose=told["purpose"], by=by, at=at)
    else:
        visit = sharing_queries.open_visit_of(_visit_id(ground), by=by, at=at)
    found = sharing_queries.at_counter(code, visit_id=visit.id, purpose=told["purpose"], receiver=receiver, by=by, at=at)
    return Look(found, visit.id)


def _visit_id(ground: str) -> UUID:
    """Refuses: UnknownVisit."""
    try:
        return UUID(ground)
    except ValueError:
        raise sharing_terms.UnknownVisit(ground) from None


def _place(refusal: Exception) -> str:
    """The field that a refusal is about."""
    match refusal:
        case sharing_terms.IncompleteUse() | sharing_terms.UnprintablePurpose() | sharing_terms.OtherPurpose():
            return "id_purpose"
        case UnknownCase():
            return "id_case"
        case sharing_terms.UnknownVisit() | sharing_terms.VisitOver():
            return "id_ground"
        case _:
            return "id_code"


def _windows(request: HttpRequest) -> list[str]:
    """Only where people come in person does anybody stand at the counter."""
    return list(windows_of(request))


def _no_window(request: HttpRequest) -> HttpResponse:
    problem = Problem(
        code="not-a-window",
        status=403,
        title=_("只有能登记来访的窗口能在柜台查证照"),
        remedy=_("办件需要的证照，请在办件里查看。"),
    )
    return render(request, "parts/problem_page.html", {"problem": problem}, status=403)


def _page(
    request: HttpRequest,
    form: LookForm,
    *,
    found: AtCounter | None = None,
    sealed: dict[UUID, str] | None = None,
    ground: str = "",
    mistakes: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    code = str(form["code"].value() or "")
    context: dict[str, Any] = {
        "form": form,
        "typed_code": "" if code.startswith(sharing_terms.COUNTER_CODE_PREFIX) else code,
        "ground": ground or form["ground"].value() or "",
        "visits": sharing_queries.visits_open(by=actor_of(request), at=moment(request)),
        "found": found,
        "holder": found.holder if found else None,
        "masked": identifiers.mask_number(found.holder.code) if found and found.holder else "",
        "lines": [(each, _number(each.licence), (sealed or {})[each.licence.id]) for each in found.found] if found else [],
        "mistakes": mistakes or [],
        "view": "counter",
    }
    return render(request, "desk/counter.html", context | rail(request), status=status)


def _number(licence: licences.Licence) -> str:
    """As it is printed; where it is somebody's identity number, no more of it than the heading tells."""
    try:
        return identifiers.mask_number(identifiers.identity_number(licence.number))
    except identifiers.InvalidIdentifier:
        return licence.number


def _department(request: HttpRequest) -> str:
    """In whose name the clerk looks: the department of the first desk."""
    places = places_of(request)
    return str(places[0][1].name.zh) if places else _("政务服务窗口")


def _seal(request: HttpRequest, licence_id: UUID, done: Look) -> str:
    found, visit = done.found, str(done.visit_id or "")
    content = {"licence": str(licence_id), "purpose": found.purpose, "subject": found.subject, "basis": found.basis, "visit": visit}
    return signing.dumps(content, salt=_salt(request), compress=True)


def _salt(request: HttpRequest) -> str:
    return f"{SALT}:{actor_of(request).id}"
