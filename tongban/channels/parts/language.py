"""A page to change the language from, for pages that everybody gets alike out of a cache and that carry no form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from tongban.channels.parts.audience import public

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Both languages, each a button; an address of another site is not followed."""
    back = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return render(request, "parts/language.html", {"back": back if safe else "/"})
