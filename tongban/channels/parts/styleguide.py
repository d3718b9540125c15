"""`/styleguide`: every component in every state, drawn by the same tags and classes as the real pages, from invented data."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.cases.terms import InvalidApplication, Opinion, PaperKind, Shortcoming, StepSettled
from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.form_fields import drawing
from tongban.channels.parts.problems import problem_of
from tongban.channels.parts.samples import dossier, library, pictures
from tongban.channels.parts.tags.icons import PATHS
from tongban.kernel.limits import Light

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    at = moment(request)
    release = dossier.release()
    context = {
        "lights": tuple(Light),
        "opinions": tuple(Opinion),
        "papers": tuple(PaperKind),
        "shortcomings": tuple(Shortcoming),
        "icons": tuple(PATHS),
        "dues": _dues(at),
        "clocks": dossier.clocks(at),
        "lines": dossier.lines(at),
        "licences": dossier.licences(at),
        "release": release,
        "form": dossier.FORM,
        "provenance": dossier.PROVENANCE,
        "changes": dossier.CHANGES,
        "answered": {"kind": "first"},
        "history": dossier.history(at),
        "fields": _fields(),
        "problem": problem_of(
            InvalidApplication({"form.capital": "minimum: too small", "materials.site_photo": "missing: this is asked for"})
        ),
        "settled": problem_of(StepSettled()),
        "pictures": _pictures(at),
        **library.context(at),
    }
    return render(request, "parts/styleguide.html", context)


def _dues(at: datetime) -> list[tuple[datetime | None, bool]]:
    """Due in ten days, tomorrow, today, just over, long over; provisional; not counted now."""
    some = [(10, 24), (1, 12), (0, 24), (-1, 24), (-7, 24)]
    found: list[tuple[datetime | None, bool]] = [(pictures.moment(at, when), False) for when in some]
    return [*found, (pictures.moment(at, (30, 24)), True), (None, False)]


def _fields() -> tuple[drawing.Field, ...]:
    faults = {"capital": _("“净资产”不能小于 8000000。")}
    notes = {"note": _("请写明租赁合同的期限。")}
    sources = {"name": _("来自营业执照")}
    values = {key: value for key, value in dossier.FORM.items() if key != "grade"}
    return drawing.draw(dossier.SCHEMA, dossier.SCHEMA["properties"], values, faults=faults, sources=sources, notes=notes)


def _pictures(at: datetime) -> list[tuple[str, object]]:
    return [
        (_("两个部门同时办，一个已完成"), pictures.running(at)),
        (_("办事指南：还没有开始"), pictures.planned(at)),
        (_("有部门逾期"), pictures.late(at)),
        (_("提前办结"), pictures.ended(at)),
        (_("名称很长，同一部门同时办两件，跨过没有公布的放假安排"), pictures.long_names(at)),
        (_("一分钟内办完几步"), pictures.within_a_minute(at)),
        (_("只有一步"), replace(pictures.planned(at), lanes=pictures.planned(at).lanes[1:2])),
    ]
