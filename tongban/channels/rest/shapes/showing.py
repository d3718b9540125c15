"""Showings, standing authorisations, uses and credentials as the REST door gives and takes them."""

from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tongban.channels.parts import use_words
from tongban.channels.parts.problems.verifying import not_trusted, unreadable
from tongban.channels.rest.shapes.licence import LicenceShape, VerificationShape
from tongban.channels.rest.shapes.sent import Sent
from tongban.channels.rest.shapes.words import Words
from tongban.licences.terms import StepFound
from tongban.sharing.terms import (
    PURPOSE_LENGTH,
    Claim,
    CopyFound,
    FileVerdict,
    OpenedShowing,
    UseGrant,
    UseRecord,
)


class ShowIn(Sent):
    """`claims` are names of GET /licences/{id}/claims; without any the whole licence is shown."""

    purpose: str = Field(max_length=PURPOSE_LENGTH)
    claims: list[str] = Field([], max_length=100)


class ShownShape(Schema):
    """The address goes into a QR code. It opens once, until `expires_at`; nobody is told it a second time."""

    id: UUID
    token: str
    address: str
    expires_at: datetime


class ClaimShape(Schema):
    name: str
    label: Words
    value: Any
    shown: str

    @classmethod
    def of(cls, claim: Claim) -> Self:
        return cls(name=claim.name, label=Words.of(claim.label), value=claim.value, shown=claim.shown)


class OpenedShape(Schema):
    """What was shown, for this purpose and no other. `licence` is null where only some claims were shown."""

    type_name: Words
    issuer: Words
    purpose: str
    opened_at: datetime
    claims: list[ClaimShape]
    licence: LicenceShape | None
    credential: str

    @classmethod
    def of(cls, opened: OpenedShowing) -> Self:
        return cls(
            type_name=Words.of(opened.type_name),
            issuer=Words.of(opened.issuer_name),
            purpose=opened.purpose,
            opened_at=opened.opened_at,
            claims=[ClaimShape.of(each) for each in opened.claims],
            licence=LicenceShape.of(opened.licence) if opened.licence else None,
            credential=opened.credential,
        )


