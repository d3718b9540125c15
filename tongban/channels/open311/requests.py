"""Messages: the list, one of them, a new one. Only what is displayed can be read."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board.terms import Caller, Channel, Origin, Screening, TooManyFiles, UnknownMessage
from tongban.channels.open311 import keys, reading, states
from tongban.channels.open311.answers import Wrong, answer, asked, kept
from tongban.channels.open311.classes import OTHER, service_name
from tongban.channels.parts.actor import moment
from tongban.identity.terms import PUBLIC
from tongban.kernel import clock, pictures

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from tongban.board.terms import Posted, RequestLine
    from tongban.channels.open311.keys import Sender

ORIGIN = Origin(Channel.OPEN311)
ROOT = "service_requests"
MOST_PHOTOS = 12
ADDRESS = "/board/"


@asked("GET", "HEAD", "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    return _create(request, form) if request.method == "POST" else _list(request, form)


@asked("GET", "HEAD")
def one(request: HttpRequest, form: str, number: str) -> HttpResponse:
    found = board_queries.requests(numbers=[number], limit=1)
    if not found:
        raise UnknownMessage(number)
    return kept(request, form, ROOT, [_told(found[0], extended=_extended(request))])


@asked("GET", "HEAD")
def token(request: HttpRequest, form: str, token: str) -> HttpResponse:
    """Every message has its number at once, so no token was ever given."""
    raise Wrong(_("没有这个 token：这里一提交就有编号。"), status=404)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    given, pages = request.GET, reading.pages(request.GET)
    numbers = reading.listed(given, "service_request_id")[: reading.MOST]
    if numbers:
        found = board_queries.requests(numbers=numbers, skip=pages.skip, limit=pages.limit)
    else:
        codes = reading.service_codes(given)
        changed = reading.period(request, "updated_after", "updated_before")
        received = reading.period(request, "start_date", "end_date", otherwise=reading.SPAN if changed == (None, None) else None)
        found = board_queries.requests(
            categories=codes,
            since=received[0],
            until=received[1],
            changed_since=changed[0],
            changed_until=changed[1],
            closed=reading.open_or_closed(given),
            skip=pages.skip,
            limit=pages.limit,
        )
    extended = _extended(request)
    return kept(request, form, ROOT, [_told(each, extended=extended) for each in found])


def _create(request: HttpRequest, form: str) -> HttpResponse:
    who, key, at = keys.sender(request), uuid.uuid4(), moment(request)
    message = reading.message(request.POST)
    photos = [each for name in request.FILES for each in request.FILES.getlist(name)]
    if len(photos) > MOST_PHOTOS:
        raise TooManyFiles(MOST_PHOTOS)
    kept_by = PUBLIC if who.client else who.by
    files = [board_actions.keep_photo(draft=key, content=each.read(pictures.UPLOAD_BYTES + 1), by=kept_by, at=at).digest for each in photos]
    posted = board_actions.post(
        key=key,
        message=replace(message, files=tuple(files)),
        origin=ORIGIN,
        by=who.by,
        at=at,
        taken_for=_caller(request) if who.client else None,
    )
    told = {"service_request_id": posted.number, "service_notice": _notice(who, posted, at), "account_id": None}
    response = answer(form, ROOT, [told])
    response["Cache-Control"] = "no-store"
    return response


def _caller(request: HttpRequest) -> Caller:
    """What a program says of whoever writes by it; it is sealed, and nobody vouches for it."""
    name, phone, email = (
        f"{reading.value(request.POST, 'last_name')}{reading.value(request.POST, 'first_name')}",
        reading.value(request.POST, "phone"),
        reading.value(request.POST, "email"),
    )
    return Caller(name=" ".join(filter(None, [name[:60], email[:120]])), phone=phone[:30])


def _notice(who: Sender, posted: Posted, at: datetime) -> str:
    """What is true of this message in this city: it is displayed now, once somebody has looked, or never."""
    if who.client is None:
        if board_queries.stamp(posted.number) is not None:
            return _("已收到，现在就公开显示，随后审核。")
        waits = board_queries.message(posted.number, by=who.by, at=at).screening is Screening.WAITING
        return _("已收到。审核后公开显示。") if waits else _("已收到。不公开显示，只有办理的人看得到。")
    address = f"{settings.PUBLIC_ADDRESS}{ADDRESS}track/"
    return _("已收到，马上办理，不公开显示。凭编号和查询码 %(code)s 在 %(address)s 查看答复；查询码只告诉这一次。") % {
        "code": posted.code,
        "address": address,
    }


def _extended(request: HttpRequest) -> bool:
    return reading.value(request.GET, "extensions").lower() == "true"


def _told(line: RequestLine, *, extended: bool) -> dict[str, Any]:
    photos = [f"{settings.PUBLIC_ADDRESS}{ADDRESS}{line.number}/photos/{place}" for place in line.photos]
    told = {
        "service_request_id": line.number,
        "status": "closed" if line.is_closed else "open",
        "status_notes": _status_notes(line) or None,
        "service_name": service_name(line.category, line.category_name),
        "service_code": line.category or OTHER,
        "description": line.text,
        "agency_responsible": str(line.unit_name) or None,
        "service_notice": None,
        "requested_datetime": written_time(line.received_at),
        "updated_datetime": written_time(line.closed_at or line.changed_at),
        "expected_datetime": written_time(line.due_at),
        "address": line.place or None,
        "address_id": line.district or None,
        "zipcode": None,
        "lat": line.point.latitude if line.point else None,
        "long": line.point.longitude if line.point else None,
        "media_url": photos[0] if photos else None,
    }
    return told | ({"extended_attributes": _more(line, photos)} if extended else {})


def _status_notes(line: RequestLine) -> str:
    if line.reply:
        return line.reply
    return f"{line.refusal} {line.right_channel}".strip()


def _more(line: RequestLine, photos: list[str]) -> dict[str, Any]:
    return {
        "detailed_status": states.detailed(line),
        "title": line.title,
        "kind": line.kind.value,
        "district": str(line.district_name) or None,
        "on_time": line.on_time,
        "page_url": f"{settings.PUBLIC_ADDRESS}{ADDRESS}{line.number}/",
        "media_urls": photos,
    }


def written_time(at: datetime) -> str:
    """ISO 8601 with the city's zone."""
    return clock.city_time(at).isoformat(timespec="seconds")
