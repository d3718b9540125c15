"""The mapping file of one source: which column is what, what its codes mean, how it spells its departments.

Every province numbers and names differently, so the program knows none of it. cities/import/ has examples of every key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tongban.catalog.terms import Fault, ServiceType
from tongban.kernel.limits import Unit

if TYPE_CHECKING:
    from tongban.kernel.yaml import Document

TEXTS = (
    *("name", "code", "parent", "area", "use_level", "type_name", "department", "department_code", "department_uscc"),
    *("conditions", "laws", "address", "hours", "phone", "complaint_phone", "visits_reason", "fee_standard", "fee_basis"),
)
NUMBERS = ("promised", "statutory", "visits")
CODED = {
    "type": [kind.value for kind in ServiceType],
    "audience": ["person", "organisation"],
    "promised_unit": [unit.value for unit in Unit],
    "statutory_unit": [unit.value for unit in Unit],
    "fee": ["yes", "no"],
}
FIELDS = (*TEXTS, *NUMBERS, *CODED)
NEEDED = ("name", "code", "type", "department")
ANY = "any"  # in `missing`: in every column

_text: dict[str, Any] = {"type": "string", "minLength": 1}
_texts: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "source": {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"},
        "name": _text,
        "sheet": _text,
        "columns": {"type": "object", "propertyNames": {"enum": list(FIELDS)}, "additionalProperties": _text, "required": list(NEEDED)},
        "codes": {
            "type": "object",
            "properties": {field: {"type": "object", "additionalProperties": {"enum": words}} for field, words in CODED.items()},
            "additionalProperties": False,
            "required": ["type"],
        },
        "type_names": {"type": "object", "additionalProperties": _text},
        "missing": {"type": "object", "additionalProperties": _texts},
        "audience": {"type": "array", "items": {"enum": CODED["audience"]}, "minItems": 1},
        "item_code": _text,
        "departments": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": _text, "department": _text, "spellings": _texts, "codes": _texts},
                "required": ["name"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["source", "name", "columns", "codes"],
    "additionalProperties": False,
}
_validator = jsonschema_rs.Draft202012Validator(SCHEMA)


@dataclass(frozen=True, slots=True)
class Office:
    """A department as the source knows it. `department` is its code in this city, empty when the city has none such."""

    name: str
    department: str
    codes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ListMapping:
    file: str
    source: str
    name: str
    sheet: str
    columns: Mapping[str, str]  # our field -> the list's column
    codes: Mapping[str, Mapping[str, str]]  # our field -> the list's code -> our word
    lines: Mapping[str, int]  # where the codes of a field stand in the file
    type_names: Mapping[str, str]
    missing: Mapping[str, frozenset[str]]  # column -> words that mean nothing
    audience: tuple[str, ...]
    item_code: re.Pattern[str] | None
    offices: Mapping[str, Office]  # by every spelling of the name

    def is_missing(self, column: str, value: str) -> bool:
        return value in self.missing.get(ANY, ()) or value in self.missing.get(column, ())

    def office(self, name: str, code: str) -> Office | None:
        """The department of a row: by its name, else by its code."""
        return self.offices.get(name) or next((each for each in self.offices.values() if code and code in each.codes), None)


def read(document: Document) -> ListMapping | tuple[Fault, ...]:
    """A mapping whose shape and meaning hold, or everything that is wrong with it."""
    found = [_fault(document, error) for error in _validator.iter_errors(document.data)]
    found = found or _meaning(document)
    if found:
        return tuple(found)
    data = document.data
    return ListMapping(
        file=document.file,
        source=data["source"],
        name=data["name"],
        sheet=data.get("sheet", ""),
        columns=data["columns"],
        codes=data["codes"],
        lines={field: document.line(("codes", field)) for field in CODED},
        type_names=data.get("type_names", {}),
        missing={column: frozenset(words) for column, words in data.get("missing", {}).items()},
        audience=tuple(data.get("audience", CODED["audience"])),
        item_code=re.compile(data["item_code"]) if "item_code" in data else None,
        offices=_offices(data.get("departments", ())),
    )


def _offices(rows: Any) -> dict[str, Office]:
    found: dict[str, Office] = {}
    for row in rows:
        office = Office(row["name"], row.get("department", ""), frozenset(row.get("codes", ())))
        found |= dict.fromkeys([row["name"], *row.get("spellings", ())], office)
    return found


def _fault(document: Document, error: Any) -> Fault:
    return document.fault(tuple(error.instance_path), f"{error.message}.", "Compare with cities/import/guangan.yaml.")


def _meaning(document: Document) -> list[Fault]:
    data = document.data
    found = [
        document.fault(("columns", field), f"`{field}` holds codes, but `codes` does not say what they mean.", f"Add `codes: {field}:`.")
        for field in CODED
        if field in data["columns"] and field not in data["codes"]
    ]
    found += [
        document.fault(("columns", field), f"`{field}` needs its unit.", f"Add `{field}_unit` to `columns`.")
        for field in ("promised", "statutory")
        if field in data["columns"] and f"{field}_unit" not in data["columns"]
    ]
    try:
        groups = re.compile(data.get("item_code", "(?P<organ>)")).groupindex
        if "organ" not in groups:
            found.append(
                document.fault(("item_code",), "the pattern names no part `organ`.", "Write (?P<organ>…) where the organ's code is.")
            )
    except re.error as error:
        found.append(document.fault(("item_code",), f"this is no regular expression: {error}.", "Correct it, or leave `item_code` out."))
    spellings = [name for row in data.get("departments", ()) for name in [row["name"], *row.get("spellings", ())]]
    for name in {name for name in spellings if spellings.count(name) > 1}:
        found.append(document.fault(("departments",), f"`{name}` names two departments.", "Keep one."))
    return found
