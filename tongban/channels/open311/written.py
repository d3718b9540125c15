"""One answer, two notations: XML, and JSON by the Spark convention (the root falls away, what may repeat is an array)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree

Value = str | bool | int | float | None | Sequence["Value"] | Mapping[str, "Value"]

XML, JSON = "xml", "json"
MEDIA_TYPES = {XML: "text/xml; charset=utf-8", JSON: "application/json; charset=utf-8"}
# What a container holds.
PARTS = {
    "services": "service",
    "service_requests": "request",
    "service_requests_updates": "request_update",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "attributes": "attribute",
    "values": "value",
    "media_urls": "media_url",
}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(form: str, root: str, value: Value) -> bytes:
    """The answer as it is sent; `root` names the element around it, which JSON does not have."""
    if form == JSON:
        return json.dumps(value, ensure_ascii=False).encode(errors="replace")
    element = _element(root, value)
    return ElementTree.tostring(element, encoding="utf-8", xml_declaration=True)


def _element(name: str, value: Value) -> ElementTree.Element:
    element = ElementTree.Element(name)
    if isinstance(value, Mapping):
        element.extend(_element(key, each) for key, each in value.items())
    elif isinstance(value, str):
        element.text = NOT_XML.sub("", value)
    elif isinstance(value, bool):
        element.text = str(value).lower()
    elif isinstance(value, Sequence):
        element.extend(_element(PARTS[name], each) for each in value)
    elif value is not None:
        element.text = str(value)
    return element
