"""Who holds a licence, as a list names them: its holder, and whoever holds it together with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from tongban.kernel.lists import Faulty, listed, mapped
from tongban.licences.terms import Fault, NamedHolder

if TYPE_CHECKING:
    from tongban.kernel.lists import Cells, Values
    from tongban.licences.rules.ingestion.mapping import HolderColumns, JointColumns, StockMapping
    from tongban.licences.terms import LicenceType

MOST = 50  # people on one licence: beyond that a list is read wrongly


class Holders:
    """Reads holders by a mapping. `check` gives a number its written form, or raises ValueError. All methods raise Faulty."""

    def __init__(self, mapping: StockMapping, cells: Cells, check: Callable[[str, str], str]) -> None:
        self._mapping, self._cells, self._check = mapping, cells, check

    def first(self, kind: LicenceType, values: Values) -> NamedHolder:
        return self._named(self._mapping.holder, kind, values)

    def joint(self, kind: LicenceType, values: Values, first: NamedHolder) -> tuple[NamedHolder, ...]:
        """Whoever holds it together with the first; none where the list names none."""
        found: list[NamedHolder] = []
        taken = {first.key}
        for columns, cells in self._places(values):
            each = self._named(columns, kind, cells)
            if each.key in taken:
                raise Faulty(columns.code, Fault.HOLDER_TWICE, each.code)
            taken.add(each.key)
            found.append(each)
        if len(found) > MOST:
            raise Faulty(self._mapping.joint[0].holder.code, Fault.JOINT, str(len(found)))
        return tuple(found)

    def _named(self, columns: HolderColumns, kind: LicenceType, values: Values) -> NamedHolder:
        kinds = self._mapping.kinds
        code_type = self._cells.meaning(columns.code_type, values, Fault.UNKNOWN_CODE)
        if code_type not in kinds:
            raise Faulty(columns.code_type.column, Fault.UNKNOWN_CODE, code_type)
        code = self._cells.text(columns.code, values)
        if kinds[code_type] not in kind.holder_kinds:
            raise Faulty(columns.code, Fault.HOLDER_KIND, code)
        try:
            code = self._check(code_type, code)
        except ValueError:
            raise Faulty(columns.code, Fault.HOLDER_CODE, code) from None
        return NamedHolder(kinds[code_type], code_type, code, self._cells.text(columns.name, values))

    def _places(self, values: Values) -> Iterator[tuple[HolderColumns, Values]]:
        """Each of them with the values among which their columns are."""
        for each in self._mapping.joint:
            if each.array:
                yield from ((each.holder, inner) for inner in self._array(each.array, values))
            elif each.split:
                yield from ((each.holder, inner) for inner in self._split(each, values))
            elif any(self._cells.value(column, values) for column in (each.holder.name, each.holder.code)):
                yield each.holder, values

    def _array(self, column: str, values: Values) -> list[Values]:
        rows = listed(values.get(column))
        if rows is None:
            if self._cells.value(column, values):
                raise Faulty(column, Fault.NOT_LIST)
            return []
        found = [mapped(row) for row in rows]
        if None in found:
            raise Faulty(column, Fault.NOT_LIST)
        return [each for each in found if each]

    def _split(self, each: JointColumns, values: Values) -> Iterator[Values]:
        """Names and numbers (and their types, where the list has them) in the same order, one for one."""
        parted = {column: self._words(column, each.split, values) for column in each.holder.named}
        names = len(parted[each.holder.name])
        if any(len(words) != names for words in parted.values()):
            raise Faulty(each.holder.code, Fault.JOINT, "/".join(str(len(words)) for words in parted.values()))
        for place in range(names):
            yield {column: words[place] for column, words in parted.items()}

    def _words(self, column: str, split: str, values: Values) -> list[str]:
        text = self._cells.value(column, values)
        return [word.strip() for word in text.split(split)] if text else []
