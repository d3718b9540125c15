"""Figures of the board, with what each of them is over what."""

from datetime import date
from typing import Literal, Self

from ninja import Schema

from tongban.board.terms import FigureLine, Figures
from tongban.channels.parts.statistics import DEFINITIONS
from tongban.channels.rest.shapes.words import Words

LEVEL = Literal["whole", "unit", "category", "district", "channel", "source", "hour", "day"]


class FigureShape(Schema):
    """Counts, and rates that are null where there is nothing to divide by."""

    key: str
    name: Words
    received: int
    accepted_in_time: int
    answered: int
    on_time: int
    overdue_open: int
    rated: int
    satisfied: int
    solved: int
    imported: int
    waiting: int
    acceptance: float | None
    punctuality: float | None
    satisfaction: float | None
    solution: float | None
    median_hours: int | None

    @classmethod
    def of(cls, line: FigureLine) -> Self:
        return cls(**{name: getattr(line, name) for name in cls.model_fields if name != "name"}, name=Words.of(line.name))


class FiguresShape(Schema):
    since: date
    until: date
    lines: list[FigureShape]
    whole: FigureShape
    definitions: dict[str, Words]

    @classmethod
    def of(cls, told: Figures, since: date, until: date) -> Self:
        return cls(
            since=since,
            until=until,
            lines=[FigureShape.of(each) for each in told.lines],
            whole=FigureShape.of(told.whole),
            definitions={name: Words.in_both(words) for name, words in DEFINITIONS.items()},
        )