class HolderKey(Sent):
    """A public key in JWK, to which the credential is bound."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str = Field(max_length=60)
    y: str = Field(max_length=60)


class CredentialIn(Sent):
    """`claims` null: all of them, for a wallet that will choose itself each time."""

    claims: list[str] | None = Field(None, max_length=100)
    holder_key: HolderKey | None = None


class CredentialShape(Schema):
    """An SD-JWT VC (`dc+sd-jwt`) with its disclosures."""

    credential: str


class GrantIn(Sent):
    receiver: str = Field(max_length=80)
    types: list[str] = Field(min_length=1, max_length=200)
    purpose: str = Field(max_length=PURPOSE_LENGTH)
    valid_until: date


class GrantShape(Schema):
    id: UUID
    receiver: str
    receiver_name: Words
    types: list[str]
    purpose: str
    granted_at: datetime
    valid_until: date
    revoked_at: datetime | None

    @classmethod
    def of(cls, grant: UseGrant) -> Self:
        return cls(
            id=grant.id,
            receiver=grant.receiver,
            receiver_name=Words.of(grant.receiver_name),
            types=list(grant.types),
            purpose=grant.purpose,
            granted_at=grant.granted_at,
            valid_until=grant.valid_until,
            revoked_at=grant.revoked_at,
        )


class CounterCodeShape(Schema):
    """`code` goes into a QR code, which a clerk scans; it is said once."""

    id: UUID
    code: str
    expires_at: datetime


class UseShape(Schema):
    """One use of a holder's licences; who of the staff it was is not told, what stood in the licence neither.

    `how`, `purpose` and `basis` each have a code that never changes and words in both languages; where somebody has written the
    purpose, its code is empty and both words are what was written, and a basis that is `law` has its article as words.
    """

    at: datetime
    question: str
    actor_kind: str
    how: str
    how_words: Words
    types: list[Words]
    case_number: str
    purpose: str
    purpose_words: Words
    basis: str
    basis_words: Words
    receiver: str
    refused: bool

    @classmethod
    def of(cls, use: UseRecord) -> Self:
        (how, how_words), (purpose, purpose_words) = use_words.how_of(use), use_words.purpose_of(use)
        basis, basis_words = use_words.basis_of(use)
        return cls(
            at=use.at,
            question=use.question,
            actor_kind=use.actor_kind,
            how=how,
            how_words=Words.in_both(how_words),
            purpose=purpose,
            purpose_words=Words.in_both(purpose_words),
            basis=basis,
            basis_words=Words.in_both(basis_words),
            types=[Words.of(each) for each in use.types],
            case_number=use.case_number,
            receiver=use.receiver,
            refused=bool(use.result),
        )


class UsePageShape(Schema):
    lines: list[UseShape]
    next: int


class JudgedStepShape(Schema):
    """`holds` is null where nothing was asked: a seal without a time stamp claims no time but its own."""

    holds: bool | None
    words: Words
    reason: str

    @classmethod
    def of(cls, step: StepFound) -> Self:
        return cls(holds=step.holds, words=Words.of(step.words), reason=step.reason)


class SignatureShape(Schema):
    signer: str
    signed_at: datetime | None
    holds: bool
    seal: str
    steps: list[JudgedStepShape]


class UnreadableShape(Schema):
    """Why a file cannot be judged, and what to do. `code` never changes: `zip-bomb`, `path-traversal`, `encrypted-pdf` …"""

    code: str
    title: str
    remedy: str


class CopyMadeShape(Schema):
    """An annotated copy: for this purpose only, and until then."""

    purpose: str
    valid_until: datetime
    usable: bool

    @classmethod
    def of(cls, copy: CopyFound) -> Self:
        return cls(purpose=copy.purpose, valid_until=copy.valid_until, usable=copy.usable)


class NotTrustedShape(Schema):
    """Why a file is not trusted, the first reason. `step` is what failed of its signatures, where one did.

    `code` never changes: `unreadable`, `signature-fails`, `unsigned`, `no-licence`, `not-in-register`, `not-the-document` (its signatures
    hold, and it is not byte for byte what the library has made), `record-changed`, `not-in-force`, `copy-over`.
    """

    code: str
    words: str
    step: JudgedStepShape | None


class FileVerdictShape(Schema):
    """Three answers, kept apart; null where the file itself says nothing of it. `development`: signed with development keys.

    `trusted` is the whole verdict: this very file is the library's, unchanged, and can be used today. `named_licence` is what the
    register says of the licence whose identifier the file names, never of the file: a forged file may name a real one. `annotated`:
    where the file is an annotated copy (加注件) of the library, unchanged since, for what and until when. `looked` is whether the
    register was asked: `found`, `not_there` (asked, and not in it), `no_identifier`, `several`, `malformed`.
    """

    kind: str
    sha256: str
    trusted: bool
    why_not: NotTrustedShape | None
    original: bool
    annotated: CopyMadeShape | None
    unchanged: bool | None
    unreadable: UnreadableShape | None
    looked: str
    named_licence: VerificationShape | None
    signers: list[str]
    signatures: list[SignatureShape]
    claims: list[ClaimShape]
    development: bool
    checked_at: datetime

    @classmethod
    def of(cls, verdict: FileVerdict) -> Self:
        signatures = [
            SignatureShape(
                signer=each.signer,
                signed_at=each.signed_at,
                holds=each.holds,
                seal=each.seal,
                steps=[JudgedStepShape.of(step) for step in each.steps],
            )
            for each in (verdict.upload.signatures if verdict.upload else ())
        ]
        why = unreadable(verdict.upload.problem) if verdict.upload else None
        return cls(
            unreadable=UnreadableShape(code=why.code, title=str(why.title), remedy=str(why.remedy)) if why else None,
            looked=verdict.looked,
            kind=verdict.kind,
            sha256=verdict.sha256,
            trusted=verdict.trusted,
            why_not=_why_not(verdict),
            original=verdict.original,
            annotated=CopyMadeShape.of(verdict.copy) if verdict.copy else None,
            unchanged=verdict.unchanged,
            named_licence=VerificationShape.of(verdict.register) if verdict.register else None,
            signers=list(verdict.signers),
            signatures=signatures,
            claims=[ClaimShape.of(each) for each in verdict.claims],
            development=verdict.development,
            checked_at=verdict.checked_at,
        )


def _why_not(verdict: FileVerdict) -> NotTrustedShape | None:
    why = not_trusted(verdict)
    step = JudgedStepShape.of(why.step) if why and why.step else None
    return NotTrustedShape(code=why.code, words=str(why.words), step=step) if why else None
