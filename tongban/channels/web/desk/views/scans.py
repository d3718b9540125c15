"""Paper licences at the counter: scan, compare what was read with the picture, confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.web.desk import licence_forms
from tongban.channels.web.desk.scan_forms import PaperForm, confirmed_of
from tongban.channels.web.desk.views.queue import private, rail
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences.terms import ScanState

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.channels.parts.problems import Problem
    from tongban.licences.terms import LicenceType, Scan

SURE = 0.9  # below that a value is marked: look twice


@staff
@private
def scans(request: HttpRequest) -> HttpResponse:
    """What waits to be compared; and a new picture."""
    if request.method != "POST":
        return _list(request)
    file = request.FILES.get("picture")
    if file is None:
        return _list(request, mistakes=[("id_picture", _("请选一张照片或扫描件。"))], status=422)
    try:
        scan_id = licence_actions.take_scan(
            type_code=request.POST.get("type", ""), content=file, name=file.name or "", by=actor_of(request), at=moment(request)
        )
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return _list(request, problem=problem, status=problem.status)
    return redirect("desk:scan", scan_id=scan_id)


def _list(request: HttpRequest, *, status: int = 200, problem: Problem | None = None, mistakes: Any = ()) -> HttpResponse:
    own = actor_of(request).departments
    kinds = [kind for kind in licence_queries.licence_types() if kind.department in own]
    names = {kind.code: kind.name for kind in kinds}
    found = [(each, names.get(each.type_code, each.type_code)) for each in licence_queries.open_scans(by=actor_of(request))]
    context = {
        "found": found,
        "kinds": kinds,
        "chosen": request.POST.get("type", ""),
        "problem": problem,
        "mistakes": mistakes,
        "view": "stocks",
    }
    return render(request, "desk/scans.html", context | rail(request), status=status)


@staff
@private
def scan(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """The picture and what was read from it, to be compared; or, while it is being read, a page that asks again. Refuses: UnknownScan."""
    told = licence_queries.scan(scan_id, by=actor_of(request), at=moment(request))
    if told.licence_id is not None:
        return redirect("desk:record", licence_id=told.licence_id)
    kind = licence_queries.licence_type(told.type_code)
    if request.method == "POST":
        return _confirm(request, told, kind)
    return _page(request, told, kind, PaperForm(kind=kind, initial=_initial(told)), _content(told, kind))


@staff
@private
def state(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """For the page that waits: nothing while the picture is being read, then where to go. Refuses: UnknownScan."""
    told = licence_queries.scan(scan_id, by=actor_of(request), at=moment(request))
    answer = HttpResponse(status=204)
    if told.state is not ScanState.READING:
        answer["HX-Refresh"] = "true"
    return answer


@staff
@private
def picture(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Refuses: UnknownScan."""
    content, media_type = licence_queries.scan_picture(scan_id, by=actor_of(request), at=moment(request))
    return HttpResponse(content, content_type=media_type)


@staff
@private
@require_POST
def discard(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    licence_actions.discard_scan(scan_id=scan_id, by=actor_of(request), at=moment(request))
    messages.success(request, _("这张扫描件已放弃，没有入库。"))
    return redirect("desk:scans")


def _confirm(request: HttpRequest, told: Scan, kind: LicenceType) -> HttpResponse:
    form = PaperForm(request.POST, kind=kind)
    content = licence_forms.typed_content(kind, request.POST, {})
    if not form.is_valid():
        return _page(request, told, kind, form, content, status=422)
    try:
        confirmed = confirmed_of(form.cleaned_data, content)
        licence = licence_actions.confirm_scan(scan_id=told.id, confirmed=confirmed, by=actor_of(request), at=moment(request))
    except REFUSALS as refusal:
        problem, faults = problem_of(refusal), licence_forms.content_faults(refusal)
        return _page(request, told, kind, form, content, status=problem.status, problem=problem, faults=faults)
    messages.success(request, _("%(number)s 已入库。") % {"number": licence.number})
    return redirect("desk:record", licence_id=licence.id)


def _initial(told: Scan) -> dict[str, str]:
    return {name: each.value for name, each in told.suggested.items() if not name.startswith("content.")}


def _content(told: Scan, kind: LicenceType) -> dict[str, Any]:
    asked: dict[str, Any] = kind.schema.get("properties", {})
    said = {key: told.suggested[f"content.{key}"].value for key in kind.fields if f"content.{key}" in told.suggested}
    return {key: value.split("、") if asked.get(key, {}).get("type") == "array" else value for key, value in said.items()}


def _page(
    request: HttpRequest, told: Scan, kind: LicenceType, form: PaperForm, content: dict[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    fields = licence_forms.content_fields(kind, content, faults=more.pop("faults", {}))
    labels = {**form.labels(), **{f"content.{key}": label for key, label in kind.fields.items()}}
    context = {
        "scan": told,
        "kind": kind,
        "form": form,
        "fields": fields,
        "unsure": [labels[name] for name, each in told.suggested.items() if each.sure < SURE and name in labels],
        "waiting": told.state is ScanState.READING and request.GET.get("type") != "1" and request.method != "POST",
        "mistakes": licence_forms.mistakes_of(form, fields),
        "problem": None,
        "view": "stocks",
    }
    return render(request, "desk/scan.html", context | rail(request) | more, status=status)
