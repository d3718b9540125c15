"""A report as the one text that is digested and signed, and read again: canonical JSON (sorted keys, no blanks, UTF-8, six places)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, TypeGuard, TypeVar, Union, get_args, get_origin, get_type_hints

from tongban.reports.terms import content, measured, report
from tongban.reports.terms.content import Bilingual

FORMAT, FIRST = "tongban.report/2", "tongban.report/1"  # the first one says nothing of the verdict on a surge
PLACES = 6
NAMES: dict[str, Any] = {**vars(report), **vars(measured), **vars(content)} | {
    "date": date,
    "datetime": datetime,
    "Bilingual": Bilingual,
    "Mapping": Mapping,
}
Told = TypeVar("Told")


def canonical(told: object, form: str = FORMAT) -> str:
    """The text of a report, or of any value of its terms; of an earlier format without what it did not know."""
    plain = {"format": form, **_plain(told, 1 if form == FIRST else 2)}
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def form(text: str) -> str:
    """The format of a text: whatever belongs to a report is written in the one in which it was drawn up."""
    return json.loads(text)["format"]


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(kind: type[Told], text: str) -> Told:
    """A text that `canonical` made, as the value it was."""
    told = json.loads(text)
    return _value(kind, told)


def differing(one: str, other: str) -> tuple[str, ...]:
    """The places at which two texts differ, such as surges.0.weeks.3.count; of longer lists that they are longer."""
    return tuple(_differing(json.loads(one), json.loads(other), ""))


def _differing(one: Any, other: Any, place: str) -> list[str]:
    before, now = _parts(one), _parts(other)
    if before is None or now is None or before.keys() != now.keys():
        return [] if one == other else [place]
    dot = f"{place}." if place else ""
    return [found for key in before for found in _differing(before[key], now[key], f"{dot}{key}")]


def _parts(told: Any) -> Mapping[str, Any] | None:
    """What an object or a list is made of."""
    if _is_named(told):
        return told
    return {str(place): each for place, each in enumerate(told)} if _is_listed(told) else None


def _plain(told: Any, version: int) -> Any:
    if isinstance(told, float):
        return round(told, PLACES) + 0.0  # no minus nought
    if isinstance(told, datetime):
        return told.astimezone(UTC).isoformat()
    if isinstance(told, date):
        return told.isoformat()
    if _is_named(told):
        return {str(key): _plain(value, version) for key, value in told.items()}
    if _is_listed(told):
        return [_plain(each, version) for each in told]
    if is_dataclass(told):
        return {each.name: _plain(getattr(told, each.name), version) for each in fields(told) if each.metadata.get("since", 1) <= version}
    return told


def _is_named(told: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(told, Mapping)


def _is_listed(told: object) -> TypeGuard[Sequence[Any]]:
    return isinstance(told, list | tuple)


def _value(kind: Any, told: Any) -> Any:
    origin, within = get_origin(kind), get_args(kind)
    if told is None or kind in (str, int, bool, Any):
        return told
    if origin in (Union, UnionType):
        return _value(next(each for each in within if each is not type(None)), told)
    if origin is tuple:
        return tuple(_value(within[0], each) for each in told)
    if origin is not None:
        return {key: _value(within[1], each) for key, each in told.items()}
    return _single(kind, told)


def _single(kind: Any, told: Any) -> Any:
    if is_dataclass(kind):
        made: Any = kind
        return made(**{name: _value(hint, told[name]) for name, hint in _hints(kind).items() if name in told})
    if kind is float:
        return float(told)
    if issubclass(kind, StrEnum):
        return kind(told)
    return kind.fromisoformat(told)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, localns=NAMES)
