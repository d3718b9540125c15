"""How departments are called, remembered for half a minute per process."""

from __future__ import annotations

import time
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from tongban.identity import queries as identity_queries
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping

KEPT_SECONDS = 30


def department_names() -> Mapping[str, Bilingual]:
    """The name of each department by code; an unknown code names itself empty."""
    return _read(int(time.monotonic() // KEPT_SECONDS))


def forget() -> None:
    """Drop what this process remembers."""
    _read.cache_clear()


@lru_cache(maxsize=1)
def _read(window: int) -> Mapping[str, Bilingual]:
    names: dict[str, Bilingual] = defaultdict(lambda: Bilingual(""))
    names.update({department.code: department.name for department in identity_queries.departments()})
    return names
