"""What leaves the library: for what, to whom, on which ground; and what was found when a licence was looked at for use."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Holder
    from tongban.licences.terms.licence import Licence

CONSENT = "consent:application"  # the applicant agreed when handing in; elsewhere `basis` is the article that gives the duty, or a grant
AT_COUNTER = "consent:counter"  # the holder stood at the counter and gave the number
USE_LENGTH = 200  # of purpose, receiver and basis, as share interfaces limit them


@dataclass(frozen=True, slots=True)
class Use:
    """For what a licence is used, by whom, and on which ground: an article of law, or the holder's consent."""

    purpose: str
    receiver: str
    basis: str
    case_number: str = ""
    grant_id: UUID | None = None  # the standing authorisation, where it rests on one


@dataclass(frozen=True, slots=True)
class Checks:
    """What was verified of a licence before it is used, each by itself."""

    seal: bool  # the record is the one its issuer attested, unchanged
    status: bool  # neither suspended nor ended
    identifier: bool  # its check character holds; licences taken over may carry a wrong one, which is told and hinders nothing
    dates: bool  # the day lies in its period

    @property
    def hold(self) -> bool:
        return self.seal and self.status and self.dates


@dataclass(frozen=True, slots=True)
class Checked:
    """A licence, and what was found of it."""

    licence: Licence
    checks: Checks


@dataclass(frozen=True, slots=True)
class AtCounter:
    """What a number found at a counter: its holder, where the city knows one, and what they have, usable licences first."""

    holder: Holder | None = field(repr=False)
    found: tuple[Checked, ...]


@dataclass(frozen=True, slots=True)
class CopyLink:
    """Where an annotated copy (加注件) is fetched, once, until it expires. Whoever has the token has the copy."""

    copy_id: UUID
    token: str = field(repr=False)
    identifier: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CopyFile:
    """The annotated copy as a file."""

    content: bytes = field(repr=False)
    media_type: str
    name: str


@dataclass(frozen=True, slots=True)
class CopyNote:
    """What a link leads to, before it is fetched: no more than its receiver may know."""

    use: Use
    identifier: str
    type_code: str
    made_at: datetime
    valid_until: datetime  # what the copy itself says: for no use after this
    expires_at: datetime
