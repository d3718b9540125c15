"""All rows of a list as items under codes of their own, whatever their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tongban.catalog.rules.items import codes, rows
from tongban.catalog.rules.items.content import content
from tongban.catalog.rules.items.mapping import CODED, ListMapping
from tongban.catalog.terms import Fault, Finding

if TYPE_CHECKING:
    from tongban.catalog.rules.items.rows import Row
    from tongban.catalog.rules.items.table import Table


@dataclass(frozen=True, slots=True)
class Item:
    """One guide that a list describes; `row` is where it stands."""

    code: str
    row: int
    content: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Converted:
    """The items of a list, what was dirty in it, how many rows only repeat another; or the faults that stop the import."""

    source: str
    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    repeated: int = 0
    faults: tuple[Fault, ...] = ()


def convert(table: Table, mapping: ListMapping, *, is_uscc: codes.IsUscc) -> Converted:
    """Every row as an item. A code that the mapping does not know is a fault: what it means must be said, not guessed."""
    findings = list(table.findings)
    read = [rows.read(number, raw, mapping, findings) for number, raw in table.rows]
    faults = _unknown_codes(read, table.file, mapping)
    if faults:
        return Converted(mapping.source, findings=tuple(findings), faults=faults)
    for row in read:
        rows.examine(row, is_uscc)
    distinct = _without_repeats(read)
    _same_names(distinct)
    items = _items(distinct)
    return Converted(mapping.source, items, tuple(sorted(findings, key=lambda each: each.row)), len(read) - len(distinct))


def _unknown_codes(read: Iterable[Row], file: str, mapping: ListMapping) -> tuple[Fault, ...]:
    """One fault for each code that the mapping does not explain, at the first row that has it."""
    unknown: dict[tuple[str, str], list[int]] = {}
    for row in read:
        for name, code in row.coded():
            if code not in mapping.codes[name]:
                unknown.setdefault((name, code), []).append(row.number)
    return tuple(
        Fault(
            file=file,
            line=numbers[0],
            path=mapping.columns[name],
            problem=f"the mapping does not know the code `{code}` (row {numbers[0]}; {len(numbers)} rows have it).",
            remedy=f'In {mapping.file}, line {mapping.lines[name]}, add under `codes: {name}:` the line `"{code}": …` with one of '
            f"{', '.join(CODED[name])}.",
        )
        for (name, code), numbers in unknown.items()
    )


def _without_repeats(read: Iterable[Row]) -> list[Row]:
    """A row that repeats another word for word is taken once."""
    first: dict[tuple[tuple[str, str], ...], Row] = {}
    for row in read:
        earlier = first.setdefault(tuple(sorted(row.raw.items())), row)
        if earlier is not row:
            row.found("code", "row that stands twice", f"once, as row {earlier.number}")
    return list(first.values())


def _same_names(distinct: Iterable[Row]) -> None:
    first: dict[tuple[str, str], int] = {}
    for row in distinct:
        place = first.setdefault((row["department"], row["name"]), row.number)
        if place != row.number:
            row.found("name", "name that its department uses twice", f"both; the other is row {place}")


def _items(distinct: list[Row]) -> tuple[Item, ...]:
    """An item code that stands twice, or none at all, is made telling by what the item is; only then by the whole row."""
    bare = [_code(row) for row in distinct]
    uses, named = Counter(bare), Counter[str]()
    telling = [code if uses[code] == 1 else f"{code}.{_digest(row)}" for code, row in zip(bare, distinct, strict=True)]
    named.update(telling)
    found: list[Item] = []
    for code, row in zip(telling, distinct, strict=True):
        unique = code if named[code] == 1 else f"{code}.{codes.short_digest(*(f'{key}={row.raw[key]}' for key in sorted(row.raw)))}"
        if row["code"] and unique != row["code"]:
            row.found("code", "item code that stands twice" if uses[_code(row)] > 1 else "item code that fits no address", unique)
        found.append(Item(unique, row.number, content(row, unique)))
    return tuple(_told_apart(found))


def _code(row: Row) -> str:
    return codes.service_code(row["code"], row.mapping.source, row["department"], row["name"])


def _digest(row: Row) -> str:
    return codes.short_digest(row["department"], row["name"])


def _told_apart(items: list[Item]) -> Iterable[Item]:
    """Where shortening makes two names of one department alike, both keep their official one."""
    names = Counter((item.content["department_name"], item.content["plain_name"]) for item in items)
    for item in items:
        alike = names[item.content["department_name"], item.content["plain_name"]] > 1
        yield Item(item.code, item.row, {**item.content, "plain_name": item.content["name"]}) if alike else item
