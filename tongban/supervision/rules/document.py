"""A ranked week as the one text that is digested, signed and published, and read again: canonical JSON (sorted keys, no blanks, UTF-8)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongban.supervision.terms import GroupTable, Item, LeftOut, Line, Minimum, RankedWeek, Rate, Response, Standing, Week, Weights
from tongban.supervision.terms.city import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = "tongban.ranking/1"


def canonical(ranked: RankedWeek) -> str:
    """The text of a week. Its numbers were rounded to six places where they were made."""
    return json.dumps(
        {"format": FORMAT, **asdict(ranked)}, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat
    )


def digest(text: str) -> str:
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> RankedWeek:
    """A text that `canonical` made."""
    told = json.loads(text)
    return RankedWeek(
        week=Week(told["week"]["key"], _moment(told["week"]["since"]), _moment(told["week"]["until"])),
        version=told["version"],
        counted_at=_moment(told["counted_at"]),
        corrected_because=told["corrected_because"],
        rules=told["rules"],
        minimum=Minimum(**told["minimum"]),
        weights=Weights(**told["weights"]),
        on_time_below=told["on_time_below"],
        messages=tuple(_table(each) for each in told["messages"]),
        cases=tuple(_table(each) for each in told["cases"]),
        left_out=tuple(LeftOut(**each | {"kind": Item(each["kind"])}) for each in told["left_out"]),
        names={unit: Bilingual(**name) for unit, name in told["names"].items()},
    )


def _table(told: Mapping[str, Any]) -> GroupTable:
    return GroupTable(
        key=told["key"],
        name=Bilingual(**told["name"]),
        lines=tuple(_line(each) for each in told["lines"]),
        on_time=told["on_time"],
        satisfied=told["satisfied"],
    )


def _line(told: Mapping[str, Any]) -> Line:
    read_as: dict[str, Any] = {
        "merged": tuple(told["merged"]),
        "on_time": _rate(told["on_time"]),
        "satisfied": _rate(told["satisfied"]),
        "response": Response(**told["response"]),
    }
    return Line(**{**told, **read_as})


def _rate(told: Mapping[str, Any]) -> Rate:
    read_as: dict[str, Any] = {"standing": Standing(told["standing"])}
    return Rate(**{**told, **read_as})


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
