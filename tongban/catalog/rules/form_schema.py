"""What the schema of a form must be: valid JSON Schema 2020-12, within what the renderer draws, every property on exactly one page."""

from collections.abc import Mapping
from typing import Any, TypeGuard

import jsonschema_rs

Found = tuple[tuple[str | int, ...], str, str]
PLAIN = ("string", "integer", "number", "boolean")
FORMATS = frozenset({"date", "email", "identity-number", "mobile", "uscc"})  # those that `cases.queries.check_form` knows
HOLDER_SOURCES = {"name", "code", "phone", "address", "legal_representative"}
PERSON_SOURCES = {"name", "code", "phone", "address"}


def problems(form: Mapping[str, Any], licence_fields: Mapping[str, Mapping[str, Any]]) -> list[Found]:
    """Everything wrong with a form. `licence_fields` maps a licence type to its content keys."""
    schema = form["schema"]
    if "$ref" in _keys(schema):
        return [(("schema",), "the form cannot follow `$ref`.", "Write each field out.")]
    try:
        jsonschema_rs.Draft202012Validator(schema)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        place = tuple(error.instance_path) if isinstance(error, jsonschema_rs.ValidationError) else ()
        return [(("schema", *place), f"this is not JSON Schema 2020-12: {str(error).splitlines()[0]}.", "See json-schema.org.")]
    properties: dict[str, Any] = schema.get("properties", {})
    found: list[Found] = []
    if schema.get("type") != "object" or schema.get("additionalProperties") is not False:
        found.append((("schema",), "the form must be a closed object.", "Write `type: object` and `additionalProperties: false`."))
    for name in schema.get("required", ()):
        if name not in properties:
            found.append((("schema", "required"), f"`{name}` is required but is no property.", "Add it to `properties` or remove it here."))
    for name, one in properties.items():
        found += [(("schema", "properties", name, *path), problem, remedy) for path, problem, remedy in _property(one)]
    return found + _sections(form, properties) + _prefill(form, properties, licence_fields)


def _keys(node: Any) -> set[str]:
    """Every key of a schema, at any depth."""
    if _is_list(node):
        return set[str]().union(*(_keys(each) for each in node))
    return set(node).union(*(_keys(each) for each in node.values())) if _is_mapping(node) else set[str]()


def _is_list(node: Any) -> TypeGuard[list[Any]]:
    return isinstance(node, list)


def _is_mapping(node: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(node, Mapping)


def _property(one: Any, *, nested: bool = False) -> list[Found]:
    if not _is_mapping(one):
        return [((), "the field says nothing of itself.", "Give it at least `type:` and `title:`.")]
    return _field(one, nested=nested)


def _field(one: Mapping[str, Any], *, nested: bool) -> list[Found]:
    found: list[Found] = []
    if not isinstance(one.get("title"), str) or not one["title"]:
        found.append(((), "the field has no title.", "Add `title:` in Chinese and `x-en: {title: …}`."))
    if one.get("format", "date") not in FORMATS:
        found.append((("format",), f"nobody checks the format `{one['format']}`.", f"Use one of {', '.join(sorted(FORMATS))}."))
    if "enum" in one:
        found += _choices(one)
    elif one.get("type") == "array":
        found += _array(one, nested=nested)
    elif one.get("type") not in PLAIN:
        found.append((("type",), f"the form cannot draw `{one.get('type')}`.", "Use string, integer, number, boolean, enum or array."))
    return found


def _choices(one: Mapping[str, Any]) -> list[Found]:
    """Every choice has words, in Chinese at least."""
    labels: Any = one.get("x-labels", {})
    if not _is_mapping(labels):
        return [(("x-labels",), "the words of the choices are no mapping.", "Write `x-labels: {value: {zh: …, en: …}}`.")]
    missing = [str(value) for value in one["enum"] if not _is_text(labels.get(str(value)))]
    if missing:
        return [(("x-labels",), f"these choices have no words: {', '.join(missing)}.", "Add them to `x-labels`.")]
    return []


def _is_text(words: Any) -> bool:
    told: Any = words.get("zh") if _is_mapping(words) else words
    return isinstance(told, str) and bool(told)


def _array(one: Mapping[str, Any], *, nested: bool) -> list[Found]:
    items: Any = one.get("items")
    if _is_mapping(items) and "enum" in items:
        return _property({"title": "-", "enum": items["enum"], "x-labels": one.get("x-labels", {})})
    if _is_mapping(items) and items.get("type") == "object" and not nested:
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
