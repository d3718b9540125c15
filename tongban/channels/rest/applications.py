"""The applicant's side: files, applications, own cases, corrections, withdrawal. Staff read cases here too."""

from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Router, Schema
from ninja.files import UploadedFile
from ninja.params import functions as asked

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases import terms as cases
from tongban.catalog import queries as catalog_queries
from tongban.catalog.terms import ServiceNotOpen, UnknownService
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import ANY_FILE, PDF, refuses
from tongban.channels.rest.documents import pdf
from tongban.channels.rest.shapes.case import CaseShape, ReadingShape, Standing
from tongban.channels.rest.shapes.lists import CaseLineShape, CasePage
from tongban.channels.rest.shapes.sent import ApplicationIn, CorrectedIn, WithdrawIn
from tongban.channels.rest.shapes.taken import PreviewShape
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.identity import terms as identity
from tongban.identity.terms import Actor, ActorKind
from tongban.kernel import files, idempotency
from tongban.seals import terms as seals

router = Router(tags=["applications"], auth=signed_in)

UPLOAD_BYTES = 50 * 1024 * 1024  # what the catalogue lets a material have at most; submitting looks at each material's own limit
OF_A_SIGNATURE = (
    cases.SignatureMissing,
    cases.SignatureNotAsked,
    cases.UnknownSigning,
    cases.NotSigned,
    cases.SignedAlready,
    cases.SigningOutdated,
    cases.SignedSomethingElse,
    seals.SignatureBroken,
    identity.CertificateEnded,
    identity.CertificateNotTheirs,
    seals.SealNotGranted,
    seals.SealEnded,
    seals.SealExpired,
)
Key = Annotated[UUID, asked.Header(alias="Idempotency-Key")]


class Stored(Schema):
    digest: str
    size: int
    media_type: str


class Prefill(Schema):
    """What the city already knows: field values, where each comes from, and the licences that satisfy materials.

    `previews` is what would leave the library: show it before anything is handed in, and let the applicant upload instead.
    """

    form: dict[str, Any]
    provenance: dict[str, str]
    materials: dict[str, UUID]
    previews: list[PreviewShape]


def purpose(actor: Actor) -> str:
    """Why a case is read: for the access log, which its applicant sees."""
    return "handling the case" if actor.kind is ActorKind.STAFF else "own case"


@router.post(
    "/files",
    response={201: Stored},
    summary=_("上传一个文件；申请里带它的摘要"),
    openapi_extra=refuses(files.Empty, files.TooLarge, files.TypeNotAllowed, files.NotWhatItClaims, files.UnsafePackage),
)
def upload(request: HttpRequest, file: File[UploadedFile]) -> Stored:
    assert file.file is not None
    stored = files.store(
        file.file, name=file.name or "", allowed=files.UPLOADS, max_bytes=UPLOAD_BYTES, by=caller(request), at=moment(request)
    )
    return Stored(digest=stored.digest, size=stored.size, media_type=stored.media_type)


@router.get(
    "/services/{code}/prefill",
    response=Prefill,
    summary=_("对这个申请人，城市已经知道的内容"),
    openapi_extra=refuses(cases.Denied, cases.UnknownCase, UnknownService, ServiceNotOpen),
)
def prefill(request: HttpRequest, code: str, applicant_id: UUID) -> Prefill:
    release = catalog_queries.current(code, at=moment(request))
    known = case_queries.prefill(release, applicant_id, by=caller(request), at=moment(request))
    previews = PreviewShape.all_of(release, known)
    return Prefill(form=known.form, provenance=known.provenance, materials=known.licences, previews=previews)


@router.post(
    "/cases",
    response={201: Standing},
    summary=_("提交申请"),
    openapi_extra=refuses(
        cases.Denied,
        cases.AssuranceTooLow,
        UnknownService,
        ServiceNotOpen,
        idempotency.KeyReused,
        cases.NotForThisApplicant,
        cases.Stopped,
        cases.InvalidApplication,
        *OF_A_SIGNATURE,
    ),
)
def submit(request: HttpRequest, body: ApplicationIn, idempotency_key: Key) -> Standing:
    application = body.application()
    return Standing.of(case_actions.submit(key=idempotency_key, application=application, by=caller(request), at=moment(request)))


@router.get("/cases", response=CasePage, summary=_("我的办件，最新的在前"))
def my_cases(request: HttpRequest, after: Annotated[str, asked.Query(max_length=200)] = "") -> CasePage:
    page = case_queries.cases_of(caller(request), at=moment(request), after=after)
    return CasePage(lines=[CaseLineShape.of(line) for line in page.lines], next=page.next)


@router.get("/cases/{case_id}", response=CaseShape, summary=_("一个办件"), openapi_extra=refuses(cases.UnknownCase))
def case(request: HttpRequest, case_id: UUID) -> CaseShape:
    actor = caller(request)
    return CaseShape.of(case_queries.case(case_id, by=actor, at=moment(request), purpose=purpose(actor)))


@router.get("/cases/{case_id}/readings", response=list[ReadingShape], summary=_("谁看过这个办件"), openapi_extra=refuses(cases.UnknownCase))
def readings(request: HttpRequest, case_id: UUID) -> list[ReadingShape]:
    found = case_queries.reads_of_case(case_id, by=caller(request), at=moment(request))
    return [ReadingShape(at=each.at, question=each.question, actor_kind=each.actor_kind, purpose=each.purpose) for each in found]


@router.get(
    "/cases/{case_id}/materials/{material_id}",
    summary=_("一份材料的内容：上传的文件，或者所用证照的 PDF"),
    openapi_extra=refuses(codes=("not-found",), document=ANY_FILE),
)
def material(request: HttpRequest, case_id: UUID, material_id: UUID) -> FileResponse:
    found = case_queries.material_file(case_id, material_id, by=caller(request), at=moment(request))
    if found is None:
        raise Http404
    content, media_type, name = found
    return FileResponse(content, as_attachment=True, content_type=media_type, filename=name)


@router.post(
    "/cases/{case_id}/correction",
    response=Standing,
    summary=_("答复补正告知书"),
    openapi_extra=refuses(
        cases.Denied, cases.UnknownCase, cases.WrongState, idempotency.KeyReused, cases.InvalidApplication, *OF_A_SIGNATURE
    ),
)
def correct(request: HttpRequest, case_id: UUID, body: CorrectedIn, idempotency_key: Key) -> Standing:
    turn = case_actions.correct(
        case_id=case_id,
        key=idempotency_key,
        form=body.form,
        materials=tuple(each.handed() for each in body.materials),
        signing_id=body.signing_id,
        by=caller(request),
        at=moment(request),
    )
    return Standing.of(turn)


@router.post(
    "/cases/{case_id}/withdrawal",
    response=Standing,
    summary=_("在作出决定以前撤回申请"),
    openapi_extra=refuses(cases.Denied, cases.UnknownCase, cases.WrongState),
)
def withdraw(request: HttpRequest, case_id: UUID, body: WithdrawIn) -> Standing:
    return Standing.of(case_actions.withdraw(case_id=case_id, reason=body.reason, by=caller(request), at=moment(request)))


@router.get("/papers/{paper_id}", summary=_("一份文书的 PDF"), openapi_extra=refuses(cases.UnknownCase, document=PDF))
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    return pdf(case_queries.paper(paper_id, by=caller(request), at=moment(request)), name=str(paper_id))
