"""The shape of `supervision.yaml`: which keys there are and what they hold. What they mean together is checked in `rules.city`."""

from tongban.kernel.limits import Unit
from tongban.kernel.yaml import KEY, TEXT, Shape, closed, limit, several

DESK = {"type": "string", "pattern": "^[a-z][a-z0-9_]*/[a-z][a-z0-9_]*$"}
DESKS = ("supervise", "second", "sign", "lead", "analyse")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOUR = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
COUNT = {"type": "integer", "minimum": 1}
PERCENT = {"type": "integer", "minimum": 0, "maximum": 100}
NUMBER = {"type": "string", "pattern": "^[A-Z]{1,8}\\{year\\}-\\{number\\}$"}  # it stands in addresses
WEEKS = {"type": "integer", "minimum": 1, "maximum": 26}
WEIGHTS = ("on_time", "satisfied", "response")
LIMIT = limit(unit for unit in Unit if unit is not Unit.ON_THE_SPOT)

SUPERVISION = Shape(
    closed(
        {
            "desks": closed(dict.fromkeys(DESKS, DESK), list(DESKS)),
            "closes": closed({"weekday": {"enum": list(WEEKDAYS)}, "time": HOUR}, ["weekday", "time"]),
            "groups": several(closed({"key": KEY, "name": TEXT, "units": several(KEY, least=1)}, ["key", "name", "units"]), least=1),
            "minimum": closed({"due": COUNT, "rated": COUNT}, ["due", "rated"]),
            "weights": closed(dict.fromkeys(WEIGHTS, PERCENT), list(WEIGHTS)),
            "interview": closed({"on_time_below": PERCENT}, ["on_time_below"]),
            "orders": closed(
                {"limit": LIMIT, "number": {"type": "string", "maxLength": 40}, "two_people": {"type": "boolean"}}, ["limit", "number"]
            ),
            "second_complaint_days": COUNT,
            "reports": closed({"number": NUMBER} | dict.fromkeys(("weekly", "monthly", "on_surge"), {"type": "boolean"}), []),
            "campaigns": closed({"number": NUMBER, "rating_days": COUNT, "weeks": WEEKS, "minimum": COUNT}, []),
            "trends": closed({"minimum": COUNT}, []),
            "merged": {"type": "object", "propertyNames": KEY, "additionalProperties": KEY},
        },
        ["desks", "closes", "groups", "minimum", "weights", "interview", "orders", "second_complaint_days"],
    ),
    page="docs/supervision.md",
)
