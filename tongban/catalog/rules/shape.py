"""The shape of the city's files as JSON Schema 2020-12: which keys there are and what they hold. Meaning is checked elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.catalog.terms import Does, Fault, ServiceType
from tongban.kernel.limits import Unit
from tongban.kernel.yaml import KEY, STRINGS, TEXT, Shape, closed, limit, several
from tongban.licences.terms import CatalogueState, Category, Level

if TYPE_CHECKING:
    from tongban.kernel.yaml import Document

LAW_UNITS = tuple(unit for unit in Unit if unit is not Unit.CLOCK_HOURS)  # a service counts as the law does, which rests at night
LIMIT = limit(LAW_UNITS)
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
LEVEL = {"enum": [each.value for each in Level]}
LAW = closed({"name": {"type": "string"}, "number": {"type": "string"}, "article": {"type": "string"}, "text": TEXT}, ["name"])
WINDOW = closed({"name": TEXT, "address": TEXT, "hours": TEXT, "phone": {"type": "string"}}, ["name", "address", "hours", "phone"])
SPECIAL = closed(
    {
        "name": TEXT,
        "days": {"type": "integer", "minimum": 1},
        "unit": {"enum": ["working_days", "calendar_days"]},
        "department": {"type": "string"},
        "basis": {"type": "string"},
    },
    ["name", "days", "unit", "basis"],
)
GUIDE = closed(
    {
        "summary": TEXT,
        "conditions": several(TEXT),
        "laws": several(LAW),
        "window": WINDOW,
        "complaint_phone": {"type": "string"},
        "visits": {"type": "integer", "minimum": 0},
        "visits_reason": TEXT,
        "fees": several(closed({"name": TEXT, "amount": TEXT, "basis": {"type": "string"}}, ["name", "amount", "basis"])),
        "specials": several(SPECIAL),
        "faq": several(closed({"question": TEXT, "answer": TEXT}, ["question", "answer"])),
        "remedies": closed({"reconsideration": TEXT, "litigation": TEXT}, ["reconsideration", "litigation"]),
        "checked_on": {"type": "string"},
    },
    ["summary", "conditions", "laws", "window", "complaint_phone", "visits"],
)
SITUATION = closed(
    {
        "key": KEY,
        "text": TEXT,
        "help": TEXT,
        "many": {"type": "boolean"},
        "options": several(closed({"value": {"type": "string", "minLength": 1}, "label": TEXT}, ["value", "label"]), least=2),
        "stops": {"type": "object", "additionalProperties": TEXT},
    },
    ["key", "text", "options"],
)
MATERIAL = closed(
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
STEP = closed(
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
FORM = closed(
    {
        "schema": {"type": "object"},
        "sections": several(closed({"title": TEXT, "fields": STRINGS, "help": TEXT}, ["title", "fields"]), least=1),
        "prefill": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    ["schema", "sections"],
)
SERVICE = closed(
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
        "limits": closed({"statutory": LIMIT, "promised": LIMIT, "joint": {"type": "boolean"}}, ["promised"]),
        "guide": GUIDE,
        "situations": several(SITUATION),
        "form": FORM,
        "materials": several(MATERIAL),
        "route": {"type": "object", "additionalProperties": STEP, "propertyNames": KEY, "minProperties": 2},
        "result": closed(
            {
                "licence": {"type": "string"},
                "replaces": {"type": "string"},
                "joint": {"type": "string"},
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
DEPARTMENTS = several(
    closed(
        {
            "code": KEY,
            "name": TEXT,
            "short_name": TEXT,
            "uscc": {"type": "string", "pattern": "^[0-9A-HJ-NPQRTUWXY]{18}$"},
            "number_prefix": {"type": "string", "minLength": 1, "maxLength": 12, "pattern": r"^\S+$"},
            "parent": KEY,
            "phone": {"type": "string"},
            "address": TEXT,
            "desks": several(closed({"key": KEY, "name": TEXT, "decides": {"type": "boolean"}}, ["key", "name"])),
        },
        ["code", "name", "uscc", "number_prefix"],
    ),
    least=1,
)
LICENCE_TYPES = several(
    closed(
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
            "defined_by": closed(
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
TOPIC = closed({"key": KEY, "name": TEXT, "icon": {"type": "string"}, "life_event": {"type": "boolean"}}, ["key", "name"])
HOTLINE = closed({"name": TEXT, "phone": {"type": "string", "minLength": 1}}, ["name", "phone"])
OPEN_DATA = closed({"licence": TEXT, "address": {"type": "string", "pattern": "^https?://"}}, ["licence"])
CITY = closed(
    {"name": TEXT, "topics": several(TOPIC), "hotlines": several(HOTLINE), "popular": STRINGS, "open_data": OPEN_DATA}, ["name", "topics"]
)
SCHEMAS = {"service": SERVICE, "departments": DEPARTMENTS, "licence_types": LICENCE_TYPES, "city": CITY}
SHAPES = {name: Shape(schema) for name, schema in SCHEMAS.items()}


def faults(document: Document, kind: str) -> list[Fault]:
    """What is wrong with the shape of a file of this kind (service, departments, licence_types, city)."""
    return SHAPES[kind].faults(document)
