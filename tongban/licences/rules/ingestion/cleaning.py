"""Values as lists write them, and what they mean."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from tongban.licences.terms import Fault

LONGEST = 4000  # characters of one value
HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ud800-\udfff]")
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00(?:\.0+)?)?)?")
WHOLE = re.compile(r"[-+]?\d{1,15}")
NUMBER = re.compile(r"[-+]?\d{1,15}(?:\.\d{1,6})?")


class Faulty(Exception):
    """This value, in this column, cannot be taken in."""

    def __init__(self, column: str, fault: Fault, value: str = "") -> None:
        super().__init__(column, fault)
        self.column, self.fault, self.value = column, fault, value


def text(column: str, value: str) -> str:
    """A value without blanks around it. Raises Faulty where it is endless, or has characters that nobody sees."""
    value = value.strip()
    if len(value) > LONGEST:
        raise Faulty(column, Fault.TOO_LONG, value[:20])
    if not value.isprintable() and HIDDEN.search(value):
        raise Faulty(column, Fault.HIDDEN, HIDDEN.sub("", value))
    return value


def day(column: str, value: str) -> date:
    """2026-01-31, 2026/1/31, 20260131, 2026年1月31日, in full width too. Raises Faulty."""
    try:
        if len(value) == 10 and value[4] == "-" and value.isascii():
            return date.fromisoformat(value)
        folded = unicodedata.normalize("NFKC", value)
        if len(folded) == 8 and folded.isascii() and folded.isdigit():
            return date(int(folded[:4]), int(folded[4:6]), int(folded[6:]))
        if found := DAY.fullmatch(folded):
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    raise Faulty(column, Fault.NO_DATE, value)


def whole(column: str, value: str) -> int:
    folded = unicodedata.normalize("NFKC", value).replace(",", "")
    if not WHOLE.fullmatch(folded):
        raise Faulty(column, Fault.NO_NUMBER, value)
    return int(folded)


def number(column: str, value: str) -> int | float:
    folded = unicodedata.normalize("NFKC", value).replace(",", "")
    if not NUMBER.fullmatch(folded):
        raise Faulty(column, Fault.NO_NUMBER, value)
    return float(folded) if "." in folded else int(folded)
