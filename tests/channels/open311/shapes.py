"""What GeoReport v2 says of its answers in JSON, written down as JSON Schema: ids and codes are text, coordinates numbers or nothing."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
SAID: dict[str, Any] = {"type": "string", "minLength": 1}
MAYBE: dict[str, Any] = {"type": ["string", "null"]}
TIME: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
NUMBER: dict[str, Any] = {"type": ["number", "null"]}


def _object(needed: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "object", "properties": needed | more, "required": list(needed), "additionalProperties": False}


def _list(each: dict[str, Any], least: int = 1) -> dict[str, Any]:
    return {"type": "array", "items": each, "minItems": least}


DISCOVERY = _object(
    {
        "changeset": TIME,
        "contact": SAID,
        "key_service": SAID,
        "endpoints": _list(
            _object(
                {
                    "specification": SAID,
                    "url": SAID,
                    "changeset": TIME,
                    "type": {"enum": ["production", "test"]},
                    "formats": _list({"enum": ["text/xml", "application/json"]}),
                }
            )
        ),
    }
)
SERVICES = _list(
    _object(
        {
            "service_code": SAID,
            "service_name": SAID,
            "description": TEXT,
            "metadata": {"type": "boolean"},
            "type": {"enum": ["realtime", "batch", "blackbox"]},
            "keywords": TEXT,
            "group": TEXT,
        }
    )
)
DEFINITION = _object(
    {
        "service_code": SAID,
        "attributes": _list(
            _object(
                {
                    "variable": {"type": "boolean"},
                    "code": SAID,
                    "datatype": {"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
                    "required": {"type": "boolean"},
                    "datatype_description": MAYBE,
                    "order": {"type": "integer", "minimum": 1},
                    "description": SAID,
                    "values": _list(_object({"key": SAID, "name": SAID}), 0),
                }
            )
        ),
    }
)
REQUESTS = _list(
    _object(
        {
            "service_request_id": SAID,
            "status": {"enum": ["open", "closed"]},
            "status_notes": MAYBE,
            "service_name": SAID,
            "service_code": SAID,
            "description": MAYBE,
            "agency_responsible": MAYBE,
            "service_notice": MAYBE,
            "requested_datetime": TIME,
            "updated_datetime": TIME,
            "expected_datetime": TIME,
            "address": MAYBE,
            "address_id": MAYBE,
            "zipcode": MAYBE,
            "lat": NUMBER,
            "long": NUMBER,
            "media_url": MAYBE,
        },
        extended_attributes={"type": "object", "properties": {"detailed_status": SAID, "media_urls": _list(SAID, 0)}},
    )
)
SENT = _list(_object({"service_request_id": SAID, "service_notice": MAYBE, "account_id": MAYBE}))
UPDATES = _list(
    _object(
        {
            "update_id": SAID,
            "service_request_id": SAID,
            "status": {"type": "string", "pattern": "^[A-Z_]+$"},
            "updated_datetime": TIME,
            "description": SAID,
            "media_url": MAYBE,
        }
    )
)
ERRORS = _list(_object({"code": {"type": "integer"}, "description": SAID}))
