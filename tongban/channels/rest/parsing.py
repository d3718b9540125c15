"""How a JSON body is read: whatever the database could not keep is no JSON to us."""

import json
import math
import re
from typing import Any

from django.http import HttpRequest
from ninja.parser import Parser

NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
SURROGATE = re.compile(rb"\\u[dD]")


class StrictJson(Parser):
    """No NaN, no number beyond every number, no NUL, no half of a character pair. A ValueError becomes 400 (`answers`)."""

    def parse_body(self, request: HttpRequest) -> Any:
        if NUL.search(request.body):
            raise ValueError("NUL in a text")
        read = json.loads(request.body, parse_constant=_finite, parse_float=_finite)
        if SURROGATE.search(request.body):
            json.dumps(read, ensure_ascii=False).encode()
        return read


def _finite(number: str) -> float:
    value = float(number)
    if not math.isfinite(value):
        raise ValueError(f"{number} is not a number")
    return value
