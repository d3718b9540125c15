"""Facts of `responsibilities`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class BoardLoaded(Fact):
    aggregate: ClassVar[str] = "release"

    release_id: UUID
    digest: str
