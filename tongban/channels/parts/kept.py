"""What a person typed when the session had expired: it waits in the new session until they have signed in again.

Fields only, no files; for half an hour; and only for whoever was signed in last in this browser, because a computer may be shared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.http import QueryDict

from tongban.channels.parts.actor import moment

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

KEY = "typed"
MINUTES = 30
CHARACTERS = 400_000  # longer than any form filled by hand
LAST = "last_login"
LAST_DAYS = 30


def keep(request: HttpRequest) -> bool:
    """Keep the fields of this POST; False when there is nothing to keep, or far too much."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    written = fields.urlencode()
    if not written or len(written) > CHARACTERS:
        return False
    request.session[KEY] = {
        "paths": [request.path, urlsplit(page_of(request)).path],
        "fields": written,
        "until": moment(request).timestamp() + MINUTES * 60,
        "whose": signed_in_last(request),
    }
    return True


def kept_for(request: HttpRequest) -> QueryDict | None:
    """What was typed for this page, once: reading it takes it away. None when nothing was, or it was another person's."""
    typed = request.session.get(KEY)
    if typed is None or request.path not in typed["paths"]:
        return None
    del request.session[KEY]
    if moment(request).timestamp() > typed["until"] or typed["whose"] not in ("", str(request.user.pk)):
        return None
    return QueryDict(typed["fields"])


def page_of(request: HttpRequest) -> str:
    """The page on which somebody was when they sent this: where to return, for an act has an address but no page."""
    htmx = getattr(request, "htmx", None)
    if htmx and htmx.current_url_abs_path:
        return htmx.current_url_abs_path
    came_from = urlsplit(request.headers.get("Referer", ""))
    if request.method == "POST" and came_from.netloc == request.get_host():
        return came_from.path + (f"?{came_from.query}" if came_from.query else "")
    return request.get_full_path()


def signed_in_last(request: HttpRequest) -> str:
    """The login that signed in last in this browser; empty when it is not known."""
    return request.get_signed_cookie(LAST, default="", salt=LAST, max_age=LAST_DAYS * 24 * 3600)


def remember_who(response: HttpResponseBase, login_id: object) -> None:
    """Note in the browser who signed in last."""
    response.set_signed_cookie(
        LAST,
        str(login_id),
        salt=LAST,
        max_age=LAST_DAYS * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
