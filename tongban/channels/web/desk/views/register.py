"""The licences that my department keeps: find one, see all of it, change its state, make its next version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.parts.tags.licence_life import CHANGES
from tongban.channels.parts.time_words import day_words
from tongban.channels.web.desk import confirming, licence_forms
from tongban.channels.web.desk.confirming import Confirmation
from tongban.channels.web.desk.licence_forms import DECIDED, ChangeForm, RejectionForm, VersionForm
from tongban.channels.web.desk.views.queue import private, rail
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Change, Record, Renewing

if TYPE_CHECKING:
    from datetime import date

    from tongban.licences.terms import LicenceType

PURPOSE = "keeping the department's own licences"
WHY = {Renewing.RENEWAL: pgettext_lazy("licence", "延续"), Renewing.CHANGE: pgettext_lazy("licence", "变更")}


@staff
@private
def register(request: HttpRequest) -> HttpResponse:
    """Find a licence by its number, its identifier, or the number of who holds it."""
    by, at = actor_of(request), moment(request)
    asked = request.GET.get("q", "").strip()[:200]
    found = licence_queries.find(asked, by=by, at=at, purpose=PURPOSE) if asked else ()
    own = set(licence_queries.kept_types(by))
    kinds = [kind for kind in licence_queries.licence_types() if kind.code in own]
    waiting = licence_queries.proposals_waiting(by=by, at=at, purpose=PURPOSE)
    context = {"asked": asked, "found": found, "kinds": kinds, "proposals": waiting, "view": "register"}
    return render(request, "desk/register.html", context | rail(request))


@staff
@private
def record(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Refuses: UnknownLicence."""
    return show(request, seen(request, licence_id))


def seen(request: HttpRequest, licence_id: UUID) -> Record:
    return licence_queries.record(licence_id, by=actor_of(request), at=moment(request), purpose=PURPOSE)


def show(request: HttpRequest, told: Record, *, status: int = 200, **more: Any) -> HttpResponse:
    """All that the department keeps of a licence, with the act that was not done: its form as typed, or what to confirm."""
    kind = licence_queries.licence_type(told.licence.type_code)
    typed = kept.kept_for(request)
    context = {
        "record": told,
        "licence": told.licence,
        "kind": kind,
        "content": content_of(kind, told.licence.content),
        "may_succeed": Change.SUSPEND in told.open_to and kind.open and told.may_decide,
        "form": ChangeForm(open_to=told.open_to, initial=typed.dict() if typed else None),
        "mistakes": licence_forms.mistakes_of(more["form"]) if "form" in more else [],
        "confirm": None,
        "problem": None,
        "view": "register",
    }
    return render(request, "desk/record.html", context | _deciding(request, told) | rail(request) | more, status=status)


def _deciding(request: HttpRequest, told: Record) -> dict[str, Any]:
    """What can be done with it here: one person's acts, what takes two, and what a colleague has proposed already."""
    waiting = next((each for each in told.proposals if each.open), None)
    open_to = [each for each in told.open_to if waiting is None or each not in DECIDED]
    own = waiting is not None and waiting.proposed_by == actor_of(request).id
    return {
        "changes": [(each.value, CHANGES[each], each in DECIDED) for each in open_to],
        "waiting": waiting,
        "waiting_change": CHANGES[waiting.change] if waiting else "",
        "waiting_ends": waiting is not None and waiting.change is not Change.REINSTATE,
        "own_proposal": own,
        "may_settle": waiting is not None and told.may_decide and not own,
        "rejection": RejectionForm(),
        "settled": [each for each in told.proposals if not each.open],
    }


def content_of(kind: LicenceType, content: dict[str, Any]) -> list[tuple[object, str]]:
    return [(label, kind.shown(key, content[key])) for key, label in kind.fields.items() if key in content]


