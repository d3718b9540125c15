"""The REST door as one API object. Every refusal below becomes problem+json, in the language of `Accept-Language`."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tongban.channels.parts import problems
from tongban.channels.rest import applications, disclosure, guides, handling, signing_in, wallet

api = NinjaAPI(
    title="Tongban",
    version="1",
    description="The same verbs as the web doors. Sign in at `/tokens`, then send `Authorization: Bearer <token>`.",
    urls_namespace="rest",
)
for module in (signing_in, guides, applications, handling, wallet, disclosure):
    api.add_router("", module.router)


def _answer(problem: problems.Problem) -> HttpResponse:
    body: dict[str, Any] = {
        "type": f"urn:tongban:problem:{problem.code}",
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(problem.remedy),
    }
    if problem.faults:
        body["faults"] = problem.faults
    return JsonResponse(body, status=problem.status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False})


def _refused(request: HttpRequest, refusal: Exception) -> HttpResponse:
    return _answer(problems.problem_of(refusal))


for refusal in problems.REFUSALS:
    api.exception_handler(refusal)(_refused)


@api.exception_handler(AuthenticationError)
def _unknown_caller(request: HttpRequest, refusal: AuthenticationError) -> HttpResponse:
    title, remedy = _("没有登录，或登录已过期"), _("请在 /api/v1/tokens 重新登录，再带着新的令牌请求。")
    return _answer(problems.Problem(code="not-signed-in", status=401, title=title, remedy=remedy))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, refusal: HttpError) -> HttpResponse:
    return _answer(problems.Problem(code="request", status=refusal.status_code, title=str(refusal), remedy=""))


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    faults = {".".join(str(part) for part in error["loc"][1:]): str(error["msg"]) for error in refusal.errors}
    title, remedy = _("请求的格式不对"), _("请按 /api/v1/openapi.json 的说明核对所列字段。")
    return _answer(problems.Problem(code="malformed", status=422, title=title, remedy=remedy, faults=faults))
