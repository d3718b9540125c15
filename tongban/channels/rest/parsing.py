"""How a JSON body is read: UTF-8, and nothing in it that the database could not keep. One place for every body of the door."""

import json
import math
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

from tongban.channels.parts.keepable import require_keepable


class StrictJson(Parser):
    """No NaN, no number beyond every number. Any error becomes 400; `Unkeepable` is told by its place (`answers`)."""

    def parse_body(self, request: HttpRequest) -> Any:
        read = json.loads(request.body.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
        _require_keepable(read)
        return read


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is not a number")
    return value


def _require_keepable(read: Any) -> None:
    """Every text, and every name, wherever it stands. Raises Unkeepable."""
    waiting: list[tuple[str, Any]] = [("", read)]
    while waiting:
        place, value = waiting.pop()
        match value:
            case str():
                require_keepable(place or "body", value)
            case dict():
                for name, each in value.items():
                    require_keepable(place or "body", name)
                    waiting.append((f"{place}.{name}" if place else name, each))
            case list():
                waiting += [(f"{place}.{number}" if place else str(number), each) for number, each in enumerate(value)]
            case _:
                pass
