"""A row of the table of problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tongban.kernel.yaml import Faulty


@dataclass(frozen=True, slots=True)
class Words:
    """A row of the table. `values` fills the placeholders of the words from the refusal, `faults` the places it names."""

    code: str
    status: int
    title: Any
    remedy: Any
    values: Callable[[Any], Mapping[str, object]] = lambda refusal: {}
    faults: Callable[[Any], Mapping[str, str]] = lambda refusal: {}


def city_faults(refusal: Faulty) -> dict[str, str]:
    """The faults of the city's files, by file and line."""
    return {f"{fault.file}:{fault.line} {fault.path}": f"{fault.problem} {fault.remedy}" for fault in refusal.faults}
