"""长辈版: larger text and larger targets, chosen once and remembered in a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tongban.channels.parts.audience import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

COOKIE = "mode"
ELDER, PLAIN = "elder", "plain"
MODES = (ELDER, PLAIN)
DAYS = 365


def wanted(value: str) -> bool:
    """Whether this word asks for the elder mode."""
    return value == ELDER


def remember(response: HttpResponse, value: str) -> None:
    response.set_cookie(COOKIE, value, max_age=DAYS * 24 * 3600, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")


@public
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Change the mode and return to the page; an address of another site is not followed."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(back if safe else "/")
    remember(response, ELDER if wanted(request.POST.get("mode", "")) else PLAIN)
    return response
