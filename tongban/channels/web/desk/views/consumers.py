"""Who asks the library by program: consumers with their rights and their last call, for the desk that keeps the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.views.queue import private, rail
from tongban.identity import queries as identity_queries
from tongban.licences import queries as licence_queries
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing.terms import UnknownConsumer

if TYPE_CHECKING:
    from tongban.licences.terms import LicenceType
    from tongban.sharing.terms import ConsumerRight


@staff
@private
@require_safe
def consumers(request: HttpRequest) -> HttpResponse:
    """All of them, by code. Refuses: Denied."""
    found = sharing_queries.consumers_kept(by=actor_of(request))
    names = {each.code: each.name for each in identity_queries.departments()}
    context = {
        "found": [(use, names.get(use.consumer.department), [_told(right) for right in use.consumer.rights]) for use in found],
        "at": moment(request),
        "view": "consumers",
    }
    return render(request, "desk/consumers.html", context | rail(request))


@staff
@private
@require_POST
def suspend(request: HttpRequest, code: str) -> HttpResponse:
    """Stop one at once, or let it go on. Refuses: Denied."""
    suspended = request.POST.get("suspended") == "yes"
    try:
        sharing_actions.suspend_consumer(consumer=code, suspended=suspended, by=actor_of(request), at=moment(request))
    except UnknownConsumer as refusal:  # whose words are for a token that is nobody's
        raise Http404 from refusal
    name = sharing_queries.consumer(code).name
    messages.success(request, _("“%s”已停用，从现在起查不到任何证照。") % name if suspended else _("“%s”已恢复。") % name)
    return redirect("desk:consumers")


def _told(right: ConsumerRight) -> tuple[ConsumerRight, LicenceType, list[object]]:
    """A right with its type of licence and the words of its fields."""
    kind = licence_queries.licence_type(right.type_code)
    return right, kind, [kind.fields[name] for name in right.fields if name in kind.fields]
