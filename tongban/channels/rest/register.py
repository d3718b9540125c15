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
    ProposalShape,
    RecordShape,
    RejectionIn,
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
GROUNDS = (licences.NotADecidingPost, licences.GroundsMissing, licences.BasisNotCited, licences.UnseenCharacters)
SETTLING = (
    licences.UnknownProposal,
    licences.NotADecidingPost,
    licences.OwnProposal,
    licences.ProposalSettled,
    licences.ProposalLapsed,
)
WITHDRAWING = (
    licences.UnknownProposal,
    licences.NotADecidingPost,
    licences.NotOwnProposal,
    licences.ProposalSettled,
    licences.ProposalLapsed,
)
SUCCESSOR = (
    licences.TypeRetired,
    licences.WrongChange,
    licences.NotInForce,
    licences.NotItsSuccessor,
    licences.InvalidContent,
    licences.WrongHolder,
)


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
    summary=_("冻结或者解除冻结；其他的改变要提出，由第二个人确认"),
    openapi_extra=refuses(licences.UnknownLicence, licences.WrongChange, licences.TakesTwo, *GROUNDS),
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
    "/licences/{licence_id}/proposals",
    response={201: ProposalShape},
    summary=_("提出注销、撤销、吊销或者恢复效力，等另一位决定人员确认"),
    openapi_extra=refuses(licences.UnknownLicence, licences.WrongChange, licences.TakesOne, licences.ProposedAlready, *GROUNDS),
)
def propose(request: HttpRequest, licence_id: UUID, body: ChangeIn) -> ProposalShape:
    grounds = {"basis": body.basis, "reason": body.reason, "document": body.document}
    to = licences.Change(body.change)
    made = licence_actions.propose_change(licence_id=licence_id, change=to, **grounds, by=caller(request), at=moment(request))
    return ProposalShape.of(made)


@router.get("/proposals", response=list[ProposalShape], summary=_("本部门等第二个人确认的证照变更，最先过期的在前"))
def proposals_waiting(request: HttpRequest) -> list[ProposalShape]:
    return [ProposalShape.of(each) for each in licence_queries.proposals_waiting(by=caller(request), at=moment(request), purpose=KEEPING)]


@router.post(
    "/proposals/{proposal_id}/confirmation",
    response=LicenceShape,
    summary=_("确认别人提出的变更：马上生效"),
    openapi_extra=refuses(licences.WrongChange, *SETTLING),
)
def confirm(request: HttpRequest, proposal_id: UUID) -> LicenceShape:
    return LicenceShape.of(licence_actions.confirm_proposal(proposal_id=proposal_id, by=caller(request), at=moment(request)))


@router.post(
    "/proposals/{proposal_id}/rejection",
    response={204: None},
    summary=_("退回别人提出的变更，写明为什么"),
    openapi_extra=refuses(licences.GroundsMissing, licences.UnseenCharacters, *SETTLING),
)
def reject(request: HttpRequest, proposal_id: UUID, body: RejectionIn) -> None:
    licence_actions.reject_proposal(proposal_id=proposal_id, reason=body.reason, by=caller(request), at=moment(request))


@router.post(
    "/proposals/{proposal_id}/withdrawal",
    response={204: None},
    summary=_("撤回自己提出的变更：证照不变，可以另外提出"),
    openapi_extra=refuses(*WITHDRAWING),
)
def withdraw_proposal(request: HttpRequest, proposal_id: UUID) -> None:
    licence_actions.withdraw_proposal(proposal_id=proposal_id, by=caller(request), at=moment(request))


@router.post(
    "/licences/{licence_id}/versions",
    response={201: LicenceShape},
    summary=_("延续或者变更：发新的一版，原版自动失效"),
    openapi_extra=refuses(licences.UnknownLicence, *GROUNDS, *SUCCESSOR),
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
        licences.UnseenCharacters,
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
    openapi_extra=refuses(licences.UnknownCorrection, licences.AlreadyAnswered, licences.UnseenCharacters, *GROUNDS[:2], *SUCCESSOR),
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
