"""The log of everything that was sealed: a page for people, and what tools of auditors fetch (C2SP tlog-tiles)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.kernel import transparency

if TYPE_CHECKING:
    from django.http import HttpRequest

TEXT = "text/plain; charset=utf-8"
BINARY = "application/octet-stream"
FOR_EVER = "public, max-age=31536000, immutable"


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What the log is for, and its newest checkpoint."""
    text = transparency.latest()
    context = {"text": text, "head": transparency.read(text) if text else None, "origin": transparency.origin()}
    return render(request, "citizen/log.html", context)


@public
@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The newest checkpoint as text; 404 while the log has none."""
    text = transparency.latest()
    if text is None:
        raise Http404
    return _for_everybody(HttpResponse(text, content_type=TEXT), "no-cache")


@public
@require_safe
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate of the key that signs checkpoints."""
    content = transparency.certificate(at=moment(request))
    return _for_everybody(HttpResponse(content, content_type="application/x-pem-file"), "no-cache")


@public
@require_safe
def tile(request: HttpRequest, place: str) -> HttpResponse:
    """A tile of hashes, or a bundle of entries. It never changes."""
    try:
        content = transparency.tile(place)
    except transparency.NoSuchTile:
        raise Http404 from None
    return _for_everybody(HttpResponse(content, content_type=BINARY), FOR_EVER)


def _for_everybody(response: HttpResponse, caching: str) -> HttpResponse:
    """A page of an auditor asks from another site; nothing here is anybody's own."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = caching
    return response
