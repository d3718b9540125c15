"""The catalogue of licence types, what happens to licences, and reported errors, as the REST door gives and takes them."""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from ninja import Field, Schema

from tongban.channels.rest.shapes.licence import LicenceShape
from tongban.channels.rest.shapes.sent import Sent
from tongban.channels.rest.shapes.words import Words
from tongban.kernel import clock
from tongban.licences.terms import Correction, LicenceType, LifeEvent, NewVersion, Proposal, Record, Renewing


class BodyShape(Schema):
    name: Words
    code: str
    level: str


class RelatedShape(Schema):
    code: str
    name: Words


class LicenceTypeShape(Schema):
    """The elements of GB/T 36902. `content` is JSON Schema 2020-12; `holder_category` 0 natural persons, 1 organisations, 2 both."""

    code: str
    national_code: str
    name: Words
    category: str
    defined_by: BodyShape
    issuer: str
    issuing_level: str
    holder_category: str
    holder_kinds: list[str]
    validity: Words
    services: list[RelatedShape]
    basis: Words
    content: dict[str, Any]
    face: str
    version: int
    state: str
    correction_days: int

    @classmethod
    def of(cls, kind: LicenceType) -> Self:
        entry, body = kind.entry, kind.entry.defined_by
        return cls(
            code=kind.code,
            national_code=kind.national_code,
            name=Words.of(kind.name),
            category=entry.category,
            defined_by=BodyShape(name=Words.of(body.name), code=body.code, level=body.level),
            issuer=kind.department,
            issuing_level=entry.issuing_level,
            holder_category=kind.holder_category,
            holder_kinds=sorted(kind.holder_kinds),
            validity=Words.of(entry.validity),
            services=[RelatedShape(code=each.code, name=Words.of(each.name)) for each in entry.services],
            basis=Words.of(kind.basis),
            content=kind.schema,
            face=entry.face,
            version=entry.version,
            state=entry.state,
            correction_days=entry.correction_days,
        )


class LifeEventShape(Schema):
    change: str
    state: str
    basis: str
    document: str
    reason: str
    department: str
    at: datetime
    successor_id: UUID | None

    @classmethod
    def of(cls, event: LifeEvent) -> Self:
        return cls(
            change=event.change,
            state=event.state,
            basis=event.grounds.basis,
            document=event.grounds.document,
            reason=event.grounds.reason,
            department=event.department,
            at=event.at,
            successor_id=event.successor_id,
        )


class ReportedShape(Schema):
    """A reported error of a licence. `asked_by` is `holder` or `department`; `fields` are content keys, or start with `_`."""

    id: UUID
    licence_id: UUID
    number: str
    issuer: str
    asked_by: str
    fields: list[str]
    told: str
    asked_at: datetime
    due_at: datetime
    provisional: bool
    outcome: str | None
    answer: str
    answered_at: datetime | None
    successor_id: UUID | None

    @classmethod
    def of(cls, asked: Correction) -> Self:
        return cls(
            id=asked.id,
            licence_id=asked.licence_id,
            number=asked.number,
            issuer=asked.issuer,
            asked_by=asked.asked_by,
            fields=list(asked.fields),
            told=asked.told,
            asked_at=asked.asked_at,
            due_at=clock.city_time(asked.due_at),
            provisional=asked.provisional,
            outcome=asked.outcome,
            answer=asked.answer,
            answered_at=asked.answered_at,
            successor_id=asked.successor_id,
        )


class ProposalShape(Schema):
    """A change that takes two people: `state` is `open`, `confirmed`, `rejected` or `lapsed`; `note` says why it was rejected."""

    id: UUID
    licence_id: UUID
    number: str
    change: str
    basis: str
    document: str
    reason: str
    proposer: str
    proposed_at: datetime
    lapses_at: datetime
    state: str
    settler: str
    settled_at: datetime | None
    note: str

    @classmethod
    def of(cls, proposal: Proposal) -> Self:
        return cls(
            id=proposal.id,
            licence_id=proposal.licence_id,
            number=proposal.number,
            change=proposal.change,
            basis=proposal.grounds.basis,
            document=proposal.grounds.document,
            reason=proposal.grounds.reason,
            proposer=proposal.proposer,
            proposed_at=proposal.proposed_at,
            lapses_at=proposal.lapses_at,
            state=proposal.state,
            settler=proposal.settler,
            settled_at=proposal.settled_at,
            note=proposal.note,
        )


class RecordShape(Schema):
    """A licence with everything that its issuer keeps about it. `open_to`: what can be done with it now, at a deciding post."""

    licence: LicenceShape
    joint_holders: list[str]
    previous_id: UUID | None
    source: str
    intact: bool
    events: list[LifeEventShape]
    versions: list[UUID]
    corrections: list[ReportedShape]
    open_to: list[str]
    proposals: list[ProposalShape]
    may_decide: bool

    @classmethod
    def of(cls, record: Record) -> Self:
        return cls(
            licence=LicenceShape.of(record.licence),
            joint_holders=[each.name for each in record.licence.joint],
            previous_id=record.licence.previous_id,
            source=record.licence.source,
            intact=record.intact,
            events=[LifeEventShape.of(each) for each in record.events],
            versions=[each.id for each in record.versions],
            corrections=[ReportedShape.of(each) for each in record.corrections],
            open_to=list(record.open_to),
            proposals=[ProposalShape.of(each) for each in record.proposals],
            may_decide=record.may_decide,
        )


class GroundsIn(Sent):
    basis: str = Field(max_length=200)
    reason: str = Field(max_length=1000)
    document: str = Field("", max_length=80)


class ChangeIn(GroundsIn):
    """`suspend` and `resume` are one person's to do; the others are proposed, and confirmed by another."""

    change: Literal["suspend", "resume", "cancel", "withdraw", "revoke", "reinstate"]


class RejectionIn(Sent):
    reason: str = Field(max_length=1000)


class VersionIn(GroundsIn):
    """`content` is whole; `valid_until` null means without an end."""

    why: Literal["renewal", "change"]
    content: dict[str, Any]
    valid_until: date | None

    def version(self) -> NewVersion:
        return NewVersion(Renewing(self.why), self.content, self.valid_until)


class ReportIn(Sent):
    """`case_id` is given by a department, which uses the licence for that case."""

    fields: list[str] = Field(min_length=1, max_length=60)
    told: str = Field(min_length=1, max_length=1000)
    case_id: UUID | None = None


class CorrectedVersionIn(Sent):
    content: dict[str, Any]
    valid_until: date | None


class ReportAnswerIn(Sent):
    """`new` is the next version that puts it right, where the licence still holds."""

    outcome: Literal["corrected", "kept"]
    answer: str = Field(min_length=1, max_length=1000)
    new: CorrectedVersionIn | None = None

    def version(self) -> NewVersion | None:
        return NewVersion(Renewing.CORRECTION, self.new.content, self.new.valid_until) if self.new else None
