"""At the counter: a number alone finds what its holder has. Purpose and visit are asked, and the holder sees the look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import Problem, problem_of
from tongban.channels.web.desk.views.files import alone
from tongban.channels.web.desk.views.queue import places_of, private, rail
from tongban.kernel import identifiers
from tongban.licences import queries as licence_queries
from tongban.licences.terms import AT_COUNTER, Handling, IncompleteUse, Use

if TYPE_CHECKING:
    from tongban.licences.terms import AtCounter

SALT = "desk.counter"
MINUTES = 30  # a holder stands at the counter; what was found is not opened tomorrow
PLACES = {"purpose": "id_purpose", "visit": "id_visit", "code": "id_code"}


class LookForm(forms.Form):
    """What a clerk types. What is wrong with it the library says."""

    code = forms.CharField(max_length=40, required=False, strip=True)
    purpose = forms.CharField(max_length=300, required=False, strip=True)
    visit = forms.CharField(max_length=100, required=False, strip=True)


@staff
@private
def look(request: HttpRequest) -> HttpResponse:
    """Ask, and show what was found. The number comes in the body and is never in an address."""
    if not _at_window(request):
        return _no_window(request)
    if request.method != "POST":
        return _page(request, LookForm(initial={"visit": request.GET.get("visit", "")[:60]}))
    form = LookForm(request.POST)
    form.is_valid()
    told = {name: request.POST.get(name, "").strip() for name in ("code", "purpose", "visit")}
    try:
        found = licence_queries.at_counter(
            told["code"],
            purpose=told["purpose"],
            visit=told["visit"],
            receiver=_department(request),
            by=actor_of(request),
            at=moment(request),
        )
    except (IncompleteUse, identifiers.InvalidIdentifier) as refusal:
        problem = problem_of(refusal)
        place = PLACES[refusal.what if isinstance(refusal, IncompleteUse) else "code"]
        return _page(request, form, mistakes=[(place, f"{problem.title}。{problem.remedy}")], status=problem.status)
    return _page(request, form, found=found, sealed={each.licence.id: _seal(request, each.licence.id, told) for each in found.found})


@staff
@private
@xframe_options_sameorigin
@require_POST
def copy(request: HttpRequest) -> HttpResponseBase:
    """An annotated copy of a licence that was found here just now, for the purpose that was told."""
    if not _at_window(request):
        return _no_window(request)
    try:
        told = signing.loads(request.POST.get("asked", ""), salt=_salt(request), max_age=MINUTES * 60)
    except signing.BadSignature:
        return redirect("desk:counter")
    use = Use(purpose=told["purpose"], receiver=_department(request), basis=AT_COUNTER, case_number=told["visit"])
    file = licence_queries.case_copy(
        UUID(told["licence"]), use=use, by=actor_of(request), at=moment(request), handling=Handling(told["visit"])
    )
    return alone(HttpResponse(file.content, content_type=file.media_type))


def _at_window(request: HttpRequest) -> bool:
    """Only where people come in person does anybody stand at the counter."""
    return bool(actor_of(request).desks & catalog_queries.windows())


def _no_window(request: HttpRequest) -> HttpResponse:
    problem = Problem(
        code="not-a-window",
        status=403,
        title=_("只有受理窗口能在柜台查证照"),
        remedy=_("办件需要的证照，请在办件里查看。"),
    )
    return render(request, "parts/problem_page.html", {"problem": problem}, status=403)


def _page(
    request: HttpRequest,
    form: LookForm,
    *,
    found: AtCounter | None = None,
    sealed: dict[UUID, str] | None = None,
    mistakes: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "holder": found.holder if found else None,
        "masked": identifiers.mask_number(found.holder.code) if found and found.holder else "",
        "lines": [(each, (sealed or {})[each.licence.id]) for each in found.found] if found else [],
        "mistakes": mistakes or [],
        "view": "counter",
    }
    return render(request, "desk/counter.html", context | rail(request), status=status)


def _department(request: HttpRequest) -> str:
    """In whose name the clerk looks: the department of the first desk."""
    places = places_of(request)
    return str(places[0][1].name.zh) if places else _("政务服务窗口")


def _seal(request: HttpRequest, licence_id: UUID, told: dict[str, str]) -> str:
    content = {"licence": str(licence_id), "purpose": told["purpose"], "visit": told["visit"]}
    return signing.dumps(content, salt=_salt(request), compress=True)


def _salt(request: HttpRequest) -> str:
    return f"{SALT}:{actor_of(request).id}"
