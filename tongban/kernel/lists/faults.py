"""What can be wrong with a list whatever it is a list of. Modules have faults of their own beside these."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Fault(StrEnum):
    """What is wrong with a record or a value of it. Doors put it into words."""

    TOO_LONG = "too_long"  # a record, or a value of it, beyond every measure
    ENCODING = "encoding"  # not in the encoding that was told
    QUOTE = "quote"  # a quotation mark that opens or closes nothing
    COLUMNS = "columns"  # not as many values as there are columns
    JSON = "json"  # not one JSON object
    NOT_TEXT = "not_text"  # a list or an object where one value belongs
    HIDDEN = "hidden"  # characters that nobody sees
    MISSING = "missing"
    NO_DATE = "no_date"
    NO_NUMBER = "no_number"


class Faulty(Exception):
    """This value, in this column, cannot be taken in; or the list cannot be read from this line on."""

    def __init__(self, column: str, fault: StrEnum, value: str = "", *, line: int = 0) -> None:
        super().__init__(column, fault)
        self.column, self.fault, self.value, self.line = column, fault, value, line


class Lost(NamedTuple):
    """A record that nobody can read, where it would begin."""

    line: int
    fault: Fault
    column: str = ""
