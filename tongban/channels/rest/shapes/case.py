"""Cases as the REST door takes and gives them, for applicants and for staff."""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tongban.cases.terms import CaseLine, CaseView, ClockReading, StepView, WorkLine
from tongban.channels.rest.shapes.words import Words


class HandedIn(Schema):
    """One material: the id of a licence, or the digest of a file uploaded before."""

    key: str = Field(max_length=60)
    licence_id: UUID | None = None
    file_digest: str = Field("", max_length=64)
    file_name: str = Field("", max_length=200)


class ApplicationIn(Schema):
    """An application. `applicant_id` is the person's own id or an organisation they hold a mandate for."""

    service: str = Field(max_length=60)
    applicant_kind: Literal["person", "organisation"]
    applicant_id: UUID
    situation: dict[str, Any] = {}
    form: dict[str, Any] = {}
    materials: list[HandedIn] = []


class CorrectedIn(Schema):
    """The answer to a correction notice: the whole form again and the materials that change."""

    form: dict[str, Any]
    materials: list[HandedIn] = []


class CorrectionItemIn(Schema):
    """One point: `target` is `material:<key>` or `field:<key>`."""

    target: str = Field(max_length=100)
    shortcoming: Literal["missing", "incomplete", "incorrect", "outdated", "unreadable"]
    note: str = Field(min_length=2, max_length=500)


class CorrectionNoticeIn(Schema):
    items: list[CorrectionItemIn] = Field(min_length=1, max_length=50)


class CheckIn(Schema):
    opinion: Literal["agree", "disagree"]
    items: list[CorrectionItemIn] = []


class DeclineIn(Schema):
    reason: Literal["not_subject", "not_competent"]
    note: str = Field("", max_length=1000)
    competent_organ: str = Field("", max_length=200)


class ReviewIn(Schema):
    opinion: Literal["agree", "agree_with_conditions", "disagree", "not_ours"]
    reason: str = Field("", max_length=2000)


class DecisionIn(Schema):
    decision: Literal["grant", "refuse"]
    reasons: str = Field("", max_length=4000)


class WithdrawIn(Schema):
    reason: str = Field("", max_length=500)


class OpenStep(Schema):
    id: UUID
    key: str
    desk: str


class Standing(Schema):
    """Where a case stands after an act, and where it waits now."""

    case_id: UUID
    number: str
    state: str
    end: str | None
    open_steps: list[OpenStep]


class ClockShape(Schema):
    clock: str
    started_on: date | None
    due_on: date | None
    provisional: bool
    used: str
    allowed: str
    unit: str
    light: str
    paused: bool

    @classmethod
    def of(cls, reading: ClockReading | None) -> Self | None:
        if reading is None:
            return None
        return cls(
            clock=reading.clock,
            started_on=reading.started_on,
            due_on=reading.due_on,
            provisional=reading.provisional,
            used=str(reading.used),
            allowed=str(reading.allowed),
            unit=reading.unit,
            light=reading.light,
            paused=reading.paused,
        )


class StepStanding(Schema):
    id: UUID | None
    key: str
    name: Words
    department: str
    does: str
    state: str | None
    opened_at: datetime | None
    settled_at: datetime | None
    due_at: datetime | None
    provisional: bool
    light: str
    opinion: str | None
    reason: str

    @classmethod
    def of(cls, step: StepView) -> Self:
        return cls(
            id=step.id,
            key=step.key,
            name=Words.of(step.name),
            department=step.department,
            does=step.does,
            state=step.state,
            opened_at=step.opened_at,
            settled_at=step.settled_at,
            due_at=step.due_at,
            provisional=step.provisional,
            light=step.light,
            opinion=step.opinion,
            reason=step.reason,
        )


class MaterialStanding(Schema):
    key: str
    name: Words
    source: str
    licence_identifier: str
    file_name: str
    verified: bool | None


class CorrectionStanding(Schema):
    number: str
    round: int
    asked_at: datetime
    due_on: date
    answered_at: datetime | None
    items: list[CorrectionItemIn]


class PaperStanding(Schema):
    id: UUID
    kind: str
    number: str
    issued_at: datetime