@staff
@private
def change(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Suspend or resume a licence, or propose to end it: read once more, then done. Refuses: UnknownLicence."""
    told = seen(request, licence_id)
    if request.method != "POST":
        return show(request, told)
    form = ChangeForm(request.POST, open_to=told.open_to)
    if not form.is_valid() or confirming.taken_back(request):
        return show(request, told, status=422, form=form)
    to = Change(form.cleaned_data["change"])
    if not confirming.confirmed(request):
        return show(request, told, form=form, confirm=_of_change(request, to, form.cleaned_data))
    grounds = {name: form.cleaned_data[name] for name in ("basis", "document", "reason")}
    verb = licence_actions.propose_change if to in DECIDED else licence_actions.change
    try:
        verb(licence_id=licence_id, change=to, **grounds, by=actor_of(request), at=moment(request))
    except REFUSALS as refusal:
        problem = problem_of(refusal)
        return show(request, seen(request, licence_id), status=problem.status, form=form, problem=problem)
    words = _("%(number)s 的%(change)s已提出，等另一位决定人员确认。") if to in DECIDED else _("%(number)s 已%(change)s。")
    messages.success(request, words % {"number": told.licence.number, "change": CHANGES[to]})
    return redirect("desk:record", licence_id=licence_id)


def _of_change(request: HttpRequest, to: Change, typed: dict[str, Any]) -> Confirmation:
    two = to in DECIDED
    at_once = _("确认后马上生效：核验页、状态列表和正在用它的办件都会看到。记录不能删除。")
    later = _("现在还不生效：要由本部门另一位决定人员在七天内确认，过期作废。提出的内容不能修改。")
    return Confirmation(
        heading=_("请再看一遍"),
        explained=later if two else at_once,
        lines=((_("办什么"), str(CHANGES[to])), *_grounds(typed)),
        button=(_("提出%(change)s") if two else _("确认%(change)s")) % {"change": CHANGES[to]},
        danger=two and to is not Change.REINSTATE,
        fields=confirming.typed(request),
    )


def _grounds(typed: dict[str, Any]) -> list[tuple[str, str]]:
    named = [(_("法律依据"), typed["basis"]), (_("决定书文号"), typed["document"]), (_("理由"), typed["reason"])]
    return [(name, words) for name, words in named if words]


@staff
@private
def new_version(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """The next version: the same for longer, or another content. Refuses: UnknownLicence."""
    told = seen(request, licence_id)
    if request.method != "POST":
        return _version_page(request, told, VersionForm(initial=_first_values(request, told)), told.licence.content)
    kind = licence_queries.licence_type(told.licence.type_code)
    form, content = VersionForm(request.POST), licence_forms.typed_content(kind, request.POST, told.licence.content)
    if not form.is_valid() or confirming.taken_back(request):
        return _version_page(request, told, form, content, status=422)
    new = licence_forms.version_of(Renewing(form.cleaned_data["why"]), told.licence, content, form.cleaned_data["valid_until"])
    if not confirming.confirmed(request):
        return _version_page(request, told, form, content, confirm=_of_version(request, told, form, new.content))
    grounds = {name: form.cleaned_data[name] for name in ("basis", "document", "reason")}
    try:
        made = licence_actions.new_version(licence_id=licence_id, new=new, **grounds, by=actor_of(request), at=moment(request))
    except REFUSALS as refusal:
        problem, where = problem_of(refusal), licence_forms.at_field(refusal)
        if where in form.fields:
            form.add_error(where, problem.title)
        faults = licence_forms.content_faults(refusal)
        return _version_page(request, told, form, content, status=problem.status, problem=problem, faults=faults)
    messages.success(request, _("%(number)s 第 %(version)s 版已发出，原版自动失效。") % {"number": made.number, "version": made.version})
    return redirect("desk:record", licence_id=made.id)


def _first_values(request: HttpRequest, told: Record) -> dict[str, Any]:
    typed = kept.kept_for(request)
    return typed.dict() if typed else {"valid_until": told.licence.valid_until}


def _version_page(
    request: HttpRequest, told: Record, form: VersionForm, content: dict[str, Any], *, status: int = 200, **more: Any
) -> HttpResponse:
    kind, faults = licence_queries.licence_type(told.licence.type_code), more.pop("faults", {})
    fields = licence_forms.content_fields(kind, content, faults=faults)
    context = {
        "record": told,
        "licence": told.licence,
        "form": form,
        "fields": fields,
        "mistakes": licence_forms.mistakes_of(form, fields),
        "confirm": None,
        "problem": None,
        "view": "register",
    }
    return render(request, "desk/new_version.html", context | rail(request) | more, status=status)


def _of_version(request: HttpRequest, told: Record, form: VersionForm, content: dict[str, Any]) -> Confirmation:
    kind, old = licence_queries.licence_type(told.licence.type_code), told.licence
    lines = [(_("办什么"), str(WHY[Renewing(form.cleaned_data["why"])]))]
    lines += licence_forms.changed_lines(kind, old.content, content)
    lines.append((_("有效期至"), _until(form.cleaned_data["valid_until"])))
    return Confirmation(
        heading=_("请再看一遍新版证照"),
        explained=_("确认后马上发出第 %(version)s 版，编号不变，原版自动失效；内容不能再改，只能再发新版。") % {"version": old.version + 1},
        lines=(*lines, *_grounds(form.cleaned_data)),
        button=_("确认发出新版"),
        danger=False,
        fields=confirming.typed(request),
    )


def _until(day: date | None) -> str:
    return day_words(day, today=None) if day is not None else _("长期")
