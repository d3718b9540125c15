"""What stands in the columns of one record, as texts and as what they mean."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from tongban.licences.rules.ingestion import cleaning
from tongban.licences.rules.ingestion.cleaning import Faulty
from tongban.licences.terms import Fault

if TYPE_CHECKING:
    from tongban.licences.rules.ingestion.mapping import Coded
    from tongban.licences.rules.ingestion.reading import Values

LONGEST_NAME = 200


class Cells:
    """Reads the cells of a list in which these words (`missing`) mean nothing. All methods raise Faulty."""

    def __init__(self, missing: Collection[str]) -> None:
        self._missing = missing

    def value(self, column: str, values: Values) -> str:
        """What stands there, or nothing where a word stands that means nothing."""
        found = values.get(column)
        text = (found if isinstance(found, str) else plain(column, found)).strip()
        if len(text) > cleaning.LONGEST or not text.isprintable():
            text = cleaning.text(column, text)
        return "" if text in self._missing else text

    def text(self, column: str, values: Values, *, longest: int = LONGEST_NAME) -> str:
        text = self.value(column, values)
        if not text:
            raise Faulty(column, Fault.MISSING)
        if len(text) > longest:
            raise Faulty(column, Fault.TOO_LONG, text[:20])
        return text

    def meaning(self, coded: Coded, values: Values, fault: Fault) -> str:
        if coded.fixed:
            return coded.fixed
        word = self.text(coded.column, values)
        meaning = coded.codes.get(word, "" if coded.codes else word)
        if not meaning:
            raise Faulty(coded.column, fault, word)
        return meaning


def plain(column: str, value: Any) -> str:
    """A value of JSON as a text. Raises Faulty."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise Faulty(column, Fault.NOT_TEXT)
    return value if isinstance(value, str) else json.dumps(value)
