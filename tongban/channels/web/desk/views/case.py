"""One case on the desk: materials and form on one side, act, opinions and history on the other."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.cases import queries as case_queries
from tongban.cases.terms import CaseState, CaseView, StepState, StepView
from tongban.catalog.terms import Does
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.forms import SHORTCOMINGS, CorrectionForm
from tongban.channels.web.desk.views.queue import rail

PURPOSE = "handling the case"


@staff
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return show(request, case_id)


def show(request: HttpRequest, case_id: UUID, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the case page; `more` carries a refused act: its form with what was typed, and the problem in words."""
    actor, at = actor_of(request), moment(request)
    case = case_queries.case(case_id, by=actor, at=at, purpose=PURPOSE)
    mine = my_steps(case, actor.desks)
    context = {
        "case": case,
        "mine": mine,
        "step": mine[0] if mine else None,
        "may_ask_correction": case.state is CaseState.RECEIVED and any(step.does in (Does.ACCEPT, Does.CHECK) for step in mine),
        "opinions": [step for step in case.steps if step.opinion is not None],
        "correction_points": correction_points(case, more.get("correction_form")),
        "shortcomings": SHORTCOMINGS,
        "view": "",
        **rail(request),
        **more,
    }
    return render(request, "desk/case.html", context, status=status)


@staff
def neighbour(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The next (`go=next`) or previous case of my queue after this one: the keys j and k."""
    actor = actor_of(request)
    lines = case_queries.worklist(actor, desk="", at=moment(request), light=None, after="").lines
    cases = list(dict.fromkeys(line.case_id for line in lines))
    if not cases:
        return redirect("desk:queue")
    step = -1 if request.GET.get("go") == "previous" else 1
    here = cases.index(case_id) if case_id in cases else -step
    return redirect("desk:case", case_id=cases[(here + step) % len(cases)])


def my_steps(case: CaseView, desks: frozenset[str]) -> list[StepView]:
    """The open steps of this case that wait on one of these desks."""
    return [step for step in case.steps if step.state is StepState.OPEN and step.desk in desks and step.id is not None]


def correction_points(case: CaseView, form: CorrectionForm | None) -> list[dict[str, Any]]:
    """One row per target of the notice, with what was typed and what is wrong with it."""
    return [
        {
            "target": target,
            "words": words,
            "shortcoming": form.data.get(f"{target}:shortcoming", "") if form else "",
            "note": form.data.get(f"{target}:note", "") if form else "",
            "errors": form.errors.get(f"{target}:note", []) if form else [],
        }
        for target, words in correction_targets(case)
    ]


def correction_targets(case: CaseView) -> list[tuple[str, str]]:
    """Everything a correction notice can name: each material of the release, each field of the form, with its words."""
    materials = [(f"material:{material.key}", str(material.name)) for material in case.release.materials]
    properties: dict[str, Any] = case.release.form.schema.get("properties", {})
    fields = [(f"field:{key}", schema.get("title", key)) for key, schema in properties.items()]
    return materials + fields
