"""Which control a property of a form is drawn as: a closed list, one template each in `templates/parts/fields/`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

FEW = 6  # more choices than this become a list to open
LONG = 200  # a text that may be longer gets several lines


class Kind(StrEnum):
    TEXT = "text"
    LONG = "long"
    DATE = "date"
    CHOICE = "choice"  # one of a few, all to be seen
    SELECT = "select"  # one of many
    YES_NO = "yes_no"
    CONSENT = "consent"  # a box that must be ticked
    MANY = "many"  # several of a few
    ROWS = "rows"  # a list of small records


def kind_of(spec: Mapping[str, Any]) -> Kind:
    if "enum" in spec:
        return Kind.CHOICE if len(spec["enum"]) <= FEW else Kind.SELECT
    match spec.get("type"):
        case "boolean":
            return Kind.CONSENT if spec.get("const") is True else Kind.YES_NO
        case "array":
            return Kind.MANY if "enum" in spec.get("items", {}) else Kind.ROWS
        case "string" if spec.get("format") == "date":
            return Kind.DATE
        case "string" if spec.get("maxLength", 0) > LONG:
            return Kind.LONG
        case _:
            return Kind.TEXT


def names_in_order(spec: Mapping[str, Any]) -> list[str]:
    """The fields of a record in the order of `required`, the others after them: a release sorts the keys of objects, never a list."""
    properties = spec.get("properties", {})
    required = [name for name in spec.get("required", ()) if name in properties]
    return required + [name for name in properties if name not in required]
