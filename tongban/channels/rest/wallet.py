"""Licences of a holder, their documents, and the public verification."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from tongban.channels.rest.shapes.licence import LicenceShape, VerificationShape
from tongban.channels.rest.signing_in import caller, moment, signed_in
from tongban.licences import queries as licence_queries

router = Router(tags=["licences"])

PURPOSE = "own wallet"


@router.get(
    "/holders/{holder_id}/licences", response=list[LicenceShape], auth=signed_in, summary="The licences of a holder I am or act for"
)
def wallet(request: HttpRequest, holder_id: UUID) -> list[LicenceShape]:
    held = licence_queries.licences_of(holder_id=holder_id, by=caller(request), at=moment(request), purpose=PURPOSE)
    return [LicenceShape.of(licence) for licence in held]


@router.get("/licences/{licence_id}/document", response={200: bytes}, auth=signed_in, summary="The signed PDF/A of a licence")
def document(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    pdf = licence_queries.document(licence_id, by=caller(request), at=moment(request), purpose=PURPOSE)
    return HttpResponse(pdf, content_type="application/pdf")


@router.get(
    "/verifications/{identifier}", response=VerificationShape, auth=None, summary="Is this licence real and valid? Open to everybody"
)
def verify(request: HttpRequest, identifier: str) -> VerificationShape:
    return VerificationShape.of(licence_queries.verification(identifier, at=moment(request)))
