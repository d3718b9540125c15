"""A program with a key, as it acts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.identity.terms import Actor, ActorKind

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Client:
    """A registered program. `unit_desk` is the desk at which its unit's orders arrive, where it may report on them."""

    id: UUID
    name: str
    department: str
    contact: str
    may_update: bool
    added_at: datetime
    revoked_at: datetime | None
    unit_desk: str = ""

    @property
    def actor(self) -> Actor:
        """As whoever acts: a system of its unit, which does there what a clerk does and approves nothing."""
        desks = frozenset([self.unit_desk]) if self.may_update and self.unit_desk else frozenset[str]()
        return Actor(kind=ActorKind.CONSUMER, id=self.id, name=self.name, desks=desks)
