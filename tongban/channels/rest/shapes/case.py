"""A case as the REST door gives it, as much of it as the caller may see."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from ninja import Schema

from tongban.cases.terms import CaseView, CorrectionItem, CorrectionView, HistoryLine, MaterialView, RemedyView, StepView, Turn
from tongban.channels.rest.shapes.taken import AlertShape, ChecksShape, ClaimedShape, SealShape
from tongban.channels.rest.shapes.words import Words
from tongban.kernel.limits import ClockReading


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

    @classmethod
    def of(cls, turn: Turn) -> Self:
        return cls(
            case_id=turn.case_id,
            number=turn.number,
            state=turn.state,
            end=turn.end,
            open_steps=[OpenStep(id=step_id, key=key, desk=desk) for step_id, key, desk in turn.opened],
        )


class ClockShape(Schema):
    """What a clock says. Amounts are decimal numbers as text: half days are legal."""

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


class CorrectionPoint(Schema):
    target: str
    shortcoming: str
    note: str

    @classmethod
    def of(cls, item: CorrectionItem) -> Self:
        return cls(target=item.target, shortcoming=item.shortcoming, note=item.note)


class StepStanding(Schema):
    """One step of the route; without an id it has not opened yet. Opinions are there when the caller may see them."""

    id: UUID | None
    key: str
    round: int
    name: Words
    desk: str
    department: str
    department_name: Words
    does: str
    state: str | None
    opened_at: datetime | None
    settled_at: datetime | None
    due_at: datetime | None
    provisional: bool
    light: str
    opinion: str | None
    reason: str
    findings: list[CorrectionPoint]

    @classmethod
    def of(cls, step: StepView) -> Self:
        return cls(
            id=step.id,
            key=step.key,
            round=step.round,
            name=Words.of(step.name),
            desk=step.desk,
            department=step.department,
            department_name=Words.of(step.department_name),
            does=step.does,
            state=step.state,
            opened_at=step.opened_at,
            settled_at=step.settled_at,
            due_at=step.due_at,
            provisional=step.provisional,
            light=step.light,
            opinion=step.opinion,
            reason=step.reason,
            findings=[CorrectionPoint.of(item) for item in step.findings],
        )


class MaterialStanding(Schema):
    """A material as it counts now; its content is at `/cases/{case_id}/materials/{id}`.

    Of a licence: version and digest as they were, its four verdicts on that day, on which ground it was taken, and what it filled.
    Of an uploaded file: its signatures, the licence that it says it is, and what a reviewer must weigh (`doubts`).
    """

    id: UUID
    key: str
    name: Words
    source: str
    licence_id: UUID | None
    licence_identifier: str
    licence_version: int | None
    licence_digest: str
    file_name: str
    media_type: str
    size: int
    verified: bool | None
    checks: ChecksShape | None
    basis: str
    fills: list[str]
    seals: list[SealShape]
    claimed: ClaimedShape | None
    doubts: list[str]
    obtained_at: datetime

    @classmethod
    def of(cls, material: MaterialView) -> Self:
        return cls(
            id=material.id,
            key=material.key,
            name=Words.of(material.name),
            source=material.source,
            licence_id=material.licence_id,
            licence_identifier=material.licence_identifier,
            file_name=material.file_name,
            media_type=material.media_type,
            size=material.size,
            verified=material.verified,
            licence_version=material.licence_version,
            licence_digest=material.licence_digest,
            checks=ChecksShape.of(material.checks) if material.checks else None,
            basis=material.basis,
            fills=list(material.fills),
            seals=[SealShape.of(seal) for seal in material.seals],
            claimed=ClaimedShape.of(material.claimed) if material.claimed else None,
            doubts=[each.value for each in material.doubts],
            obtained_at=material.obtained_at,
        )


class CorrectionStanding(Schema):
    number: str
    round: int
    asked_at: datetime
    due_on: date
    answered_at: datetime | None
    items: list[CorrectionPoint]

    @classmethod
    def of(cls, correction: CorrectionView) -> Self:
        return cls(
            number=correction.number,
            round=correction.round,
            asked_at=correction.asked_at,
            due_on=correction.due_on,
            answered_at=correction.answered_at,
            items=[CorrectionPoint.of(item) for item in correction.items],
        )


class PaperStanding(Schema):
    """An official paper; its PDF is at `/papers/{id}`."""

    id: UUID
    kind: str
    number: str
    issued_at: datetime


class Happening(Schema):
    """A line of the history. `detail` holds what was said with the act."""

    at: datetime
    act: str
    who: str
    department: Words
    step: Words
    detail: dict[str, Any]

    @classmethod
    def of(cls, line: HistoryLine) -> Self:
        return cls(
            at=line.at,
            act=line.act,
            who=line.actor_name,
            department=Words.of(line.department_name),
            step=Words.of(line.step_name),
            detail=line.detail,
        )


class Remedies(Schema):
    """Where and until when a refusal can be contested."""

    reconsideration: str
    reconsideration_until: date
    litigation: str
    litigation_until: date

    @classmethod
    def of(cls, remedies: RemedyView | None) -> Self | None:
        if remedies is None:
            return None
        return cls(
            reconsideration=remedies.reconsideration,
            reconsideration_until=remedies.reconsideration_until,
            litigation=remedies.litigation,
            litigation_until=remedies.litigation_until,
        )


class CaseShape(Schema):
    """A whole case. `changes` holds what the last correction changed: field, before, after."""

    id: UUID
    number: str
    service: str
    service_name: Words
    release: UUID
    state: str
    end: str | None
    applicant_kind: str
    applicant_id: UUID
    applicant_name: str
    agent_name: str
    round: int
    situation: dict[str, Any]
    form: dict[str, Any]
    provenance: dict[str, str]
    changes: dict[str, tuple[Any, Any]]
    received_at: datetime
    accepted_at: datetime | None
    deemed_accepted: bool
    ended_at: datetime | None
    acceptance: ClockShape | None
    promised: ClockShape | None
    statutory: ClockShape | None
    steps: list[StepStanding]
    materials: list[MaterialStanding]
    alerts: list[AlertShape]
    corrections: list[CorrectionStanding]
    papers: list[PaperStanding]
    history: list[Happening]
    decision_reasons: str
    remedies: Remedies | None
    licence_id: UUID | None

    @classmethod
    def of(cls, case: CaseView) -> Self:
        plain = ("id", "number", "state", "end", "applicant_kind", "applicant_id", "applicant_name", "agent_name", "round", "situation")
        plain += ("form", "provenance", "changes", "received_at", "accepted_at", "deemed_accepted", "ended_at", "decision_reasons")
        return cls(
            **{name: getattr(case, name) for name in plain},
            service=case.release.service,
            service_name=Words.of(case.release.name),
            release=case.release.id,
            acceptance=ClockShape.of(case.acceptance),
            promised=ClockShape.of(case.promised),
            statutory=ClockShape.of(case.statutory),
            steps=[StepStanding.of(step) for step in case.steps],
            materials=[MaterialStanding.of(material) for material in case.materials],
            alerts=[AlertShape.of(alert) for alert in case.alerts],
            corrections=[CorrectionStanding.of(correction) for correction in case.corrections],
            papers=[PaperStanding(id=paper.id, kind=paper.kind, number=paper.number, issued_at=paper.issued_at) for paper in case.papers],
            history=[Happening.of(line) for line in case.history],
            remedies=Remedies.of(case.remedies),
            licence_id=case.licence_id,
        )


class ReadingShape(Schema):
    """One look at a case: when, by whom of which kind, for what."""

    at: datetime
    question: str
    actor_kind: str
    purpose: str