class CaseShape(Schema):
    """A whole case, as much of it as the caller may see."""

    id: UUID
    number: str
    service: str
    service_name: Words
    release: UUID
    state: str
    end: str | None
    applicant_name: str
    round: int
    situation: dict[str, Any]
    form: dict[str, Any]
    provenance: dict[str, str]
    received_at: datetime
    accepted_at: datetime | None
    deemed_accepted: bool
    ended_at: datetime | None
    acceptance: ClockShape | None
    promised: ClockShape | None
    statutory: ClockShape | None
    steps: list[StepStanding]
    materials: list[MaterialStanding]
    corrections: list[CorrectionStanding]
    papers: list[PaperStanding]
    licence_id: UUID | None

    @classmethod
    def of(cls, case: CaseView) -> Self:
        return cls(
            id=case.id,
            number=case.number,
            service=case.release.service,
            service_name=Words.of(case.release.name),
            release=case.release.id,
            state=case.state,
            end=case.end,
            applicant_name=case.applicant_name,
            round=case.round,
            situation=case.situation,
            form=case.form,
            provenance=case.provenance,
            received_at=case.received_at,
            accepted_at=case.accepted_at,
            deemed_accepted=case.deemed_accepted,
            ended_at=case.ended_at,
            acceptance=ClockShape.of(case.acceptance),
            promised=ClockShape.of(case.promised),
            statutory=ClockShape.of(case.statutory),
            steps=[StepStanding.of(step) for step in case.steps],
            materials=_materials(case),
            corrections=_corrections(case),
            papers=[PaperStanding(id=paper.id, kind=paper.kind, number=paper.number, issued_at=paper.issued_at) for paper in case.papers],
            licence_id=case.licence_id,
        )


def _materials(case: CaseView) -> list[MaterialStanding]:
    return [
        MaterialStanding(
            key=material.key,
            name=Words.of(material.name),
            source=material.source,
            licence_identifier=material.licence_identifier,
            file_name=material.file_name,
            verified=material.verified,
        )
        for material in case.materials
    ]


def _corrections(case: CaseView) -> list[CorrectionStanding]:
    return [
        CorrectionStanding(
            number=correction.number,
            round=correction.round,
            asked_at=correction.asked_at,
            due_on=correction.due_on,
            answered_at=correction.answered_at,
            items=[CorrectionItemIn(target=item.target, shortcoming=item.shortcoming.value, note=item.note) for item in correction.items],
        )
        for correction in case.corrections
    ]


class CaseLineShape(Schema):
    """One line of my cases, or of the public list with the holder masked."""

    id: UUID | None
    number: str
    service: str
    service_name: Words
    department: Words
    applicant_name: str
    state: str
    end: str | None
    received_at: datetime
    accepted_at: datetime | None
    ended_at: datetime | None
    due_on: date | None
    provisional: bool
    light: str
    now_at: list[Words]

    @classmethod
    def of(cls, line: CaseLine, *, public: bool = False) -> Self:
        return cls(
            id=None if public else line.id,
            number=line.number,
            service=line.service,
            service_name=Words.of(line.service_name),
            department=Words.of(line.department_name),
            applicant_name=line.applicant_name,
            state=line.state,
            end=line.end,
            received_at=line.received_at,
            accepted_at=line.accepted_at,
            ended_at=line.ended_at,
            due_on=line.due_on,
            provisional=line.provisional,
            light=line.light,
            now_at=[Words.of(name) for name in line.now_at],
        )


class CasePage(Schema):
    """One page; `next` goes into `after` of the following request, empty at the end."""

    lines: list[CaseLineShape]
    next: str


class WorkLineShape(Schema):
    step_id: UUID
    case_id: UUID
    number: str
    service_name: Words
    applicant_name: str
    step_name: Words
    desk: str
    does: str
    opened_at: datetime
    due_at: datetime | None
    provisional: bool
    light: str
    correcting: bool

    @classmethod
    def of(cls, line: WorkLine) -> Self:
        return cls(
            step_id=line.step_id,
            case_id=line.case_id,
            number=line.number,
            service_name=Words.of(line.service_name),
            applicant_name=line.applicant_name,
            step_name=Words.of(line.step_name),
            desk=line.desk,
            does=line.does,
            opened_at=line.opened_at,
            due_at=line.due_at,
            provisional=line.provisional,
            light=line.light,
            correcting=line.correcting,
        )


class WorkPage(Schema):
    lines: list[WorkLineShape]
    next: str
