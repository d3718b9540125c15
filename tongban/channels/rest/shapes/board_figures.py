"""Figures of the board, with what each of them is over what."""

from datetime import date
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from tongban.board.terms import FigureLine, Figures
from tongban.channels.rest.shapes.words import Words

LEVEL = Literal["whole", "unit", "category", "district", "channel", "source", "hour", "day"]
DEFINITIONS = {
    "acceptance": _(
        "受理率：期限内受理或者说明了不受理理由的留言，除以收到的全部留言；其他渠道转来的（imported）由那个渠道受理，两边都不算"
    ),
    "punctuality": _("按时率：期限内答复的，除以已经答复的和过期没有答复的"),
    "satisfaction": _("满意率：非常满意、满意和基本满意，除以有评价的；没有评价的不算"),
    "solution": _("解决率：评价说解决了的，除以有评价的"),
    "median_hours": _("用时：从收到到第一次公开答复，一半在这么多小时以内（按档计，1 小时起，超过 30 天为空）；不扣节假日"),
}


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
