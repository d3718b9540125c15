"""Licences of a holder, their documents, and the public verification."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Router, UploadedFile

from tongban.channels.parts.actor import moment
from tongban.channels.parts.calm import FILES_A_MINUTE, require_calm
from tongban.channels.rest.described import PROFILES, refuses
from tongban.channels.rest.documents import document as sent
from tongban.channels.rest.shapes.licence import LicenceShape, VerificationShape
from tongban.channels.rest.shapes.showing import FileVerdictShape
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.kernel import files, rates
from tongban.kernel.documents import MissingGlyph
from tongban.licences import queries as licence_queries
from tongban.licences import terms as licences
from tongban.seals import terms as seals
from tongban.sharing import queries as sharing_queries
from tongban.sharing import terms as sharing_terms

router = Router(tags=["licences"])
PURPOSE = "own wallet"  # for the access log; whoever works at a desk reads licences as materials of a case, never here


@router.get(
    "/holders/{holder_id}/licences",
    response=list[LicenceShape],
    auth=signed_in,
    summary=_("持证人的全部证照：本人的，或者受托办事的公司的"),
    openapi_extra=refuses(licences.Denied),
)
def wallet(request: HttpRequest, holder_id: UUID) -> list[LicenceShape]:
    held = licence_queries.licences_of(holder_id=holder_id, by=caller(request), at=moment(request), purpose=PURPOSE)
    return [LicenceShape.of(licence) for licence in held]


@router.get(
    "/licences/{licence_id}",
    response=LicenceShape,
    auth=signed_in,
    summary=_("一个证照"),
    openapi_extra=refuses(licences.Denied, licences.UnknownLicence),
)
def licence(request: HttpRequest, licence_id: UUID) -> LicenceShape:
    return LicenceShape.of(licence_queries.licence(licence_id, by=caller(request), at=moment(request), purpose=PURPOSE))


@router.get(
    "/licences/{licence_id}/document",
    auth=signed_in,
    summary=_("一个证照的文件：签名的 PDF/A，或盖有电子印章的 OFD"),
    openapi_extra=refuses(
        licences.Denied,
        licences.UnknownLicence,
        seals.SealEnded,
        seals.SealExpired,
        seals.UnknownOwner,
        MissingGlyph,
        document=PROFILES,
    ),
)
def document(request: HttpRequest, licence_id: UUID, profile: licences.Profile = licences.Profile.PDF) -> HttpResponse:
    content = licence_queries.document(licence_id, by=caller(request), at=moment(request), purpose=PURPOSE, profile=profile)
    return sent(content, media_type=files.MEDIA_TYPES[profile.value], name=f"{licence_id}.{profile.value}")


@router.post(
    "/verifications/files",
    response=FileVerdictShape,
    auth=None,
    summary=_("这份文件是真的吗？PDF、OFD 或 SD-JWT 凭证，不保存；对所有人开放"),
    openapi_extra=refuses(
        files.Empty, sharing_terms.FileTooLarge, sharing_terms.NotADocument, sharing_terms.MalformedCredential, rates.TooOften
    ),
)
def verify_file(request: HttpRequest, file: File[UploadedFile]) -> FileVerdictShape:
    assert file.file is not None
    require_calm(request, "verify-file", a_minute=FILES_A_MINUTE)
    return FileVerdictShape.of(sharing_queries.judge_file(file.file.read(files.UPLOAD_BYTES + 1), at=moment(request)))


@router.get(
    "/verifications/{identifier}",
    response=VerificationShape,
    auth=None,
    summary=_("这个证照是真的吗、有效吗？对所有人开放"),
    openapi_extra=refuses(licences.MalformedIdentifier),
)
def verify(request: HttpRequest, identifier: str) -> VerificationShape:
    return VerificationShape.of(sharing_queries.verification(identifier, at=moment(request)))
