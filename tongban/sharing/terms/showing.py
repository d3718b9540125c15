"""Showing a licence to somebody who scans a code, and what can be shown of it alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual
    from tongban.licences.terms import Licence, Value

SHOWN_FOR = timedelta(minutes=3)  # as long as two people stand before each other
PURPOSE_LENGTH = 200


class ShowingState(StrEnum):
    """How a showing (亮证) stands. Expired and over are computed, never stored."""

    WAITING = "waiting"
    OPENED = "opened"
    EXPIRED = "expired"
    OVER = "over"  # the licence itself cannot be used any more: nobody can open it


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a licence says, which can be shown without the others: `content.grade`, `age_over_18`."""

    name: str
    label: Bilingual
    value: Value = field(repr=False)
    shown: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A showing just begun. The token is said once and kept by nobody; the address goes into a QR code."""

    id: UUID
    token: str = field(repr=False)
    address: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Showing:
    """A showing as the holder sees it afterwards. `claims` is empty where the whole licence was shown."""

    id: UUID
    licence_id: UUID
    purpose: str
    claims: tuple[str, ...]
    shown_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    state: ShowingState


@dataclass(frozen=True, slots=True)
class ShowingOffer:
    """What a scanned code says before it is opened: of what kind, what for, how much, until when. Whose it is comes with the licence."""

    type_name: Bilingual
    purpose: str
    labels: tuple[Bilingual, ...]  # empty: the whole licence
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class OpenedShowing:
    """What whoever scanned the code gets, once. `licence` is None where only `claims` were shown; `credential` proves them."""

    type_name: Bilingual
    issuer_name: Bilingual
    purpose: str
    opened_at: datetime
    claims: tuple[Claim, ...]
    licence: Licence | None
    credential: str = field(repr=False)
