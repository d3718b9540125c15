"""Whatever arrives at /api/ is answered as problem details: no page, no stack trace, nothing changed."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from tests.channels.rest.caller import Caller, document, problem
from tongban.cases import queries as case_queries
from tongban.catalog import queries as catalog_queries
from tongban.channels.rest.answers import own
from tongban.channels.rest.faults import faults_of


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v2/cases", "/api/v1/nothing", "/api/v1/cases/", "/api/v1/cases/7/x/y"])
@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_an_unknown_address_is_a_problem(client: Client, path: str, method: str) -> None:
    problem(getattr(client, method)(path), 404, "not-found")


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "allowed"), [("PATCH", "/cases", {"GET", "POST"}), ("GET", "/tokens", {"POST"})])
def test_an_unknown_method_names_those_that_are_known(client: Client, method: str, path: str, allowed: set[str]) -> None:
    answer = client.generic(method, f"/api/v1{path}")
    problem(answer, 405, "method-not-allowed")
    assert set(answer.headers["Allow"].split(", ")) == allowed


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/data/weeks.csv", "/data/days.jsonl", "/data/catalogue", "/openapi.json", "/rankings/2026-W01"])
def test_what_is_got_may_be_asked_for_its_headers(client: Client, rongcheng: object, path: str) -> None:
    got = client.get(f"/api/v1{path}")
    got.getvalue()
    head = client.head(f"/api/v1{path}")
    assert head.status_code == got.status_code and head.headers["Content-Type"] == got.headers["Content-Type"] and not head.getvalue()
    again = client.head(f"/api/v1{path}")
    assert again.status_code == got.status_code, "a download that was not read lets the next one begin"
    again.getvalue()  # nor does this one keep any from other tests


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"not json",
        b"\xff\xfe",
        b'{"reason": NaN}',
        b'{"reason": 1e999}',
        b"[" * 100_000,
    ],
    ids=["broken", "text", "bytes", "nan", "beyond numbers", "deep"],
)
def test_a_body_that_is_no_json_is_told(as_agent: Caller, content: bytes) -> None:
    headers = {"Authorization": f"Bearer {as_agent.token}"}
    address = "/api/v1/cases/00000000-0000-0000-0000-000000000007/withdrawal"
    problem(as_agent.client.post(address, content, content_type="application/json", headers=headers), 400, "not-json")


@pytest.mark.parametrize(
    ("content", "place", "fault"),
    [
        ('{"reason": "\\u0000"}', "reason", "nul"),
        ('{"reason": "before\\u0000after"}', "reason", "nul"),
        ('{"reason": "\\ud800"}', "reason", "surrogate"),
        ('{"\\u0000": "x"}', "body", "nul"),
        ('["\\u0000"]', "0", "nul"),
        ('{"form": {"rows": [{"name": "\\u0000"}]}}', "form.rows.0.name", "nul"),
    ],
)
def test_a_character_that_nobody_can_keep_is_named_with_its_place(as_agent: Caller, content: str, place: str, fault: str) -> None:
    headers = {"Authorization": f"Bearer {as_agent.token}"}
    address = "/api/v1/cases/00000000-0000-0000-0000-000000000007/withdrawal"
    answer = as_agent.client.post(address, content.encode(), content_type="application/json", headers=headers)
    told = problem(answer, 400, "unkeepable-text")["faults"]
    assert list(told) == [place] and told[place].startswith(f"{fault}: ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_nul_is_not_smuggled_in_by_another_encoding(as_agent: Caller, encoding: str) -> None:
    headers = {"Authorization": f"Bearer {as_agent.token}"}
    address = "/api/v1/cases/00000000-0000-0000-0000-000000000007/withdrawal"
    content = '{"reason": "\\u0000"}'.encode(encoding)
    problem(as_agent.client.post(address, content, content_type="application/json", headers=headers), 400, "not-json")


APART = ("/api/v1/share/", "/api/v1/province/", "/api/v1/exchange/")


@pytest.mark.django_db
def test_every_address_that_takes_a_body_refuses_a_nul_before_it_does_anything(as_agent: Caller) -> None:
    """One parser stands before all of them: nothing of what an address refuses by itself comes first."""
    described = as_agent.client.get("/api/v1/openapi.json").json()
    taking = [
        (path, method)
        for path, methods in described["paths"].items()
        for method, told in methods.items()
        if "application/json" in told.get("requestBody", {}).get("content", {}) and not path.startswith(APART)
    ]  # these ask first who calls, by a token or signature of their own; the envelope has statuses of its own
    assert len(taking) > 20
    headers = {"Authorization": f"Bearer {as_agent.token}", "Idempotency-Key": "00000000-0000-0000-0000-000000000007"}
    for path, method in taking:
        address = re.sub(r"{[^}]*}", "00000000-0000-0000-0000-000000000007", path)
        address = address if address.startswith("/api/v1") else f"/api/v1{address}"
        answer = as_agent.client.generic(method.upper(), address, b'{"x": "\\u0000"}', content_type="application/json", headers=headers)
        assert answer.status_code == 400, (path, method, answer.status_code, answer.content[:200])
        problem(answer, 400, "unkeepable-text")


def test_a_backslash_before_a_u_is_only_a_backslash(as_agent: Caller) -> None:
    """`\\\\u0000` is six characters that somebody typed, not a NUL."""
    address = "/cases/00000000-0000-0000-0000-000000000007/withdrawal"
    problem(as_agent.post(address, {"reason": "\\u0000 😀"}), 404, "unknown-case")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"reason": 7}, ("reason", "string_type: 应当是文字")),
        ({"reason": "长" * 501}, ("reason", "string_too_long: 最多 500 个字")),
        ({"grund": "x"}, ("grund", "extra_forbidden: 没有这一项，请核对名字")),
        ([], ("body", "model_attributes_type: 应当是对象")),
        ("text", ("body", "model_attributes_type: 应当是对象")),
    ],
)
def test_every_fault_of_the_shape_is_named_with_its_place(as_agent: Caller, body: object, fault: tuple[str, str]) -> None:
    address = "/cases/00000000-0000-0000-0000-000000000007/withdrawal"
    faults = problem(as_agent.ask("POST", address, body), 422, "malformed")["faults"]
    assert faults == dict([fault])


def test_an_empty_body_is_told(as_agent: Caller) -> None:
    address = "/cases/00000000-0000-0000-0000-000000000007/withdrawal"
    problem(as_agent.ask("POST", address), 422, "malformed")


def test_places_inside_a_list_are_counted(as_agent: Caller) -> None:
    body = {"service": "x", "applicant_kind": "cat", "applicant_id": "7", "materials": [{"key": "a"}, {"file_name": "b", "licence_id": 1}]}
    faults = problem(as_agent.ask("POST", "/cases", body), 422, "malformed")["faults"]
    assert set(faults) == {"applicant_kind", "applicant_id", "materials.1.key", "materials.1.licence_id", "Idempotency-Key"}


def test_a_wrong_uuid_is_told_under_its_name(as_agent: Caller) -> None:
    told = problem(as_agent.get("/cases/7"), 422, "malformed")
    assert told["faults"] == {"case_id": "uuid_parsing: 不是 UUID"}


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/services?q=%00", "q"),
        ("/services?q=a&q=%00b", "q"),
        ("/services?%00=a", "path"),
        ("/services/a%00b", "path"),
        ("/public/cases?department=%00", "department"),
        ("/verifications/%00", "path"),
    ],
)
def test_a_nul_in_an_address_is_told_with_its_place(anybody: Caller, address: str, place: str) -> None:
    faults = problem(anybody.get(address), 400, "unkeepable-text")["faults"]
    assert list(faults) == [place] and faults[place].startswith("nul: ")


def test_a_body_larger_than_any_application_is_told(as_agent: Caller) -> None:
    body = json.dumps({"reason": "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE}).encode()
    headers = {"Authorization": f"Bearer {as_agent.token}"}
    address = "/api/v1/cases/00000000-0000-0000-0000-000000000007/withdrawal"
    problem(as_agent.client.post(address, body, content_type="application/json", headers=headers), 413, "too-large")


def test_what_something_can_only_be_is_told_without_english() -> None:
    errors = [
        {"type": "literal_error", "loc": ("body", "body", "change"), "ctx": {"expected": "'suspend', 'resume' or 'reinstate'"}},
        {"type": "enum", "loc": ("query", "profile"), "ctx": {"expected": "'pdf' or 'ofd'"}},
    ]
    assert faults_of(errors) == {"change": "literal_error: 只能是 suspend, resume, reinstate", "profile": "enum: 只能是 pdf, ofd"}


def test_a_request_larger_than_any_is_told_before_it_is_read(client: Client) -> None:
    answer = client.generic("POST", "/api/v1/files", data=b"x", CONTENT_LENGTH=str(settings.MAX_REQUEST_BYTES + 1))
    problem(answer, 413, "too-large")


def test_a_multipart_body_that_is_none_is_told(as_agent: Caller) -> None:
    headers = {"Authorization": f"Bearer {as_agent.token}"}
    answer = as_agent.client.post("/api/v1/files", b"junk", content_type="multipart/form-data; boundary=", headers=headers)
    problem(answer, 400, "bad-request")


def test_a_database_that_does_not_answer_is_told_as_such(anybody: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_arguments: object, **_options: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(case_queries, "public_cases", away)
    answer = anybody.get("/public/cases")
    problem(answer, 503, "unavailable")
    assert answer.headers["Retry-After"]


def test_a_fault_of_ours_shows_nothing_of_itself(anybody: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("a secret place in the code")

    monkeypatch.setattr(catalog_queries, "search", broken)
    answer = anybody.get("/services")
    problem(answer, 500, "internal")
    assert "secret" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "No such address, or no such file"),
        ("en-GB,zh;q=0.5", "No such address, or no such file"),
        ("zh-CN", "没有这个地址，或没有这个文件"),
        ("fr", "没有这个地址，或没有这个文件"),
    ],
)
def test_problems_speak_the_language_asked_for(client: Client, language: str, title: str) -> None:
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": language})
    assert problem(answer, 404, "not-found")["title"] == title


WRONG = ({"a": [1]}, [{"a": 1}], None, 5, "x" * 30_000, True, 1.5)


def _taking_json() -> list[tuple[str, str, dict]]:
    """Every operation that takes a body, with the names of what it takes."""
    found = []
    for path, methods in document()["paths"].items():
        for method, told in methods.items():
            schema = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            if schema and not path.startswith(APART):
                shape = document()["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
                found.append((method.upper(), path, shape.get("properties", {})))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "path", "fields"), _taking_json(), ids=lambda told: told if isinstance(told, str) else "")
def test_whatever_a_field_is_called_what_is_wrong_with_it_is_told(as_agent: Caller, method: str, path: str, fields: dict) -> None:
    headers = {"Authorization": f"Bearer {as_agent.token}", "Idempotency-Key": "00000000-0000-0000-0000-000000000007"}
    address = re.sub(r"{(step|place)}", "1", path)
    address = re.sub(r"{[^}]*}", "00000000-0000-0000-0000-000000000007", address)
    for value in WRONG:
        body = json.dumps(dict.fromkeys(fields, value))
        answer = as_agent.client.generic(method, address, body, content_type="application/json", headers=headers)
        assert answer.status_code < 500 and answer.headers["Content-Type"] == "application/problem+json", (fields, value, answer.content)
        for place, fault in answer.json().get("faults", {}).items():
            assert any("\u4e00" <= character <= "\u9fff" for character in fault), (place, fault, "put its words into `faults`")


def test_no_fault_is_lost_for_its_name() -> None:
    """A place may be called like a parameter of whatever makes the answer."""
    named = {name for shape in document()["components"]["schemas"].values() for name in shape.get("properties", {})}
    assert {"code", "title", "status"} <= named
    assert own("malformed", dict.fromkeys(named, "x")).faults == dict.fromkeys(named, "x")
