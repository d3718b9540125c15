"""How departments are called, remembered for half a minute per process."""

from __future__ import annotations

import time
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.identity.queries.places import departments
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT_SECONDS = 30


def department_names() -> Mapping[str, Bilingual]:
    """The name of each department by code; an unknown code names itself empty."""
    return _read(_window())[0]


def short_names() -> Mapping[str, Bilingual]:
    """How people call each department (建委), where there is no room for more."""
    return _read(_window())[1]


def forget_names() -> None:
    """Drop what this process remembers."""
    _read.cache_clear()


def _window() -> int:
    return int(time.monotonic() // KEPT_SECONDS)


@lru_cache(maxsize=1)
def _read(window: int) -> tuple[Mapping[str, Bilingual], Mapping[str, Bilingual]]:
    full, short = _empty(), _empty()
    for department in departments():
        full[department.code], short[department.code] = department.name, department.short_name
    return full, short


def _empty() -> dict[str, Bilingual]:
    return defaultdict(lambda: Bilingual(""))
