"""The applicant's side: files, applications, own cases, corrections, withdrawal."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.params import functions as asked

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import Application, Handed
from tongban.catalog import queries as catalog_queries
from tongban.channels.rest.shapes.case import ApplicationIn, CaseLineShape, CasePage, CaseShape, CorrectedIn, HandedIn, Standing, WithdrawIn
from tongban.channels.rest.signing_in import caller, moment, signed_in
from tongban.channels.rest.standing import standing
from tongban.identity.terms import HolderKind
from tongban.kernel import files

router = Router(tags=["applications"], auth=signed_in)

PURPOSE = "own case"


class Stored(Schema):
    digest: str
    size: int
    media_type: str


class Prefill(Schema):
    """What the city already knows: field values, where each comes from, and the licences that satisfy materials."""

    form: dict[str, Any]
    provenance: dict[str, str]
    materials: dict[str, UUID]


@router.post("/files", response={201: Stored}, summary="Upload a file; its digest goes into an application")
def upload(request: HttpRequest, file: File[UploadedFile]) -> tuple[int, Stored]:
    stored = files.store(file.file, name=file.name or "", allowed=files.UPLOADS, max_bytes=files.UPLOAD_BYTES, at=moment(request))
    return 201, Stored(digest=stored.digest, size=stored.size, media_type=stored.media_type)


@router.get("/services/{code}/prefill", response=Prefill, summary="What the city already knows of an applicant for this service")
def prefill(request: HttpRequest, code: str, applicant_id: UUID) -> Prefill:
    release = catalog_queries.current(code, at=moment(request))
    known = case_queries.prefill(release, applicant_id, by=caller(request), at=moment(request))
    return Prefill(form=known.form, provenance=known.provenance, materials=known.licences)


@router.post("/cases", response={201: Standing}, summary="Submit an application")
def submit(
    request: HttpRequest, body: ApplicationIn, idempotency_key: Annotated[UUID, asked.Header(alias="Idempotency-Key")]
) -> tuple[int, Standing]:
    application = Application(
        service=body.service,
        applicant_kind=HolderKind(body.applicant_kind),
        applicant_id=body.applicant_id,
        situation=body.situation,
        form=body.form,
        materials=_handed(body.materials),
    )
    turn = case_actions.submit(key=idempotency_key, application=application, by=caller(request), at=moment(request))
    return 201, standing(turn)


@router.get("/cases", response=CasePage, summary="My cases, newest first")
def mine(request: HttpRequest, after: Annotated[str, asked.Query(max_length=200)] = "") -> CasePage:
    page = case_queries.cases_of(caller(request), at=moment(request), after=after)
    return CasePage(lines=[CaseLineShape.of(line) for line in page.lines], next=page.next)


@router.get("/cases/{case_id}", response=CaseShape, summary="One case")
def case(request: HttpRequest, case_id: UUID) -> CaseShape:
    return CaseShape.of(case_queries.case(case_id, by=caller(request), at=moment(request), purpose=PURPOSE))


@router.post("/cases/{case_id}/correction", response=Standing, summary="Answer the correction notice")
def correct(
    request: HttpRequest, case_id: UUID, body: CorrectedIn, idempotency_key: Annotated[UUID, asked.Header(alias="Idempotency-Key")]
) -> Standing:
    turn = case_actions.correct(
        case_id=case_id,
        key=idempotency_key,
        form=body.form,
        materials=_handed(body.materials),
        by=caller(request),
        at=moment(request),
    )
    return standing(turn)


@router.post("/cases/{case_id}/withdrawal", response=Standing, summary="Withdraw before the decision")
def withdraw(request: HttpRequest, case_id: UUID, body: WithdrawIn) -> Standing:
    return standing(case_actions.withdraw(case_id=case_id, reason=body.reason, by=caller(request), at=moment(request)))


@router.get("/papers/{paper_id}", response={200: bytes}, summary="An official paper as PDF")
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    document = case_queries.paper(paper_id, by=caller(request), at=moment(request))
    return HttpResponse(document, content_type="application/pdf")


def _handed(materials: list[HandedIn]) -> tuple[Handed, ...]:
    return tuple(
        Handed(key=each.key, licence_id=each.licence_id, file_digest=each.file_digest, file_name=each.file_name) for each in materials
    )
