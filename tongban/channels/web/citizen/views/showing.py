"""Showing a licence: what for and how much of it, the code to be scanned, and what whoever scans it sees, once."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tongban.channels.parts.actor import actor_of, moment, person_of
from tongban.channels.parts.audience import public, signed_in
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.citizen.pictures import scalable
from tongban.kernel import documents
from tongban.licences import queries as licence_queries
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing.terms import (
    PURPOSE_LENGTH,
    PurposeMissing,
    ShowingState,
    UnknownClaim,
    UnprintablePurpose,
)

if TYPE_CHECKING:
    from tongban.sharing.terms import Claim, Showing

PURPOSE = "own licence"
SHOWN = "showing"  # in the session: the code that this browser shows, which is kept nowhere else
PURPOSES = {
    "check_in": gettext_lazy("入住登记"),
    "work": gettext_lazy("求职、入职"),
    "home": gettext_lazy("租房、买房"),
    "contract": gettext_lazy("签合同、谈生意"),
}
OTHER = "other"
WHOLE, PART = "whole", "part"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """Choose what for and how much; the button makes the code. Refuses: UnknownLicence, UnusableLicence."""
    person, at = person_of(request), moment(request)
    licence = licence_queries.licence(licence_id, by=person, at=at, purpose=PURPOSE)
    claims = sharing_queries.claims(licence_id, by=person, at=at, purpose=PURPOSE)
    if request.method != "POST":
        return _form(request, licence, claims)
    names = request.POST.getlist("claims") if request.POST.get("amount") == PART else []
    try:
        if request.POST.get("amount") == PART and not names:
            raise UnknownClaim
        shown = sharing_actions.show(licence_id=licence_id, purpose=_purpose(request), claims=names, by=person, at=at)
    except (PurposeMissing, UnprintablePurpose, UnknownClaim) as refusal:
        return _form(request, licence, claims, refusal)
    request.session[SHOWN] = {"id": str(shown.id), "address": shown.address}
    return redirect("citizen:showing", shown.id)


def _purpose(request: HttpRequest) -> str:
    chosen = request.POST.get("purpose", "")
    return str(PURPOSES[chosen]) if chosen in PURPOSES else request.POST.get("other", "")


def _form(request: HttpRequest, licence: object, claims: tuple[Claim, ...], refusal: Exception | None = None) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    context = {
        "licence": licence,
        "claims": claims,
        "purposes": PURPOSES.items(),
        "purpose": asked.get("purpose", ""),
        "other": asked.get("other", ""),
        "longest": PURPOSE_LENGTH,
        "amount": asked.get("amount", WHOLE),
        "chosen": asked.getlist("claims"),
        "problem": problem_of(refusal) if refusal else None,
        "mistaken": "claims" if isinstance(refusal, UnknownClaim) else "purpose",
    }
    return render(request, "citizen/show.html", context, status=422 if refusal else 200)


@signed_in
@require_safe
def showing(request: HttpRequest, showing_id: UUID) -> HttpResponse:
    """The code, until somebody has scanned it. Refuses: UnknownShowing."""
    return render(request, "citizen/showing.html", _shown(request, showing_id))


@signed_in
@require_safe
def state(request: HttpRequest, showing_id: UUID) -> HttpResponse:
    """The same as a fragment, asked for by the open page. Refuses: UnknownShowing."""
    return render(request, "citizen/showing_state.html", _shown(request, showing_id))


def _shown(request: HttpRequest, showing_id: UUID) -> dict[str, object]:
    found = sharing_queries.showing(showing_id, by=person_of(request), at=moment(request))
    known = request.session.get(SHOWN) or {}
    address = known.get("address", "") if known.get("id") == str(showing_id) else ""
    waiting = found.state is ShowingState.WAITING
    return {"showing": found, "address": address, "waiting": waiting, "qr": _code(found, address)}


def _code(found: Showing, address: str) -> str:
    return scalable(documents.qr_svg(address)) if address and found.state is ShowingState.WAITING else ""


@public
@require_http_methods(["GET", "HEAD", "POST"])
def scanned(request: HttpRequest, token: str) -> HttpResponse:
    """What a scanned code opens. Looking at the page uses nothing up, so that no program that only follows links does; the button does.

    Refuses: UnknownShowing, ShowingUsed, ShowingExpired, OwnShowing, UnusableLicence.
    """
    at = moment(request)
    if request.method == "POST":
        opened = sharing_actions.open_showing(token=token, by=actor_of(request), at=at)
        response = render(request, "citizen/shown.html", {"opened": opened})
    else:
        response = render(request, "citizen/scanned.html", {"offer": sharing_queries.showing_offer(token, at=at)})
    response["Cache-Control"] = "private, no-store"
    return response
