"""Pages that everybody who has not signed in gets alike: cheap to make, cheaper to ask again, and fit for a cache in between."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

from tongban.channels.parts.actor import moment
from tongban.channels.web.citizen import holding

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

SECONDS = 30
MESSAGES = "messages"  # the cookie in which Django keeps what a page says once
VARIES = ("Accept-Language", "Cookie")
HOUR = timedelta(hours=1)


def is_shared(request: HttpRequest) -> bool:
    """Whether nothing of this page is for one browser alone: it has no session, no message to be shown once, no code, and no new mode."""
    own = {settings.SESSION_COOKIE_NAME, MESSAGES, holding.COOKIE}
    return not (own & request.COOKIES.keys() or "mode" in request.GET)


def answered(request: HttpRequest, changed_at: datetime | None, draw: Callable[[], HttpResponse]) -> HttpResponseBase:
    """The page, drawn only where the browser or a cache has not got it as it is. Somebody's own page is always drawn anew."""
    if not is_shared(request):
        return private(draw())
    request.shared_page = True  # type: ignore[attr-defined]
    hour = moment(request).replace(minute=0, second=0, microsecond=0)  # what is left of a limit is said anew each hour
    modified = int(max(changed_at or hour, hour).timestamp())
    etag = _etag(request, changed_at, hour)
    response = get_conditional_response(request, etag=etag, last_modified=modified) or draw()
    if response.status_code in (200, 304):
        response["ETag"] = etag
        response["Last-Modified"] = http_date(modified)
        patch_cache_control(response, public=True, max_age=SECONDS)
        patch_vary_headers(response, VARIES)  # type: ignore[arg-type]
    return response


def private(response: HttpResponse) -> HttpResponse:
    """What is shown to one person alone stays in no cache."""
    response["Cache-Control"] = "private, no-store"
    return response


def _etag(request: HttpRequest, changed_at: datetime | None, hour: datetime) -> str:
    """Another one for another address, language, mode or sheet."""
    seen = (request.get_full_path(), changed_at, hour, get_language(), getattr(request, "elder", False), static("parts/tongban.css"))
    return f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:32]}"'
