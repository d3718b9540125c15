"""What I sign with: second factor, tokens, the seals of companies that I represent, and who may use those."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.channels.parts import tries
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.problems import problem_of
from tongban.channels.parts.seal_uses import told_seal_uses
from tongban.channels.parts.sent import own_address
from tongban.identity import actions as identity_actions
from tongban.identity import queries as identity_queries
from tongban.identity.terms import HolderKind, NoSecondFactor, WrongCode
from tongban.kernel import clock, documents, one_time
from tongban.seals import actions as seal_actions
from tongban.seals import queries as seal_queries
from tongban.seals.terms import SealChange, SealKind, SealOwner, SealPeriodReversed, SealState, WrongSealChange

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor, Holder
    from tongban.seals.terms import SealView

PURPOSE = "own seals"
SECRET = "second_factor"  # in the session, until its first code was typed
MADE = (SealKind.UNIT, SealKind.REPRESENTATIVE)
OPEN = {
    SealState.IN_USE: (SealChange.SUSPEND, SealChange.REPORT_LOST, SealChange.DESTROY),
    SealState.SUSPENDED: (SealChange.RESUME, SealChange.REPORT_LOST, SealChange.DESTROY),
    SealState.LOST: (SealChange.DESTROY,),
    SealState.DESTROYED: (),
}


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    person, at = person_of(request), moment(request)
    context = {
        "second_factor": identity_queries.second_factor_of(person),
        "certificates": identity_queries.certificates_of(person),
        "companies": [_company(each, person) for each in identity_queries.represented_by(person, at=at, purpose=PURPOSE)],
        "granted": _granted(person, at),
        "now": at,
        "next": _next(request),
    }
    return render(request, "citizen/signing.html", context)


@signed_in
def second_factor(request: HttpRequest) -> HttpResponse:
    """Set it up: a secret for the app, and the first code from it. The secret is shown on this page only."""
    person, at = person_of(request), moment(request)
    if request.method != "POST":
        return _secret_page(request, person)
    if "begin" in request.POST:
        request.session[SECRET] = identity_actions.begin_second_factor(login_id=_login(person), by=person, at=at)
        return redirect(f"{request.path}?next={_next(request)}" if _next(request) else request.path)
    if tries.exhausted(person.id):
        return _secret_page(request, person, wrong=_("试的次数太多了，请五分钟后再试。"), status=429)
    try:
        identity_actions.confirm_second_factor(code=request.POST.get("code", ""), by=person, at=at)
    except (WrongCode, NoSecondFactor) as refusal:
        tries.count(person.id)
        problem = problem_of(refusal)
        return _secret_page(request, person, wrong=f"{problem.title}。{problem.remedy}", status=problem.status)
    request.session.pop(SECRET, None)
    messages.success(request, _("动态验证码设置好了。"))
    return redirect(_next(request) or "citizen:signing")


@signed_in
@require_safe
def second_factor_qr(request: HttpRequest) -> HttpResponse:
    """The secret as an app reads it, while it is shown on the page."""
    secret = request.session.get(SECRET, "")
    if not secret:
        raise Http404
    response = HttpResponse(documents.qr_svg(one_time.address(secret, account=person_of(request).name)), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


@signed_in
@require_POST
def revoke_certificate(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """My token is lost. Refuses: NoCertificate, Denied."""
    identity_actions.revoke_certificate(fingerprint=fingerprint, by=person_of(request), at=moment(request))
    messages.success(request, _("这张证书已经注销，从现在起不能再用它登录和签名。"))
    return redirect("citizen:signing")


@signed_in
@require_POST
def make_seal(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Have a seal made for a company that I represent. Refuses: SealNotTheirs, SealThere."""
    person, at = person_of(request), moment(request)
    company = _represented(organisation_id, person, at)
    kind = SealKind.REPRESENTATIVE if request.POST.get("kind") == SealKind.REPRESENTATIVE else SealKind.UNIT
    name = company.name if kind is SealKind.UNIT else company.legal_representative
    seal_id = seal_actions.make_seal(
        owner_kind=SealOwner.ORGANISATION, owner=str(company.id), kind=kind, name=name, custodian=person.name, by=person, at=at
    )
    messages.success(request, _("印章做好了。"))
    return redirect("citizen:seal", seal_id)


