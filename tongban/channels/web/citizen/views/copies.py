"""Where an annotated copy (加注件) is fetched: first what it is and for what, then, with one press and once, the file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.licences import queries as licence_queries
from tongban.sharing import queries as sharing_queries


@public
def copy(request: HttpRequest, token: str) -> HttpResponseBase:
    """Looking takes nothing: what reads links ahead of people must not use them up. Refuses: UnknownLink, LinkExpired, LinkUsed."""
    at = moment(request)
    if request.method == "POST":
        fetched = sharing_queries.copy_content(token, at=at)
        response = HttpResponse(fetched.content, content_type=fetched.media_type)
        response["Content-Disposition"] = f'attachment; filename="{fetched.name}"'
        response["X-Content-Type-Options"] = "nosniff"
    else:
        note = sharing_queries.copy_note(token, at=at)
        context = {"note": note, "kind": licence_queries.licence_type(note.type_code)}
        response = render(request, "citizen/copy.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
