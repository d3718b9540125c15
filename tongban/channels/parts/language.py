"""A page to change the language from, for pages that everybody gets alike out of a cache and that carry no form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.channels.parts.audience import public
from tongban.channels.parts.sent import own_address

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@public
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Both languages, each a button; an address of another site is not followed."""
    return render(request, "parts/language.html", {"back": own_address(request, request.GET.get("next", "")) or "/"})
