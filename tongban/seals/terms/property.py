"""Seals as property: whose they are, who keeps them, in which state, and who may use them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.kernel.signing import Key


class SealOwner(StrEnum):
    DEPARTMENT = "department"
    ORGANISATION = "organisation"
    PERSON = "person"


class SealKind(StrEnum):
    """What a seal says about whoever used it."""

    UNIT = "unit"  # 单位章
    REPRESENTATIVE = "representative"  # 法定代表人章
    PERSON = "person"  # 个人签名章


class SealState(StrEnum):
    """Expired is computed from `ends_at`, never stored."""

    IN_USE = "in_use"
    SUSPENDED = "suspended"  # 冻结
    LOST = "lost"  # 挂失
    DESTROYED = "destroyed"  # 销毁


class SealChange(StrEnum):
    """What happens to a seal, in the order of a life."""

    MAKE = "make"
    HAND_OVER = "hand_over"  # another custodian
    SUSPEND = "suspend"
    RESUME = "resume"
    REPORT_LOST = "report_lost"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class SealInUse:
    """A seal that may be used now, and the key that uses it; `signer` is whose key that is, as `signing.key` calls them."""

    id: UUID
    esid: str
    kind: SealKind
    name: str
    signer: str
    der: bytes = field(repr=False)
    key: Key = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealView:
    """A seal as its owner sees it."""

    id: UUID
    esid: str
    owner_kind: SealOwner
    owner: str  # department code, or the id of the organisation or person
    kind: SealKind
    name: str
    maker: str
    custodian: str
    state: SealState
    made_at: datetime
    starts_at: datetime
    ends_at: datetime
    development: bool
    picture: bytes = field(repr=False, default=b"")  # PNG

    def usable_at(self, at: datetime) -> bool:
        return self.state is SealState.IN_USE and self.starts_at <= at <= self.ends_at


@dataclass(frozen=True, slots=True)
class SealEventLine:
    """One line of a seal's life."""

    at: datetime
    change: SealChange
    actor_name: str
    reason: str
    custodian: str


@dataclass(frozen=True, slots=True)
class SealGrantView:
    """Whom the legal representative lets use a seal, and until when."""

    id: UUID
    seal_id: UUID
    seal_name: str
    person_id: UUID
    person_name: str
    valid_from: date
    valid_until: date | None
    revoked_at: datetime | None

    def living_on(self, day: date) -> bool:
        return self.revoked_at is None and self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True, slots=True)
class SealUseLine:
    """One use of a seal: when, by whom, on what. `subject` is a number, never what was sealed."""

    at: datetime
    actor_name: str
    subject: str
    digest: str
    grant_id: UUID | None
