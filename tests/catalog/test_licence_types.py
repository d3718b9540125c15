"""The catalogue of licence types in a city's files: the elements of GB/T 36902, and content schemas that fit the faces."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from tongban.catalog.rules import licence_types
from tongban.kernel.yaml import Document, read

KIND: dict[str, Any] = {
    "code": "QC",
    "national_code": "11999999MB0000019T903",
    "name": {"zh": "示例资质证书"},
    "department": "jianwei",
    "holder_kinds": ["organisation"],
    "fields": {"grade": {"zh": "等级"}, "capital": {"zh": "注册资本"}},
    "labels": {"grade": {"first": {"zh": "一级"}, "second": {"zh": "二级"}}},
    "defined_by": {"name": {"zh": "示例建设委员会"}, "code": "11999999MB0000019T", "level": "city"},
    "services": ["999999-JW-0001"],
    "schema": {
        "type": "object",
        "additionalProperties": False,
        "required": ["grade"],
        "properties": {"grade": {"enum": ["first", "second"]}, "capital": {"type": "number", "exclusiveMinimum": 0}},
    },
}


def told(kind: dict[str, Any]) -> list[str]:
    """What is wrong, in words."""
    document = read("licence_types.yaml", json.dumps([kind], ensure_ascii=False).encode())  # JSON is YAML
    assert isinstance(document, Document)
    return [f"{fault.path}: {fault.problem}" for fault in licence_types.faults(document, ["999999-JW-0001"], {"licence"})]


def test_a_type_that_says_everything_is_sound() -> None:
    assert told(KIND) == []


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "another body": ({"defined_by": {**KIND["defined_by"], "code": "11999999MB0000027M"}}, "not defined by this body"),
    "no such service": ({"services": ["nothing"]}, "no service `nothing`"),
    "no such face": ({"face": "golden"}, "no face `golden`"),
    "labels of nothing": ({"labels": {"colour": {}}}, "`colour` is no field"),
    "a reference": ({"schema": {"$ref": "https://example.org"}}, "cannot follow references"),
    "no schema at all": ({"schema": {"type": "nothing"}}, "not JSON Schema"),
    "an open object": ({"schema": {**KIND["schema"], "additionalProperties": True}}, "closed object"),
    "a field without a schema": ({"fields": {**KIND["fields"], "address": {"zh": "住所"}}}, "shows `address`"),
    "a schema without a label": ({"fields": {"grade": {"zh": "等级"}}}, "`capital` has no label"),
    "required but not there": ({"schema": {**KIND["schema"], "required": ["colour"]}}, "`colour` is required"),
    "other codes": ({"labels": {"grade": {"third": {"zh": "三级"}}}}, "codes are not those"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_named(case: str) -> None:
    changes, expected = WRONG[case]
    assert any(expected in each for each in told({**copy.deepcopy(KIND), **changes})), told({**copy.deepcopy(KIND), **changes})


@pytest.mark.parametrize("spec", [{}, "text", {"title": "x"}, {"type": "string", "format": "email"}])
def test_a_field_says_what_it_holds_in_words_that_are_checked(spec: Any) -> None:
    schema = {**KIND["schema"], "properties": {**KIND["schema"]["properties"], "capital": spec}}
    assert told({**copy.deepcopy(KIND), "schema": schema})