@signed_in
@require_safe
def seal(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """One seal of my company: its life, whom I let use it, what it was used for. Refuses: UnknownSeal."""
    return _seal_page(request, seal_id)


@signed_in
@require_POST
def change_seal(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Suspend, resume, report lost, destroy. Refuses: UnknownSeal, WrongSealChange."""
    try:
        change = SealChange(request.POST.get("change", ""))
    except ValueError:
        raise WrongSealChange from None
    reason = request.POST.get("reason", "").strip()[:200]
    seal_actions.change_seal(seal_id=seal_id, change=change, reason=reason, by=person_of(request), at=moment(request))
    messages.success(request, _("印章的状态改好了。"))
    return redirect("citizen:seal", seal_id)


@signed_in
@require_POST
def grant(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """Let somebody who acts for the company use its seal. Refuses: UnknownSeal, SealEnded, SealExpired."""
    person, at = person_of(request), moment(request)
    owner = seal_queries.seal(seal_id, by=person).owner
    agents = identity_queries.agents_of(UUID(owner), at=at)
    chosen = next((each for each in agents if str(each) == request.POST.get("person", "")), None)
    last = _day(request.POST.get("until", ""))
    if chosen is None or last is None:
        return _seal_page(request, seal_id, wrong=_("请选一个人，并写明到哪一天为止。"))
    try:
        told = {"seal_id": seal_id, "person_id": chosen, "person_name": agents[chosen], "valid_from": clock.city_date(at)}
        seal_actions.grant_seal(**told, valid_until=last, by=person, at=at)
    except SealPeriodReversed as refusal:
        return _seal_page(request, seal_id, wrong=problem_of(refusal).title)
    messages.success(request, _("已经授权给%(name)s。随时可以收回。") % {"name": agents[chosen]})
    return redirect("citizen:seal", seal_id)


@signed_in
@require_POST
def revoke(request: HttpRequest, seal_id: UUID, grant_id: UUID) -> HttpResponse:
    """Take a grant back. Refuses: UnknownSeal."""
    seal_actions.revoke_seal_grant(grant_id=grant_id, by=person_of(request), at=moment(request))
    messages.success(request, _("授权已经收回。"))
    return redirect("citizen:seal", seal_id)


@signed_in
@require_safe
def picture(request: HttpRequest, seal_id: UUID) -> HttpResponse:
    """What a seal looks like, for whoever may use it."""
    person, at = person_of(request), moment(request)
    found = next((each for each in _usable(person, at) if each.id == seal_id), None)
    content = found.picture if found else seal_queries.seal(seal_id, by=person).picture
    response = HttpResponse(content, content_type="image/png")
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _seal_page(request: HttpRequest, seal_id: UUID, *, wrong: str = "") -> HttpResponse:
    person, at = person_of(request), moment(request)
    found = seal_queries.seal(seal_id, by=person)
    if found.owner_kind is not SealOwner.ORGANISATION:
        raise Http404
    context = {
        "seal": found,
        "grants": [(each, each.living_on(clock.city_date(at))) for each in seal_queries.seal_grants(seal_id, by=person)],
        "uses": told_seal_uses(seal_queries.seal_uses(seal_id, by=person)),
        "events": seal_queries.seal_events(seal_id, by=person),
        "changes": OPEN[found.state],
        "agents": {key: name for key, name in identity_queries.agents_of(UUID(found.owner), at=at).items() if key != person.person_id},
        "wrong": wrong,
        "mistakes": [("person", wrong)] if wrong else [],
    }
    return render(request, "citizen/seal.html", context, status=422 if wrong else 200)


def _company(company: Holder, person: Actor) -> dict[str, Any]:
    seals = seal_queries.seals_of(SealOwner.ORGANISATION, str(company.id), by=person)
    living = {each.kind for each in seals if each.state in (SealState.IN_USE, SealState.SUSPENDED)}
    return {"holder": company, "seals": seals, "missing": [kind for kind in MADE if kind not in living]}


def _usable(person: Actor, at: datetime) -> list[SealView]:
    """The seals of companies that this person may use."""
    return [each for company in person.mandates for each in seal_queries.seals_for(HolderKind.ORGANISATION, company, by=person, at=at)]


def _granted(person: Actor, at: datetime) -> list[SealView]:
    """Those of companies that somebody else represents."""
    return [
        each for each in _usable(person, at) if person.person_id and not identity_queries.represents(person.person_id, UUID(each.owner))
    ]


def _represented(organisation_id: UUID, person: Actor, at: datetime) -> Holder:
    found = identity_queries.represented_by(person, at=at, purpose=PURPOSE)
    company = next((each for each in found if each.id == organisation_id), None)
    if company is None:
        raise Http404
    return company


def _secret_page(request: HttpRequest, person: Actor, *, wrong: str = "", status: int = 200) -> HttpResponse:
    secret = request.session.get(SECRET, "")
    context = {
        "set_up": identity_queries.second_factor_of(person),
        "secret": secret,
        "spaced": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "wrong": wrong,
        "next": _next(request),
    }
    return render(request, "citizen/second_factor.html", context, status=status)


def _login(person: Actor) -> UUID:
    assert person.id is not None
    return person.id


def _next(request: HttpRequest) -> str:
    return own_address(request, request.POST.get("next", request.GET.get("next", "")))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
