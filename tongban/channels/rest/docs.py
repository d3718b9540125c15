"""The page for developers who connect: every operation, what it takes, what it gives, what it refuses. Drawn from the OpenAPI document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from tongban.channels.parts.audience import public
from tongban.channels.parts.problems import TABLE
from tongban.channels.rest import answers
from tongban.channels.rest.api import api

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PLACEHOLDER = re.compile(r"%\(\w+\)s")
GROUPS = {
    "sign-in": _("登录"),
    "services": _("事项和指南"),
    "applications": _("申请和办件"),
    "signing": _("签名和印章"),
    "desk": _("工作台"),
    "licences": _("证照"),
    "public": _("公示"),
    "log": _("存证日志"),
    "board": _("城市留言板"),
    "rankings": _("每周排名"),
    "statistics": _("全市的数字"),
    "data": _("开放数据"),
    "exchange": _("电话交换机"),
    "sharing": _("证照共享"),
}


@dataclass(frozen=True)
class Entry:
    """A parameter, or a field of a body or an answer."""

    name: str
    kind: str
    required: bool
    where: str = ""


@dataclass(frozen=True)
class Described:
    """One operation as the page shows it."""

    id: str
    method: str
    path: str
    summary: str
    token: bool
    takes: tuple[Entry, ...]
    gives: str
    fields: tuple[Entry, ...]
    refuses: tuple[str, ...]


@public
def page(request: HttpRequest) -> HttpResponse:
    document = api.get_openapi_schema()
    groups = defaultdict(list)
    for operation in _operations(document):
        groups[operation[0]].append(operation[1])
    context = {
        "groups": [(words, groups[tag]) for tag, words in GROUPS.items()],
        "problems": sorted(_problems()),
        "problem_type": answers.TYPE,
        "media_type": answers.MEDIA_TYPE,
    }
    return render(request, "rest/docs.html", context)


@public
def home(request: HttpRequest) -> HttpResponse:
    return redirect("rest-docs")


@public
@csrf_exempt
def nowhere(request: HttpRequest, path: str = "") -> HttpResponse:
    """Every address below /api/ that is none of ours."""
    return answers.answer(answers.own("not-found"))


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Described]]:
    schemas = document["components"]["schemas"]
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield operation["tags"][0], _described(path, method, operation, schemas)


def _described(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Described:
    status, answer = next((status, each) for status, each in operation["responses"].items() if status < 400)
    media_type, content = next(iter(answer.get("content", {}).items()), ("", {}))
    return Described(
        id=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        token="security" in operation,
        takes=tuple(_taken(operation, schemas)),
        gives=f"{status} {HTTPStatus(status).phrase}{f' · {media_type}' if media_type else ''}",
        fields=tuple(_fields(content.get("schema", {}), schemas)),
        refuses=tuple(each["$ref"].rpartition("/")[2].replace(".", " ") for each in operation["responses"].values() if "$ref" in each),
    )


def _taken(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Iterator[Entry]:
    for each in operation["parameters"]:
        yield Entry(each["name"], _kind(each["schema"]), each["required"], each["in"])
    for content in operation.get("requestBody", {}).get("content", {}).values():
        yield from _fields(content["schema"], schemas, where="body")


def _fields(schema: Mapping[str, Any], schemas: Mapping[str, Any], where: str = "") -> Iterator[Entry]:
    """The fields of an object, or of the objects in an array."""
    schema = schema.get("items", schema)
    schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    for name, each in schema.get("properties", {}).items():
        yield Entry(name, _kind(each), name in schema.get("required", ()), where)


def _kind(schema: Mapping[str, Any]) -> str:
    """The type of a value in a few characters: uuid, Words, HandedIn[], agree | disagree."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}[]" if "items" in schema else "array"
    return schema.get("format") or schema.get("type", "any")


def _problems() -> Iterator[tuple[str, int, str, str]]:
    """Every code with its status and words; where a refusal fills something in, there is an ellipsis."""
    for words in {words.code: words for words in TABLE.values()}.values():
        yield words.code, words.status, PLACEHOLDER.sub("…", str(words.title)), PLACEHOLDER.sub("…", str(words.remedy))
    for code, (status, title, remedy) in answers.OWN.items():
        yield code, status, str(title), str(remedy)
