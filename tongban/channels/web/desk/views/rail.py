"""A place in the rail of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Entry:
    """A place in the rail. `count` is asked for when it is drawn."""

    key: str
    words: str
    address: str
    count: Callable[[], int] | None = None

    @property
    def counted(self) -> bool:
        return self.count is not None
