"""Pictures of the board: photos of messages for whoever may see them, those of a message not sent yet, and the map of the city."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from tongban.board import queries as board_queries
from tongban.board.terms import Point, UnknownFile
from tongban.channels.parts.actor import person_of
from tongban.channels.parts.audience import public
from tongban.channels.web.citizen import holding
from tongban.channels.web.citizen.city_map import WIDTH, city_map
from tongban.channels.web.citizen.shared_pages import VARIES
from tongban.identity.terms import PUBLIC

DISPLAYED_SECONDS = 24 * 3600
MAP_SECONDS = 3600
SMALL = "small"
HEAD = 19  # pixels from the point of a pin up to the middle of its head


@public
@require_safe
def photo(request: HttpRequest, number: str, place: int, size: str = "") -> HttpResponse:
    """A photo of a message: for everybody and long kept where it is displayed, else for its author alone. Unknown for all others."""
    try:
        content, media_type = board_queries.photo(number, place, by=PUBLIC, small=size == SMALL)
        return _picture(content, media_type, shared=True)
    except UnknownFile:
        pass
    try:
        code = holding.code_of(request, board_queries.read_number(number))
        content, media_type = board_queries.photo(number, place, by=person_of(request), code=code, small=size == SMALL)
    except UnknownFile as refusal:
        raise Http404 from refusal
    return _picture(content, media_type, shared=False)


@public
@require_safe
def kept(request: HttpRequest, draft: UUID, digest: str) -> HttpResponse:
    """The thumbnail of a photo that was uploaded for a message not sent yet: for whoever knows its key."""
    try:
        content, media_type = board_queries.kept_photo(draft, digest, small=True)
    except UnknownFile as refusal:
        raise Http404 from refusal
    return _picture(content, media_type, shared=False)


@public
@require_safe
def map_of_city(request: HttpRequest) -> HttpResponse:
    """The districts, and a pin at `at`=longitude,latitude where that lies on the map."""
    drawn = city_map()
    if drawn is None:
        raise Http404
    point = read_point(request.GET.get("at", ""))
    pin = None
    if point is not None and drawn.holds(point):
        x, y = drawn.pixels(point)
        pin = (x, y, round(y - HEAD, 1))
    response = render(request, "citizen/board/map.svg", {"map": drawn, "width": WIDTH, "pin": pin}, content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=MAP_SECONDS)
    patch_vary_headers(response, VARIES)  # type: ignore[arg-type]
    return response


def read_point(text: str) -> Point | None:
    """`117.3,27.6`; None for what is none."""
    longitude, _comma, latitude = text.partition(",")
    try:
        return Point(float(longitude), float(latitude))
    except ValueError:
        return None


def _picture(content: bytes, media_type: str, *, shared: bool) -> HttpResponse:
    """Written anew by ourselves, so it can be shown in the page."""
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"public, max-age={DISPLAYED_SECONDS}" if shared else "private, no-store"
    return response
