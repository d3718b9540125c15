"""The least that a record needs to know of whoever acts. `identity.Actor` is one."""

from typing import Protocol
from uuid import UUID


class Who(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def id(self) -> UUID | None: ...
