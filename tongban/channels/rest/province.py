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
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from tongban.channels.parts.actor import moment
from tongban.channels.parts.problems import problem_of
from tongban.channels.rest.shapes.sharing import COPIES, address
from tongban.kernel import clock, identifiers
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences import terms as licences

router = Router(tags=["sharing"], auth=None)
DONE, UNKNOWN_CALLER, NO_RIGHT, WRONG_HOLDER, NOT_FOUND, MALFORMED, TOO_OFTEN = 200, 11, 100, 103, 404, 400, 429
STATUSES: dict[type[Exception], int] = {
    licences.UnknownConsumer: UNKNOWN_CALLER,
    licences.NoRight: NO_RIGHT,
    licences.PurposeNotAllowed: NO_RIGHT,
    licences.NotGranted: NO_RIGHT,
    licences.UnknownType: NO_RIGHT,
    licences.WrongHolder: WRONG_HOLDER,
    licences.UnknownLicence: NOT_FOUND,
    licences.UnknownLink: NOT_FOUND,
    licences.TooManyCalls: TOO_OFTEN,
}
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

    def __init__(self, consumer: licences.Consumer, data: dict[str, Any], at: datetime) -> None:
        self.consumer, self.at = consumer, at
        self._data = data

    def text(self, name: str, most: int = 200) -> str:
        value = self._data.get(name, "")
        return value.strip()[:most] if isinstance(value, str) else ""

    def asking(self, **more: str) -> licences.Asking:
        codes = {"code_type": self.text("holderTypeCode", 10) or "111", "code": self.text("holderCode", 40)}
        return licences.Asking(purpose=self.text("useCause"), business=self.text("businessCode", 60), **{"type_code": "", **codes, **more})

    def until(self) -> datetime:
        """Until when a copy may be used. Raises IncompleteUse."""
        said = self.text("expiryTime")
        try:
            return datetime.strptime(said, WRITTEN).replace(tzinfo=clock.city_zone()) if said else self.at + SHORT
        except ValueError:
            raise licences.IncompleteUse("until") from None


def _find(call: Call, question: str) -> tuple[licences.SharedLicence, ...]:
    asking = call.asking(type_code=_type_code(call.text("certTypeCode")))
    with licence_queries.shared(question, call.consumer, asking, at=call.at):
        return licence_queries.share_find(call.consumer, asking, at=call.at)


def _copy(call: Call, identifier: str) -> dict[str, str]:
    asking = call.asking(identifier=identifier)
    with licence_queries.shared(licence_queries.SHARE_COPY, call.consumer, asking, at=call.at):
        link = licence_actions.share_copy(
            key=uuid.uuid4(), consumer=call.consumer, asking=asking, until=call.until(), by=call.consumer.actor, at=call.at
        )
    expires = clock.city_time(link.expires_at).strftime(WRITTEN)
    return {"certificateIdentifier": link.identifier, "downloadUrl": address(link), "expiryTime": expires}


def query_cert_info(call: Call) -> Any:
    return [_told(each) for each in _find(call, licence_queries.SHARE_FIND)]


def query_by_holder_code(call: Call) -> Any:
    return {"downloadUrls": [_copy(call, each.identifier) for each in _find(call, licence_queries.SHARE_FIND)]}


def get_download_url(call: Call) -> Any:
    return _copy(call, call.text("certIdentifier", 128).upper())


def download_file(call: Call) -> Any:
    token = call.text("downloadUrl").removeprefix(f"{settings.PUBLIC_ADDRESS}{COPIES}").strip("/")
    asking = call.asking()
    with licence_queries.shared(licence_queries.SHARE_COPY, call.consumer, asking, at=call.at):
        file = licence_queries.copy_content(token, at=call.at)
    return {"fileName": file.name, "contentType": file.media_type, "fileData": base64.b64encode(file.content).decode()}


def verify_cert_info(call: Call) -> Any:
    asking = call.asking(identifier=call.text("certIdentifier", 128).upper())
    with licence_queries.shared(licence_queries.SHARE_VERIFY, call.consumer, asking, at=call.at):
        answer = licence_queries.verification(asking.identifier, at=call.at)
        licence_queries.share_verify(call.consumer, asking, answer, at=call.at)
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
}


@router.post("/province/{operation}", response=Envelope, summary=_("省级共享接口的信封：queryCertInfo、getDownloadUrl 等"))
def province(request: HttpRequest, operation: str, body: EnvelopeIn) -> Envelope:
    at, does = moment(request), OPERATIONS.get(operation)
    consumer = licence_queries.consumer_by_token(body.accessToken, at=at, code=body.accessId)
    if consumer is None:
        licence_queries.refused_stranger(body.accessId, at=at)
        return _refused(licences.UnknownConsumer(body.accessId))
    if does is None:
        licence_queries.refused_stranger(body.accessId, at=at, result="UnknownOperation")
        return Envelope(head=Head(status=NOT_FOUND, message=str(_("没有这个接口"))), data=None)
    try:
        return Envelope(head=Head(status=DONE, message="OK"), data=does(Call(consumer, body.data, at)))
    except (licences.Refusal, identifiers.InvalidIdentifier) as refusal:
        return _refused(refusal)


def _refused(refusal: Exception) -> Envelope:
    status = next((STATUSES[kind] for kind in type(refusal).__mro__ if kind in STATUSES), MALFORMED)
    return Envelope(head=Head(status=status, message=problem_of(refusal).title), data=None)


def _type_code(code: str) -> str:
    """The city's code of a type; the province knows types by their national codes."""
    return next((kind.code for kind in licence_queries.licence_types() if kind.national_code == code), code)


def _told(licence: licences.SharedLicence) -> dict[str, Any]:
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
