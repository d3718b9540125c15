"""Every refusal as problem details (RFC 9457), in the language of `Accept-Language`: of the verbs, and of the door itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import OperationalError
from django.http import Http404, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tongban.channels.parts.keepable import Unkeepable
from tongban.channels.parts.problems import REFUSALS, Problem, problem_of
from tongban.channels.parts.sent import require_address_keepable
from tongban.channels.rest.faults import faults_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from ninja import NinjaAPI

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:tongban:problem:"
RETRY_SECONDS: dict[int | str, int] = {429: 60, 503: 5, "too-many-tries": 300}  # by status, or by code
log = structlog.get_logger()

Row = tuple[int, Any, Any]
# The door's own refusals, beside those of the verbs (parts.problems). Codes never change.
OWN: dict[str, Row] = {
    "not-signed-in": (401, _("没有登录，或登录已过期"), _("请在 /api/v1/tokens 重新登录，再带着新的令牌请求。")),
    "token-ended": (401, _("这个令牌不对，或者已经过期"), _("不登录的请去掉令牌；要用账号的，请在 /api/v1/tokens 重新登录。")),
    "wrong-password": (401, _("手机号或密码不对"), _("请核对后再试；在一个地方错五次以后，要在那里等一等才能再试。")),
    "one-time-code-needed": (
        401,
        _("这个号码近来在很多地方输错，要连同一次性码登录"),
        _("请把验证器里的一次性码放在 code 里再发一次；没有设置过的，请核对密码。"),
    ),
    "account-inactive": (403, _("这个账号已停用"), _("请到窗口咨询。")),
    "too-many-tries": (429, _("尝试的次数太多了"), _("请等 Retry-After 里写的秒数再试。")),
    "malformed": (422, _("请求的格式不对"), _("请按 /api/v1/openapi.json 的说明核对所列的地方。")),
    "not-json": (400, _("请求的内容不是 JSON"), _("请检查括号、引号和逗号，用 UTF-8 编码，再发一次。")),
    "unkeepable-text": (
        400,
        _("请求里有一个字符存不了：NUL（\\u0000）或半个字符"),
        _("请去掉下面所列地方看不见的字符，再发一次；从别的程序复制来的文字里常有。没有改动任何内容。"),
    ),
    "bad-request": (400, _("这个请求读不懂"), _("请按 /api/v1/openapi.json 的说明核对地址、内容和编码。")),
    "too-large": (413, _("请求的内容太大"), _("文件请先用 /api/v1/files 逐个上传，申请里只带它们的摘要。")),
    "not-found": (404, _("没有这个地址，或没有这个文件"), _("请核对地址；全部地址列在 /api/v1/openapi.json。")),
    "method-not-allowed": (405, _("这个地址不能用这种方法"), _("可以用的方法在 Allow 头里；说明见 /api/v1/openapi.json。")),
    "not-proven-yet": (404, _("存证日志里还没有它的证明"), _("新的记录一分钟内进入签名的检查点，请稍后再试。")),
    "no-such-size": (422, _("存证日志没有过这样的大小"), _("请从保存的检查点里取 old，且不大于最新的检查点。")),
    "unavailable": (503, _("系统暂时忙不过来"), _("没有改动任何内容。请过几秒再试；提交申请时请带原来的 Idempotency-Key。")),
    "internal": (500, _("系统出了错"), _("没有改动任何内容，我们已经记下。请稍后再试；还是不行，请联系运行单位。")),
}

UNKEEPABLE_WORDS = {True: _("nul: 有 NUL 字符（\\u0000）"), False: _("surrogate: 有半个字符（\\ud800 到 \\udfff）")}


class Refused(Exception):
    """Raised inside the door with a code of `OWN`."""

    def __init__(self, code: str, *, retry: int = 0) -> None:
        super().__init__(code)
        self.code, self.retry = code, retry


def own(code: str, faults: Mapping[str, str] | None = None) -> Problem:
    """A refusal of the door itself, in words; each fault under its place, whatever that is called."""
    status, title, remedy = OWN[code]
    return Problem(code=code, status=status, title=str(title), remedy=str(remedy), faults=dict(faults or {}))


def answer(problem: Problem, *, retry: int = 0) -> HttpResponse:
    """The problem as an answer; `retry` is after how many seconds to try again, where it is known."""
    body: dict[str, Any] = {
        "type": TYPE + problem.code,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.remedy,
    }
    if problem.faults:
        body["faults"] = dict(problem.faults)
    response = JsonResponse(body, status=problem.status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})
    if problem.status == 401:
        response["WWW-Authenticate"] = "Bearer"
    wait = retry or RETRY_SECONDS.get(problem.code) or RETRY_SECONDS.get(problem.status)
    if wait:
        response["Retry-After"] = str(wait)
    return response


def declare(api: NinjaAPI) -> None:
    """Teach the API object every refusal; the most special class is asked first."""
    for refusal in REFUSALS:
        api.exception_handler(refusal)(lambda request, refused: answer(problem_of(refused)))
    plain: dict[type[Exception], str] = {
        AuthenticationError: "not-signed-in",
        Http404: "not-found",
        RequestDataTooBig: "too-large",
        SuspiciousOperation: "bad-request",
        MultiPartParserError: "bad-request",
        OperationalError: "unavailable",
    }
    for kind, code in plain.items():
        api.exception_handler(kind)(lambda request, refused, code=code: answer(own(code)))
    api.exception_handler(HttpError)(_unparsed)
    api.exception_handler(Refused)(lambda request, refused: answer(own(refused.code), retry=refused.retry))
    api.exception_handler(ValidationError)(lambda request, refused: answer(own("malformed", faults_of(refused.errors))))
    api.exception_handler(Exception)(_broken)


def _unparsed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Ninja raises it for a body that it cannot parse, and for nothing else that is asked of it here."""
    cause = error.__cause__
    return _unkeepable(cause) if isinstance(cause, Unkeepable) else answer(own("not-json"))


def _unkeepable(refusal: Unkeepable) -> HttpResponse:
    return answer(own("unkeepable-text", {refusal.place: str(UNKEEPABLE_WORDS[refusal.nul])}))


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.exception("the REST door failed", view=request.resolver_match and request.resolver_match.view_name)
    return answer(own("internal"))


def _headers_only(view: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """As GET answers. Of a download nothing is read; what is short the server cuts off itself."""
    request.method = "GET"
    try:
        response = view(request, *args, **kwargs)
    finally:
        request.method = "HEAD"
    if response.streaming:
        response.streaming_content = ()
    return response


def in_words(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the API object whose own 405 is a problem too, and whose answers no cache keeps: they are somebody's. HEAD is asked as GET
    is (RFC 9110, 9.3.2): link checkers and harvesters of catalogues ask so.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            require_address_keepable(request)
        except Unkeepable as refusal:
            return _unkeepable(refusal)
        response = _headers_only(view, request, *args, **kwargs) if request.method == "HEAD" else view(request, *args, **kwargs)
        if response.status_code == 405:
            allowed = response.headers["Allow"]
            response = answer(own("method-not-allowed"))
            response["Allow"] = allowed
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answered
