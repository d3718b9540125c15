"""A row of the table of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """A row of the table. `values` fills the placeholders of the words from the refusal, `faults` the places it names."""

    code: str
    status: int
    title: Any
    remedy: Any
    values: Callable[[Any], Mapping[str, object]] = lambda refusal: {}
    faults: Callable[[Any], Mapping[str, str]] = lambda refusal: {}
