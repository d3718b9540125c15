"""Signing in with a certificate: the token signs a challenge that was made for this browser, and counts once.

Whoever comes in this way is known as surely as somebody seen at a counter (L4), for as long as the session lasts and the
certificate has not ended.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from typing import TYPE_CHECKING, Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import get_backends
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tongban.channels.parts.actor import PROVED, moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.problems import problem_of
from tongban.channels.parts.sent import own_address
from tongban.identity import actions as identity_actions
from tongban.identity.terms import PUBLIC, CertificateEnded, NoCertificate, NoLogin, WrongSignature
from tongban.kernel import signing

if TYPE_CHECKING:
    from datetime import datetime

CHALLENGE = "certificate_challenge"
SECONDS = 180
REFUSED = (NoCertificate, CertificateEnded, NoLogin, WrongSignature, signing.BadCertificate)


@public
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_next(request) or "/")
    if request.method != "POST":
        return _page(request)
    challenge = _taken(request, moment(request))
    if challenge is None:
        return _page(request, wrong=_("这段内容过期了，或者已经用过。请把下面新的内容交给 UKey 再签一次。"), status=409)
    try:
        fingerprint, signature = _answered(request.POST.get("answer", ""))
        login_id = identity_actions.prove_by_certificate(
            fingerprint=fingerprint, challenge=challenge, signature=signature, by=PUBLIC, at=moment(request)
        )
    except REFUSED as refusal:
        problem = problem_of(refusal)
        return _page(request, wrong=f"{problem.title}。{problem.remedy}", status=problem.status)
    return _entered(request, login_id, fingerprint)


def _entered(request: HttpRequest, login_id: object, fingerprint: str) -> HttpResponse:
    """As after a password, with the mark of the certificate in the session."""
    backend: Any = get_backends()[0]
    user = backend.get_user(login_id)
    user.backend = "allauth.account.auth_backends.AuthenticationBackend"
    response = perform_login(request, Login(user=user, redirect_url=_next(request) or None))
    request.session[PROVED] = fingerprint
    return response


def _page(request: HttpRequest, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """A fresh challenge each time; the one before counts no more."""
    nonce = secrets.token_urlsafe(32)
    request.session[CHALLENGE] = {"nonce": nonce, "until": moment(request).timestamp() + SECONDS}
    told = {
        "purpose": _("登录 %(host)s") % {"host": request.get_host()},
        "algorithm": signing.P256,
        "messages": [base64.b64encode(_message(request, nonce)).decode()],
    }
    context = {
        "task": base64.urlsafe_b64encode(json.dumps(told, ensure_ascii=False).encode()).decode(),
        "wrong": wrong,
        "next": _next(request),
        "minutes": SECONDS // 60,
    }
    return render(request, "account/certificate.html", context, status=status)


def _taken(request: HttpRequest, at: datetime) -> bytes | None:
    """The challenge of this browser, once; None when there is none, or it is too old."""
    kept = request.session.pop(CHALLENGE, None)
    if kept is None or at.timestamp() > kept["until"]:
        return None
    return _message(request, kept["nonce"])


def _message(request: HttpRequest, nonce: str) -> bytes:
    """What is signed says what for and where: what was signed for another place or purpose opens nothing here."""
    return f"tongban sign-in\n{request.get_host()}\n{nonce}".encode()


def _answered(text: str) -> tuple[str, bytes]:
    """What the helper program printed. Raises WrongSignature for what is none."""
    try:
        told = json.loads(base64.urlsafe_b64decode("".join(text.split()).encode()))
        (signature,) = told["signatures"]
        return str(told["certificate"]), base64.b64decode(signature, validate=True)
    except (ValueError, binascii.Error, KeyError, TypeError):
        raise WrongSignature from None


def _next(request: HttpRequest) -> str:
    return own_address(request, request.POST.get("next", request.GET.get("next", "")))
