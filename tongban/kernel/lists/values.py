"""Values as lists write them, and what they mean."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime
from typing import Any

from tongban.kernel.lists.faults import Fault, Faulty
from tongban.kernel.words.unseen import has_unseen, without_unseen

LONGEST = 4000  # characters of one value
SHOWN = 20
DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
MIDNIGHT = re.compile(DAY + r"(?:[ T]00:00(?::00(?:\.0+)?)?)?")
MOMENT = re.compile(DAY + r"(?:[ T]*(\d{1,2})[:时](\d{1,2})(?:[:分](?:(\d{1,2})秒?)?)?)?")
WHOLE = re.compile(r"[-+]?\d{1,15}")
NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.(\d{1,15}))?")
DECIMALS = 6


def text(column: str, value: str) -> str:
    """A value without blanks around it. Raises Faulty where it is endless, or has characters that nobody sees."""
    value = value.strip()
    if len(value) > LONGEST:
        raise Faulty(column, Fault.TOO_LONG, value[:SHOWN])
    if has_unseen(value):
        raise Faulty(column, Fault.HIDDEN, without_unseen(value))
    return value


def plain(column: str, value: Any) -> str:
    """A value of JSON as a text. Raises Faulty."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise Faulty(column, Fault.NOT_TEXT)
    return value if isinstance(value, str) else json.dumps(value)


def day(column: str, value: str) -> date:
    """2026-01-31, 2026/1/31, 20260131, 2026年1月31日, in full width too. Raises Faulty."""
    try:
        if len(value) == 10 and value[4] == "-" and value.isascii():
            return date.fromisoformat(value)
        folded = unicodedata.normalize("NFKC", value)
        if len(folded) == 8 and folded.isascii() and folded.isdigit():
            return date(int(folded[:4]), int(folded[4:6]), int(folded[6:]))
        if found := MIDNIGHT.fullmatch(folded):
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise Faulty(column, Fault.NO_DATE, value)


def moment(column: str, value: str) -> datetime:
    """A day as above with its time or without, 8:05 or 8时5分; or as ISO 8601 writes it, with a zone too. Raises Faulty."""
    folded = unicodedata.normalize("NFKC", value).strip()
    try:
        if found := MOMENT.fullmatch(folded):
            year, month, day_of_month, hour, minute, second = (int(each or 0) for each in found.groups())
            return datetime(year, month, day_of_month, hour, minute, second)  # noqa: DTZ001  whoever asks knows whose time it is
        return datetime.fromisoformat(folded)
    except ValueError:
        raise Faulty(column, Fault.NO_DATE, value) from None


def whole(column: str, value: str) -> int:
    folded = unicodedata.normalize("NFKC", value).replace(",", "")
    if not WHOLE.fullmatch(folded):
        raise Faulty(column, Fault.NO_NUMBER, value)
    return int(folded)


def number(column: str, value: str, *, decimals: int = DECIMALS) -> int | float:
    folded = unicodedata.normalize("NFKC", value).replace(",", "")
    found = NUMBER.fullmatch(folded)
    if not found or len(found[1] or "") > decimals:
        raise Faulty(column, Fault.NO_NUMBER, value)
    return float(folded) if found[1] else int(folded)
