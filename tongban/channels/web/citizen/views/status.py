"""What machines of verifiers fetch: the signed lists of ended licences, and the key under which credentials are signed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.sharing import queries as sharing_queries

STATUS_LIST = "application/statuslist+jwt"


@public
@require_safe
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """A Token Status List, whoever asks and from wherever. Refuses: UnknownStatusList."""
    response = HttpResponse(sharing_queries.status_list(number, at=moment(request)), content_type=STATUS_LIST)
    return _for_everybody(response)


@public
@require_safe
def issuer(request: HttpRequest) -> HttpResponse:
    """The issuer's metadata of SD-JWT VC."""
    return _for_everybody(JsonResponse(sharing_queries.issuer_metadata(at=moment(request))))


def _for_everybody(response: HttpResponse) -> HttpResponse:
    """Wallets in a browser ask from another site; nothing here is anybody's own."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return response
