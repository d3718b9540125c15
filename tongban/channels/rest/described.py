"""What the OpenAPI document says beyond what ninja finds out: problems of each operation, documents, short operation names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from tongban.board.terms import Overtaken
from tongban.channels.parts.problems import TABLE
from tongban.channels.rest.answers import MEDIA_TYPE, OWN, TYPE
from tongban.channels.rest.shapes.words import Problem
from tongban.kernel.files import MEDIA_TYPES

REFUSES = "x-refuses"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
PDF = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
ANY_FILE = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in sorted(MEDIA_TYPES.values())}
PROFILES = {MEDIA_TYPES[kind]: {"schema": {"type": "string", "format": "binary"}} for kind in ("pdf", "ofd")}

IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": _("读到的 seen（也是 ETag）：留言在那以后有了变化，这次操作就不做"),
    "schema": {"type": "string", "maxLength": 200},
}


def refuses(*kinds: type[Exception], codes: tuple[str, ...] = (), document: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """`openapi_extra` of an operation: which of the verbs' refusals it answers with, and the media types of a document it gives."""
    extra: dict[str, Any] = {REFUSES: [(TABLE[kind].status, TABLE[kind].code) for kind in kinds] + [(OWN[code][0], code) for code in codes]}
    if Overtaken in kinds:
        extra["parameters"] = [IF_MATCH]
    if document:
        extra["responses"] = {200: {"description": "The document", "content": dict(document)}}
    return extra


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the problems of every operation declared: each status with the codes it may carry, each such set once."""
    responses: dict[str, Any] = {}
    for methods in document["paths"].values():
        for operation in methods.values():
            by_status: dict[int, list[str]] = defaultdict(list)
            for status, code in [*operation.pop(REFUSES, ()), *_general(operation)]:
                by_status[status].append(code)
            for status, codes in sorted(by_status.items()):
                name = ".".join([str(status), *codes])
                responses[name] = _response(codes)
                operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
    document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    document["components"]["responses"] = responses
    return document


def _general(operation: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """What follows from the shape of the request alone."""
    codes = ["not-signed-in"] if "security" in operation else []
    codes += ["malformed"] if operation["parameters"] or "requestBody" in operation else []
    if "requestBody" in operation:
        codes += ["not-json"] if "application/json" in operation["requestBody"]["content"] else []
        codes.append("too-large")
    for code in (*codes, "unkeepable-text", "bad-request", "internal", "unavailable"):
        yield OWN[code][0], code


def _response(codes: list[str]) -> dict[str, Any]:
    types = {"properties": {"type": {"enum": [TYPE + code for code in codes]}}}
    return {"description": ", ".join(codes), "content": {MEDIA_TYPE: {"schema": {"allOf": [PROBLEM, types]}}}}
