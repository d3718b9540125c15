"""What browsers and search engines ask for by themselves: the icon, and which pages are for being found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from tongban.channels.parts.audience import public

if TYPE_CHECKING:
    from django.http import HttpRequest

DAY = 24 * 3600
PRIVATE = ("/desk/", "/cases/", "/wallet/", "/me/", "/accounts/", "/api/")
ROBOTS = "".join(f"{line}\n" for line in ["User-agent: *", *[f"Disallow: {place}" for place in PRIVATE], "Allow: /"])


@public
@require_safe
@cache_control(public=True, max_age=DAY)
def icon(request: HttpRequest) -> HttpResponse:
    """The mark, for browsers that ask without having read a page."""
    return redirect(static("parts/mark.svg"))


@public
@require_safe
@cache_control(public=True, max_age=DAY)
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
