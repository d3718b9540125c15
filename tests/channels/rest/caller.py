"""A client of the REST door. Whatever it is answered must be what the OpenAPI document declares for that operation and status."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.factories import MORNING
from tongban.channels.rest.api import api
from tongban.identity import actions as identity_actions

if TYPE_CHECKING:
    from tests.channels.rest.people import Somebody

PREFIX = "/api/v1"


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document as it is sent."""
    return json.loads(json.dumps(api.get_openapi_schema(), default=str))


@cache
def _operations() -> list[tuple[str, re.Pattern[str], dict[str, Any]]]:
    found = []
    for path, methods in document()["paths"].items():
        pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path))
        found += [(method.upper(), pattern, operation) for method, operation in methods.items()]
    return sorted(found, key=lambda each: each[1].pattern.count("[^/]+"))  # /steps/done before /steps/{step_id}


@cache
def _validator(reference: str) -> Any:
    """A compiled schema of the document; references point into the whole of it."""
    schema = {"$ref": f"#/{reference}", **{"components": document()["components"], "paths": document()["paths"]}}
    return jsonschema_rs.Draft202012Validator(schema)


def declared(method: str, path: str) -> dict[str, Any]:
    return next(operation for verb, pattern, operation in _operations() if verb == method and pattern.fullmatch(path.split("?")[0]))


def conforms(method: str, path: str, answer: Any) -> None:
    """The answer's status, media type and content are declared."""
    responses = declared(method, path)["responses"]
    assert str(answer.status_code) in responses, f"{method} {path}: {answer.status_code} is not declared: {answer.content[:300]}"
    response = responses[str(answer.status_code)]
    if "$ref" in response:
        response = document()["components"]["responses"][response["$ref"].rpartition("/")[2]]
    content = response.get("content", {})
    media_type = answer.headers.get("Content-Type", "").split(";")[0]
    if not content:
        assert not answer.content
        return
    assert media_type in content, f"{media_type} is not among {list(content)}"
    if media_type.endswith("json"):
        schema = {**content[media_type]["schema"], "components": document()["components"]}
        jsonschema_rs.Draft202012Validator(schema).validate(answer.json())


class Caller:
    """Speaks as somebody, or as nobody; in Chinese unless asked otherwise."""

    def __init__(self, who: Somebody | None = None, *, language: str = "zh-hans") -> None:
        self.client = Client(headers={"Accept-Language": language})
        self.who = who
        self.token = ""
        if who is not None:
            self.token, _ends = identity_actions.issue_token(login_id=who.login_id, by=who.actor, at=MORNING)

    def ask(self, method: str, path: str, body: Any = None, *, headers: dict[str, str] | None = None) -> Any:
        """One request to a declared operation."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        data = b"" if body is None else json.dumps(body, default=str).encode()
        answer = self.client.generic(method, PREFIX + path, data, content_type="application/json", headers=sent | (headers or {}))
        conforms(method, PREFIX + path, answer)
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask(
            "POST", path, {} if body is None else body, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )

    def upload(self, content: bytes, name: str = "报告.pdf") -> Any:
        answer = self.client.post(
            f"{PREFIX}/files", {"file": SimpleUploadedFile(name, content)}, headers={"Authorization": f"Bearer {self.token}"}
        )
        conforms("POST", f"{PREFIX}/files", answer)
        return answer


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The answer is this problem, whole and in words."""
    told = answer.json()
    assert (answer.status_code, told["type"]) == (status, f"urn:tongban:problem:{code}"), told
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert told["title"] and told["detail"] and told["status"] == status
    return told
