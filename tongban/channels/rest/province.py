"""The share interface in the envelope of one province (GB/T 36906 as practised there): an adapter, with no model of its own.

In comes `{accessId, accessToken, data}`, out `{head: {status, message}, data}`, always with HTTP 200. Which word and number of the
province means what of ours stands in the tables here, and in docs/sharing.md.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from tongban.channels.parts.actor import moment
from tongban.channels.parts.problems import problem_of
from tongban.channels.rest.answers import own
from tongban.channels.rest.parsing import StrictJson
from tongban.channels.rest.shapes.sharing import COPIES, EncryptedShape, address, written
from tongban.kernel import clock, files, identifiers
from tongban.licences import queries as licence_queries
from tongban.licences import terms as licences
from tongban.sharing import actions as sharing_actions
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms

router = Router(tags=["sharing"], auth=None)
DONE, UNKNOWN_CALLER, NO_RIGHT, WRONG_HOLDER, NOT_FOUND, MALFORMED, TOO_OFTEN = 200, 11, 100, 103, 404, 400, 429
STATUSES: dict[type[Exception], int] = {
    sharing_terms.UnknownConsumer: UNKNOWN_CALLER,
    sharing_terms.NoRight: NO_RIGHT,
    sharing_terms.PurposeNotAllowed: NO_RIGHT,
    sharing_terms.NotGranted: NO_RIGHT,
    licences.UnknownType: NO_RIGHT,
    licences.WrongHolder: WRONG_HOLDER,
    licences.UnknownLicence: NOT_FOUND,
    sharing_terms.UnknownLink: NOT_FOUND,
    sharing_terms.UnknownShowing: NOT_FOUND,
    sharing_terms.ShowingUsed: NOT_FOUND,
    sharing_terms.ShowingExpired: NOT_FOUND,
    sharing_terms.TooManyCalls: TOO_OFTEN,
}
SHOWN, VERIFIED = "/show/", "/verify/"  # of the addresses in our QR codes
SHORT = timedelta(hours=1)  # how long a copy may be used, where the caller does not say
WRITTEN = "%Y-%m-%d %H:%M:%S"


class EnvelopeIn(Schema):
    """Who calls, and what for: the names in `data` are those of the operation."""

    accessId: str = Field(max_length=60)
    accessToken: str = Field(max_length=200)
    data: dict[str, Any] = {}


class Head(Schema):
    status: int
    message: str


class Envelope(Schema):
    head: Head
    data: Any


class Call:
    """One call of a known consumer."""

    def __init__(self, consumer: sharing_terms.Consumer, data: dict[str, Any], at: datetime) -> None:
        self.consumer, self.at = consumer, at
        self._data = data

    def text(self, name: str, most: int = 200) -> str:
        value = self._data.get(name, "")
        return value.strip()[:most] if isinstance(value, str) else ""

    def asking(self, **more: str) -> sharing_terms.Asking:
        codes = {"code_type": self.text("holderTypeCode", 10) or "111", "code": self.text("holderCode", 40)}
        return sharing_terms.Asking(
            purpose=self.text("useCause"), business=self.text("businessCode", 60), **{"type_code": "", **codes, **more}
        )

    def file(self, name: str) -> bytes:
        """A file in base64. Refuses: files.TypeNotAllowed for what is none."""
        value = self._data.get(name, "")
        try:
            return base64.b64decode("".join(value.split()) if isinstance(value, str) else "-", validate=True)
        except ValueError:
            raise files.TypeNotAllowed("unknown") from None

    def until(self) -> datetime:
        """Until when a copy may be used. Raises IncompleteUse."""
        said = self.text("expiryTime")
        try:
            return datetime.strptime(said, WRITTEN).replace(tzinfo=clock.city_zone()) if said else self.at + SHORT
        except ValueError:
            raise sharing_terms.IncompleteUse("until") from None

    def for_its_eyes(self, answer: Any, **about: str) -> Any:
        """The answer, or, where the right asks for it, `encryptData` that only the consumer can open."""
        closed = sharing_queries.share_envelope(self.consumer, written(answer), **about)
        return {"encryptData": EncryptedShape.of(closed).model_dump()} if closed else answer


def _find(call: Call, question: str) -> tuple[sharing_terms.SharedLicence, ...]:
    asking = call.asking(type_code=_type_code(call.text("certTypeCode")))
    with sharing_queries.shared(question, call.consumer, asking, at=call.at):
        return sharing_queries.share_find(call.consumer, asking, at=call.at)


def _copy(call: Call, identifier: str) -> dict[str, str]:
    asking = call.asking(identifier=identifier)
    with sharing_queries.shared(sharing_queries.SHARE_COPY, call.consumer, asking, at=call.at):
        link = sharing_actions.share_copy(
            key=uuid.uuid4(), consumer=call.consumer, asking=asking, until=call.until(), by=call.consumer.actor, at=call.at
        )
    expires = clock.city_time(link.expires_at).strftime(WRITTEN)
    return {"certificateIdentifier": link.identifier, "downloadUrl": address(link), "expiryTime": expires}


def query_cert_info(call: Call) -> Any:
    found = [_told(each) for each in _find(call, sharing_queries.SHARE_FIND)]
    return call.for_its_eyes(found, type_code=_type_code(call.text("certTypeCode")))


def query_by_holder_code(call: Call) -> Any:
    made = {"downloadUrls": [_copy(call, each.identifier) for each in _find(call, sharing_queries.SHARE_FIND)]}
    return call.for_its_eyes(made, type_code=_type_code(call.text("certTypeCode")))


def get_download_url(call: Call) -> Any:
    identifier = call.text("certIdentifier", 128).upper()
    return call.for_its_eyes(_copy(call, identifier), identifier=identifier)


def download_file(call: Call) -> Any:
    token = call.text("downloadUrl").removeprefix(f"{settings.PUBLIC_ADDRESS}{COPIES}").strip("/")
    asking = call.asking()
    with sharing_queries.shared(sharing_queries.SHARE_COPY, call.consumer, asking, at=call.at):
        identifier = sharing_queries.copy_note(token, by=call.consumer.actor, at=call.at).identifier
        file = sharing_queries.copy_content(token, at=call.at)
    told = {"fileName": file.name, "contentType": file.media_type, "fileData": base64.b64encode(file.content).decode()}
    return call.for_its_eyes(told, identifier=identifier)


def verify_cert_info(call: Call) -> Any:
    return _verified(call, call.text("certIdentifier", 128).upper())


def verify_file(call: Call) -> Any:
    """Whether a file is genuine: its own signatures, and what the register says of the licence it claims to be. It is not kept."""
    asking = call.asking()
    with sharing_queries.shared(sharing_queries.SHARE_VERIFY, call.consumer, asking, at=call.at):
        verdict = sharing_queries.judge_file(call.file("fileData"), at=call.at)
        sharing_queries.share_verify(call.consumer, asking, verdict.register, at=call.at)
    return {
        "fileType": verdict.kind,
        "sha256": verdict.sha256,
        "trusted": verdict.trusted,
        "original": verdict.original,
        "fileUnchanged": verdict.unchanged,
        "signers": list(verdict.signers),
        "namedCertificate": _register_says(verdict.register) if verdict.register else None,
    }


def query_by_qr_code(call: Call) -> Any:
    """What a QR code leads to: what a holder shows, opened once for this consumer; or the verification of what a licence has printed."""
    text = call.text("qrCode", 400)
    _, shown, token = text.partition(SHOWN)
    if not shown:
        _, verifies, identifier = text.partition(VERIFIED)
        return _verified(call, (identifier if verifies else text).strip("/").upper())
    asking = call.asking()
    with sharing_queries.shared(sharing_queries.SHARE_FIND, call.consumer, asking, at=call.at):
        opened = sharing_actions.open_showing(token=token.strip("/"), by=call.consumer.actor, at=call.at)
    return {
        "certificateName": opened.type_name.zh,
        "certificateIssuingAuthorityName": opened.issuer_name.zh,
        "useCause": opened.purpose,
        "certificateIdentifier": opened.licence.identifier if opened.licence else "",
        "extendInfo": {each.name: each.shown for each in opened.claims},
    }


def _verified(call: Call, identifier: str) -> dict[str, Any]:
    asking = call.asking(identifier=identifier)
    with sharing_queries.shared(sharing_queries.SHARE_VERIFY, call.consumer, asking, at=call.at):
        answer = sharing_queries.verification(asking.identifier, at=call.at)
        sharing_queries.share_verify(call.consumer, asking, answer, at=call.at)
    return _register_says(answer)


def _register_says(answer: sharing_terms.Verification) -> dict[str, Any]:
    return {
        "certificateIdentifier": answer.identifier,
        "found": answer.found,
        "unchanged": answer.unchanged,
        "valid": answer.usable,
        "certificateIssuingAuthorityName": answer.issuer_name.zh,
    }


OPERATIONS: dict[str, Callable[[Call], Any]] = {
    "queryCertInfo": query_cert_info,
    "queryByHolderCode": query_by_holder_code,
    "getDownloadUrl": get_download_url,
    "downloadFile": download_file,
    "verifyCertInfo": verify_cert_info,
    "verifyFile": verify_file,
    "queryByQrCode": query_by_qr_code,
}
BODY = {"requestBody": {"content": {"application/json": {"schema": EnvelopeIn.model_json_schema()}}, "required": True}}


@router.post(
    "/province/{operation}",
    response=Envelope,
    summary=_("省级共享接口的信封：queryCertInfo、getDownloadUrl 等；格式不对也在信封里回答"),
    openapi_extra=BODY,
)
def province(request: HttpRequest, operation: str) -> Envelope:
    at, does = moment(request), OPERATIONS.get(operation)
    try:
        body = EnvelopeIn.model_validate(StrictJson().parse_body(request))
    except (ValueError, RecursionError, RequestDataTooBig) as fault:
        sharing_queries.refused_stranger("", at=at, result="Malformed")
        code = "too-large" if isinstance(fault, RequestDataTooBig) else "malformed"
        return Envelope(head=Head(status=MALFORMED, message=own(code).title), data=None)
    consumer = sharing_queries.consumer_by_token(body.accessToken, at=at, code=body.accessId)
    if consumer is None:
        sharing_queries.refused_stranger(body.accessId, at=at)
        return _refused(sharing_terms.UnknownConsumer(body.accessId))
    if does is None:
        sharing_queries.refused_stranger(body.accessId, at=at, result="UnknownOperation")
        return Envelope(head=Head(status=NOT_FOUND, message=str(_("没有这个接口"))), data=None)
    try:
        return Envelope(head=Head(status=DONE, message="OK"), data=does(Call(consumer, body.data, at)))
    except (licences.Refusal, sharing_terms.Refusal, identifiers.InvalidIdentifier, *sharing_queries.NO_FILE) as refusal:
        return _refused(refusal)


def _refused(refusal: Exception) -> Envelope:
    status = next((STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES), MALFORMED)
    return Envelope(head=Head(status=status, message=problem_of(refusal).title), data=None)


def _type_code(code: str) -> str:
    """The city's code of a type; the province knows types by their national codes."""
    return next((kind.code for kind in licence_queries.licence_types() if kind.national_code == code), code)


def _told(licence: sharing_terms.SharedLicence) -> dict[str, Any]:
    """By the names of GB/T 36903 in interfaces; the fields of the type as its extension."""
    return {
        "certificateName": licence.type_name.zh,
        "certificateIdentifier": licence.identifier,
        "certificateNumber": licence.number,
        "certificateHolderName": licence.holder_name,
        "certificateIssuingAuthorityName": licence.issuer_name.zh,
        "certificateIssuedDate": licence.issued_on.isoformat(),
        "certificateEffectiveDate": licence.valid_from.isoformat(),
        "certificateExpiringDate": licence.valid_until.isoformat() if licence.valid_until else "",
        "extendInfo": licence.fields,
    }
