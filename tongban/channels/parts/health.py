"""For whoever watches the machines: `/health` says whether it works and what waits, `/metrics` counts for Prometheus."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest, multiprocess

from tongban.channels.parts.audience import public
from tongban.kernel import facts

if TYPE_CHECKING:
    from django.http import HttpRequest

WAITING_JOBS = ("todo", "doing")


def backlog() -> dict[str, int]:
    """What waits for the worker."""
    return {"facts": facts.backlog(), "jobs": ProcrastinateJob.objects.filter(status__in=WAITING_JOBS).count()}


@public
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    try:
        return JsonResponse({"status": "ok", "backlog": backlog()})
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503)


@public
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_measure(request):
        return HttpResponseForbidden(b"From this machine, or with TONGBAN_METRICS_TOKEN as a bearer token.\n", content_type="text/plain")
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry, path=str(settings.METRICS_FOLDER))
    gauge = Gauge("tongban_backlog", "What waits for the worker", ["kind"], registry=registry)
    for kind, waiting in backlog().items():
        gauge.labels(kind).set(waiting)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_measure(request: HttpRequest) -> bool:
    """A request through a reverse proxy comes from this machine too, but says for whom."""
    if request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "HTTP_X_FORWARDED_FOR" not in request.META:
        return True
    token = settings.METRICS_TOKEN
    return bool(token) and hmac.compare_digest(request.headers.get("Authorization", ""), f"Bearer {token}")
