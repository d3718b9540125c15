"""Check your answers; then one button, and it binds. Pressed twice, it hands in once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.cases import actions as case_actions
from tongban.cases.terms import InvalidApplication, Stopped
from tongban.channels.parts import form_fields, kept
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.faults import fault_words
from tongban.channels.web.citizen import handing, sealing
from tongban.channels.web.citizen.filling import Filling, opened
from tongban.channels.web.citizen.previews import previews
from tongban.channels.web.citizen.sources import sources_of
from tongban.channels.web.citizen.views.apply.materials import first_faulty, receiver_of
from tongban.channels.web.citizen.views.apply.situation import stop_page

if TYPE_CHECKING:
    from collections.abc import Mapping

PURPOSE = "submit"


@signed_in
def check_answers(request: HttpRequest, code: str, applicant_id: UUID) -> HttpResponse:
    if request.method == "POST":
        return _submit(request, code, applicant_id)
    filling = opened(request, code, applicant_id)
    if not filling.draft_exists:
        return redirect(filling.stages[0].address)
    if filling.faults():
        messages.info(request, _("从这里接着填。"))
        return redirect(first_faulty(filling))
    if kept.kept_for(request) is not None:
        messages.info(request, _("刚才登录过期，申请还没有提交。请核对后再提交一次。"))
    return stop_page(request, filling) or _render(request, filling)


def _submit(request: HttpRequest, code: str, applicant_id: UUID) -> HttpResponse:
    """Hand in what the page had shown. Nothing is read from the draft: after a first press there is none."""
    by, at = person_of(request), moment(request)
    try:
        content = sealing.opened(request.POST.get("application", ""), purpose=PURPOSE, by=by)
        key = UUID(request.POST.get("key", ""))
    except (sealing.NotSealed, ValueError):
        messages.warning(request, _("页面放得太久了，请再核对一遍后提交。"))
        return redirect("citizen:review", code, applicant_id)
    try:
        turn = case_actions.submit(key=key, application=sealing.application_of(content), by=by, at=at)
    except InvalidApplication as refusal:
        return _render(request, opened(request, code, applicant_id), faults=refusal.faults)
    except Stopped:
        filling = opened(request, code, applicant_id)
        return stop_page(request, filling) or _render(request, filling)
    return redirect("citizen:receipt", turn.case_id)


def _render(request: HttpRequest, filling: Filling, *, faults: Mapping[str, str] | None = None) -> HttpResponse:
    asked = filling.asked()
    items = handing.items(asked, filling.known.materials, filling.materials, shown=previews(filling.release, filling.known))
    keys = {spec.key for spec in asked}
    handed = tuple(each for each in filling.materials if each.key in keys)
    missing = [item for item in items if item.spec.required and not item.given]
    mistakes = _mistakes(filling, faults or {})
    mistakes += [(f"{filling.address('materials')}#{item.id}", handing.not_given(item.spec).words) for item in missing]
    content = {
        "service": filling.release.service,
        "applicant_kind": filling.applicant.kind.value,
        "applicant_id": str(filling.applicant.id),
        "situation": dict(filling.situation),
        "form": dict(filling.form),
        "materials": sealing.written(handed),
    }
    context: dict[str, Any] = {
        **filling.page("review"),
        "sections": _sections(filling),
        "items": items,
        "receiver": receiver_of(filling),
        "agreed": sum(len(item.licences) for item in items if not item.by_duty),
        "mistakes": mistakes,
        "complete": not mistakes,
        "application": sealing.seal(content, purpose=PURPOSE, by=filling.by),
        "key": filling.draft_id or uuid.uuid4(),  # of the draft, not of the page: two open tabs hand in once
    }
    return render(request, "citizen/apply/review.html", context, status=422 if faults else 200)


def _mistakes(filling: Filling, faults: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each fault as (address of its page, words)."""
    told = form_fields.told_faults(filling.release.form.schema, faults)
    found = [(_form_address(filling, pointer), words) for pointer, words in told.items()]
    names = {spec.key: str(spec.name) for spec in filling.release.materials}
    for where, what in faults.items():
        scope, _dot, key = where.partition(".")
        if scope == "situation":
            found.append((filling.address("situation"), _("请回答情形里的每个问题。")))
        elif scope == "materials":
            found.append((f"{filling.address('materials')}#material-{key}", f"{names.get(key, key)}：{fault_words(what)}"))
    return found


def _form_address(filling: Filling, pointer: str) -> str:
    name = pointer.partition("/")[0]
    number = next((place for place, each in enumerate(filling.release.form.sections, start=1) if name in each.fields), 1)
    return f"{filling.address('form', number)}?return=1#form-{pointer.replace('/', '-')}"


def _sections(filling: Filling) -> list[dict[str, Any]]:
    """The form as it will be handed in, section by section, each with the way to change it."""
    properties = filling.release.form.schema.get("properties", {})
    sources = sources_of(filling.release, filling.known, filling.form, properties)
    return [
        {
            "title": section.title,
            "address": f"{filling.address('form', number)}?return=1",
            "rows": [
                (
                    form_fields.words_of(properties[name], name),
                    form_fields.shown(properties[name], filling.form.get(name)),
                    sources.get(name, ""),
                )
                for name in section.fields
            ],
        }
        for number, section in enumerate(filling.release.form.sections, start=1)
    ]
