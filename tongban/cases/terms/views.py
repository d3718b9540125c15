"""A case as its viewers may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from tongban.kernel.bilingual import Bilingual
from tongban.kernel.limits import Light, Unit

if TYPE_CHECKING:
    from tongban.cases.terms.handed import CorrectionItem
    from tongban.cases.terms.signing import SignatureView
    from tongban.cases.terms.uploads import Doubt
    from tongban.cases.terms.words import Act, CaseState, End, MaterialSource, Opinion, PaperKind, StepState
    from tongban.catalog.terms import Does, Release
    from tongban.identity.terms import HolderKind
    from tongban.kernel.limits import ClockReading
    from tongban.licences.terms import Checks, LicenceState
    from tongban.sharing.terms import ClaimedLicence


@dataclass(frozen=True, slots=True)
class CaseAtWindow:
    """A case that is open at a window, and who may be looked up on it: ids of the applicant, its agent, its legal representative."""

    number: str
    people: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class StepView:
    id: UUID | None  # None: not opened yet
    key: str
    round: int
    name: Bilingual
    desk: str
    department: str
    department_name: Bilingual
    does: Does
    state: StepState | None  # None: waiting
    opened_at: datetime | None = None
    settled_at: datetime | None = None
    due_at: datetime | None = None
    provisional: bool = False
    light: Light = Light.GREEN
    opinion: Opinion | None = None  # only where the viewer may see it
    reason: str = ""
    settled_by: str = ""
    findings: tuple[CorrectionItem, ...] = ()  # what a check found, for staff


@dataclass(frozen=True, slots=True)
class Bar:
    """One step in a lane. `starts` and `ends` are moments, real where they happened and planned where not."""

    key: str
    name: Bilingual
    starts: datetime
    ends: datetime
    due: datetime | None
    state: str  # done | running | late | waiting | skipped
    limit: Bilingual = Bilingual("")  # prints as 4个工作日 or 4 working days
    counted: Unit = Unit.WORKING_DAYS  # what is left of it
    outcome: Bilingual = Bilingual("")  # how it ended, where that is not simply done


@dataclass(frozen=True, slots=True)
class Lane:
    department: str
    name: Bilingual
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Lanes:
    """The picture of a case: one lane per department, time to the right."""

    lanes: tuple[Lane, ...]
    begins: datetime
    now: datetime
    promised: datetime | None
    ends: datetime
    provisional: bool
    ended: bool


@dataclass(frozen=True, slots=True)
class MaterialView:
    id: UUID
    key: str
    name: Bilingual
    source: MaterialSource
    round: int
    licence_id: UUID | None
    licence_identifier: str
    licence_name: Bilingual
    issuer_name: Bilingual
    verified: bool | None
    file_digest: str
    file_name: str
    media_type: str
    size: int
    obtained_at: datetime
    licence_version: int | None = None
    licence_digest: str = ""
    checks: Checks | None = None  # what was verified of a licence on the day it was handed in
    basis: str = ""  # the applicant's consent, or the article by which nobody was asked
    fills: tuple[str, ...] = ()  # fields of the form that this licence filled
    seals: tuple[SealFound, ...] = ()  # what the signatures in an uploaded file say
    claimed: ClaimedLicence | None = None  # the licence that an uploaded file says it is, as the register knew it on that day
    doubts: tuple[Doubt, ...] = ()  # what nobody could decide for the reviewer


@dataclass(frozen=True, slots=True)
class SealFound:
    """One signature in an uploaded file: who signed, when, whether it holds, and what does not."""

    signer: str
    signed_at: datetime | None
    holds: bool
    words: Bilingual


@dataclass(frozen=True, slots=True)
class AlertView:
    """A licence that this case rests on has changed since it was handed in. The case stays as it was."""

    licence_name: Bilingual
    licence_identifier: str
    material: Bilingual
    state: LicenceState
    changed_at: datetime
    raised_at: datetime
    replaced: bool  # a correction has since handed in something else


@dataclass(frozen=True, slots=True)
class HistoryLine:
    at: datetime
    act: Act
    actor_name: str  # a department or "applicant"; staff names only for staff
    department_name: Bilingual
    step_name: Bilingual
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    round: int
    number: str
    items: tuple[CorrectionItem, ...]
    asked_at: datetime
    due_on: date
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperView:
    id: UUID
    kind: PaperKind
    number: str
    issued_at: datetime
    ready: bool


@dataclass(frozen=True, slots=True)
class RemedyView:
    """Where a refusal or a declined application can be contested, and until when."""

    reconsideration: str
    reconsideration_until: date
    litigation: str
    litigation_until: date
    reconsideration_provisional: bool = False  # the last day lies beyond the last announced holidays
    litigation_provisional: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """A whole case, as much of it as the viewer may see."""

    id: UUID
    number: str
    release: Release
    state: CaseState
    end: End | None
    applicant_kind: HolderKind
    applicant_id: UUID
    applicant_name: str
    agent_name: str
    round: int
    situation: dict[str, Any]
    form: dict[str, Any]
    provenance: dict[str, str]
    received_at: datetime
    accepted_at: datetime | None
    deemed_accepted: bool
    ended_at: datetime | None
    promised: ClockReading | None
    statutory: ClockReading | None
    acceptance: ClockReading | None
    steps: tuple[StepView, ...]
    materials: tuple[MaterialView, ...]
    history: tuple[HistoryLine, ...]
    corrections: tuple[CorrectionView, ...]
    papers: tuple[PaperView, ...]
    lanes: Lanes
    changes: dict[str, tuple[Any, Any]]  # form fields the applicant changed in the last correction: before, after
    licence_id: UUID | None
    signatures: tuple[SignatureView, ...] = ()
    decision_reasons: str = ""
    remedies: RemedyView | None = None
    alerts: tuple[AlertView, ...] = ()
