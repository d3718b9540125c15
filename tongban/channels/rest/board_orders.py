"""What else a unit does with its order: pass it down or up, take it over, ask others to help, reach the author, ask for more time."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board import terms as board
from tongban.channels.parts.actor import moment
from tongban.channels.rest.board_units import AS_READ, ON_AN_ORDER, WORDS
from tongban.channels.rest.described import refuses
from tongban.channels.rest.marks import marked
from tongban.channels.rest.shapes.board import MessageStanding
from tongban.channels.rest.shapes.board_desk import (
    AskedTimeShape,
    CalledShape,
    CallerIn,
    CallId,
    ContactIn,
    JoinIn,
    MoreTimeDecisionIn,
    MoreTimeIn,
    MoreTimeShape,
    PassDownIn,
    SuggestionIn,
)
from tongban.channels.rest.shapes.board_units import NoteIn, ReasonIn
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.kernel import idempotency
from tongban.notices import queries as notice_queries
from tongban.notices import terms as notices
from tongban.responsibilities import terms as responsibilities

router = Router(tags=["board"], auth=signed_in)

Key = Annotated[UUID, asked.Header(alias="Idempotency-Key")]
CALLING = (board.NoContact, notices.NobodyToTell, notices.UnusablePhone, idempotency.KeyReused)


@router.post(
    "/board/orders/{order_id}/passing-down",
    response=MessageStanding,
    summary=_("交给下一级单位办；本单位仍然负责，时限照走"),
    openapi_extra=refuses(*AS_READ, board.UnknownUnit, board.NotBelow, board.ReportedOn, *WORDS),
)
@marked()
def pass_order_down(request: HttpRequest, order_id: UUID, body: PassDownIn) -> MessageStanding:
    who = {"by": caller(request), "at": moment(request)}
    return MessageStanding.of(board_actions.pass_down(order_id=order_id, unit=body.unit, words=body.words, **who))


@router.post(
    "/board/orders/{order_id}/passing-up",
    response=MessageStanding,
    summary=_("交回上一级单位；只能一次"),
    openapi_extra=refuses(*AS_READ, board.ReturnedBefore, *WORDS),
)
@marked()
def pass_order_up(request: HttpRequest, order_id: UUID, body: ReasonIn) -> MessageStanding:
    return MessageStanding.of(board_actions.pass_up(order_id=order_id, reason=body.reason, by=caller(request), at=moment(request)))


@router.post(
    "/board/orders/{order_id}/taking-over",
    response=MessageStanding,
    summary=_("上一级单位收回来自己办"),
    openapi_extra=refuses(*AS_READ, *WORDS),
)
@marked()
def take_order_over(request: HttpRequest, order_id: UUID, body: ReasonIn) -> MessageStanding:
    return MessageStanding.of(board_actions.take_over(order_id=order_id, reason=body.reason, by=caller(request), at=moment(request)))


@router.post(
    "/board/orders/{order_id}/helpers",
    response=MessageStanding,
    summary=_("请别的单位协办；本单位牵头"),
    openapi_extra=refuses(*AS_READ, board.UnknownUnit, board.ReportedOn, *WORDS),
)
@marked()
def ask_helpers(request: HttpRequest, order_id: UUID, body: JoinIn) -> MessageStanding:
    who = {"by": caller(request), "at": moment(request)}
    return MessageStanding.of(board_actions.join_units(order_id=order_id, units=body.units, words=body.words, **who))


@router.post(
    "/board/orders/{order_id}/part",
    response=MessageStanding,
    summary=_("协办做完了，告诉牵头单位做了什么"),
    openapi_extra=refuses(*AS_READ, *WORDS),
)
@marked()
def finish_order_part(request: HttpRequest, order_id: UUID, body: NoteIn) -> MessageStanding:
    return MessageStanding.of(board_actions.finish_part(order_id=order_id, words=body.words, by=caller(request), at=moment(request)))


@router.post(
    "/board/orders/{order_id}/suggestion",
    response={204: None},
    summary=_("建议采纳不采纳，写明理由；先有决定才能答复"),
    openapi_extra=refuses(*AS_READ, *WORDS),
)
@marked()
def decide_order_suggestion(request: HttpRequest, order_id: UUID, body: SuggestionIn) -> None:
    told = {"outcome": board.Suggested(body.outcome), "reason": body.reason}
    board_actions.decide_suggestion(order_id=order_id, **told, by=caller(request), at=moment(request))


@router.post(
    "/board/orders/{order_id}/extension",
    response={201: MoreTimeShape},
    summary=_("申请延期：只能一次，要在期限以内"),
    openapi_extra=refuses(*AS_READ, board.ExtendedBefore, *WORDS),
)
@marked()
def ask_more_time(request: HttpRequest, order_id: UUID, body: MoreTimeIn) -> MoreTimeShape:
    told = {"amount": body.amount, "reason": body.reason}
    return MoreTimeShape(extension_id=board_actions.ask_extension(order_id=order_id, **told, by=caller(request), at=moment(request)))


@router.get(
    "/board/extensions", response=list[AskedTimeShape], summary=_("等我决定的延期申请"), openapi_extra=refuses(responsibilities.NoBoard)
)
def extensions_asked(request: HttpRequest) -> list[AskedTimeShape]:
    return AskedTimeShape.all(board_queries.extensions_to_decide(caller(request)))


@router.post(
    "/board/extensions/{extension_id}/decision",
    response=MessageStanding,
    summary=_("同意延期或者不同意；公开写决定人的单位和职务；申请的人不能自己决定"),
    openapi_extra=refuses(*AS_READ, board.ApprovedByItsWriter, *WORDS),
)
@marked()
def decide_more_time(request: HttpRequest, extension_id: UUID, body: MoreTimeDecisionIn) -> MessageStanding:
    told = {"granted": body.granted, "reason": body.reason}
    return MessageStanding.of(board_actions.decide_extension(extension_id=extension_id, **told, by=caller(request), at=moment(request)))


@router.post(
    "/board/orders/{order_id}/call",
    response={201: CallId},
    summary=_("通过交换机联系留言人，双方看不到对方的号码"),
    openapi_extra=refuses(*ON_AN_ORDER, *CALLING),
)
def call_order_author(request: HttpRequest, order_id: UUID, body: CallerIn, idempotency_key: Key) -> CallId:
    who = {"by": caller(request), "at": moment(request)}
    return CallId(call_id=board_actions.call_author(key=idempotency_key, order_id=order_id, caller=body.caller, **who))


@router.get(
    "/board/calls/{call_id}",
    response=CalledShape,
    summary=_("我的一通电话：交换机给的号码"),
    openapi_extra=refuses(notices.UnknownCall, board.Denied),
)
def masked_call(request: HttpRequest, call_id: UUID) -> CalledShape:
    return CalledShape.of(notice_queries.call(call_id, by=caller(request)))


@router.post(
    "/board/orders/{order_id}/contact",
    response={204: None},
    summary=_("记下联系留言人的结果；公开在办理过程里"),
    openapi_extra=refuses(*ON_AN_ORDER, board.NoContact),
)
def note_contact(request: HttpRequest, order_id: UUID, body: ContactIn) -> None:
    board_actions.contact_author(order_id=order_id, outcome=board.Contacted(body.outcome), by=caller(request), at=moment(request))
