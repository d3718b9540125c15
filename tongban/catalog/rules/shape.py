"""The shape of the city's files as JSON Schema 2020-12: which keys there are and what they hold. Meaning is checked elsewhere."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from tongban.catalog.terms import Does, Fault, ServiceType, Unit
from tongban.licences.terms import CatalogueState, Category, Level

if TYPE_CHECKING:
    from tongban.catalog.rules.source import Document, Path

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
LIMIT: dict[str, Any] = {
    "type": "object",
    "properties": {unit.value: {"type": "number", "minimum": 0, "multipleOf": 0.5} for unit in Unit if unit is not Unit.ON_THE_SPOT}
    | {"on_the_spot": {"const": True}, "basis": {"type": "string"}},
    "additionalProperties": False,
    "minProperties": 1,
}
KEY = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
LONGEST = 200  # of a message that quotes what it found
STRINGS = {"type": "array", "items": {"type": "string", "minLength": 1}}
LEVEL = {"enum": [each.value for each in Level]}


def _closed(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(item: dict[str, Any], *, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": item, "minItems": least}


LAW = _closed({"name": {"type": "string"}, "number": {"type": "string"}, "article": {"type": "string"}, "text": TEXT}, ["name"])
WINDOW = _closed({"name": TEXT, "address": TEXT, "hours": TEXT, "phone": {"type": "string"}}, ["name", "address", "hours", "phone"])
SPECIAL = _closed(
    {
        "name": TEXT,
        "days": {"type": "integer", "minimum": 1},
        "unit": {"enum": ["working_days", "calendar_days"]},
        "department": {"type": "string"},
        "basis": {"type": "string"},
    },
    ["name", "days", "unit", "basis"],
)
GUIDE = _closed(
    {
        "summary": TEXT,
        "conditions": _list(TEXT),
        "laws": _list(LAW),
        "window": WINDOW,
        "complaint_phone": {"type": "string"},
        "visits": {"type": "integer", "minimum": 0},
        "visits_reason": TEXT,
        "fees": _list(_closed({"name": TEXT, "amount": TEXT, "basis": {"type": "string"}}, ["name", "amount", "basis"])),
        "specials": _list(SPECIAL),
        "faq": _list(_closed({"question": TEXT, "answer": TEXT}, ["question", "answer"])),
        "remedies": _closed({"reconsideration": TEXT, "litigation": TEXT}, ["reconsideration", "litigation"]),
        "checked_on": {"type": "string"},
    },
    ["summary", "conditions", "laws", "window", "complaint_phone", "visits"],
)
SITUATION = _closed(
    {
        "key": KEY,
        "text": TEXT,
        "help": TEXT,
        "many": {"type": "boolean"},
        "options": _list(_closed({"value": {"type": "string", "minLength": 1}, "label": TEXT}, ["value", "label"]), least=2),
        "stops": {"type": "object", "additionalProperties": TEXT},
    },
    ["key", "text", "options"],
)
MATERIAL = _closed(
    {
        "key": KEY,
        "name": TEXT,
        "required": {"type": "boolean"},
        "licence": STRINGS,
        "upload": {"type": "array", "items": {"enum": ["jpg", "png", "pdf", "ofd"]}},
        "max_mb": {"type": "integer", "minimum": 1, "maximum": 50},
        "when": {"type": "string"},
        "basis": {"type": "string"},
        "duty": {"type": "string", "minLength": 1, "maxLength": 200},
        "help": TEXT,
    },
    ["key", "name"],
)
STEP = _closed(
    {
        "name": TEXT,
        "desk": {"type": "string"},
        "does": {"enum": [does.value for does in Does]},
        "after": {"anyOf": [{"type": "string"}, STRINGS]},
        "when": {"type": "string"},
        "limit": LIMIT,
    },
    ["name", "desk", "does"],
)
FORM = _closed(
    {
        "schema": {"type": "object"},
        "sections": _list(_closed({"title": TEXT, "fields": STRINGS, "help": TEXT}, ["title", "fields"]), least=1),
        "prefill": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    ["schema", "sections"],
)
SERVICE = _closed(
    {
        "code": {"type": "string", "pattern": "^[0-9A-Za-z-]{4,60}$"},
        "national_code": {"type": "string"},
        "name": TEXT,
        "plain_name": TEXT,
        "aliases": STRINGS,
        "topics": STRINGS,
        "department": {"type": "string"},
        "type": {"enum": [kind.value for kind in ServiceType]},
        "audience": {"type": "array", "items": {"enum": ["person", "organisation"]}, "minItems": 1, "uniqueItems": True},
        "assurance": {"enum": ["L1", "L2", "L3", "L4"]},
        "state": {"enum": ["open", "paused", "closed"]},
        "limits": _closed({"statutory": LIMIT, "promised": LIMIT, "joint": {"type": "boolean"}}, ["promised"]),
        "guide": GUIDE,
        "situations": _list(SITUATION),
        "form": FORM,
        "materials": _list(MATERIAL),
        "route": {"type": "object", "additionalProperties": STEP, "propertyNames": KEY, "minProperties": 2},
        "result": _closed(
            {
                "licence": {"type": "string"},
                "validity_years": {"type": "integer", "minimum": 1},
                "content": {"type": "object", "additionalProperties": {"type": "string"}},
            },
            [],
        ),
        "show_opinions": {"type": "boolean"},
        "sign": {"enum": ["required", "offered", "none"]},
        "correction_days": {"type": "integer", "minimum": 1},
        "open_from": DAY,
        "open_until": DAY,
    },
    ["code", "name", "plain_name", "department", "type", "audience", "assurance", "limits", "guide", "form", "route"],
)
DEPARTMENTS = _list(
    _closed(
        {
            "code": KEY,
            "name": TEXT,
            "short_name": TEXT,
            "uscc": {"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"},
            "number_prefix": {"type": "string", "minLength": 1, "maxLength": 12, "pattern": r"^\S+$"},
            "parent": KEY,
            "phone": {"type": "string"},
            "address": TEXT,
            "desks": _list(_closed({"key": KEY, "name": TEXT}, ["key", "name"])),
        },
        ["code", "name", "uscc", "number_prefix"],
    ),
    least=1,
)
LICENCE_TYPES = _list(
    _closed(
        {
            "code": {"type": "string", "pattern": "^[A-Z][A-Z0-9]{1,9}$"},
            "national_code": {"type": "string", "pattern": "^[0-9A-Z]{21}$"},
            "name": TEXT,
            "department": {"type": "string"},
            "holder_kinds": {"type": "array", "items": {"enum": ["person", "organisation"]}, "minItems": 1},
            "fields": {"type": "object", "additionalProperties": TEXT},
            "labels": {"type": "object", "additionalProperties": {"type": "object", "additionalProperties": TEXT}},
            "number_prefix": {"type": "string", "minLength": 1, "maxLength": 40, "pattern": r"^\S+$"},
            "basis": TEXT,
            "schema": {"type": "object"},
            "category": {"enum": [each.value for each in Category]},
            "defined_by": _closed(
                {"name": TEXT, "code": {"type": "string", "pattern": "^[0-9A-Z]{18}$"}, "level": LEVEL}, ["name", "code", "level"]
            ),
            "issuing_level": LEVEL,
            "validity": TEXT,
            "services": STRINGS,
            "face": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
            "version": {"type": "integer", "minimum": 1},
            "state": {"enum": [each.value for each in CatalogueState]},
            "correction_days": {"type": "integer", "minimum": 1, "maximum": 60},
        },
        ["code", "national_code", "name", "department", "holder_kinds", "fields"],
    )
)
TOPIC = _closed({"key": KEY, "name": TEXT, "icon": {"type": "string"}, "life_event": {"type": "boolean"}}, ["key", "name"])
HOTLINE = _closed({"name": TEXT, "phone": {"type": "string", "minLength": 1}}, ["name", "phone"])
CITY = _closed({"name": TEXT, "topics": _list(TOPIC), "hotlines": _list(HOTLINE), "popular": STRINGS}, ["name", "topics"])
SCHEMAS = {"service": SERVICE, "departments": DEPARTMENTS, "licence_types": LICENCE_TYPES, "city": CITY}
_validators = {name: jsonschema_rs.Draft202012Validator(schema, validate_formats=True) for name, schema in SCHEMAS.items()}


def faults(document: Document, kind: str) -> list[Fault]:
    """What is wrong with the shape of a file of this kind (service, departments, licence_types, city)."""
    known = _keys(SCHEMAS[kind])
    return [fault for error in _validators[kind].iter_errors(document.data) for fault in _faults(document, error, known)]


def _faults(document: Document, error: Any, known: list[str]) -> list[Fault]:
    path: Path = tuple(error.instance_path)
    match error.kind.name:
        case "additionalProperties":
            unknown: list[str] = error.kind.unexpected
            told = [(key, f"there is no key `{key}` here.") for key in unknown]
            return [
                document.fault((*path, key), problem, _near(key, known, "Remove it; docs/city.md lists the keys.")) for key, problem in told
            ]
        case "required":
            missing = error.kind.property
            return [document.fault(path, f"`{missing}` is missing.", f"Add `{missing}:` here; docs/city.md says what it holds.")]
        case "anyOf":
            return [document.fault(path, "this is no text that can stand here.", "Write it in Chinese, or as {zh: …, en: …}.")]
        case "enum":
            options = [str(option) for option in error.kind.options]
            return [document.fault(path, _short(error.message), _near(str(error.instance), options, f"Use one of {', '.join(options)}."))]
        case _:
            return [document.fault(path, _short(error.message), "Compare with docs/city.md and a service that loads.")]


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
