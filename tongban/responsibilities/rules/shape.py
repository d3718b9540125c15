"""The shape of `board.yaml`: which keys there are and what they hold. What they mean together is checked in `rules.city`."""

from tongban.kernel.limits import Unit
from tongban.kernel.yaml import KEY, STRINGS, TEXT, Shape, closed, limit, several
from tongban.responsibilities.terms import Escalation, Kind

LIMIT = limit(unit for unit in Unit if unit is not Unit.ON_THE_SPOT)
DESK = {"type": "string", "pattern": "^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$"}
CODE = {"type": "string", "pattern": "^[0-9]{6}$"}
START = {"type": "string", "pattern": "^([0-9]{2}){1,3}$"}
POINT = {
    "type": "array",
    "prefixItems": [{"type": "number", "minimum": -180, "maximum": 180}, {"type": "number", "minimum": -90, "maximum": 90}],
    "items": False,
    "minItems": 2,
}
COUNT = {"type": "integer", "minimum": 1}
RIGHTS = ("see", "comment", "supervise", "cleared", "watch")

BOARD = Shape(
    closed(
        {
            "number_prefix": {"type": "string", "pattern": "^[A-Z]{1,6}$"},
            "desks": closed(
                {"duty": DESK, "screening": DESK, "call_back": DESK, "unit": KEY, "approver": KEY},
                ["duty", "screening", "call_back", "unit", "approver"],
            ),
            "shown_before_screening": {"type": "boolean"},
            "limits": closed(
                dict.fromkeys(("screening", "acceptance", "objection", "rating"), LIMIT), ["screening", "acceptance", "objection", "rating"]
            ),
            "returns_at_most": {"enum": [0, 1]},
            "joint": several(
                closed({"desk": DESK, "name": TEXT, "rights": several({"enum": list(RIGHTS)}, least=1)}, ["desk", "name", "rights"])
            ),
            "tiers": several(
                closed(
                    {"key": KEY, "name": TEXT, "limit": LIMIT, "emergency": {"type": "boolean"}}
                    | dict.fromkeys(("words", "likely", "unless"), STRINGS),
                    ["key", "name", "limit"],
                ),
                least=1,
            ),
            "default_tier": KEY,
            "categories": several(
                closed({"code": CODE, "name": TEXT, "tier": KEY, "keywords": STRINGS, "public": {"type": "boolean"}}, ["code", "name"]),
                least=1,
            ),
            "districts": several(
                closed(
                    {"code": KEY, "name": TEXT, "unit": KEY, "parent": KEY, "outline": several(POINT, least=3), "names": STRINGS},
                    ["code", "name", "unit"],
                ),
                least=1,
            ),
            "duties": several(closed({"category": START, "unit": KEY, "district": KEY}, ["category", "unit"])),
            "rules": several(
                closed(
                    {
                        "key": KEY,
                        "unit": KEY,
                        "kinds": several({"enum": [kind.value for kind in Kind]}, least=1),
                        "categories": several(START, least=1),
                        "districts": several(KEY, least=1),
                        "words": STRINGS | {"minItems": 1},
                        "hours": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 24}, "minItems": 2, "maxItems": 2},
                    },
                    ["key", "unit"],
                )
            ),
            "refusal_grounds": several(
                closed(
                    {"key": KEY, "name": TEXT, "channel": TEXT, "basis": {"type": "string", "minLength": 1}},
                    ["key", "name", "channel", "basis"],
                ),
                least=1,
            ),
            "reply_templates": several(
                closed(
                    {
                        "key": KEY,
                        "name": TEXT,
                        "text": {"type": "string", "minLength": 1, "maxLength": 2000},
                        "unit": KEY,
                        "kinds": several({"enum": [kind.value for kind in Kind]}, least=1),
                    },
                    ["key", "name", "text"],
                )
            ),
            "escalation": closed({str(step.value): several({"type": "string"}, least=1) for step in Escalation}, []),
            "sources": {"type": "object", "additionalProperties": TEXT, "propertyNames": KEY},
            "rates": closed(
                dict.fromkeys(("author_per_hour", "address_per_hour", "alike_per_day", "added_per_message"), COUNT),
                ["author_per_hour", "address_per_hour", "alike_per_day"],
            ),
            "desk_answers": several({"enum": [kind.value for kind in Kind]}),
            "unit_names": {
                "type": "object",
                "additionalProperties": several({"type": "string", "minLength": 2}, least=1),
                "propertyNames": KEY,
            },
            "threshold": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
            "successions": several(
                closed(
                    {
                        "old": CODE,
                        "new": CODE,
                        "from": {"type": "string", "format": "date"},
                        "share": {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                    },
                    ["old", "new", "from"],
                )
            ),
        },
        [
            "number_prefix",
            "desks",
            "shown_before_screening",
            "limits",
            "returns_at_most",
            "tiers",
            "default_tier",
            "categories",
            "districts",
            "duties",
            "rules",
            "refusal_grounds",
            "escalation",
            "rates",
            "threshold",
        ],
    ),
    page="docs/board.md",
)
