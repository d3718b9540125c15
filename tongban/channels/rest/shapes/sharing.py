"""The share interface for consumers: what they send and what they are told."""

import json
from datetime import date, datetime
from typing import Any, Literal, Self

from django.conf import settings
from ninja import Schema
from pydantic import Field

from tongban.channels.rest.shapes.sent import Sent
from tongban.channels.rest.shapes.words import Words
from tongban.kernel.envelopes import Envelope
from tongban.sharing.terms import (
    Asking,
    ConsumerRight,
    CopyLink,
    SharedLicence,
)

COPIES = "/copies/"


class Stated(Sent):
    """What every call says: the agreed purpose, word for word, and the business of the consumer's own that it is for."""

    purpose: str = Field(max_length=200)
    business: str = Field(max_length=60)


class QueryIn(Stated):
    """Whose licences of which type. `holder_code_type`: 111 identity number, 001 credit code; others as the library knows them."""

    type: str = Field(max_length=20)
    holder_code_type: str = Field(max_length=10)
    holder_code: str = Field(max_length=40)

    def asking(self) -> Asking:
        return Asking(self.type, self.purpose, self.business, code_type=self.holder_code_type, code=self.holder_code)


class CopyIn(Stated):
    """Which licence, until when the copy may be used; and, to be sure of the right one, whose it is."""

    identifier: str = Field(max_length=128)
    until: datetime
    holder_code_type: str = Field("", max_length=10)
    holder_code: str = Field("", max_length=40)

    def asking(self) -> Asking:
        whose = {"code_type": self.holder_code_type, "code": self.holder_code}
        return Asking("", self.purpose, self.business, identifier=self.identifier.strip().upper(), **whose)


class VerifyIn(Stated):
    identifier: str = Field(max_length=128)

    def asking(self) -> Asking:
        return Asking("", self.purpose, self.business, identifier=self.identifier.strip().upper())


class EncryptedShape(Schema):
    """An answer for the consumer's eyes only: `content` is the JSON of the plain answer, SM4-GCM with the tag at its end, under a key

    that stands in `key` as SM2Cipher (GB/T 35276) for the public key `key_id`; all in base64.
    """

    algorithm: Literal["SM2-SM4-GCM"]
    key_id: str
    key: str
    nonce: str
    content: str

    @classmethod
    def of(cls, envelope: Envelope) -> Self:
        return cls(algorithm="SM2-SM4-GCM", **{name: getattr(envelope, name) for name in ("key_id", "key", "nonce", "content")})


class RightShape(Schema):
    """`ground` is `law` where an article gives the duty, `holder` where each holder must have authorised it."""

    type: str
    purposes: list[str]
    ground: Literal["law", "holder"]
    basis: str
    fields: list[str]
    copies: bool
    encrypted: bool
    valid_until: date | None

    @classmethod
    def of(cls, right: ConsumerRight) -> Self:
        return cls(
            type=right.type_code,
            purposes=list(right.purposes),
            ground="law" if right.basis else "holder",
            basis=right.basis,
            fields=list(right.fields),
            copies=right.copies,
            encrypted=right.encrypted,
            valid_until=right.valid_until,
        )


class SharedShape(Schema):
    """One usable licence; `fields` are those of the right, and no others."""

    identifier: str
    type: str
    type_name: Words
    holder_name: str
    number: str
    issuer_name: Words
    issued_on: date
    valid_from: date
    valid_until: date | None
    state: str
    fields: dict[str, Any]

    @classmethod
    def of(cls, licence: SharedLicence) -> Self:
        return cls(
            identifier=licence.identifier,
            type=licence.type_code,
            type_name=Words.of(licence.type_name),
            holder_name=licence.holder_name,
            number=licence.number,
            issuer_name=Words.of(licence.issuer_name),
            issued_on=licence.issued_on,
            valid_from=licence.valid_from,
            valid_until=licence.valid_until,
            state=licence.state,
            fields=licence.fields,
        )


class CopyShape(Schema):
    """Where the annotated copy is fetched, once, until `expires_at`: people open `address`, programs POST to `download`."""

    copy_id: str
    identifier: str
    address: str
    download: str
    expires_at: datetime

    @classmethod
    def of(cls, link: CopyLink) -> Self:
        return cls(
            copy_id=str(link.copy_id),
            identifier=link.identifier,
            address=address(link),
            download=f"{settings.PUBLIC_ADDRESS}/api/v1{COPIES}{link.token}",
            expires_at=link.expires_at,
        )


def written(answer: Any) -> bytes:
    """A plain answer as JSON, to be encrypted."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def address(link: CopyLink) -> str:
    """The address of a copy, as somebody outside the city calls it."""
    return f"{settings.PUBLIC_ADDRESS}{COPIES}{link.token}"
