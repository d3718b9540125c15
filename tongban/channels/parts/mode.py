"""长辈版: larger text and larger targets, chosen once and remembered in a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongban.channels.parts.audience import public
from tongban.channels.parts.sent import own_address

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
    response = redirect(own_address(request, request.POST.get("next", "")) or "/")
    remember(response, ELDER if wanted(request.POST.get("mode", "")) else PLAIN)
    return response
