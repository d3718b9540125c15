"""Facts of `reports`: ids, times and short codes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from tongban.kernel.facts import Fact


@dataclass(frozen=True, kw_only=True)
class OfReport(Fact):
    aggregate: ClassVar[str] = "report"

    report_id: UUID
    kind: str


@dataclass(frozen=True, kw_only=True)
class ReportDrawnUp(OfReport):
    digest: str


@dataclass(frozen=True, kw_only=True)
class ReportWorded(OfReport):
    """Somebody has worded it anew, or left surges out."""

    version: int


@dataclass(frozen=True, kw_only=True)
class ReportSubmitted(OfReport):
    """It waits for another person."""


@dataclass(frozen=True, kw_only=True)
class ReportSentBack(OfReport):
    pass


@dataclass(frozen=True, kw_only=True)
class ReportApproved(OfReport):
    """It goes out: to leaders and to the units concerned, and where `public` to everybody."""

    digest: str
    public: bool


@dataclass(frozen=True, kw_only=True)
class ProposalDecided(OfReport):
    """An order was issued, a campaign opened, or either rejected. `made_id` is what was made."""

    surge_id: UUID
    proposal: str
    outcome: str
    made_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ReportFileKept(OfReport):
    """A chart or a paper was made."""

    file: str
