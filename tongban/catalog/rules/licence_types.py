"""What the catalogue of licence types must say: the elements of GB/T 36902, and a content schema that fits the fields of the face."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

import jsonschema_rs

if TYPE_CHECKING:
    from tongban.catalog.terms import Fault
    from tongban.kernel.yaml import Document, Path

Found = tuple["Path", str, str]
FORMATS = frozenset({"date"})  # what the library checks of a text
REFERENCES = ("$ref", "$dynamicRef")
BODY = 18  # characters of the defining body's credit code, which open a national code


def faults(document: Document, services: Collection[str], faces: Collection[str]) -> list[Fault]:
    """What is wrong with each type, beyond the shape of the file. `faces` are the templates there are."""
    return [
        document.fault((place, *path), problem, remedy)
        for place, row in enumerate(document.data)
        for path, problem, remedy in _problems(row, services, faces)
    ]


def _problems(row: Mapping[str, Any], services: Collection[str], faces: Collection[str]) -> Iterator[Found]:
    code = row.get("defined_by", {}).get("code")
    if code is not None and not row["national_code"].startswith(code):
        remedy = f"Write the credit code that the national code begins with: {row['national_code'][:BODY]}."
        yield ("defined_by", "code"), "the type is not defined by this body.", remedy
    for at, service in enumerate(row.get("services", ())):
        if service not in services:
            yield ("services", at), f"there is no service `{service}`.", "Add it under services/ or remove it here."
    if row.get("face", "licence") not in faces:
        yield ("face",), f"there is no face `{row['face']}`.", f"Use one of {', '.join(sorted(faces))}."
    for key in row.get("labels", {}):
        if key not in row["fields"]:
            yield ("labels", key), f"`{key}` is no field of this type.", f"It has {', '.join(row['fields'])}."
    if "schema" in row:
        yield from _schema(row, row["schema"])


def _schema(row: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Found]:
    """It is JSON Schema 2020-12, closed, of exactly the fields of the face, and knows the same codes as the labels."""
    if any(word in str(schema) for word in REFERENCES):
        yield ("schema",), "the schema cannot follow references.", "Write each field out."
        return
    try:
        jsonschema_rs.Draft202012Validator(dict(schema))
    except (ValueError, jsonschema_rs.ValidationError) as error:
        place = tuple(error.instance_path) if isinstance(error, jsonschema_rs.ValidationError) else ()
        yield ("schema", *place), f"this is not JSON Schema 2020-12: {str(error).splitlines()[0]}.", "See json-schema.org."
        return
    yield from _fields(row, schema)


def _fields(row: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Found]:
    if schema.get("type") != "object" or schema.get("additionalProperties") is not False:
        yield ("schema",), "the content must be a closed object.", "Write `type: object` and `additionalProperties: false`."
    properties: Mapping[str, Any] = schema.get("properties", {})
    for key in [key for key in row["fields"] if key not in properties]:
        yield ("schema", "properties"), f"the face shows `{key}`, of which the schema says nothing.", "Add it to `properties`."
    for key in [key for key in properties if key not in row["fields"]]:
        yield ("schema", "properties", key), f"`{key}` has no label.", "Add it to `fields`, or remove it here."
    for key in schema.get("required", ()):
        if key not in properties:
            yield ("schema", "required"), f"`{key}` is required but is no property.", "Add it to `properties` or remove it here."
    for key, spec in properties.items():
        yield from _property(key, spec, row.get("labels", {}).get(key))


def _property(key: str, one: Any, labels: Mapping[str, Any] | None) -> Iterator[Found]:
    path: Path = ("schema", "properties", key)
    spec: Mapping[str, Any] = one if _is_mapping(one) else {}
    if not (spec.get("type") or spec.get("enum")):
        yield path, "the field does not say what it holds.", "Give it `type:` or `enum:`."
        return
    if spec.get("format", "date") not in FORMATS:
        yield (*path, "format"), f"nobody checks the format `{spec['format']}`.", f"Use one of {', '.join(sorted(FORMATS))}."
    items: Any = spec.get("items")
    inner: Mapping[str, Any] = items if _is_mapping(items) else {}
    codes: list[Any] = spec.get("enum") or inner.get("enum") or []
    if labels is not None and {str(each) for each in codes} != set(labels):
        yield path, "its codes are not those that have labels.", f"Write `enum: [{', '.join(labels)}]`."


def _is_mapping(node: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(node, Mapping)
