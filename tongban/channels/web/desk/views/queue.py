"""The queue: what waits on my desks, most urgent first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.cases import queries as case_queries
from tongban.cases.terms import Light
from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.identity import queries as identity_queries

LIGHTS = {"soon": Light.AMBER, "late": Light.RED}


@staff
def waiting(request: HttpRequest) -> HttpResponse:
    """Open steps of all my desks, or of one; `view=soon|late` keeps one light, `after` continues."""
    actor, at = actor_of(request), moment(request)
    desk = request.GET.get("desk", "")
    view = request.GET.get("view", "")
    page = case_queries.worklist(
        actor, desk=desk if desk in actor.desks else "", at=at, light=LIGHTS.get(view), after=request.GET.get("after", "")
    )
    context = {"page": page, "view": view, "desk": desk, **rail(request)}
    template = "desk/queue_rows.html" if getattr(request, "htmx", False) else "desk/queue.html"
    return render(request, template, context)


@staff
def done(request: HttpRequest) -> HttpResponse:
    """Steps my desks have settled, newest first."""
    actor, at = actor_of(request), moment(request)
    page = case_queries.settled_by(actor, at=at, after=request.GET.get("after", ""))
    return render(request, "desk/done.html", {"page": page, "view": "done", **rail(request)})


def rail(request: HttpRequest) -> dict[str, object]:
    """What the left rail shows on every page of the desk: my desks and how much waits."""
    actor = actor_of(request)
    desks = tuple(desk for desk in identity_queries.desks() if desk.code in actor.desks)
    departments = {department.code: department for department in identity_queries.departments()}
    return {
        "desks": [(desk, departments[desk.department]) for desk in desks],
        "counts": case_queries.counts(actor, at=moment(request)),
        "staff_name": actor.name,
    }
