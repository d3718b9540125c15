"""What lists of the board may be narrowed by. A word that the city does not know is told with its place: an empty list would hide it."""

import base64
import json
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, LiteralString
from uuid import UUID

from ninja.params import functions as asked
from pydantic import AfterValidator
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tongban.board import queries as board_queries
from tongban.board.terms import MessageState, Suggested
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities import terms as responsibilities


class _Among:
    """One of these words, and the document lists them; none narrows nothing."""

    def __init__(self, *words: str) -> None:
        self.words = list(dict.fromkeys(["", *map(str, words)]))

    def __get_pydantic_core_schema__(self, _source: object, _handler: object) -> CoreSchema:
        return core_schema.literal_schema(self.words)


def _known(what: LiteralString, among: Callable[[str], object]) -> AfterValidator:
    def check(code: str) -> str:
        try:
            unknown = bool(code) and not among(code)
        except responsibilities.NoBoard:  # then every list is empty, and says so
            unknown = False
        if unknown:
            raise PydanticCustomError(f"unknown_{what}", "the city knows no such code")
        return code

    return AfterValidator(check)


def _cursor(*read: Callable[[Any], object]) -> AfterValidator:
    """The cursor of a page: what stands in it, in this order."""

    def check(text: str) -> str:
        try:
            told = json.loads(base64.urlsafe_b64decode(text.encode())) if text else []
            for part, value in zip(read if text else (), told, strict=True):
                part(value)
        except (AttributeError, RecursionError, TypeError, ValueError):
            raise PydanticCustomError("unknown_cursor", "no page has given this cursor") from None
        return text

    return AfterValidator(check)


def _unit(code: str) -> bool:
    return code in responsibilities_queries.units(responsibilities_queries.board()).names


def _category(code: str) -> object:
    return responsibilities_queries.board().category(code)


def _district(code: str) -> object:
    return responsibilities_queries.board().district(code)


AnyKind = Annotated[str, _Among(*responsibilities.Kind)]
AnyState = Annotated[str, _Among("open", *MessageState)]
AnyOutcome = Annotated[str, _Among(*Suggested)]
InboxShelf = Annotated[str, _Among(*board_queries.SHELVES)]
JointShelf = Annotated[str, _Among(*board_queries.JOINT_SHELVES)]
Unit = Annotated[str, _known("unit", _unit), asked.Query("", max_length=60)]
Category = Annotated[str, _known("category", _category), asked.Query("", max_length=60)]
District = Annotated[str, _known("district", _district), asked.Query("", max_length=60)]
After = Annotated[str, _cursor(datetime.fromisoformat, UUID), asked.Query("", max_length=200)]
AfterOrder = Annotated[str, _cursor(bool, datetime.fromisoformat, UUID), asked.Query("", max_length=200)]
