"""The desk's side: what waits, and the acts on it. Each refusal of the verb is a problem with its own status."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.params import functions as asked

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import CorrectionItem, Decision, DeclineReason, Opinion, Shortcoming
from tongban.channels.rest.shapes.case import (
    CheckIn,
    CorrectionItemIn,
    CorrectionNoticeIn,
    DecisionIn,
    DeclineIn,
    ReviewIn,
    Standing,
    WorkLineShape,
    WorkPage,
)
from tongban.channels.rest.signing_in import caller, moment, signed_in
from tongban.channels.rest.standing import standing

router = Router(tags=["desk"], auth=signed_in)


@router.get("/steps", response=WorkPage, summary="What waits on my desks, most urgent first")
def worklist(
    request: HttpRequest, desk: Annotated[str, asked.Query(max_length=60)] = "", after: Annotated[str, asked.Query(max_length=200)] = ""
) -> WorkPage:
    page = case_queries.worklist(caller(request), desk=desk, at=moment(request), after=after)
    return WorkPage(lines=[WorkLineShape.of(line) for line in page.lines], next=page.next)


@router.post("/steps/{step_id}/check", response=Standing, summary="Check before acceptance")
def check(request: HttpRequest, step_id: UUID, body: CheckIn) -> Standing:
    items = _items(body.items)
    return standing(case_actions.check(step_id=step_id, opinion=Opinion(body.opinion), items=items, by=caller(request), at=moment(request)))


@router.post("/cases/{case_id}/correction-notice", response=Standing, summary="Ask for correction, once, with everything")
def ask_correction(request: HttpRequest, case_id: UUID, body: CorrectionNoticeIn) -> Standing:
    return standing(case_actions.ask_correction(case_id=case_id, items=_items(body.items), by=caller(request), at=moment(request)))


@router.post("/steps/{step_id}/acceptance", response=Standing, summary="Accept")
def accept(request: HttpRequest, step_id: UUID) -> Standing:
    return standing(case_actions.accept(step_id=step_id, by=caller(request), at=moment(request)))


@router.post("/steps/{step_id}/decline", response=Standing, summary="Decline: not subject to the procedure, or not ours")
def decline(request: HttpRequest, step_id: UUID, body: DeclineIn) -> Standing:
    turn = case_actions.decline(
        step_id=step_id,
        reason=DeclineReason(body.reason),
        note=body.note,
        competent_organ=body.competent_organ,
        by=caller(request),
        at=moment(request),
    )
    return standing(turn)


@router.post("/steps/{step_id}/review", response=Standing, summary="Give a department's opinion")
def review(request: HttpRequest, step_id: UUID, body: ReviewIn) -> Standing:
    turn = case_actions.review(step_id=step_id, opinion=Opinion(body.opinion), reason=body.reason, by=caller(request), at=moment(request))
    return standing(turn)


@router.post("/steps/{step_id}/decision", response=Standing, summary="Grant or refuse")
def decide(request: HttpRequest, step_id: UUID, body: DecisionIn) -> Standing:
    decision = Decision(body.decision)
    return standing(case_actions.decide(step_id=step_id, decision=decision, reasons=body.reasons, by=caller(request), at=moment(request)))


def _items(items: list[CorrectionItemIn]) -> tuple[CorrectionItem, ...]:
    return tuple(CorrectionItem(target=item.target, shortcoming=Shortcoming(item.shortcoming), note=item.note) for item in items)
