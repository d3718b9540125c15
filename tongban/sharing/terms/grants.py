"""Standing authorisations: who may use which of a holder's licences without asking each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual

GRANT_YEARS = 3  # nobody remembers for longer what they once allowed
ON_GRANT = "grant:"  # how the basis of a use begins that rests on a standing authorisation; its id follows
ON_CONSENT = "consent:"  # the same for one consent, given there and then; what it was given at follows


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who may be given licences: a department, or a system outside that the city has admitted."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class UseGrant:
    """A standing authorisation (用证授权). An authorisation ends by its date, or at one press of its holder."""

    id: UUID
    holder_id: UUID
    receiver: str
    receiver_name: Bilingual
    types: tuple[str, ...]
    purpose: str
    granted_at: datetime
    valid_until: date
    revoked_at: datetime | None

    def living_on(self, day: date) -> bool:
        return self.revoked_at is None and day <= self.valid_until
