"""Standing authorisations: whom I let use which of my licences; given with a purpose and an end, revoked at one press."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.citizen.applicants import applicants_of
from tongban.kernel import clock
from tongban.licences import queries as licence_queries
from tongban.licences.terms import UnknownType, WrongHolder, valid_until
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing.terms import (
    GRANT_YEARS,
    PURPOSE_LENGTH,
    GrantPeriod,
    PurposeMissing,
    UnknownReceiver,
    UnprintablePurpose,
)

if TYPE_CHECKING:
    from tongban.channels.web.citizen.applicants import Applicant
    from tongban.kernel.bilingual import Bilingual
    from tongban.sharing.terms import Receiver

USUAL = timedelta(days=365)
PURPOSE = "own wallet"
OTHER = "other"
TICKED = gettext_lazy("“%(purpose)s”要看%(licences)s，已经替您勾上。请核对，同意就再按一次“授权”")
NOT_TICKED = gettext_lazy("“%(purpose)s”要看%(licences)s，您没有勾：对方查不到。要让对方查到就勾上；不想给，就再按一次“授权”")
FIELD_OF: dict[type[Exception], str] = {
    UnknownType: "types",
    WrongHolder: "types",
    PurposeMissing: "purpose",
    UnprintablePurpose: "purpose",
    GrantPeriod: "valid_until",
}


@signed_in
@require_safe
def grants(request: HttpRequest) -> HttpResponse:
    """Of everybody I act for: those that hold, and those that are over."""
    person, at = person_of(request), moment(request)
    today, names = clock.city_date(at), {kind.code: kind.name for kind in licence_queries.licence_types()}
    folders = []
    for holder in applicants_of(person, at=at):
        found = sharing_queries.grants_of(holder.id, by=person, at=at)
        lines = [(grant, [names.get(code, code) for code in grant.types]) for grant in found]
        living = [line for line in lines if line[0].living_on(today)]
        folders.append({"holder": holder, "living": living, "over": [line for line in lines if line not in living]})
    return render(request, "citizen/grants.html", {"folders": folders})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, holder_id: UUID) -> HttpResponse:
    """Whom first, for a receiver's systems ask for purposes of their own; then the rest on one page. Refuses: Denied."""
    person, at = person_of(request), moment(request)
    holder = next((each for each in applicants_of(person, at=at) if each.id == holder_id), None)
    if holder is None:
        raise Http404
    if request.method != "POST":
        return _form(request, holder, request.GET)
    if mistakes := _mistakes(request, holder):
        return _form(request, holder, request.POST, mistakes=mistakes)
    try:
        sharing_actions.grant_use(
            key=_key(request),
            holder_id=holder.id,
            receiver=request.POST.get("receiver", ""),
            types=request.POST.getlist("types"),
            purpose=_purpose(request.POST),
            valid_until=_day(request.POST.get("valid_until", "")),
            by=person,
            at=at,
        )
    except UnknownReceiver as refusal:
        return _form(request, holder, request.POST, refusal)
    except tuple(FIELD_OF) as refusal:
        problem = problem_of(refusal)
        return _form(request, holder, request.POST, mistakes={FIELD_OF[type(refusal)]: f"{problem.title}。{problem.remedy}"})
    messages.success(request, _("授权好了。什么时候想停，在这里按一下“撤销”就停。"))
    return redirect("citizen:grants")


