"""What the schema of a form must be: valid JSON Schema 2020-12, within what the renderer draws, every property on exactly one page."""

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

Found = tuple[tuple[str | int, ...], str, str]
PLAIN = {"string", "integer", "number", "boolean"}
HOLDER_SOURCES = {"name", "code", "phone", "address", "legal_representative"}
PERSON_SOURCES = {"name", "code", "phone", "address"}


def problems(form: Mapping[str, Any], licence_fields: Mapping[str, Mapping[str, Any]]) -> list[Found]:
    """Everything wrong with a form. `licence_fields` maps a licence type to its content keys."""
    schema = form["schema"]
    try:
        jsonschema_rs.Draft202012Validator(schema)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        return [(("schema",), f"this is not JSON Schema 2020-12: {str(error).splitlines()[0]}.", "See json-schema.org.")]
    properties = schema.get("properties", {})
    found: list[Found] = []
    if schema.get("type") != "object" or schema.get("additionalProperties") is not False:
        found.append((("schema",), "the form must be a closed object.", "Write `type: object` and `additionalProperties: false`."))
    for name in schema.get("required", ()):
        if name not in properties:
            found.append((("schema", "required"), f"`{name}` is required but is no property.", "Add it to `properties` or remove it here."))
    for name, one in properties.items():
        found += [(("schema", "properties", name, *path), problem, remedy) for path, problem, remedy in _property(one)]
    return found + _sections(form, properties) + _prefill(form, properties, licence_fields)


def _property(one: Mapping[str, Any], *, nested: bool = False) -> list[Found]:
    found: list[Found] = []
    if not one.get("title"):
        found.append(((), "the field has no title.", "Add `title:` in Chinese and `x-en: {title: …}`."))
    if "enum" in one:
        missing = [str(value) for value in one["enum"] if str(value) not in one.get("x-labels", {})]
        if missing:
            found.append((("x-labels",), f"these choices have no words: {', '.join(missing)}.", "Add them to `x-labels`."))
    elif one.get("type") == "array":
        found += _array(one, nested=nested)
    elif one.get("type") not in PLAIN:
        found.append((("type",), f"the form cannot draw `{one.get('type')}`.", "Use string, integer, number, boolean, enum or array."))
    return found


def _array(one: Mapping[str, Any], *, nested: bool) -> list[Found]:
    items = one.get("items", {})
    if "enum" in items:
        return _property({"title": "-", "enum": items["enum"], "x-labels": one.get("x-labels", {})})
    if items.get("type") == "object" and not nested:
        return [
            (("items", "properties", name, *path), problem, remedy)
            for name, inner in items.get("properties", {}).items()
            for path, problem, remedy in _property(inner, nested=True)
        ]
    return [(("items",), "a list holds choices (enum) or flat rows (object).", "Change `items`.")]


def _sections(form: Mapping[str, Any], properties: Mapping[str, Any]) -> list[Found]:
    placed = [name for section in form["sections"] for name in section["fields"]]
    found: list[Found] = []
    for name in properties:
        if placed.count(name) != 1:
            found.append((("sections",), f"`{name}` stands in {placed.count(name)} sections.", "Put every field into exactly one section."))
    for name in placed:
        if name not in properties:
            found.append((("sections",), f"`{name}` is no field of the schema.", "Remove it or add it to `schema.properties`."))
    return found


def _prefill(form: Mapping[str, Any], properties: Mapping[str, Any], licence_fields: Mapping[str, Mapping[str, Any]]) -> list[Found]:
    found: list[Found] = []
    for name, source in form.get("prefill", {}).items():
        if name not in properties:
            found.append((("prefill", name), f"`{name}` is no field of the schema.", "Remove it or add it to `schema.properties`."))
        problem = _source(source, licence_fields)
        if problem:
            found.append((("prefill", name), problem, "Use holder.<attribute>, person.<attribute> or licences.<TYPE>.<field>."))
    return found


def _source(source: str, licence_fields: Mapping[str, Mapping[str, Any]]) -> str:
    match source.split("."):
        case ["holder", attribute] if attribute in HOLDER_SOURCES:
            return ""
        case ["person", attribute] if attribute in PERSON_SOURCES:
            return ""
        case ["licences", kind, content] if content in licence_fields.get(kind, {}):
            return ""
        case ["licences", kind, _content] if kind not in licence_fields:
            return f"there is no licence type `{kind}`."
        case ["licences", kind, content]:
            return f"licence type `{kind}` has no field `{content}`; it has {', '.join(licence_fields[kind])}."
        case _:
            return f"`{source}` is no source."
