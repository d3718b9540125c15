"""My messages, those that I follow, and what I was told: the inbox."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.board import queries as board_queries
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.notices import actions as notice_actions
from tongban.notices import queries as notice_queries


@signed_in
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What I have written, displayed or not."""
    page = board_queries.mine(person_of(request), at=moment(request), after=request.GET.get("after", ""))
    return render(request, "citizen/board/mine.html", {"page": page, "shelf": "mine", "first_page": "after" not in request.GET})


@signed_in
@require_safe
def followed(request: HttpRequest) -> HttpResponse:
    """What I follow or have joined."""
    page = board_queries.followed(person_of(request), at=moment(request), after=request.GET.get("after", ""))
    return render(request, "citizen/board/mine.html", {"page": page, "shelf": "followed", "first_page": "after" not in request.GET})


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, the newest first."""
    inbox = notice_queries.inbox(by=person_of(request), after=request.GET.get("after", ""))
    return render(request, "citizen/notices.html", {"inbox": inbox, "first_page": "after" not in request.GET})


@signed_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one as read and go where it leads, or all of them. Refuses: UnknownNotice."""
    person, at = person_of(request), moment(request)
    try:
        chosen = [UUID(each) for each in request.POST.getlist("notice")]
    except ValueError:
        return redirect("citizen:notices")
    notice_actions.mark_read(notice_ids=chosen or None, by=person, at=at)
    if not chosen:
        messages.success(request, _("全部标为已看。"))
    link = request.POST.get("link", "")
    ours = link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)
    return redirect(link if chosen and ours else "citizen:notices")
