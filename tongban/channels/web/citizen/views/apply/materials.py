"""Only the materials that these answers ask for; what the library has is taken from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.parts import kept
from tongban.channels.parts.audience import signed_in
from tongban.channels.web.citizen import handing
from tongban.channels.web.citizen.filling import Filling, opened
from tongban.channels.web.citizen.previews import previews
from tongban.channels.web.citizen.views.apply.leaving import leaves, left
from tongban.identity import queries as identity_queries

if TYPE_CHECKING:
    from collections.abc import Mapping


@signed_in
def collect(request: HttpRequest, code: str, applicant_id: UUID) -> HttpResponse:
    filling = opened(request, code, applicant_id)
    if filling.faults():
        return redirect(first_faulty(filling))
    if not filling.asked():
        return redirect(filling.address("review"))
    return _posted(request, filling) if request.method == "POST" else _shown(request, filling)


def first_faulty(filling: Filling) -> str:
    """The first page whose answers are not complete: conditions of materials can only be told from good answers."""
    faults = filling.faults()
    if any(where.startswith("situation.") for where in faults):
        return filling.address("situation")
    wrong = {where.removeprefix("form.").partition("/")[0] for where in faults}
    number = next((place for place, section in enumerate(filling.release.form.sections, start=1) if wrong & set(section.fields)), 1)
    return filling.address("form", number)


def _shown(request: HttpRequest, filling: Filling) -> HttpResponse:
    if kept.kept_for(request) is not None:
        messages.warning(request, _("登录过期时选的文件没有传上来，请重新选择；之前保存的都还在。"))
    return _render(request, filling)


def _posted(request: HttpRequest, filling: Filling) -> HttpResponse:
    """Good files are kept even when another one was refused: nobody uploads twice."""
    leaving, asked = leaves(request), filling.asked()
    who = {"by": filling.by, "at": filling.at}
    look = handing.looking(asked, applicant_id=filling.applicant.id, kind=filling.applicant.kind, **who)
    taken = handing.take(request, asked, filling.known.materials, filling.materials, **who, look=look, demanded=not leaving)
    filling = filling.keep(materials=tuple(taken.handed))
    if taken.mistakes:
        return _render(request, filling, mistakes=taken.mistakes)
    return left(request) if leaving else redirect(filling.address("review"))


def _render(request: HttpRequest, filling: Filling, *, mistakes: Mapping[str, handing.Mistake] | None = None) -> HttpResponse:
    items = handing.items(
        filling.asked(),
        filling.known.materials,
        filling.materials,
        mistakes=mistakes,
        by_default=not filling.materials and not mistakes,
        shown=previews(filling.release, filling.known),
        unusable=filling.known.unusable,
    )
    context: dict[str, Any] = {
        **filling.page("materials"),
        "items": items,
        "in_library": sum(1 for item in items if item.offers),
        "receiver": receiver_of(filling),
        "mistakes": [(item.id, item.mistake.words) for item in items if item.mistake],
    }
    return render(request, "citizen/apply/materials.html", context, status=422 if mistakes else 200)


def receiver_of(filling: Filling) -> object:
    """Who is given what leaves the library: the department that answers for the service."""
    return identity_queries.department(filling.release.department).name
