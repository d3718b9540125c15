"""Fields as the templates draw them: label, help, value, choices, what is wrong, where the value comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tongban.channels.parts.form_fields.kinds import Kind, kind_of, names_in_order
from tongban.channels.parts.form_fields.words import choice_words, help_text, unit_of, words_of

AUTOCOMPLETE = {"mobile": "tel", "email": "email"}


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a list: its number as people count, and its fields."""

    place: int
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question. `id` stands in the page, `name` in the post."""

    key: str
    id: str
    name: str
    kind: Kind
    label: str
    required: bool
    help: str = ""
    unit: str = ""
    value: str = ""
    error: str = ""
    source: str = ""  # where a prefilled value comes from, in words
    marked: bool = False  # named in a correction notice
    note: str = ""  # what the notice says about it
    inputmode: str = ""
    autocomplete: str = "off"
    maxlength: int | None = None
    choices: tuple[Choice, ...] = ()
    rows: tuple[Row, ...] = ()
    described_by: str = field(default="")

    @property
    def template(self) -> str:
        return f"parts/fields/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says about values that it did not itself ask for; all by property."""

    faults: Mapping[str, str] = field(default_factory=dict)  # pointer -> words
    sources: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def draw(
    schema: Mapping[str, Any],
    names: Iterable[str],
    values: Mapping[str, Any],
    *,
    faults: Mapping[str, str] | None = None,
    sources: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    blank_rows: Collection[str] = (),
) -> tuple[Field, ...]:
    """The fields of these properties with their values. `blank_rows` names lists that get one more empty record."""
    told = Told(faults or {}, sources or {}, notes or {})
    place = _Place(id="form-", name="form.", pointer="")
    return tuple(_fields(schema, names, values, told, place, frozenset(blank_rows)))


def mistakes(fields: Iterable[Field]) -> list[tuple[str, str]]:
    """Every field with a fault as (id, words), in the order of the page: the summary on top links to them."""
    found: list[tuple[str, str]] = []
    for each in fields:
        if each.error:
            found.append((each.id, each.error))
        for row in each.rows:
            found += mistakes(row.fields)
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a field stands: in the page, in the post, in the answers."""

    id: str
    name: str
    pointer: str

    def inside(self, key: str, place: int) -> _Place:
        return _Place(f"{self.id}{key}-{place}-", f"{self.name}{key}.{place}.", f"{self.pointer}{key}/{place}/")


def _fields(
    schema: Mapping[str, Any], names: Iterable[str], values: Mapping[str, Any], told: Told, at: _Place, blank: frozenset[str]
) -> Iterable[Field]:
    properties, required = schema.get("properties", {}), schema.get("required", ())
    for key in names:
        if key in properties:
            yield _field(key, properties[key], values.get(key), key in required, told, at, blank)


def _field(key: str, spec: Mapping[str, Any], value: Any, required: bool, told: Told, at: _Place, blank: frozenset[str]) -> Field:
    kind, own = kind_of(spec), f"{at.id}{key}"
    error, source, note = told.faults.get(at.pointer + key, "") or _inner_fault(kind, told, at.pointer + key), "", ""
    if not at.pointer:
        source, note = told.sources.get(key, ""), told.notes.get(key, "")
    described = {"help": help_text(spec), "source": source, "note": note, "error": error}
    return Field(
        key=key,
        id=own,
        name=at.name + key,
        kind=kind,
        label=words_of(spec, key),
        required=required,
        help=described["help"],
        unit=unit_of(spec),
        value=_text(value),
        error=error,
        source=source,
        marked=bool(note),
        note=note,
        inputmode=_inputmode(spec),
        autocomplete=AUTOCOMPLETE.get(spec.get("format", ""), "off"),
        maxlength=spec.get("maxLength"),
        choices=_choices(kind, spec, value, own),
        rows=_rows(key, spec, value, told, at, key in blank) if kind is Kind.ROWS else (),
        described_by=" ".join(f"{own}-{name}" for name, words in described.items() if words),
    )


def _inner_fault(kind: Kind, told: Told, pointer: str) -> str:
    """A fault inside a list of choices is told at the list."""
    if kind is not Kind.MANY:
        return ""
    return next((words for where, words in told.faults.items() if where.startswith(f"{pointer}/")), "")


def _text(value: Any) -> str:
    return "" if value is None or isinstance(value, (list, dict)) else str(value)


def _inputmode(spec: Mapping[str, Any]) -> str:
    if spec.get("format") == "mobile":
        return "tel"
    return {"integer": "numeric", "number": "decimal"}.get(spec.get("type", ""), "")


def _choices(kind: Kind, spec: Mapping[str, Any], value: Any, own: str) -> tuple[Choice, ...]:
    match kind:
        case Kind.CHOICE | Kind.SELECT:
            options, chosen = spec["enum"], [str(value)]
        case Kind.MANY:
            options, chosen = spec["items"]["enum"], [str(each) for each in value] if isinstance(value, list) else []
        case _:
            return ()
    return tuple(
        # The first choice carries the field's own id, so that the summary of mistakes leads to something that takes the focus.
        Choice(own if place == 0 else f"{own}-{place}", str(option), choice_words(spec, option), str(option) in chosen)
        for place, option in enumerate(options)
    )


def _rows(key: str, spec: Mapping[str, Any], value: Any, told: Told, at: _Place, blank: bool) -> tuple[Row, ...]:
    """The records there are, at least one, and one more where somebody asked for it."""
    records: Sequence[Any] = value if isinstance(value, list) else []
    records = [*records, {}] if blank or not records else records
    items = spec["items"]
    return tuple(
        Row(
            place=place + 1,
            fields=tuple(
                _fields(
                    items,
                    names_in_order(items),
                    record if isinstance(record, Mapping) else {},
                    told,
                    at.inside(key, place),
                    frozenset(),
                )
            ),
        )
        for place, record in enumerate(records)
    )
