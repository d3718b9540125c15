"""What was posted, as typed answers. What cannot be read is kept as it was typed, so that nobody types it twice; the check then says so."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tongban.channels.parts.form_fields.kinds import Kind, kind_of

if TYPE_CHECKING:
    from django.http import QueryDict

ROWS = 60  # more records than this are not typed by hand
NUMBERS = {"identity-number", "uscc", "mobile"}


def read(schema: Mapping[str, Any], names: Iterable[str], data: QueryDict, *, prefix: str = "form.") -> dict[str, Any]:
    """The answers to these properties; one without an answer is absent."""
    properties = schema.get("properties", {})
    answers = {name: _answer(properties[name], data, prefix + name) for name in names if name in properties}
    return {name: value for name, value in answers.items() if value not in (None, "", [])}


def _answer(spec: Mapping[str, Any], data: QueryDict, name: str) -> Any:
    match kind_of(spec):
        case Kind.CHOICE | Kind.SELECT:
            return _one_of(spec["enum"], data.get(name, ""))
        case Kind.MANY:
            chosen = [_one_of(spec["items"]["enum"], each) for each in data.getlist(name)]
            return sorted(chosen, key=lambda value: _place(spec["items"]["enum"], value))
        case Kind.YES_NO | Kind.CONSENT:
            return {"true": True, "false": False}.get(data.get(name, ""))
        case Kind.ROWS:
            return _rows(spec["items"], data, name)
        case _:
            return _typed(spec, data.get(name, ""))


def _one_of(options: list[Any], posted: str) -> Any:
    """The option of the schema that was meant; anything else stays as it is, for the check to refuse."""
    return next((option for option in options if str(option) == posted), posted)


def _place(options: list[Any], value: Any) -> int:
    return options.index(value) if value in options else len(options)


def _typed(spec: Mapping[str, Any], posted: str) -> Any:
    text = posted.strip().replace("\r\n", "\n")
    if spec.get("type") in ("integer", "number"):
        return _number(unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", ""), text)
    if spec.get("format") in NUMBERS:
        return "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return text


def _number(folded: str, text: str) -> int | float | str:
    """A number however it was typed: full width, with thousands separators."""
    try:
        value = float(folded)
        return int(folded) if folded.lstrip("+-").isdecimal() else int(value) if value.is_integer() and abs(value) < 2**53 else value
    except (OverflowError, ValueError):
        return text


def _rows(items: Mapping[str, Any], data: QueryDict, name: str) -> list[dict[str, Any]]:
    """The records in which something was typed, in their order."""
    found = [read(items, items.get("properties", {}), data, prefix=f"{name}.{place}.") for place in range(ROWS)]
    return [row for row in found if row]
