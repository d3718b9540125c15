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
