"""Every answer of the door: its notation, how long it may be kept, and each refusal as the specification has it.

404 is what does not exist, 403 a missing or wrong key, 429 a limit, 400 everything else; the words are those of all doors.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from tongban.board import terms as board
from tongban.channels.open311.written import MEDIA_TYPES, written
from tongban.channels.parts.audience import public
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.problems import REFUSALS, problem_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tongban.channels.open311.written import Value

CALLS_A_MINUTE = 300  # of one address: a department behind one gateway asks for many
KEPT_SECONDS = 60
RETRY_SECONDS = {429: 60, 503: 5}
MISSING = (board.UnknownMessage, board.UnknownOrder)
FORBIDDEN = (board.Denied,)
NOT_FOUND = _("没有这个地址。请核对 /open311/v2/discovery.xml 里的说明。")
log = structlog.get_logger()


class Wrong(Exception):
    """What is asked cannot be read, or names what there is not: refused with this status, in these words."""

    def __init__(self, words: Any, *, status: int = 400) -> None:
        super().__init__(status)
        self.words, self.status = words, status


def answer(form: str, root: str, value: Value, *, status: int = 200) -> HttpResponse:
    return HttpResponse(written(form, root, value), status=status, content_type=MEDIA_TYPES[form])


def kept(request: HttpRequest, form: str, root: str, value: Value) -> HttpResponse:
    """An answer that is the same for everybody: kept for a minute, and not sent again to whoever has it."""
    response = answer(form, root, value)
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


def errors(form: str, status: int, *words: str) -> HttpResponse:
    response = answer(form, "errors", [{"code": status, "description": each} for each in words], status=status)
    response["Cache-Control"] = "no-store"
    if status in RETRY_SECONDS:
        response["Retry-After"] = str(RETRY_SECONDS[status])
    return response


def asked(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view of the door: which methods it knows, its refusals in words, and calm for its address."""

    def of(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answered(request: HttpRequest, form: str, **kwargs: Any) -> HttpResponse:
            if request.method not in methods:
                response = errors(form, 405, str(_("这个地址不能用这种方法。")))
                response["Allow"] = ", ".join(methods)
                return response
            try:
                require_calm(request, "open311", a_minute=CALLS_A_MINUTE)
                return view(request, form, **kwargs)
            except Exception as refusal:
                return _refused(form, refusal)

        public(answered)
        return answered

    return of


@public
@csrf_exempt
def nowhere(request: HttpRequest, path: str = "") -> HttpResponse:
    """Every address below /open311/ that is none of ours."""
    return errors("json" if path.endswith(".json") else "xml", 404, str(NOT_FOUND))


def _refused(form: str, refusal: Exception) -> HttpResponse:
    match refusal:
        case Wrong():
            return errors(form, refusal.status, str(refusal.words))
        case MultiPartParserError() | SuspiciousOperation() | RequestDataTooBig():
            return errors(form, 400, str(_("请求的内容读不懂，或者太大。")))
        case OperationalError():
            return errors(form, 503, str(_("系统暂时忙不过来，没有改动任何内容，请稍后再试。")))
        case _ if isinstance(refusal, REFUSALS):
            return _in_words(form, refusal)
        case _:
            log.exception("the Open311 door failed", refusal=type(refusal).__name__)
            return errors(form, 500, str(_("系统出了错，没有改动任何内容。")))


def _in_words(form: str, refusal: Exception) -> HttpResponse:
    problem = problem_of(refusal)
    if isinstance(refusal, MISSING):
        status = 404
    elif isinstance(refusal, FORBIDDEN):
        status = 403
    else:
        status = 429 if problem.status == 429 else 400
    told = [f"{problem.title} {problem.remedy}", *(f"{place}: {words}" for place, words in problem.faults.items())]
    return errors(form, status, *told)
