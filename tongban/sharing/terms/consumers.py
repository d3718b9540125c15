"""Words of the share interface: who asks, with which rights, for what; and what they are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.identity.terms import Actor, ActorKind

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual
    from tongban.licences.terms import LicenceState


@dataclass(frozen=True, slots=True)
class ConsumerRight:
    """What a consumer may ask of one licence type: for which purposes, on which ground, which content fields, and whether copies."""

    type_code: str
    purposes: tuple[str, ...]
    basis: str  # the article of law; empty: only where the holder has authorised it
    fields: tuple[str, ...] = ()
    copies: bool = False
    valid_until: date | None = None
    encrypted: bool = False  # answers leave only encrypted to the consumer's key

    def living_on(self, day: date) -> bool:
        return self.valid_until is None or day <= self.valid_until


@dataclass(frozen=True, slots=True)
class Consumer:
    """A department or an outside system that asks the library, with the rights it has today."""

    id: UUID
    code: str
    name: str
    department: str
    calls_per_minute: int
    suspended: bool = False
    rights: tuple[ConsumerRight, ...] = ()
    token_until: datetime | None = None
    public_key: bytes | None = field(default=None, repr=False)

    @property
    def actor(self) -> Actor:
        """As whoever acts, for the records."""
        return Actor(kind=ActorKind.CONSUMER, id=self.id, name=self.name)

    @property
    def receiver(self) -> str:
        """By which a holder authorises it: a department's code, or its own."""
        return self.department or self.code


@dataclass(frozen=True, slots=True)
class ConsumerUse:
    """A consumer and the last time it asked: what for, and the code of the refusal where it was refused."""

    consumer: Consumer
    last_at: datetime | None = None
    purpose: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Asking:
    """One question of a consumer: about whose licence of which type, what for, and in which business of the consumer's own."""

    type_code: str
    purpose: str
    business: str  # the consumer's own case or business number, for the log
    code_type: str = ""
    code: str = field(default="", repr=False)
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class SharedLicence:
    """What a consumer is told of a licence: what its right names, no more."""

    identifier: str
    type_code: str
    type_name: Bilingual
    holder_name: str
    number: str
    issuer_name: Bilingual
    issued_on: date
    valid_from: date
    valid_until: date | None
    state: LicenceState
    fields: dict[str, Any] = field(default_factory=dict, repr=False)
