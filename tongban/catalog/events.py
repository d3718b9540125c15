"""What happens in `catalog`."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ReleasePublished(Fact):
    aggregate: ClassVar[str] = "release"
    release_id: UUID
    service: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ServiceStateChanged(Fact):
    aggregate: ClassVar[str] = "change"
    change_id: UUID
    service: str
    state: str


@dataclass(frozen=True, kw_only=True)
class CityLoaded(Fact):
    aggregate: ClassVar[str] = "batch"
    batch_id: UUID
    published: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class ItemsImported(Fact):
    aggregate: ClassVar[str] = "batch"
    batch_id: UUID
    count: int
    digest: str
