"""A report from its drawing up to its going out: words that people change, versions, who approved, and what was made of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from tongban.insight.terms import Verdict
    from tongban.reports.terms.content import ReportContent, ReportKind


class ReportState(StrEnum):
    DRAWN = "drawn"  # with whoever analyses
    SUBMITTED = "submitted"  # waits for the second person
    SENT_BACK = "sent_back"  # with whoever analyses, once more
    APPROVED = "approved"  # signed; it has gone out


class ReportAct(StrEnum):
    EDIT = "edit"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    ISSUE_ORDER = "issue_order"
    OPEN_CAMPAIGN = "open_campaign"
    REJECT = "reject"  # a proposal


class Proposal(StrEnum):
    """What a report proposes on a surge."""

    ORDER = "order"
    CAMPAIGN = "campaign"


class Outcome(StrEnum):
    """What became of a proposal."""

    TAKEN = "taken"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class ReportWords:
    """What people change: words, and which surges are in. Mappings go by the surge's id; `left_out` has the reason."""

    title: str
    summary: str
    remarks: Mapping[str, str] = field(default_factory=dict[str, str])
    demands: Mapping[str, str] = field(default_factory=dict[str, str])
    left_out: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One state of the words; nothing is overwritten. `name` is empty where the drawing up wrote it."""

    version: int
    words: ReportWords
    name: str
    at: datetime
    changed: tuple[str, ...]  # against the version before: title, summary, remarks, demands, left_out


@dataclass(frozen=True, slots=True)
class ReportStep:
    """One step in the life of a report: who, when, in which words."""

    act: str
    at: datetime
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class ProposalOutcome:
    """What became of a proposal on a surge; `made_id` and `made_number` are of the order or campaign."""

    surge_id: str
    proposal: Proposal
    outcome: Outcome
    reason: str
    false_alarm: bool
    made_id: UUID | None
    made_number: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """Who approved it, and the signature over the approved text, whose digest stands beside it."""

    name: str
    at: datetime
    public: bool
    digest: str
    algorithm: str
    signature: bytes = field(repr=False)
    certificate: bytes = field(repr=False)
    text: str = field(repr=False)  # what was signed: digests alone


@dataclass(frozen=True, slots=True)
class SignedText:
    """What is signed, for everybody to check: digests of what was drawn up, of the words, and of what everybody reads, if anybody does."""

    number: str
    kind: ReportKind
    period: str
    content: str
    version: int
    words: str
    public: str


@dataclass(frozen=True, slots=True)
class PublicText:
    """What everybody reads, in the words that were approved."""

    number: str
    content: ReportContent
    words: ReportWords


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list."""

    id: UUID
    number: str
    kind: ReportKind
    period: str
    since: date
    until: date
    title: str
    state: ReportState
    version: int
    drawn_at: datetime
    approved_at: datetime | None
    public: bool
    digest: str
    surges: int  # those that are in


@dataclass(frozen=True, slots=True)
class SurgeVerdict:
    """What was said of a surge, and why; the reason for readers inside alone."""

    said: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report with all that is in it. Of a public one the reader outside gets no unit on trial, and no step."""

    line: ReportLine
    content: ReportContent
    words: ReportWords
    canonical: str = field(repr=False)
    versions: tuple[VersionLine, ...]
    steps: tuple[ReportStep, ...]
    outcomes: tuple[ProposalOutcome, ...]
    files: tuple[KeptFile, ...]
    approval: Approval | None
    open_to: frozenset[ReportAct]
    withheld: bool = False  # a message that is quoted is no longer displayed: its papers are not handed out to this reader
    verdicts: Mapping[str, SurgeVerdict] = field(default_factory=dict[str, "SurgeVerdict"])  # of its surges, as they are now
    on_trial: tuple[str, ...] = ()  # units on trial that the words of people name, inside and as long as it is not approved
    left_out_since: int = 0  # items in which the rankings of its period differ from it by now


@dataclass(frozen=True, slots=True)
class ReportDrawn:
    """What drawing up came to. `new` is whether it was made now."""

    id: UUID
    number: str
    digest: str
    new: bool


@dataclass(frozen=True, slots=True)
class ReportRecomputed:
    """The digest that is stored and the one that drawing up again gives; where they differ, at which places of the document."""

    number: str
    stored: str
    counted: str
    signature_holds: bool | None  # None: not approved yet
    differs: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.stored == self.counted and self.signature_holds is not False


@dataclass(frozen=True, slots=True)
class Made:
    """The order or campaign that a report has become. `new` is whether it was made by this act."""

    id: UUID
    number: str
    new: bool = True


@dataclass(frozen=True, slots=True)
class NewCampaignWords:
    """What opening a campaign needs besides the proposal: who leads it, by name and post, and when."""

    lead_name: str
    lead_post: str
    begins_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A chart or a paper of a report, by its name."""

    name: str
    media_type: str
    digest: str
    at: datetime
