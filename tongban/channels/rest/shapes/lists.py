"""Lines of lists, and pages of them. `next` of a page goes into `after` of the following request; it is empty at the end."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

from ninja import Schema

from tongban.cases.terms import CaseLine, DoneLine, WorkLine
from tongban.channels.rest.shapes.words import Words


class CaseLineShape(Schema):
    """One line of my cases."""

    id: UUID
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
    def of(cls, line: CaseLine) -> Self:
        return cls(
            id=line.id,
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
    lines: list[CaseLineShape]
    next: str


class PublicCaseLine(Schema):
    """What everybody may see of a case: number, service, stage and times, the holder masked."""

    number: str
    service: str
    service_name: Words
    department: Words
    holder: str
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
    def of(cls, line: CaseLine) -> Self:
        return cls(
            number=line.number,
            service=line.service,
            service_name=Words.of(line.service_name),
            department=Words.of(line.department_name),
            holder=line.applicant_name,
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


class PublicCasePage(Schema):
    lines: list[PublicCaseLine]
    next: str


class WorkLineShape(Schema):
    """An open step on one of the caller's desks."""

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
    round: int

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
            round=line.round,
        )


class WorkPage(Schema):
    lines: list[WorkLineShape]
    next: str


class DoneLineShape(Schema):
    """A step that one of the caller's desks has settled."""

    step_id: UUID
    case_id: UUID
    number: str
    service_name: Words
    applicant_name: str
    step_name: Words
    desk: str
    does: str
    settled_at: datetime
    opinion: str | None

    @classmethod
    def of(cls, line: DoneLine) -> Self:
        return cls(
            step_id=line.step_id,
            case_id=line.case_id,
            number=line.number,
            service_name=Words.of(line.service_name),
            applicant_name=line.applicant_name,
            step_name=Words.of(line.step_name),
            desk=line.desk,
            does=line.does,
            settled_at=line.settled_at,
            opinion=line.opinion,
        )


class DonePage(Schema):
    lines: list[DoneLineShape]
    next: str
