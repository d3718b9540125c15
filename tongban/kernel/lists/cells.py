"""What stands in the columns of one record, as texts and as what they mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tongban.kernel.lists import values
from tongban.kernel.lists.faults import Fault, Faulty

LONGEST_NAME = 200

Values = dict[str, Any]  # of one record, by column


@dataclass(frozen=True, slots=True)
class Coded:
    """A word of the list and what it means, or what holds for every record (`fixed`)."""

    column: str = ""
    codes: dict[str, str] = field(default_factory=dict[str, str])
    fixed: str = ""


class Cells:
    """Reads the cells of a list in which these words (`missing`) mean nothing. All methods raise Faulty."""

    def __init__(self, missing: Collection[str]) -> None:
        self._missing = missing

    def value(self, column: str, record: Values) -> str:
        """What stands there, or nothing where a word stands that means nothing."""
        found = record.get(column)
        text = (found if isinstance(found, str) else values.plain(column, found)).strip()
        # Of what is printable only blank letters of Korean and Khmer are unseen; a stock of millions is not searched for them.
        if len(text) > values.LONGEST or not text.isprintable():
            text = values.text(column, text)
        return "" if text in self._missing else text

    def text(self, column: str, record: Values, *, longest: int = LONGEST_NAME) -> str:
        text = self.value(column, record)
        if not text:
            raise Faulty(column, Fault.MISSING)
        if len(text) > longest:
            raise Faulty(column, Fault.TOO_LONG, text[: values.SHOWN])
        return text

    def meaning(self, coded: Coded, record: Values, fault: StrEnum) -> str:
        """What a word means; `fault` where nobody said."""
        if coded.fixed:
            return coded.fixed
        word = self.text(coded.column, record)
        meaning = coded.codes.get(word, "" if coded.codes else word)
        if not meaning:
            raise Faulty(coded.column, fault, word)
        return meaning
