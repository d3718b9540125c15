"""What every answer passes: a strict content policy, and its time counted. Nothing here knows the city's business."""

import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import Histogram

PIECE = 64 * 1024  # of a request that is read and forgotten
Answer = Callable[[HttpRequest], HttpResponse]

# Everything comes from this server. htmx would add a style element for its indicator; `includeIndicatorStyles` is off (parts).
POLICY = "; ".join([
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
])  # fmt: skip
TIMES = Histogram(
    "tongban_request_seconds",
    "Time of requests by view",
    ["view", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0),
)


def content_policy(answer: Answer) -> Answer:
    """Scripts, styles and forms only from and to this server; a view may have set a policy of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def measured(answer: Answer) -> Answer:
    """Count each request under the name of its view, never under its address: addresses carry numbers of cases."""

    def middleware(request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = answer(request)
        match = request.resolver_match
        view = (match.view_name or "unnamed") if match else "none"
        TIMES.labels(view, request.method, response.status_code).observe(time.perf_counter() - started)
        return response

    return middleware


def limited(answer: Answer) -> Answer:
    """Refuse a request that is larger than any form with its files, before its first byte is kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        coming = int(request.META.get("CONTENT_LENGTH") or 0)
        if coming > settings.MAX_REQUEST_BYTES:
            most = settings.MAX_REQUEST_BYTES // 1024**2
            told = f"所有文件合计不能超过 {most} MB，请减少或压缩文件后再试。\nAll files together may have at most {most} MB: send less.\n"
            if request.path.startswith("/api/"):
                problem = {"type": "urn:tongban:problem:too-large", "title": "413", "status": 413, "detail": told.strip()}
                return JsonResponse(problem, status=413, content_type="application/problem+json")
            return HttpResponse(told.encode(), status=413, content_type="text/plain; charset=utf-8")
        response = answer(request)
        if coming > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            _let_it_arrive(request)
        return response

    return middleware


def _let_it_arrive(request: HttpRequest) -> None:
    """Read and forget what is still coming: whoever is still sending when the server is done finds a broken connection, no answer."""
    with suppress(OSError):
        while request.read(PIECE):
            pass
