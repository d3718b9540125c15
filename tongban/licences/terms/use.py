"""What leaves the library: for what, to whom, on which ground; and what was found when a licence was looked at for use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.licences.terms.licence import Licence

CONSENT = "consent:application"  # the applicant agreed when handing in; elsewhere `basis` is the article that gives the duty, or a grant


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
