"""At a counter: on what a clerk looks at the licences of whoever stands there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from tongban.identity.terms import Holder
    from tongban.licences.terms import Checked

COUNTER_CODE_FOR = timedelta(minutes=5)  # from the phone to the clerk's scanner
COUNTER_CODE_PREFIX = "TBC-"
VISIT_LENGTH = 60
AT_COUNTER = "consent:counter"  # the holder came to a window, which registered the visit
AT_COUNTER_CODE = "consent:counter-code"  # the holder showed the code on their phone
AT_COUNTER_CASE = "consent:counter-case"  # the holder's case is open at the window


class VisitGround(StrEnum):
    """How a visit is known: the clerk took down a number, or the holder showed a code."""

    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came to a window for something; until the window closes it, and never longer than that day."""

    id: UUID
    number: str  # the ticket
    desk: str
    purpose: str
    ground: VisitGround
    opened_at: datetime

    @property
    def basis(self) -> str:
        return AT_COUNTER_CODE if self.ground is VisitGround.CODE else AT_COUNTER


@dataclass(frozen=True, slots=True)
class CounterCode:
    """The code on a holder's phone. It is said once and kept by nobody; a window takes it once."""

    id: UUID
    code: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AtCounter:
    """What a look at a counter found: the holder, where the city knows one, and what they have, usable licences first.

    `subject` is the visit or case it stands on, as the log has it; `basis` says which of them.
    """

    holder: Holder | None = field(repr=False)
    found: tuple[Checked, ...]
    purpose: str
    subject: str
    basis: str
