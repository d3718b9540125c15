"""The mapping of a stock: which column is what, and what its words mean. Every department keeps its lists differently, so it is data."""

# pyright: standard
# ruamel.yaml has no types.

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from tongban.identity.terms import CREDIT_CODE, IDENTITY_NUMBER, HolderKind
from tongban.licences.terms import FaultyMapping, LicenceState

LONGEST = 100_000
ALIAS = re.compile(rb"(?:^|[\s:,\[{-])[&*][^\s&*]", re.MULTILINE)
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
class Coded:
    """A word of the list and what it means, or what holds for every row (`fixed`)."""

    column: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    fixed: str = ""


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
    document = _document(name, content)
    faults = tuple(
        f"{name}: {'.'.join(map(str, error.instance_path)) or 'the file'}: {error.message}" for error in VALIDATOR.iter_errors(document)
    )
    if faults or (faults := tuple(f"{name}: {fault}" for fault in _contradictions(document))):
        raise FaultyMapping(faults)
    holder, optional = document["holder"], frozenset(document.get("optional", ()))
    joint = document.get("joint", [])
    return StockMapping(
        source=document["source"],
        name=document["name"],
        department=document.get("department", ""),
        format=document["format"],
        encoding=document.get("encoding", "utf-8"),
        delimiter=document.get("delimiter", ","),
        type=_coded(document["type"]),
        holder=_holder(holder),
        joint=tuple(
            JointColumns(_holder(each), each.get("array", ""), each.get("split", ""))
            for each in (joint if isinstance(joint, list) else [joint])
        ),
        kinds=KINDS | {code: HolderKind(kind) for code, kind in holder.get("kinds", {}).items()},
        number=document["number"],
        issued_on=document["issued_on"],
        **{key: document.get(key, "") for key in TOLD_PERHAPS},
        state=_coded(document.get("state") or LicenceState.VALID.value),
        fields=tuple(_field(key, value, key in optional) for key, value in document["fields"].items()),
        open_ended=OPEN_ENDED | frozenset(document.get("open_ended", ())),
        missing=frozenset(document["missing"]) | {""} if "missing" in document else MISSING,
    )


def _contradictions(document: Any) -> Iterator[str]:
    """What each key by itself may say, and not together with another."""
    if not isinstance(document["type"], str) and "department" not in document:
        yield "department: a list of several types says whose it is"
    for key in sorted(set(document.get("optional", ())) - document["fields"].keys()):
        yield f"optional: {key} is none of the fields"
    joint = document.get("joint", [])
    if document["format"] == "csv" and any("array" in each for each in (joint if isinstance(joint, list) else [joint])):
        yield "joint: a CSV list has no arrays; name columns, or give the `split` between several in one column"


def _document(name: str, content: bytes) -> Any:
    if len(content) > LONGEST:
        raise FaultyMapping((f"{name} is longer than {LONGEST} bytes.",))
    if ALIAS.search(content):  # before anything is built from them
        raise FaultyMapping((f"{name}: aliases (& and *) are not read.",))
    try:
        return YAML(typ="safe", pure=True).load(content.decode("utf-8-sig"))
    except (YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise FaultyMapping((f"{name} is not YAML in UTF-8: {' '.join(str(error).split())}",)) from error


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
