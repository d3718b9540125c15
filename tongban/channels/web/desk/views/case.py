"""One case on the desk: form and materials on one side; act, clocks, opinions, papers and history on the other."""

from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.cases import queries as case_queries
from tongban.cases.terms import Act, CaseView, StepState, StepView
from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.tags.words import SHORTCOMINGS
from tongban.channels.web.desk.forms import FORMS
from tongban.channels.web.desk.points import Points
from tongban.channels.web.desk.views.queue import private, rail

PURPOSE = "handling the case"
IMAGES = ("image/jpeg", "image/png")  # whatever else is shown is a PDF


@staff
@private
def page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    return show(request, case_id)


def show(request: HttpRequest, case_id: UUID, *, case: CaseView | None = None, status: int = 200, **more: Any) -> HttpResponse:
    """Render the case page. `more` carries an act that was not done: its form as typed, the problem in words, or what to confirm."""
    case = case or seen(request, case_id)
    actor, mine = actor_of(request), my_steps(case, actor_of(request).desks)
    forms = _typed_before(request) | {name: form for name, form in more.items() if name.endswith("_form")}
    context = {
        "case": case,
        "step": mine[0] if mine else None,
        "more_steps": mine[1:],
        "may_ask_correction": Act.ASK_CORRECTION in case_queries.acts_open_to(case, actor),
        "works_here": bool(mine),
        "opinions": [step for step in case.steps if step.opinion is not None],
        "points": Points.of(case, forms.get("correction_form")),
        "shortcomings": SHORTCOMINGS,
        "mistakes": [mistake for form in forms.values() for mistake in _mistakes(form)],
        "release": case.release,
        "images": IMAGES,
        "view": "",
        **{f"{name}_form": kind() for name, kind in FORMS.items()},
        "correction_form": None,
        "problem": None,
        "confirm": None,
        **rail(request),
        **more,
        **forms,
    }
    return render(request, "desk/case.html", context, status=status)


def seen(request: HttpRequest, case_id: UUID) -> CaseView:
    """The case as this actor may see it."""
    return case_queries.case(case_id, by=actor_of(request), at=moment(request), purpose=PURPOSE)


@staff
@private
def neighbour(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The next (`go=next`) or previous case of my queue after this one: the keys j and k."""
    lines = case_queries.worklist(actor_of(request), desk="", at=moment(request), light=None, after="").lines
    cases = list(dict.fromkeys(line.case_id for line in lines))
    if not cases:
        return redirect("desk:queue")
    step = -1 if request.GET.get("go") == "previous" else 1
    here = cases.index(case_id) if case_id in cases else -step
    return redirect("desk:case", case_id=cases[(here + step) % len(cases)])


def my_steps(case: CaseView, desks: frozenset[str]) -> list[StepView]:
    """The open steps of this case that wait on one of these desks."""
    return [step for step in case.steps if step.state is StepState.OPEN and step.desk in desks and step.id is not None]


def _typed_before(request: HttpRequest) -> dict[str, Any]:
    """What was typed here when the session had expired, in the form of its act and without complaints about it."""
    typed = kept.kept_for(request)
    act = typed.get("act", "") if typed is not None else ""
    if typed is None or act not in (*FORMS, "correction"):
        return {}
    return {f"{act}_form": typed if act == "correction" else FORMS[act](initial=typed.dict())}


def _mistakes(form: Any) -> list[tuple[str, str]]:
    """What is wrong with a form, with the id of the field where it is."""
    if not isinstance(form, Form) or not form.is_bound:
        return []
    return [(_place(name), str(words)) for name, errors in form.errors.items() for words in errors]


def _place(name: str) -> str:
    return "" if name == "__all__" else name if ":" in name else f"id_{name}"
