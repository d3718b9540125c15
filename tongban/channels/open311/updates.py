"""`servicerequestupdates`: what has happened in public, and what a unit's own system says of its orders."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.channels.open311 import keys, reading, states
from tongban.channels.open311.answers import Wrong, answer, asked, kept
from tongban.channels.open311.requests import written_time
from tongban.channels.parts.actor import moment
from tongban.channels.parts.tags.board import STEPS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tongban.board.terms import Step

DAY, SPAN = timedelta(days=1), timedelta(days=7)  # without dates, and at most: whoever listens asks often
AHEAD = timedelta(minutes=5)  # as much as the clock of another system may be fast
LONGEST_ID = 80


@asked("GET", "HEAD", "POST")
def updates(request: HttpRequest, form: str) -> HttpResponse:
    return _report(request, form) if request.method == "POST" else _list(request, form)


def _list(request: HttpRequest, form: str) -> HttpResponse:
    if bool(reading.value(request.GET, "start_date")) != bool(reading.value(request.GET, "end_date")):
        raise Wrong(_("start_date 和 end_date 要么都写，要么都不写。"))
    since, until = reading.period(request, "start_date", "end_date", span=SPAN, otherwise=DAY)
    assert since is not None and until is not None
    pages = reading.pages(request.GET)
    found = board_queries.steps(since=since, until=until, skip=pages.skip, limit=pages.limit)
    return kept(request, form, "service_requests_updates", [_told(each) for each in found])


def _report(request: HttpRequest, form: str) -> HttpResponse:
    client, given, at = keys.reporting(request), request.POST, moment(request)
    update_id, number = reading.value(given, "update_id"), reading.value(given, "service_request_id")
    updated_at, status = reading.time(given, "updated_datetime"), reading.value(given, "status").upper()
    if not update_id or len(update_id) > LONGEST_ID or "\x00" in update_id or not number or updated_at is None:
        raise Wrong(_("缺少 update_id（最多 80 个字）、service_request_id 或者 updated_datetime。"))
    if status not in states.REPORTED:
        raise Wrong(_("status 只能是 %(known)s。") % {"known": ", ".join(states.REPORTED)})
    if updated_at > at + AHEAD:
        raise Wrong(_("updated_datetime 在将来，请核对时钟和时区。"))
    board_actions.report_update(
        update_id=update_id,
        number=board_queries.read_number(number),
        reported=states.REPORTED[status],
        words=given.get("description", ""),
        updated_at=updated_at,
        by=client.actor,
        at=at,
    )
    response = answer(form, "service_request_updates", [{"update_id": update_id}])
    response["Cache-Control"] = "no-store"
    return response


def _told(step: Step) -> dict[str, Any]:
    plain = str(STEPS[step.kind]) % {"unit": step.unit_name, "other": ""}
    return {
        "update_id": str(step.id),
        "service_request_id": step.number,
        "status": states.of_step(step),
        "updated_datetime": written_time(step.at),
        "description": step.reply or step.words or plain,
        "media_url": None,
    }
