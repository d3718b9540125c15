"""Pictures of the board: photos of messages for whoever may see them, those of a message not sent yet, and the map of the city."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import PhotoNotShown, UnknownFile
from tongban.channels.parts.actor import browser_of, moment, person_of
from tongban.channels.parts.audience import public
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.problems import REFUSALS, problem_of
from tongban.channels.parts.public_photo import photo_response, public_photo
from tongban.channels.web.citizen import holding
from tongban.channels.web.citizen.city_map import WIDTH, city_map
from tongban.channels.web.citizen.message_form import fault_of
from tongban.channels.web.citizen.shared_pages import VARIES, private
from tongban.responsibilities.terms import Point

MAP_SECONDS = 3600
SMALL = "small"
PHOTOS_A_MINUTE = 60
HEAD = 19  # pixels from the point of a pin up to the middle of its head


@public
@require_safe
def photo(request: HttpRequest, number: str, place: int, size: str = "") -> HttpResponseBase:
    """A photo of a message: for everybody where it is displayed, else for its author alone; others are told that it is gone, or none."""
    small = size == SMALL
    try:
        return public_photo(request, number, place, small=small)
    except PhotoNotShown as refusal:
        told = refusal
    try:
        code = holding.code_of(request, board_queries.read_number(number))
        return photo_response(*board_queries.photo(number, place, by=person_of(request), code=code, small=small))
    except PhotoNotShown:
        problem = problem_of(told)
        return private(render(request, "parts/problem_page.html", {"problem": problem}, status=problem.status))


@public
@require_safe
def kept(request: HttpRequest, draft: UUID, digest: str) -> HttpResponse:
    """The thumbnail of a photo that was uploaded for a message not sent yet: for the browser or account that did it."""
    try:
        return photo_response(*board_queries.kept_photo(draft, digest, by=person_of(request), browser=browser_of(request), small=True))
    except UnknownFile as refusal:
        raise Http404 from refusal


@public
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """One photo for a message not sent yet, by the script of the form; told in words that it shows beside the photo."""
    try:
        require_calm(request, "board.photos", a_minute=PHOTOS_A_MINUTE)
        draft, upload = _draft(request), request.FILES.get("photo")
        content = upload or b""  # a file without a byte is none to Django
        who = {"by": person_of(request), "at": moment(request), "browser": browser_of(request, first=True)}
        photo = board_actions.keep_photo(draft=draft, content=content, **who)  # type: ignore[arg-type]
    except REFUSALS as refusal:
        return JsonResponse({"told": fault_of(refusal)[1]}, status=problem_of(refusal).status)
    picture = reverse("citizen:board-kept-photo", args=[draft, photo.digest])
    return JsonResponse({"digest": photo.digest, "picture": picture}, status=201)


@public
@require_POST
def drop(request: HttpRequest, draft: UUID, digest: str) -> HttpResponse:
    """Its author takes one away again before sending."""
    board_actions.drop_photo(draft=draft, digest=digest, by=person_of(request), at=moment(request), browser=browser_of(request))
    return HttpResponse(status=204)


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


def _draft(request: HttpRequest) -> UUID:
    """The key of the message for which a photo is; one that is none fits no message."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError as error:
        raise UnknownFile from error
