"""What happens to licences: changes of their state, new versions, and corrections that somebody asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from tongban.kernel.bilingual import Bilingual
    from tongban.licences.terms.licence import Change, Licence, LicenceState


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a licence is changed: the article, the number of the written decision where there is one, and the reason in words."""

    basis: str
    reason: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One thing that happened to a licence."""

    change: Change
    state: LicenceState  # afterwards
    grounds: Grounds
    department: str  # code
    department_name: Bilingual
    at: datetime
    successor_id: UUID | None = None  # the version that stands instead from then on
    proposal_id: UUID | None = None  # what one person proposed and another confirmed


PROPOSAL_LASTS = timedelta(days=7)  # for a second person to decide


class ProposalState(StrEnum):
    """How a proposed change stands."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"  # taken back by whoever proposed it


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of a licence that one person has proposed and another is to confirm."""

    id: UUID
    licence_id: UUID
    type_name: Bilingual
    number: str
    change: Change
    grounds: Grounds = field(repr=False)
    proposed_by: UUID
    proposer: str
    proposed_at: datetime
    lapses_at: datetime
    state: ProposalState
    settled_by: UUID | None = None
    settler: str = ""
    settled_at: datetime | None = None
    note: str = field(default="", repr=False)  # why it was rejected

    @property
    def open(self) -> bool:
        return self.state is ProposalState.OPEN


class Renewing(StrEnum):
    """Why there is a new version."""

    RENEWAL = "renewal"  # 延续: the same content for a further period
    CHANGE = "change"  # 变更: another content, to the end of the period
    CORRECTION = "correction"  # 更正: a mistake was put right


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What the next version of a licence says."""

    why: Renewing
    content: dict[str, Any] = field(repr=False)
    valid_until: date | None


class Asker(StrEnum):
    HOLDER = "holder"
    DEPARTMENT = "department"


class Outcome(StrEnum):
    """How the issuer has answered a reported error."""

    CORRECTED = "corrected"
    KEPT = "kept"  # the record is right


@dataclass(frozen=True, slots=True)
class Correction:
    """校核纠错: somebody says that a licence is wrong, and its issuer answers in time."""

    id: UUID
    licence_id: UUID
    type_name: Bilingual
    number: str
    issuer: str  # department code
    asked_by: Asker
    asker_name: Bilingual  # of the department; empty for a holder
    case_number: str  # for which a department used the licence
    fields: tuple[str, ...]
    labels: tuple[Bilingual, ...]  # of `fields`
    told: str = field(repr=False)
    asked_at: datetime
    due_at: datetime
    provisional: bool  # the due day lies beyond the last table of working days
    outcome: Outcome | None = None
    answer: str = field(default="", repr=False)
    answered_at: datetime | None = None
    successor_id: UUID | None = None  # the version that puts it right

    @property
    def open(self) -> bool:
        return self.outcome is None


@dataclass(frozen=True, slots=True)
class Record:
    """A licence as its issuer keeps it: the record, what happened to it, its versions and what was reported about it."""

    licence: Licence
    events: tuple[LifeEvent, ...]
    versions: tuple[Licence, ...]  # newest first, this one among them
    corrections: tuple[Correction, ...]
    open_to: tuple[Change, ...]  # what its issuer can do with it now
    intact: bool  # the stored record still has the digest it was issued with
    proposals: tuple[Proposal, ...] = ()  # changes that take two people, the latest first
    may_decide: bool = False  # whether whoever asks sits at a deciding post
