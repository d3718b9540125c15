"""One row of a list in our words: read, cleaned, and examined; a finding for every dirty value."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from tongban.catalog.rules.items import cleaning, codes
from tongban.catalog.rules.items.mapping import CODED, NUMBERS, ListMapping
from tongban.catalog.terms import Finding, ServiceType

SEVERAL = re.compile(r"[,，^;；、|]")
NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,2})?) ?(?:个?(?:工作日|自然日|日|天|月|小时|次))?")
SHOWN = 200  # characters of a value in a report


@dataclass(slots=True)
class Row:
    """`values` holds our field names, cleaned; `raw` the cells as they came."""

    number: int
    raw: Mapping[str, str]
    mapping: ListMapping
    findings: list[Finding]
    values: dict[str, str] = field(default_factory=dict[str, str])

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def found(self, name: str, reason: str, kept: str) -> None:
        column = self.mapping.columns.get(name, name)
        self.findings.append(Finding(self.number, column, self.raw.get(column, "")[:SHOWN], reason, kept[:SHOWN]))

    def correct(self, name: str, value: str, reason: str) -> None:
        """Keep another value than the row's, and tell."""
        if value != self[name]:
            self.found(name, reason, value)
            self.values[name] = value

    def words(self, name: str) -> list[str]:
        """The codes in one field; sources join several by `,` or `^`."""
        text = self[name]
        return [text] if text in self.mapping.codes.get(name, {}) else [each.strip() for each in SEVERAL.split(text) if each.strip()]

    def coded(self) -> list[tuple[str, str]]:
        """Every code of the row with its field."""
        return [(name, code) for name in CODED if name in self.mapping.columns for code in self.words(name)]

    def number_of(self, name: str) -> Decimal | None:
        found = NUMBER.fullmatch(self[name])
        return Decimal(found[1]) if found else None


def read(number: int, raw: Mapping[str, str], mapping: ListMapping, findings: list[Finding]) -> Row:
    """The mapped cells of a row, cleaned."""
    row = Row(number, raw, mapping, findings)
    for name, column in mapping.columns.items():
        cleaned, dirt = cleaning.text(raw.get(column, ""))
        for kind in dirt:
            row.found(name, kind, cleaned)
        row.values[name] = cleaned
        if mapping.is_missing(column, cleaned):
            row.correct(name, "", "placeholder")
    return row


def examine(row: Row, is_uscc: codes.IsUscc) -> None:
    """Everything that is wrong with a row on its own. Nothing is refused: what is missing gets a value, and is told."""
    _text(row)
    _type(row)
    _code(row, is_uscc)
    _department(row, is_uscc)
    _details(row)


def _text(row: Row) -> None:
    for name in ("name", "parent", "department"):
        row.correct(name, cleaning.width(row[name]), "full and half width mixed")
    if not row["name"]:
        row.correct("name", row["parent"] or row["code"] or f"{row.mapping.name} {row.number}", "no name")


def _type(row: Row) -> None:
    if not row["type"]:
        row.found("type", "no type", ServiceType.OTHER.value)
    expected = row.mapping.type_names.get(row["type"])
    if expected and row["type_name"]:
        row.correct("type_name", expected, "another word than the code's")


def _code(row: Row, is_uscc: codes.IsUscc) -> None:
    if not row["code"]:
        row.found("code", "no item code", "a code derived from department and name")
        return
    for problem in codes.item(row["code"], row["area"], row.mapping, is_uscc):
        row.found("code", problem, row["code"])


def _department(row: Row, is_uscc: codes.IsUscc) -> None:
    """One department behind every spelling of its name and its code."""
    code = row["department_code"]
    office = row.mapping.office(row["department"], code)
    if office is None:
        row.found("department", "department that the mapping does not know", row["department"])
    else:
        row.correct("department", office.name, "another spelling of the department")
        row.values["city_department"] = office.department
        if code and code not in office.codes:
            row.found("department_code", "department code that the mapping does not know", office.name)
    for name, told in (("department_code", "department code"), ("department_uscc", "department's credit code")):
        if row[name] and (problem := codes.organ(row[name], is_uscc)):
            row.found(name, f"{told}: {problem}", row["department"])


def _details(row: Row) -> None:
    for name in NUMBERS:
        if row[name] and row.number_of(name) is None:
            row.correct(name, "", "no number")
    for name in ("phone", "complaint_phone"):
        row.correct(name, cleaning.phone(row[name]), "dash that is no hyphen")
    if row["phone"] and row["phone"] == row["complaint_phone"]:
        row.found("complaint_phone", "complaints go to the window's own phone", row["complaint_phone"])
