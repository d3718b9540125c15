"""The OpenAPI document: valid, whole, recorded, in both languages; and the page drawn from it, which loads nothing from elsewhere."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from tests.channels.rest.caller import document
from tests.house import source
from tongban.channels.rest import docs

RECORDED = Path(__file__).parents[3] / "docs" / "api" / "openapi.json"
OPERATIONS = {
    f"{method.upper()} {path}": operation for path, methods in document()["paths"].items() for method, operation in methods.items()
}


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for each in node.values():
            yield from _references(each)
    elif isinstance(node, list):
        for each in node:
            yield from _references(each)


def test_the_recorded_document_is_the_doors() -> None:
    assert json.loads(RECORDED.read_text("utf-8")) == document(), "bin/check --fix, and a line in CHANGELOG.md"


def test_it_is_openapi_3_1_with_schemas_of_2020_12() -> None:
    assert document()["openapi"].startswith("3.1")
    for name, schema in document()["components"]["schemas"].items():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}), name


def test_every_reference_leads_somewhere() -> None:
    for reference in set(_references(document())):
        place: Any = document()
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def test_operations_have_short_names_of_their_own() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_declares_its_path_its_answer_and_its_problems(name: str) -> None:
    operation, path = OPERATIONS[name], name.split(" ")[1]
    assert set(re.findall(r"\{(\w+)\}", path)) == {each["name"] for each in operation["parameters"] if each["in"] == "path"}
    good = [status for status in operation["responses"] if status.startswith("2")]
    assert len(good) == 1
    problems = {reference.rpartition("/")[2] for reference in _references(operation["responses"]) if "responses" in reference}
    assert any("internal" in each for each in problems)
    assert ("security" in operation) == any("not-signed-in" in each for each in problems)
    assert operation["tags"][0] in docs.GROUPS, "the page for developers has a heading for it"


def test_every_problem_carries_its_media_type() -> None:
    for response in document()["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.django_db
def test_it_is_served_in_the_language_asked_for(client: Client) -> None:
    summaries = [
        client.get("/api/v1/openapi.json", headers={"Accept-Language": language}).json()["paths"]["/api/v1/cases"]["post"]["summary"]
        for language in ("zh-CN", "en")
    ]
    assert summaries == ["提交申请", "Submit application"]


@pytest.mark.django_db
def test_the_page_for_developers_needs_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/api/v1/docs")
    text = page.content.decode()
    assert page.status_code == 200
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert "<script>" not in text
    assert all(operation["operationId"] in text for operation in OPERATIONS.values())
    assert "problem-step-settled" in text


@pytest.mark.django_db
def test_the_root_leads_to_the_page(client: Client) -> None:
    assert client.get("/api/v1/").headers["Location"] == "/api/v1/docs"


def test_no_two_shapes_share_a_name() -> None:
    """The document knows a shape by its name alone: of two, one would stand for both."""
    names = [
        node.name
        for path in source.python_files("tongban/channels/rest")
        for node in source.tree(path).body
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(set(names)) == sorted(names)
