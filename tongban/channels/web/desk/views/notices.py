"""What somebody was told at work: everything or what is not read yet, the newest first; opened one by one, or read all at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from tongban.channels.parts.actor import actor_of, moment
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.views.board.frame import board_of, frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.queue import rail
from tongban.notices import actions as notice_actions
from tongban.notices import queries as notice_queries

UNREAD = "unread"
SHELVES = {"": gettext_lazy("全部"), UNREAD: gettext_lazy("没看的")}


@staff
@private
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, in the rail of my own work: that of messages, or that of cases."""
    after, shelf = request.GET.get("after", ""), request.GET.get("shelf", "")
    shelf = shelf if shelf in SHELVES else ""
    inbox = notice_queries.inbox(by=actor_of(request), after=after, only_unread=shelf == UNREAD)
    only = board_of(request).only
    around = frame(request, "notices") if only else {"view": "notices", **rail(request)}
    layout = "desk/board/layout.html" if only else "desk/layout.html"
    shown = {"inbox": inbox, "after": after, "shelf": shelf, "shelves": SHELVES}
    context = {**shown, "looked_at": moment(request).isoformat(), "layout": layout}
    return render(request, "desk/notices/list.html", context | around)


@staff
@require_POST
def open_one(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark one as read and go where it leads. Refuses: UnknownNotice."""
    by = actor_of(request)
    found = notice_queries.notice(notice_id, by=by)
    notice_actions.mark_read(notice_ids=[notice_id], by=by, at=moment(request))
    return redirect(found.link or "desk:notices")


@staff
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark as read all that had come when the page was looked at."""
    count = notice_actions.mark_read(until=_looked_at(request), by=actor_of(request), at=moment(request))
    if count:
        messages.success(request, ngettext("%(count)s 条标为已看。", "%(count)s 条标为已看。", count) % {"count": count})
    else:
        messages.info(request, _("没有没看的消息。"))
    return redirect("desk:notices")


def _looked_at(request: HttpRequest) -> datetime:
    """When the page was drawn on which the button stood; now, where that is no moment."""
    try:
        found = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        return moment(request)
    return found if found.tzinfo else moment(request)
