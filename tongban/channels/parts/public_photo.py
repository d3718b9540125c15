"""Photos of messages for everybody: kept by browsers and caches, which ask each time whether they are displayed still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from tongban.board import queries as board_queries
from tongban.identity.terms import PUBLIC

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

ASKED_EACH_TIME = "public, no-cache"  # may be kept, and is not shown again before this server has said that it may be


def public_photo(request: HttpRequest, number: str, place: int, *, small: bool) -> HttpResponseBase:
    """Whoever has it already is told so by one look at its row: no file is read. Refuses: PhotoNotShown, PhotoRemoved."""
    etag = f'"{board_queries.photo_digest(number, place, by=PUBLIC, small=small)[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = photo_response(*board_queries.photo(number, place, by=PUBLIC, small=small))
    response["ETag"] = etag
    response["Cache-Control"] = ASKED_EACH_TIME
    return response


def photo_response(content: bytes, media_type: str) -> HttpResponse:
    """Written anew by ourselves, so it can be shown in the page; kept by nobody unless whoever calls says so."""
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