@signed_in
@require_POST
def revoke(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """One press, no question asked: giving it again takes a minute. Refuses: UnknownGrant."""
    sharing_actions.revoke_use(grant_id=grant_id, by=person_of(request), at=moment(request))
    messages.success(request, _("已撤销，从现在起不能再用这项授权查看您的证照。"))
    return redirect("citizen:grants")


def _mistakes(request: HttpRequest, holder: Applicant) -> dict[str, str]:
    """What is missing, all at once and by its field; and, said once, which licences the chosen purpose asks for that are not ticked."""
    told, at = request.POST, moment(request)
    missing = _not_ticked(told, _types(request, holder, at=at), on=clock.city_date(at))
    found: dict[str, str] = {}
    if not _purpose(told).strip():
        found["purpose"] = _("请选一个用途，或者写明用来做什么")
    if missing and told.get("told") != _choice(told):
        names = {"purpose": told["purpose"], "licences": _("、").join(str(name) for name in missing.values())}
        ticked = told.getlist("types")
        found["types"] = (NOT_TICKED if ticked else TICKED) % names
    elif not told.getlist("types"):
        found["types"] = _("请至少勾选一种对方可以用的证照")
    try:
        _day(told.get("valid_until", ""))
    except GrantPeriod as refusal:
        found["valid_until"] = str(problem_of(refusal).remedy)
    return found


def _not_ticked(told: QueryDict, types: Mapping[str, Bilingual], *, on: date) -> dict[str, Bilingual]:
    """What the chosen purpose asks for, of what the holder has."""
    asked = sharing_queries.agreed_purposes(told.get("receiver", ""), on=on).get(_purpose(told), ())
    return {code: types[code] for code in asked if code in types and code not in told.getlist("types")}


def _choice(told: QueryDict) -> str:
    """A purpose and the licences ticked: whoever is told what is not ticked, and presses again, means it."""
    return "|".join([_purpose(told), *sorted(told.getlist("types"))])


def _form(
    request: HttpRequest,
    holder: Applicant,
    asked: QueryDict,
    refusal: Exception | None = None,
    mistakes: Mapping[str, str] | None = None,
) -> HttpResponse:
    at = moment(request)
    try:
        receiver = sharing_queries.receiver(asked["receiver"]) if "receiver" in asked else None
    except UnknownReceiver as unknown:
        receiver, refusal = None, unknown
    context: dict[str, Any] = {
        "holder": holder,
        "types": _types(request, holder, at=at),
        "receiver": receiver,
        "problem": problem_of(refusal) if refusal else None,
        "mistaken": "receiver" if refusal else "",
        "mistakes": list((mistakes or {}).items()),
        "wrong": tuple(mistakes or ()),
    }
    context |= _choices(asked, receiver, context["types"], at=at) if receiver else {"receivers": sharing_queries.receivers()}
    return render(request, "citizen/give.html", context, status=422 if refusal or mistakes else 200)


def _types(request: HttpRequest, holder: Applicant, *, at: datetime) -> dict[str, Bilingual]:
    """What the holder has that can be used today, by code."""
    held = licence_queries.licences_of(holder_id=holder.id, by=person_of(request), at=at, purpose=PURPOSE)
    return {each.type_code: each.type_name for each in held if each.usable_on(clock.city_date(at))}


def _choices(asked: QueryDict, receiver: Receiver, types: Mapping[str, Bilingual], *, at: datetime) -> dict[str, Any]:
    today = clock.city_date(at)
    agreed = sharing_queries.agreed_purposes(receiver.code, on=today)
    purposes = {purpose: [types[code] for code in codes if code in types] for purpose, codes in agreed.items()}
    ticked = asked.getlist("types") or list(_not_ticked(asked, types, on=today))
    return {
        "key": asked.get("key") or uuid.uuid4(),
        "chosen": ticked,
        "told": _choice(asked) if asked.getlist("types") else "",
        "purposes": {purpose: names for purpose, names in purposes.items() if names},
        "purpose": asked.get("purpose", ""),
        "other": asked.get("other", ""),
        "valid_until": asked.get("valid_until") or (today + USUAL).isoformat(),
        "earliest": (today + timedelta(days=1)).isoformat(),
        "latest": valid_until(today, GRANT_YEARS).isoformat(),
        "longest": PURPOSE_LENGTH,
    }


def _purpose(told: QueryDict) -> str:
    """One of the agreed purposes, or what was written instead."""
    chosen = told.get("purpose", "")
    return told.get("other", "") if chosen in ("", OTHER) else chosen


def _key(request: HttpRequest) -> UUID:
    """Of the page, so that a button pressed twice authorises once."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid.uuid4()


def _day(text: str) -> date:
    """Refuses: GrantPeriod, also for what is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GrantPeriod(text) from None
