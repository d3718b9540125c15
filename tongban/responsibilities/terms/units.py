"""The units that take messages, as a tree: city, district, bureau or street."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass(frozen=True, slots=True)
class Unit:
    """A department with a desk for messages. `above` is the nearest one over it that has one as well; empty: the duty desk."""

    code: str
    name: Bilingual
    short_name: Bilingual
    above: str = ""


@dataclass(frozen=True, slots=True)
class Units:
    """All of them, by code."""

    by_code: Mapping[str, Unit]
    names: Mapping[str, Bilingual] = field(
        default_factory=dict[str, Bilingual]
    )  # of every department, the duty desk's and former units among them

    def __contains__(self, code: str) -> bool:
        return code in self.by_code

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.by_code.values())

    def called(self, code: str) -> Bilingual:
        """As people call it; what is no department by its code."""
        return self.names.get(code) or Bilingual(code)

    def spoken(self) -> dict[str, tuple[str, ...]]:
        """Every department by its short and its full name."""
        full = {each.code: each.name.zh for each in self}
        return {code: tuple(filter(None, (name.zh, full.get(code)))) for code, name in self.names.items()}

    def above(self, code: str) -> str:
        """The unit over this one; empty where there is none."""
        return self.by_code[code].above if code in self.by_code else ""

    def over(self, code: str) -> tuple[str, ...]:
        """Every unit over this one, the nearest first."""
        found: list[str] = []
        while (code := self.above(code)) and code not in found:
            found.append(code)
        return tuple(found)

    def below(self, code: str) -> tuple[Unit, ...]:
        """The units directly under this one."""
        return tuple(each for each in self if each.above == code)

    def tree(self, code: str) -> tuple[str, ...]:
        """A unit and everything under it."""
        return (code, *(inner for each in self.below(code) for inner in self.tree(each.code)))

    def parents(self) -> dict[str, str]:
        return {each.code: each.above for each in self}
