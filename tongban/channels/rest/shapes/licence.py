"""Licences and their public verification as the REST door gives them."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from ninja import Schema

from tongban.channels.rest.shapes.log import ProofShape
from tongban.channels.rest.shapes.words import Words
from tongban.licences.terms import Licence
from tongban.sharing.terms import Verification


class LicenceShape(Schema):
    id: UUID
    identifier: str
    type: str
    type_name: Words
    number: str
    version: int
    holder_name: str
    issuer: str
    issuer_name: Words
    issued_on: date
    valid_from: date
    valid_until: date | None
    state: str
    document: str
    digest: str
    content: dict[str, Any]

    @classmethod
    def of(cls, licence: Licence) -> Self:
        return cls(
            id=licence.id,
            identifier=licence.identifier,
            type=licence.type_code,
            type_name=Words.of(licence.type_name),
            number=licence.number,
            version=licence.version,
            holder_name=licence.holder_name,
            issuer=licence.issuer,
            issuer_name=Words.of(licence.issuer_name),
            issued_on=licence.issued_on,
            valid_from=licence.valid_from,
            valid_until=licence.valid_until,
            state=licence.state,
            document=licence.document,
            digest=licence.digest,
            content=licence.content,
        )


class VerificationShape(Schema):
    """Three answers, kept apart: issued by whom, still valid, unchanged. `development`: signed with keys without legal effect."""

    identifier: str
    found: bool
    type_name: Words
    number: str
    holder: str
    issuer: Words
    issued_on: date | None
    valid_until: date | None
    state: str | None
    usable: bool
    unchanged: bool | None
    document_sha256: str
    ofd_sha256: str
    checked_at: datetime | None
    development: bool
    proof: ProofShape | None

    @classmethod
    def of(cls, answer: Verification) -> Self:
        return cls(
            identifier=answer.identifier,
            found=answer.found,
            type_name=Words.of(answer.type_name),
            number=answer.number,
            holder=answer.holder_masked,
            issuer=Words.of(answer.issuer_name),
            issued_on=answer.issued_on,
            valid_until=answer.valid_until,
            state=answer.state,
            usable=answer.usable,
            unchanged=answer.unchanged,
            document_sha256=answer.document_sha256,
            ofd_sha256=answer.ofd_sha256,
            checked_at=answer.checked_at,
            development=answer.development,
            proof=ProofShape.of(answer.proof) if answer.proof else None,
        )
