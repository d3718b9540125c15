"""Facts of `clients`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ClientChanged(Fact):
    """A program was registered, or its key taken from it."""

    aggregate: ClassVar[str] = "client"

    client_id: UUID
    change: str
