"""For whom a view is. Every view says it; `tests/house` asks each URL.

Whoever is not signed in is sent to the sign-in page and comes back afterwards; what they had typed is kept (`kept`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from tongban.channels.parts import kept
from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.problems import Problem

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

View = Callable[..., "HttpResponseBase"]
READING = ("GET", "HEAD")


def public(view: View) -> View:
    """A page for everybody."""
    return _marked(view, "public")


def signed_in(view: View) -> View:
    """A page for whoever has signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return _marked(guarded, "signed_in")


def staff(view: View) -> View:
    """A page for staff with a desk; others who are signed in are told so, with 403."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        if not actor_of(request).desks:
            return _no_desk(request)
        return view(request, *args, **kwargs)

    return _marked(guarded, "staff")


def _marked(view: View, audience: str) -> View:
    vars(view)["audience"] = audience
    return view


def to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """To the sign-in page, and from there back to the page from which this request came."""
    if request.method in READING:
        back = kept.page_of(request) if request.htmx else request.get_full_path()
    else:
        back = kept.page_of(request)
        if kept.keep(request):
            messages.warning(request, _("登录已过期，请重新登录。您刚才填写的内容已经保留，登录后可以接着办；文件需要重新选择。"))
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _no_desk(request: HttpRequest) -> HttpResponseBase:
    title, remedy = (
        _("这一页只给工作人员看"),
        _("您的账号没有办理席位。如果您是工作人员，请用单位的账号登录，或请单位的管理员为您设置席位。"),
    )
    problem = Problem(code="not-staff", status=403, title=title, remedy=remedy)
    return render(request, "parts/problem_page.html", {"problem": problem}, status=403)
