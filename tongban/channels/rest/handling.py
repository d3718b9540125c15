"""The desk's side: what waits, what is done, and the acts on it. Each refusal of the verb is a problem with its own status."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases import terms as cases
from tongban.cases.terms import Decision, DeclineReason, Opinion
from tongban.channels.parts.actor import moment
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.case import Standing
from tongban.channels.rest.shapes.lists import DoneLineShape, DonePage, WorkLineShape, WorkPage
from tongban.channels.rest.shapes.sent import CheckIn, CorrectionNoticeIn, DecisionIn, DeclineIn, ReviewIn
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.licences import terms as licences

router = Router(tags=["desk"], auth=signed_in)

ON_A_STEP = (cases.Denied, cases.UnknownCase, cases.StepSettled, cases.WrongState)
ISSUING = (licences.AlreadyIssued, licences.TypeRetired, licences.WrongHolder)
NOTICE = (cases.WordsMissing, cases.UnknownTarget, cases.NewPoint)
After = Annotated[str, asked.Query(max_length=200)]


@router.get("/steps", response=WorkPage, summary=_("我的席位上待办的环节，最急的在前"))
def worklist(request: HttpRequest, desk: Annotated[str, asked.Query(max_length=60)] = "", after: After = "") -> WorkPage:
    page = case_queries.worklist(caller(request), desk=desk, at=moment(request), after=after)
    return WorkPage(lines=[WorkLineShape.of(line) for line in page.lines], next=page.next)


@router.get("/steps/done", response=DonePage, summary=_("我的席位办完的环节，最新的在前"))
def done(request: HttpRequest, after: After = "") -> DonePage:
    page = case_queries.settled_by(caller(request), at=moment(request), after=after)
    return DonePage(lines=[DoneLineShape.of(line) for line in page.lines], next=page.next)


@router.post("/steps/{step_id}/check", response=Standing, summary=_("受理前的预审"), openapi_extra=refuses(*ON_A_STEP, *NOTICE))
def check(request: HttpRequest, step_id: UUID, body: CheckIn) -> Standing:
    items = tuple(item.item() for item in body.items)
    turn = case_actions.check(step_id=step_id, opinion=Opinion(body.opinion), items=items, by=caller(request), at=moment(request))
    return Standing.of(turn)


@router.post(
    "/cases/{case_id}/correction-notice",
    response=Standing,
    summary=_("发出补正告知书，一次告知全部内容"),
    openapi_extra=refuses(cases.Denied, cases.UnknownCase, cases.WrongState, *NOTICE),
)
def ask_correction(request: HttpRequest, case_id: UUID, body: CorrectionNoticeIn) -> Standing:
    items = tuple(item.item() for item in body.items)
    return Standing.of(case_actions.ask_correction(case_id=case_id, items=items, by=caller(request), at=moment(request)))


@router.post("/steps/{step_id}/acceptance", response=Standing, summary=_("受理申请"), openapi_extra=refuses(*ON_A_STEP))
def accept(request: HttpRequest, step_id: UUID) -> Standing:
    return Standing.of(case_actions.accept(step_id=step_id, by=caller(request), at=moment(request)))


@router.post(
    "/steps/{step_id}/decline",
    response=Standing,
    summary=_("不予受理：依法不需要办理，或者不属于本机关职权"),
    openapi_extra=refuses(*ON_A_STEP, cases.WordsMissing),
)
def decline(request: HttpRequest, step_id: UUID, body: DeclineIn) -> Standing:
    turn = case_actions.decline(
        step_id=step_id,
        reason=DeclineReason(body.reason),
        note=body.note,
        competent_organ=body.competent_organ,
        by=caller(request),
        at=moment(request),
    )
    return Standing.of(turn)


@router.post(
    "/steps/{step_id}/review", response=Standing, summary=_("给出一个部门的意见"), openapi_extra=refuses(*ON_A_STEP, cases.WordsMissing)
)
def review(request: HttpRequest, step_id: UUID, body: ReviewIn) -> Standing:
    turn = case_actions.review(step_id=step_id, opinion=Opinion(body.opinion), reason=body.reason, by=caller(request), at=moment(request))
    return Standing.of(turn)


@router.post(
    "/steps/{step_id}/decision",
    response=Standing,
    summary=_("准予，或者不予许可"),
    openapi_extra=refuses(*ON_A_STEP, cases.WordsMissing, licences.Denied, *ISSUING),
)
def decide(request: HttpRequest, step_id: UUID, body: DecisionIn) -> Standing:
    decision = Decision(body.decision)
    turn = case_actions.decide(step_id=step_id, decision=decision, reasons=body.reasons, by=caller(request), at=moment(request))
    return Standing.of(turn)
