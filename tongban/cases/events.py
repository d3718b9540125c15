"""Facts of `cases`: ids, times and short codes only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CaseFact(Fact):
    aggregate: ClassVar[str] = "case"

    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(CaseFact):
    service: str
    department: str
    applicant_id: UUID
    materials: int = 0  # taken from the library
    fields: int = 0  # of the form that say what the city knew


@dataclass(frozen=True, kw_only=True)
class CaseChecked(CaseFact):
    step_id: UUID
    opinion: str


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(CaseFact):
    round: int
    points: int


@dataclass(frozen=True, kw_only=True)
class CaseCorrected(CaseFact):
    round: int
    service: str = ""
    materials: int = 0
    fields: int = 0


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(CaseFact):
    deemed: bool


@dataclass(frozen=True, kw_only=True)
class CaseDeclined(CaseFact):
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReviewGiven(CaseFact):
    step_id: UUID
    department: str
    opinion: str


@dataclass(frozen=True, kw_only=True)
class CaseConcluded(CaseFact):
    """Decided: `end` is granted or refused; `licence_id` is there when the grant issued one."""

    end: str
    licence_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseFact):
    pass


@dataclass(frozen=True, kw_only=True)
class CaseReturned(CaseFact):
    """The applicant did not correct in time."""


@dataclass(frozen=True, kw_only=True)
class DueDatesMoved(CaseFact):
    """A new table of working days confirmed or moved what was provisional."""


@dataclass(frozen=True, kw_only=True)
class PaperMade(Fact):
    """Of the paper, not of its case: whoever draws it holds the paper's lock only, for drawing takes longer than an act may wait."""

    aggregate: ClassVar[str] = "paper"

    paper_id: UUID
    case_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class FormPrepared(Fact):
    """Somebody is about to sign an application."""

    aggregate: ClassVar[str] = "signing"

    signing_id: UUID
    service: str


@dataclass(frozen=True, kw_only=True)
class TokenAsked(Fact):
    aggregate: ClassVar[str] = "signing"

    signing_id: UUID


@dataclass(frozen=True, kw_only=True)
class FormSigned(Fact):
    aggregate: ClassVar[str] = "signing"

    signing_id: UUID
    means: str


@dataclass(frozen=True, kw_only=True)
class FormPurged(Fact):
    """A form that was never handed in is gone, with its files."""

    aggregate: ClassVar[str] = "signing"

    signing_id: UUID


@dataclass(frozen=True, kw_only=True)
class LicenceAlert(CaseFact):
    """A licence that the case rests on has changed since it was handed in."""

    licence_id: UUID
    state: str
