"""The catalogue of licence types; what an issuer does with its licences; and reported errors, by holder, user and issuer."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.cases import queries as case_queries
from tongban.cases import terms as cases
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.licence import LicenceShape
from tongban.channels.rest.shapes.register import (
    ChangeIn,
    LicenceTypeShape,
    LifeEventShape,
    RecordShape,
    ReportAnswerIn,
    ReportedShape,
    ReportIn,
    VersionIn,
)
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.kernel import idempotency
from tongban.licences import actions as licence_actions
from tongban.licences import queries as licence_queries
from tongban.licences import terms as licences

router = Router(tags=["licences"], auth=signed_in)

KEEPING = "keeping the department's own licences"
OWN = "own wallet"
REPORTING = "reporting an error of a licence"
Key = Annotated[UUID, asked.Header(alias="Idempotency-Key")]
SUCCESSOR = (licences.TypeRetired, licences.WrongChange, licences.NotItsSuccessor, licences.InvalidContent, licences.WrongHolder)


@router.get("/licence-types", response=list[LicenceTypeShape], auth=None, summary=_("证照目录：城市的全部证照类型"))
def licence_types(request: HttpRequest) -> list[LicenceTypeShape]:
    return [LicenceTypeShape.of(kind) for kind in licence_queries.licence_types()]


@router.get(
    "/licence-types/{code}",
    response=LicenceTypeShape,
    auth=None,
    summary=_("一种证照的目录信息，连同内容的 JSON Schema"),
    openapi_extra=refuses(licences.UnknownType),
)
def licence_type(request: HttpRequest, code: str) -> LicenceTypeShape:
    return LicenceTypeShape.of(licence_queries.licence_type(code))


@router.get("/register", response=list[LicenceShape], summary=_("在本部门发的证照里找：证号、证照标识或持证人的号码"))
def find(request: HttpRequest, q: Annotated[str, asked.Query(min_length=1, max_length=200)]) -> list[LicenceShape]:
    found = licence_queries.find(q, by=caller(request), at=moment(request), purpose=KEEPING)
    return [LicenceShape.of(each) for each in found]


@router.get(
    "/register/{licence_id}",
    response=RecordShape,
    summary=_("本部门的一个证照和它的全部经过"),
    openapi_extra=refuses(licences.UnknownLicence),
)
def record(request: HttpRequest, licence_id: UUID) -> RecordShape:
    return RecordShape.of(licence_queries.record(licence_id, by=caller(request), at=moment(request), purpose=KEEPING))


@router.post(
    "/licences/{licence_id}/changes",
    response=LicenceShape,
    summary=_("冻结、解冻、注销、撤销、吊销，或者恢复效力"),
    openapi_extra=refuses(licences.UnknownLicence, licences.WrongChange, licences.GroundsMissing),
)
def change(request: HttpRequest, licence_id: UUID, body: ChangeIn) -> LicenceShape:
    changed = licence_actions.change(
        licence_id=licence_id,
        change=licences.Change(body.change),
        basis=body.basis,
        reason=body.reason,
        document=body.document,
        by=caller(request),
        at=moment(request),
    )
    return LicenceShape.of(changed)


@router.post(
    "/licences/{licence_id}/versions",
    response={201: LicenceShape},
    summary=_("延续或者变更：发新的一版，原版自动失效"),
    openapi_extra=refuses(licences.UnknownLicence, licences.GroundsMissing, *SUCCESSOR),
)
def new_version(request: HttpRequest, licence_id: UUID, body: VersionIn) -> LicenceShape:
    grounds = {"basis": body.basis, "reason": body.reason, "document": body.document}
    made = licence_actions.new_version(licence_id=licence_id, new=body.version(), **grounds, by=caller(request), at=moment(request))
    return LicenceShape.of(made)


@router.get(
    "/licences/{licence_id}/life",
    response=list[LifeEventShape],
    summary=_("自己的证照发生过什么"),
    openapi_extra=refuses(licences.UnknownLicence),
)
def life(request: HttpRequest, licence_id: UUID) -> list[LifeEventShape]:
    return [LifeEventShape.of(each) for each in licence_queries.life_of(licence_id, by=caller(request), at=moment(request), purpose=OWN)]


@router.post(
    "/licences/{licence_id}/corrections",
    response={201: ReportedShape},
    summary=_("报告证照的错误：持证人，或者为办件用证的部门"),
    openapi_extra=refuses(
        licences.Denied,
        licences.UnknownLicence,
        cases.UnknownCase,
        licences.AlreadyAsked,
        idempotency.KeyReused,
        licences.UnknownField,
        licences.GroundsMissing,
    ),
)
def report(request: HttpRequest, licence_id: UUID, body: ReportIn, idempotency_key: Key) -> ReportedShape:
    told = licence_actions.ask_correction(
        key=idempotency_key,
        licence_id=licence_id,
        fields=body.fields,
        told=body.told,
        handling=_handling(request, body.case_id, licence_id) if body.case_id else None,
        by=caller(request),
        at=moment(request),
    )
    return ReportedShape.of(told)


def _handling(request: HttpRequest, case_id: UUID, licence_id: UUID) -> licences.Handling:
    """The case for which a department uses a licence of its applicant. Refuses: UnknownCase, UnknownLicence."""
    by, at = caller(request), moment(request)
    case = case_queries.case(case_id, by=by, at=at, purpose=REPORTING)
    if licence_id not in {each.id for each in case_queries.applicants_licences(case_id, by=by, at=at)}:
        raise licences.UnknownLicence(str(licence_id))
    return licences.Handling(case.number)


@router.get("/licences/{licence_id}/corrections", response=list[ReportedShape], summary=_("我报告过的这个证照的错误；发证部门看到全部"))
def reported(request: HttpRequest, licence_id: UUID) -> list[ReportedShape]:
    found = licence_queries.corrections_of(licence_id, by=caller(request), at=moment(request), purpose=REPORTING)
    return [ReportedShape.of(each) for each in found]


@router.get("/corrections", response=list[ReportedShape], summary=_("等本部门答复的纠错，最急的在前"))
def corrections_waiting(request: HttpRequest) -> list[ReportedShape]:
    return [ReportedShape.of(each) for each in licence_queries.corrections_waiting(by=caller(request), at=moment(request), purpose=KEEPING)]


@router.post(
    "/corrections/{correction_id}/answer",
    response=ReportedShape,
    summary=_("答复纠错；有错的同时发更正的新版"),
    openapi_extra=refuses(licences.UnknownCorrection, licences.AlreadyAnswered, licences.GroundsMissing, *SUCCESSOR),
)
def answer(request: HttpRequest, correction_id: UUID, body: ReportAnswerIn) -> ReportedShape:
    told = licence_actions.answer_correction(
        correction_id=correction_id,
        outcome=licences.Outcome(body.outcome),
        answer=body.answer,
        new=body.version(),
        by=caller(request),
        at=moment(request),
    )
    return ReportedShape.of(told)
