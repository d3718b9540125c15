"""Words of `cases`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    from tongban.catalog.terms import Does, Release
    from tongban.identity.terms import HolderKind
    from tongban.kernel.bilingual import Bilingual


T = TypeVar("T")


class CaseState(StrEnum):
    RECEIVED = "received"  # 收件: handed in, not yet accepted
    CORRECTING = "correcting"  # 补正: waiting for the applicant
    HANDLING = "handling"  # 受理 to 决定
    ENDED = "ended"


class End(StrEnum):
    """Every case ends in one of these; none is a deletion of rows."""

    GRANTED = "granted"  # 准予，办结
    REFUSED = "refused"  # 不予许可
    DECLINED = "declined"  # 不予受理
    WITHDRAWN = "withdrawn"  # 申请人撤回
    RETURNED = "returned"  # 逾期未补正


class StepState(StrEnum):
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"  # its `when` was false
    CANCELLED = "cancelled"  # the case ended first


class Act(StrEnum):
    SUBMIT = "submit"
    CHECK = "check"
    ASK_CORRECTION = "ask_correction"
    CORRECT = "correct"
    ACCEPT = "accept"
    DECLINE = "decline"
    REVIEW = "review"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    DEEM_ACCEPTED = "deem_accepted"
    RETURN_UNCORRECTED = "return_uncorrected"


class Opinion(StrEnum):
    """The typed answer of a check or a review."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    DISAGREE = "disagree"
    NOT_OURS = "not_ours"


class Decision(StrEnum):
    GRANT = "grant"
    REFUSE = "refuse"


class DeclineReason(StrEnum):
    """Administrative Licensing Law art. 32(1)(1)-(2). Missing papers are never among them: those are corrected."""

    NOT_SUBJECT = "not_subject"  # needs no such procedure
    NOT_COMPETENT = "not_competent"  # another organ's; it must be named


class Shortcoming(StrEnum):
    """What is wrong with a material or a field in a correction notice."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    INCORRECT = "incorrect"
    OUTDATED = "outdated"
    UNREADABLE = "unreadable"


class Clock(StrEnum):
    ACCEPTANCE = "acceptance"  # 5 working days, art. 32(1)(4)
    STATUTORY = "statutory"
    PROMISED = "promised"
    STEP = "step"
    CORRECTION = "correction"


class Tick(StrEnum):
    """Kinds of entries in the clock ledger."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    STOP = "stop"


class Light(StrEnum):
    """How an open case or step stands against its limit."""

    GREEN = "green"
    AMBER = "amber"  # 80 % of the limit is used
    RED = "red"  # overdue


class PaperKind(StrEnum):
    """Numbered official papers (文书)."""

    ACCEPTANCE = "acceptance"  # 受理通知书
    CORRECTION = "correction"  # 补正告知书
    DECLINE = "decline"  # 不予受理通知书
    REFUSAL = "refusal"  # 不予许可决定书
    GRANT = "grant"  # 准予许可决定书, where no licence is issued
    RECEIPT = "receipt"  # 收件凭证


class MaterialSource(StrEnum):
    LICENCE = "licence"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class CorrectionItem:
    """One point of a correction notice. `target` is `material:<key>` or `field:<key>`."""

    target: str
    shortcoming: Shortcoming
    note: str  # what exactly, and what to do


@dataclass(frozen=True, slots=True)
class Handed:
    """One material as the applicant hands it in: a licence of the library, or an uploaded file."""

    key: str
    licence_id: UUID | None = None
    file_digest: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """Everything an applicant hands in at once. Frozen into the case at submission."""

    service: str
    applicant_kind: HolderKind
    applicant_id: UUID
    situation: dict[str, Any]
    form: dict[str, Any]
    materials: tuple[Handed, ...]
    provenance: dict[str, str] = field(default_factory=dict)  # form field -> "licence:<identifier>" | "register" | "applicant"


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a clock says. `explained` carries the facts of the sentence: started on, counted, not counted, due."""

    clock: Clock
    started_on: date | None
    due_on: date | None
    due_at: datetime | None
    provisional: bool  # reaches beyond the last announced holiday table
    used: Decimal
    allowed: Decimal
    unit: str
    light: Light
    stopped_at: datetime | None = None
    paused: bool = False


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


@dataclass(frozen=True, slots=True)
class Bar:
    """One step in a lane. `starts` and `ends` are moments, real where they happened and planned where not."""

    key: str
    name: Bilingual
    starts: datetime
    ends: datetime
    due: datetime | None
    state: str  # done | running | late | waiting | skipped
    limit: str = ""


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
    decision_reasons: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of `my cases` or of a public list (there with the holder masked)."""

    id: UUID
    number: str
    service: str
    service_name: Bilingual
    department_name: Bilingual
    applicant_name: str
    state: CaseState
    end: End | None
    received_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    due_on: date | None
    provisional: bool
    light: Light
    now_at: tuple[Bilingual, ...]  # departments whose step is open


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One line of a desk's queue: an open step."""

    step_id: UUID
    case_id: UUID
    number: str
    service_name: Bilingual
    applicant_name: str
    step_name: Bilingual
    desk: str
    does: Does
    opened_at: datetime
    due_at: datetime | None
    provisional: bool
    light: Light
    correcting: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A keyset page: `next` is the opaque cursor of the following page, empty at the end. There is no count."""

    lines: tuple[T, ...]
    next: str = ""


class Refusal(Exception):
    """Base of everything a verb of `cases` refuses; doors map each class to words and a status."""


class Denied(Refusal):
    """This act is not this actor's."""


class UnknownCase(Refusal):
    """No such case, or none this actor may see."""


class WrongState(Refusal):
    """The case is not in a state for this act."""


class StepSettled(Refusal):
    """Somebody has already settled this step."""


class InvalidApplication(Refusal):
    """The form or the materials do not fit the release. `faults` maps `form.<pointer>` or `materials.<key>` to a code and words."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(f"{where}: {what}" for where, what in faults.items()))
        self.faults = faults


class AssuranceTooLow(Refusal):
    """The service needs a higher real-name level than the actor has."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"needs L{needed}")
        self.needed = needed
