"""Signing an application before it is handed in: with a key that the city keeps, or with the applicant's own token."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import TYPE_CHECKING, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases import terms as cases
from tongban.catalog.terms import ServiceNotOpen, UnknownService
from tongban.channels.parts import tries
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import PROFILES, refuses
from tongban.channels.rest.shapes.sent import ApplicationIn, CorrectedIn, Sent
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.identity import terms as identity
from tongban.kernel import signing
from tongban.seals import queries as seal_queries
from tongban.seals import terms as seals

if TYPE_CHECKING:
    from tongban.cases.terms import FormSigning

router = Router(tags=["signing"], auth=signed_in)

MEDIA = {"pdf": "application/pdf", "ofd": "application/ofd"}
OWN_FORM = (cases.UnknownSigning, cases.SignedAlready, cases.SigningOutdated, seals.SignatureBroken)
SEALS = (seals.UnknownSeal, seals.SealNotGranted, seals.SealEnded, seals.SealExpired)
TOKENS = (identity.NoCertificate, identity.CertificateEnded, identity.CertificateNotTheirs, signing.NotTrusted, signing.BadCertificate)


class SigningShape(Schema):
    """A form that is to be signed, or is signed: hand it in with `signing_id`."""

    id: UUID
    service: str
    prepared_at: datetime
    signed_at: datetime | None
    signer_name: str
    means: Literal["", "server", "token"]

    @classmethod
    def of(cls, form: FormSigning) -> SigningShape:
        means = form.means.value if form.means else ""
        told = {"service": form.release.service, "prepared_at": form.prepared_at, "signed_at": form.signed_at}
        return cls(id=form.id, **told, signer_name=form.signer_name, means=means)


class SignFormIn(Sent):
    """Password and one-time code release the key; a company names one of its seals, a person none."""

    password: str = Field(max_length=200)
    code: str = Field(max_length=10)
    seal_id: UUID | None = None


class TokenIn(Sent):
    """The SHA-256 of the certificate on the token."""

    certificate: str = Field(max_length=64)


class TaskShape(Schema):
    """What the token signs: each digest in base64, in this order."""

    certificate: str
    algorithm: str
    digests: list[str]
    purpose: str


class AnsweredIn(Sent):
    """The signatures (DER, base64), in the order of the digests."""

    signatures: list[str] = Field(min_length=1, max_length=4)


@router.post(
    "/signings",
    response={201: SigningShape},
    summary=_("生成一份要签名的申请书"),
    openapi_extra=refuses(
        cases.Denied,
        cases.UnknownCase,
        cases.AssuranceTooLow,
        cases.NotForThisApplicant,
        cases.SignatureNotAsked,
        cases.Stopped,
        cases.InvalidApplication,
        UnknownService,
        ServiceNotOpen,
    ),
)
def prepare_form(request: HttpRequest, body: ApplicationIn) -> SigningShape:
    by = caller(request)
    signing_id = case_actions.prepare_form(application=body.application(), by=by, at=moment(request))
    return SigningShape.of(case_queries.signing_of(signing_id, by=by))


@router.post(
    "/cases/{case_id}/correction/signings",
    response={201: SigningShape},
    summary=_("按补正后的内容生成一份要签名的申请书"),
    openapi_extra=refuses(cases.Denied, cases.UnknownCase, cases.WrongState, cases.SignatureNotAsked, cases.InvalidApplication),
)
def prepare_correction(request: HttpRequest, case_id: UUID, body: CorrectedIn) -> SigningShape:
    by = caller(request)
    told = {"form": body.form, "materials": tuple(each.handed() for each in body.materials)}
    signing_id = case_actions.prepare_correction(case_id=case_id, **told, by=by, at=moment(request))
    return SigningShape.of(case_queries.signing_of(signing_id, by=by))


@router.get("/signings/{signing_id}", response=SigningShape, summary=_("一份申请书"), openapi_extra=refuses(cases.UnknownSigning))
def form_signing(request: HttpRequest, signing_id: UUID) -> SigningShape:
    return SigningShape.of(case_queries.signing_of(signing_id, by=caller(request)))


@router.post(
    "/signings/{signing_id}/signature",
    response=SigningShape,
    summary=_("用本市保管的密钥签名或盖章"),
    openapi_extra=refuses(*OWN_FORM, *SEALS, identity.NoSecondFactor, identity.WrongPassword, identity.WrongCode, identity.TooManyTries),
)
def sign_form(request: HttpRequest, signing_id: UUID, body: SignFormIn) -> SigningShape:
    by = caller(request)
    if tries.exhausted(by.id):
        raise identity.TooManyTries
    try:
        case_actions.sign_form(signing_id=signing_id, **body.dict(), by=by, at=moment(request))
    except (identity.WrongPassword, identity.WrongCode):
        tries.count(by.id)
        raise
    tries.forget(by.id)
    return SigningShape.of(case_queries.signing_of(signing_id, by=by))


@router.post(
    "/signings/{signing_id}/token",
    response=TaskShape,
    summary=_("请自己的 UKey 签名：要签的摘要"),
    openapi_extra=refuses(*OWN_FORM, *SEALS, *TOKENS),
)
def ask_token(request: HttpRequest, signing_id: UUID, body: TokenIn) -> TaskShape:
    task = case_actions.begin_token_signing(signing_id=signing_id, fingerprint=body.certificate, by=caller(request), at=moment(request))
    digests = [base64.b64encode(each).decode() for each in task.digests]
    return TaskShape(certificate=task.certificate, algorithm=task.algorithm, digests=digests, purpose=task.purpose)


@router.post(
    "/signings/{signing_id}/token/answer",
    response=SigningShape,
    summary=_("UKey 的签名"),
    openapi_extra=refuses(*OWN_FORM, *SEALS, *TOKENS, cases.NotSigned, identity.WrongSignature),
)
def token_answer(request: HttpRequest, signing_id: UUID, body: AnsweredIn) -> SigningShape:
    by = caller(request)
    try:
        signatures = tuple(base64.b64decode(each, validate=True) for each in body.signatures)
    except (ValueError, binascii.Error):
        raise identity.WrongSignature from None
    case_actions.finish_token_signing(signing_id=signing_id, signatures=signatures, by=by, at=moment(request))
    return SigningShape.of(case_queries.signing_of(signing_id, by=by))


@router.get(
    "/signings/{signing_id}/form.{form}",
    summary=_("签好的申请书，PDF 或 OFD"),
    openapi_extra=refuses(cases.UnknownSigning, cases.NotSigned, document=PROFILES),
)
def signed_form(request: HttpRequest, signing_id: UUID, form: Literal["pdf", "ofd"]) -> HttpResponse:
    content = case_queries.signed_document(signing_id, form, by=caller(request), at=moment(request))
    response = HttpResponse(content, content_type=MEDIA[form])
    response["Content-Disposition"] = f'attachment; filename="{signing_id}.{form}"'
    return response


class OwnSealShape(Schema):
    """A seal of the company that this person may use now."""

    id: UUID
    kind: Literal["unit", "representative", "person"]
    name: str
    number: str
    ends_at: datetime


@router.get(
    "/signings/{signing_id}/seals",
    response=list[OwnSealShape],
    summary=_("这份申请书可以用的公司印章"),
    openapi_extra=refuses(cases.UnknownSigning),
)
def usable_seals(request: HttpRequest, signing_id: UUID) -> list[OwnSealShape]:
    by, at = caller(request), moment(request)
    application = case_queries.signing_of(signing_id, by=by).application
    found = seal_queries.seals_for(application.applicant_kind, application.applicant_id, by=by, at=at)
    return [OwnSealShape(id=each.id, kind=each.kind.value, name=each.name, number=each.esid, ends_at=each.ends_at) for each in found]
