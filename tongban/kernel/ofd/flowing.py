"""Blocks one below the other, page after page: what a face and a form have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, TypeAlias

from tongban.kernel.ofd.contents import A4, BLACK, SONG, Colour, Font, Item, Page, Text, line
from tongban.kernel.ofd.measuring import width, wrap

Align: TypeAlias = Literal["left", "centre", "right"]
POINT = 25.4 / 72  # mm
BASELINE = 0.88  # of the first line below the top of its block, in sizes


@dataclass(frozen=True, slots=True)
class Style:
    """How a text looks; the size is in points, as everywhere."""

    points: float
    font: Font = SONG
    bold: bool = False
    colour: Colour = BLACK
    leading: float = 1.5  # from baseline to baseline, in sizes
    align: Align = "left"

    @property
    def size(self) -> float:
        return self.points * POINT


Block: TypeAlias = tuple[float, list[tuple[str, "Style"]]]  # a share of the breadth, and texts one below the other


class _Column:
    """One column of a row: its lines and how high they are together."""

    def __init__(self, breadth: float, gap: float, texts: Iterable[tuple[str, Style]]) -> None:
        self.breadth, self.gap = breadth, gap
        self.lines = [(each, style) for text, style in texts for each in wrap(text, style.size, breadth - gap)]
        self.height = sum(style.size * style.leading for _text, style in self.lines)


class Flow:
    """Draws from the top down and takes another page where there is no room. `background` stands on every page."""

    def __init__(self, *, left: float, right: float, top: float, bottom: float, background: Iterable[Item] = ()) -> None:
        self.left, self.right, self.top, self.bottom = left, A4[0] - right, top, A4[1] - bottom
        self._background = tuple(background)
        self._pages: list[list[Item]] = [[*self._background]]
        self.y = top

    @property
    def room(self) -> float:
        return self.right - self.left

    @property
    def page(self) -> int:
        """The page that is being drawn; 0 is the first."""
        return len(self._pages) - 1

    def need(self, height: float) -> None:
        """Another page if less than this is left."""
        if self.y + height > self.bottom and self.y > self.top:
            self._pages.append([*self._background])
            self.y = self.top

    def space(self, height: float) -> None:
        self.y += height

    def draw(self, *items: Item) -> None:
        """Something at a place of its own on this page."""
        self._pages[-1].extend(items)

    def paragraph(self, text: str, style: Style) -> None:
        """A text over the whole breadth; it may go on on the next page."""
        for each in wrap(text, style.size, self.room):
            self.need(style.size * style.leading)
            self._line(each, style, self.left, self.room, self.y)
            self.y += style.size * style.leading

    def columns(self, *blocks: Block, gap: float, rule: Colour | None = None) -> None:
        """Texts side by side, each with its share of the breadth; the row stays on one page if one page can hold it."""
        columns = [_Column(self.room * share, gap, texts) for share, texts in blocks]
        height = max(column.height for column in columns) + 2 * gap
        if height > self.bottom - self.top:
            self._long(columns, gap)
        else:
            self.need(height)
            self._row(columns, height)
        if rule:
            self.draw(line(self.left, self.y, self.right, self.y, colour=rule, width=0.18))

    def pages(self, *, footer: Iterable[tuple[str, Style]] = (), footer_top: float = 0) -> tuple[Page, ...]:
        """All pages; each line of the footer stands on every page, and `{page}` in it counts where there are several."""
        for place, items in enumerate(self._pages, 1):
            y, count = footer_top, len(self._pages)
            for text, style in footer:
                told = text.replace("{page}", f"  第 {place} 页，共 {count} 页" if count > 1 else "")
                items.append(self._placed(told, style, self.left, self.room, y))
                y += style.size * style.leading
        return tuple(Page(tuple(items)) for items in self._pages)

    def _row(self, columns: list[_Column], height: float) -> None:
        left = self.left
        for column in columns:
            y = self.y + (height - column.height) / 2
            for text, style in column.lines:
                self._line(text, style, left + column.gap / 2, column.breadth - column.gap, y)
                y += style.size * style.leading
            left += column.breadth
        self.y += height

    def _long(self, columns: list[_Column], gap: float) -> None:
        """A row longer than a page: line by line, over as many pages as it takes."""
        self.space(gap)
        for lines in zip_longest(*(column.lines for column in columns)):
            step = max(style.size * style.leading for _text, style in filter(None, lines))
            self.need(step)
            left = self.left
            for column, found in zip(columns, lines, strict=True):
                if found:
                    text, style = found
                    self._line(text, style, left + column.gap / 2, column.breadth - column.gap, self.y)
                left += column.breadth
            self.y += step
        self.space(gap)

    def _line(self, text: str, style: Style, left: float, room: float, y: float) -> None:
        if text:
            self.draw(self._placed(text, style, left, room, y))

    def _placed(self, text: str, style: Style, left: float, room: float, y: float) -> Text:
        spare = room - width(text, style.size)
        x = left + {"left": 0.0, "centre": spare / 2, "right": spare}[style.align]
        above = (style.leading - 1) / 2
        return Text(x, y + (BASELINE + above) * style.size, text, style.size, style.font, style.bold, style.colour)
