"""The mapping of a stock: which column is what, and what its words mean. Every department keeps its lists differently, so it is data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from tongban.identity.terms import CREDIT_CODE, IDENTITY_NUMBER, HolderKind
from tongban.kernel import yaml
from tongban.kernel.lists import Coded, listed
from tongban.licences.terms import FaultyMapping, LicenceState

EXAMPLE = "Compare with cities/import/stock.yaml."
OPEN_ENDED = frozenset({"长期", "永久", "长期有效", "永久有效", "9999-12-31", "99991231", "2099-12-31"})
MISSING = frozenset({"", "无", "-", "--", "/", "null", "NULL", "None"})
KINDS = {IDENTITY_NUMBER: HolderKind.PERSON, CREDIT_CODE: HolderKind.ORGANISATION}
TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
CODES = {"type": "object", "additionalProperties": TEXT}
HOLDER: dict[str, Any] = {
    "name": TEXT,
    "code": TEXT,
    "code_type": {"anyOf": [TEXT, {"$ref": "#/$defs/coded"}]},
}
TOLD_PERHAPS = ("identifier", "version", "valid_from", "valid_until", "document", "replaces")  # columns that a list may lack
SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["source", "name", "format", "type", "holder", "number", "issued_on", "fields"],
    "properties": {
        "source": {"type": "string", "pattern": "^[a-z0-9-]{2,60}$"},
        "name": TEXT,
        "department": {"type": "string", "pattern": "^[a-z0-9-]{2,60}$"},
        "format": {"enum": ["csv", "jsonl", "folder"]},
        "encoding": {"enum": ["utf-8", "gb18030"]},
        "delimiter": {"enum": [",", ";", "\t", "|"]},
        "type": {"anyOf": [TEXT, {"$ref": "#/$defs/coded"}]},
        "holder": {
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "code", "code_type"],
            "properties": HOLDER | {"kinds": {"type": "object", "additionalProperties": {"enum": [kind.value for kind in HolderKind]}}},
        },
        "joint": {
            "if": {"type": "array"},
            "then": {"items": {"$ref": "#/$defs/joint"}, "minItems": 1},
            "else": {"$ref": "#/$defs/joint"},
        },
        "number": TEXT,
        "issued_on": TEXT,
        **dict.fromkeys(TOLD_PERHAPS, TEXT),
        "state": {"$ref": "#/$defs/states"},
        "fields": {"type": "object", "additionalProperties": {"anyOf": [TEXT, {"$ref": "#/$defs/value"}]}},
        "optional": {"type": "array", "items": TEXT},
        "open_ended": {"type": "array", "items": TEXT},
        "missing": {"type": "array", "items": {"type": "string", "maxLength": 200}},
    },
    "$defs": {
        "joint": {
            "type": "object",
            "additionalProperties": False,
            "required": list(HOLDER),
            "properties": HOLDER | {"array": TEXT, "split": {"type": "string", "minLength": 1, "maxLength": 3}},
            "not": {"required": ["array", "split"]},
        },
        "coded": {
            "type": "object",
            "additionalProperties": False,
            "required": ["column"],
            "properties": {"column": TEXT, "codes": CODES},
        },
        "states": {
            "type": "object",
            "additionalProperties": False,
            "required": ["column", "codes"],
            "properties": {
                "column": TEXT,
                "codes": {"type": "object", "additionalProperties": {"enum": [state.value for state in LicenceState]}},
            },
        },
        "value": {
            "type": "object",
            "additionalProperties": False,
            "required": ["column"],
            "properties": {
                "column": TEXT,
                "as": {"enum": ["text", "date", "integer", "number", "list"]},
                "codes": CODES,
                "split": {"type": "string", "minLength": 1, "maxLength": 3},
            },
        },
    },
}
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """Where a business field stands, and what it is."""

    key: str
    column: str
    kind: str = "text"
    codes: dict[str, str] = field(default_factory=dict)
    split: str = "、"
    optional: bool = False


@dataclass(frozen=True, slots=True)
class HolderColumns:
    """Where a holder stands: name, number, and which kind of number it is."""

    name: str
    code: str
    code_type: Coded

    @property
    def named(self) -> frozenset[str]:
        return frozenset({self.name, self.code, self.code_type.column} - {""})


@dataclass(frozen=True, slots=True)
class JointColumns:
    """Where those stand who hold a licence together with its holder: one in columns of their own, several in columns with `split`
    between them, or (JSON) as many as an `array` has, the columns being those of its objects."""

    holder: HolderColumns
    array: str = ""
    split: str = ""

    @property
    def named(self) -> frozenset[str]:
        return frozenset({self.array}) if self.array else self.holder.named


@dataclass(frozen=True, slots=True)
class StockMapping:
    source: str
    name: str
    department: str  # whose stock it is; empty: of the one type that all rows are of
    format: str
    encoding: str
    delimiter: str
    type: Coded
    holder: HolderColumns
    joint: tuple[JointColumns, ...]
    kinds: dict[str, HolderKind]
    number: str
    issued_on: str
    identifier: str
    version: str
    valid_from: str
    valid_until: str
    document: str
    replaces: str  # what this one stands instead of, by its number or identifier
    state: Coded
    fields: tuple[FieldColumn, ...]
    open_ended: frozenset[str]
    missing: frozenset[str]

    @property
    def columns(self) -> frozenset[str]:
        """Every column that a list of this kind must have."""
        named = {
            *(self.type.column, self.state.column, self.number, self.issued_on, self.identifier, self.version, self.valid_from),
            *(self.valid_until, self.document, self.replaces, *(each.column for each in self.fields)),
        }
        return frozenset(named - {""}).union(self.holder.named, *(each.named for each in self.joint))


def read(name: str, content: bytes) -> StockMapping:
    """The mapping in a YAML file. Refuses: FaultyMapping, with everything that is wrong."""
    found = yaml.read(name, content)
    faults = [found] if isinstance(found, yaml.Fault) else _faults(found)
    if isinstance(found, yaml.Fault) or faults:
        raise FaultyMapping(tuple(map(str, faults)))
    document = found.data
    holder, optional = document["holder"], frozenset(document.get("optional", ()))
    return StockMapping(
        source=document["source"],
        name=document["name"],
        department=document.get("department", ""),
        format=document["format"],
        encoding=document.get("encoding", "utf-8"),
        delimiter=document.get("delimiter", ","),
        type=_coded(document["type"]),
        holder=_holder(holder),
        joint=tuple(JointColumns(_holder(each), each.get("array", ""), each.get("split", "")) for each in _joint(document)),
        kinds=KINDS | {code: HolderKind(kind) for code, kind in holder.get("kinds", {}).items()},
        number=document["number"],
        issued_on=document["issued_on"],
        **{key: document.get(key, "") for key in TOLD_PERHAPS},
        state=_coded(document.get("state") or LicenceState.VALID.value),
        fields=tuple(_field(key, value, key in optional) for key, value in document["fields"].items()),
        open_ended=OPEN_ENDED | frozenset(document.get("open_ended", ())),
        missing=frozenset(document["missing"]) | {""} if "missing" in document else MISSING,
    )


def _faults(document: yaml.Document) -> list[yaml.Fault]:
    shape = [document.fault(tuple(error.instance_path), f"{error.message}.", EXAMPLE) for error in VALIDATOR.iter_errors(document.data)]
    return shape or list(_contradictions(document))


def _contradictions(document: yaml.Document) -> Iterator[yaml.Fault]:
    """What each key by itself may say, and not together with another."""
    data = document.data
    if not isinstance(data["type"], str) and "department" not in data:
        yield document.fault(("type",), "a list of several types does not say whose it is.", "Add `department:`.")
    for key in sorted(set(data.get("optional", ())) - data["fields"].keys()):
        yield document.fault(("optional",), f"{key} is none of the fields.", "Correct it, or remove it.")
    if data["format"] == "csv" and any("array" in each for each in _joint(data)):
        remedy = "Name columns, or give the `split` between several in one column."
        yield document.fault(("joint",), "a CSV list has no arrays.", remedy)


def _joint(data: Any) -> list[Any]:
    several = listed(joint := data.get("joint", []))
    return [joint] if several is None else several


def _coded(value: Any) -> Coded:
    if isinstance(value, str):
        return Coded(fixed=value)
    return Coded(value["column"], {str(word): str(meaning) for word, meaning in value.get("codes", {}).items()})


def _holder(value: Any) -> HolderColumns:
    return HolderColumns(value["name"], value["code"], _coded(value["code_type"]))


def _field(key: str, value: Any, optional: bool) -> FieldColumn:
    if isinstance(value, str):
        return FieldColumn(key, value, optional=optional)
    codes = {str(word): str(meaning) for word, meaning in value.get("codes", {}).items()}
    return FieldColumn(key, value["column"], value.get("as", "text"), codes, value.get("split", "、"), optional)
