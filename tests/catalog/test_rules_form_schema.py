"""The schema of a form: valid, closed, and within what the renderer draws and `check_form` judges."""

from typing import Any

import pytest

from tests.cases import city
from tongban.catalog.rules.form_schema import problems

FIELDS = {"BL": {"capital": {}, "address": {}}}


def found(form: dict[str, Any]) -> list[tuple[str, str]]:
    return [(".".join(map(str, path)), problem) for path, problem, remedy in problems(form, FIELDS) if remedy]


def with_field(spec: Any) -> dict[str, Any]:
    return city.form({"name": city.field("名称"), "x": spec})


def test_what_the_renderer_draws_is_sound() -> None:
    rows = {"type": "object", "properties": {"name": city.field("姓名"), "kind": city.choice("类别", "a")}}
    whole = city.form(
        {
            "text": city.field("文字", minLength=1),
            "number": city.field("数", "number"),
            "yes": city.field("是", "boolean"),
            "day": city.field("日期", format="date"),
            "one": city.choice("选一", "a", "b"),
            "many": city.choice("多选", "a", "b", many=True),
            "rows": city.field("名单", "array", items=rows),
        },
        prefill={"text": "holder.name", "number": "licences.BL.capital", "day": "person.phone"},
    )
    assert found(whole) == []


@pytest.mark.parametrize(
    ("spec", "path", "words"),
    [
        (True, "", "says nothing of itself"),
        ({"type": "string"}, "", "no title"),
        ({"type": "string", "title": ""}, "", "no title"),
        (city.field("x", "object"), "type", "cannot draw `object`"),
        (city.field("x", "null"), "type", "cannot draw `null`"),
        ({"title": "x", "type": ["string", "null"]}, "type", "cannot draw `['string', 'null']`"),
        ({"title": "x"}, "type", "cannot draw `None`"),
        (city.field("x", format="ipv4"), "format", "nobody checks the format `ipv4`"),
        ({"title": "x", "enum": ["a", "b"], "x-labels": {"a": "甲"}}, "x-labels", "have no words: b"),
        ({"title": "x", "enum": ["a"], "x-labels": {"a": {"en": "A"}}}, "x-labels", "have no words: a"),
        ({"title": "x", "enum": ["a"], "x-labels": ["a"]}, "x-labels", "are no mapping"),
        ({"title": "x", "enum": ["a"]}, "x-labels", "have no words: a"),
        (city.field("x", "array"), "items", "choices (enum) or flat rows"),
        (city.field("x", "array", items=True), "items", "choices (enum) or flat rows"),
        (city.field("x", "array", items={"type": "string"}), "items", "choices (enum) or flat rows"),
        (city.field("x", "array", items={"type": "object", "properties": {"a": {"type": "string"}}}), "items.properties.a", "no title"),
        (
            city.field("x", "array", items={"type": "object", "properties": {"a": city.field("a", "array", items={"type": "object"})}}),
            "items.properties.a.items",
            "flat rows",
        ),
    ],
)
def test_a_field_is_one_that_can_be_drawn(spec, path, words) -> None:
    told = dict(found(with_field(spec)))
    place = ".".join(filter(None, ("schema.properties.x", path)))
    assert words in told[place], told


@pytest.mark.parametrize(
    ("change", "path", "words"),
    [
        ({"type": "strin"}, "schema.type", "not JSON Schema 2020-12"),
        ({"required": "x"}, "schema.required", "not JSON Schema 2020-12"),
        ({"properties": {"x": {"type": "string", "title": "x", "pattern": "("}}}, "schema.properties.x.pattern", "not JSON Schema"),
        ({"properties": {"x": {"$ref": "https://example.invalid/x"}}}, "schema", "cannot follow `$ref`"),
        ({"$defs": {"a": {"anyOf": [{"$ref": "#/x"}]}}}, "schema", "cannot follow `$ref`"),
        ({"additionalProperties": True}, "schema", "closed object"),
        ({"type": "array"}, "schema", "closed object"),
        ({"required": ["nobody"]}, "schema.required", "`nobody` is required but is no property"),
    ],
)
def test_the_form_is_a_closed_object_of_json_schema(change, path, words) -> None:
    form = with_field(city.field("x"))
    form["schema"] |= change
    assert any(place == path and words in problem for place, problem in found(form)), found(form)


def test_every_field_stands_on_exactly_one_page() -> None:
    form = with_field(city.field("x"))
    form["sections"] = [{"title": "一", "fields": ["name", "name", "ghost"]}]
    told = [problem for place, problem in found(form) if place == "sections"]
    assert told == ["`name` stands in 2 sections.", "`x` stands in 0 sections.", "`ghost` is no field of the schema."]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("holder.colour", "is no source"),
        ("licences.XX.capital", "no licence type `XX`"),
        ("licences.BL.colour", "has no field `colour`; it has capital, address"),
        ("licences.BL", "is no source"),
        ("person.legal_representative", "is no source"),
        ("", "is no source"),
    ],
)
def test_what_a_field_is_filled_from_is_there(source, words) -> None:
    form = with_field(city.field("x")) | {"prefill": {"x": source, "ghost": "holder.name"}}
    told = dict(found(form))
    assert words in told["prefill.x"]
    assert "no field of the schema" in told["prefill.ghost"]
