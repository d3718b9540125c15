"""The seals of my department: what they are, who keeps them, what they were used for, and what may happen to them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.parts.seal_uses import told_seal_uses
from tongban.channels.web.desk.views.queue import private, rail
from tongban.identity import queries as identity_queries
from tongban.seals import actions as seal_actions
from tongban.seals import queries as seal_queries
from tongban.seals.terms import SealChange, SealOwner, SealState, SealView, WrongSealChange

OPEN = {
    SealState.IN_USE: (SealChange.HAND_OVER, SealChange.SUSPEND, SealChange.REPORT_LOST, SealChange.DESTROY),
    SealState.SUSPENDED: (SealChange.HAND_OVER, SealChange.RESUME, SealChange.REPORT_LOST, SealChange.DESTROY),
    SealState.LOST: (SealChange.DESTROY,),
    SealState.DESTROYED: (),
}


@staff
@private
@require_safe
def seals(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    names = {each.code: each.name for each in identity_queries.departments()}
    found = [(names[code], seal_queries.seals_of(SealOwner.DEPARTMENT, code, by=actor)) for code in sorted(actor.departments)]
    return render(request, "desk/seals.html", {"found": found, "view": "seals", **rail(request)})


@staff
@private
@require_safe
def seal(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Refuses: UnknownSeal."""
    actor, found = actor_of(request), _mine(request, seal_id)
    context = {
        "seal": found,
        "uses": told_seal_uses(seal_queries.seal_uses(seal_id, by=actor)),
        "events": seal_queries.seal_events(seal_id, by=actor),
        "changes": OPEN[found.state],
        "view": "seals",
        **rail(request),
    }
    return render(request, "desk/seal.html", context)


@staff
@private
@require_POST
def change(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Hand over, suspend, resume, report lost, destroy. Refuses: UnknownSeal, WrongSealChange."""
    _mine(request, seal_id)
    try:
        wanted = SealChange(request.POST.get("change", ""))
    except ValueError:
        raise WrongSealChange from None
    told = {name: request.POST.get(name, "").strip()[:200] for name in ("reason", "custodian")}
    if wanted is SealChange.HAND_OVER and not told["custodian"]:
        messages.warning(request, _("移交时请写明新的保管人。"))
        return redirect("desk:seal", seal_id)
    seal_actions.change_seal(seal_id=seal_id, change=wanted, **told, by=actor_of(request), at=moment(request))
    messages.success(request, _("印章的状态改好了。"))
    return redirect("desk:seal", seal_id)


@staff
@private
@require_safe
def picture(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Refuses: UnknownSeal."""
    return HttpResponse(_mine(request, seal_id).picture, content_type="image/png")


def _mine(request: HttpRequest, seal_id: UUID) -> SealView:
    """A seal of one of my departments."""
    found = seal_queries.seal(seal_id, by=actor_of(request))
    if found.owner_kind is not SealOwner.DEPARTMENT:
        raise Http404
    return found
