"""The shape of a file of the city as JSON Schema 2020-12: which keys there are and what they hold; and what does not fit, line by line."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongban.kernel.limits import Unit
    from tongban.kernel.yaml.source import Document, Fault, Path

TEXT: dict[str, Any] = {
    "anyOf": [
        {
            "type": "object",
            "properties": {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string"}},
            "required": ["zh"],
            "additionalProperties": False,
        },
        {"type": "string", "minLength": 1},
    ]
}
KEY: dict[str, Any] = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}
STRINGS: dict[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}
LONGEST = 200  # of a message that quotes what it found


def closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    """A mapping of these keys and no others."""
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def several(item: dict[str, Any], *, least: int = 0) -> dict[str, Any]:
    """A list of such items."""
    return {"type": "array", "items": item, "minItems": least}


def limit(units: Iterable[Unit]) -> dict[str, Any]:
    """A limit in one of these units, as `kernel.limits.Limit.of` reads it."""
    counted = {unit.value: {"type": "number", "minimum": 0, "multipleOf": 0.5} for unit in units if unit.value != "on_the_spot"}
    return closed(counted | {"on_the_spot": {"const": True}, "basis": {"type": "string"}}, []) | {"minProperties": 1}


class Shape:
    """One kind of file. `page` is the document that shows what it holds."""

    def __init__(self, schema: dict[str, Any], *, page: str = "docs/city.md") -> None:
        self.schema, self._page = schema, page
        self._validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        self._known = _keys(schema)

    def faults(self, document: Document) -> list[Fault]:
        """What is wrong with the shape of a file."""
        return [fault for error in self._validator.iter_errors(document.data) for fault in self._faults(document, error)]

    def _faults(self, document: Document, error: Any) -> list[Fault]:
        path: Path = tuple(error.instance_path)
        match error.kind.name:
            case "additionalProperties":
                remedy = f"Remove it; {self._page} lists the keys."
                return [
                    document.fault((*path, key), f"there is no key `{key}` here.", _near(key, self._known, remedy))
                    for key in error.kind.unexpected
                ]
            case "required":
                missing = error.kind.property
                return [document.fault(path, f"`{missing}` is missing.", f"Add `{missing}:` here; {self._page} says what it holds.")]
            case "anyOf":
                return [document.fault(path, "this is no text that can stand here.", "Write it in Chinese, or as {zh: …, en: …}.")]
            case "enum":
                options = [str(option) for option in error.kind.options]
                return [
                    document.fault(path, _short(error.message), _near(str(error.instance), options, f"Use one of {', '.join(options)}."))
                ]
            case _:
                return [document.fault(path, _short(error.message), f"Compare with {self._page} and a file that loads.")]


def _short(message: str) -> str:
    return f"{message}." if len(message) <= LONGEST else f"{message[:LONGEST]}…"


def _near(wrong: str, known: list[str], otherwise: str) -> str:
    near = difflib.get_close_matches(wrong, known, n=1)
    return f"Did you mean `{near[0]}`?" if near else otherwise


def _keys(schema: dict[str, Any]) -> list[str]:
    """Every key that a shape knows, for suggestions."""
    properties: dict[str, Any] = schema.get("properties", {})
    inner: list[dict[str, Any]] = [*properties.values(), *(schema[word] for word in ("items", "additionalProperties") if schema.get(word))]
    return [*properties, *(key for each in inner for key in _keys(each))]
