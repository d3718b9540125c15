"""The board for systems of units and of the duty desk: inbox, orders, replies by two people, and imports from other channels."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board import terms as board
from tongban.channels.parts.actor import moment
from tongban.channels.parts.foreign_lists import read_list
from tongban.channels.rest.described import refuses
from tongban.channels.rest.marks import marked, tell
from tongban.channels.rest.narrowing import AfterOrder, InboxShelf, Unit
from tongban.channels.rest.shapes.board import MessageStanding
from tongban.channels.rest.shapes.board_units import (
    DraftedShape,
    DraftIn,
    ImportedShape,
    ImportIn,
    InboxLineShape,
    InboxPage,
    NoteIn,
    OrderShape,
    ReasonIn,
    SubmitIn,
)
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.responsibilities import terms as responsibilities

router = Router(tags=["board"], auth=signed_in)

HANDLING = "handling an order"
ON_AN_ORDER = (board.Denied, board.UnknownOrder, board.WrongState)
AS_READ = (*ON_AN_ORDER, board.Overtaken)
ON_A_REPLY = (*AS_READ, board.AlreadyAnswered)
WORDS = (board.WordsMissing, board.WordsTooLong)


@router.get(
    "/board/orders",
    response=InboxPage,
    summary=_("本单位的工单，最急的在前；shelf 可以是 to_take、soon、late、emergency、joint、below、again、approval"),
    openapi_extra=refuses(responsibilities.NoBoard),
)
def board_orders(request: HttpRequest, shelf: InboxShelf = "", unit: Unit = "", after: AfterOrder = "") -> InboxPage:
    return InboxPage.of(board_queries.inbox(caller(request), at=moment(request), shelf=shelf, unit=unit, after_cursor=after))


@router.get("/board/approvals", response=list[InboxLineShape], summary=_("等我审核的答复"), openapi_extra=refuses(responsibilities.NoBoard))
def board_approvals(request: HttpRequest) -> list[InboxLineShape]:
    return [InboxLineShape.of(each) for each in board_queries.to_approve(caller(request), at=moment(request))]


@router.get(
    "/board/orders/{order_id}",
    response=OrderShape,
    summary=_("一张工单：留言的原文、经过、草稿和备注；每看一次都有记录"),
    openapi_extra=refuses(board.UnknownOrder),
)
def board_order(request: HttpRequest, response: HttpResponse, order_id: UUID) -> OrderShape:
    view = board_queries.order(order_id, by=caller(request), at=moment(request), purpose=HANDLING)
    tell(response, view.seen)
    return OrderShape.of(view)


@router.post("/board/orders/{order_id}/take", response=MessageStanding, summary=_("签收一张工单"), openapi_extra=refuses(*AS_READ))
@marked()
def take_order(request: HttpRequest, order_id: UUID) -> MessageStanding:
    return MessageStanding.of(board_actions.take(order_id=order_id, by=caller(request), at=moment(request)))


@router.post(
    "/board/orders/{order_id}/return",
    response=MessageStanding,
    summary=_("不属于本单位职责，退回值班台；只能一次，有期限"),
    openapi_extra=refuses(*AS_READ, board.ReturnedBefore, *WORDS),
)
@marked()
def return_order(request: HttpRequest, order_id: UUID, body: ReasonIn) -> MessageStanding:
    return MessageStanding.of(board_actions.return_order(order_id=order_id, reason=body.reason, by=caller(request), at=moment(request)))


@router.post(
    "/board/orders/{order_id}/notes",
    response={204: None},
    summary=_("给办理的人写一条备注；写留言的人看不到"),
    openapi_extra=refuses(board.UnknownOrder, board.Denied, *WORDS),
)
def note_on_order(request: HttpRequest, order_id: UUID, body: NoteIn) -> None:
    by, at = caller(request), moment(request)
    message_id = board_queries.order(order_id, by=by, at=at, purpose=HANDLING).message.id
    board_actions.note(message_id=message_id, words=body.words, by=by, at=at)


@router.put(
    "/board/orders/{order_id}/reply",
    response=DraftedShape,
    summary=_("起草答复；不会发出"),
    openapi_extra=refuses(*ON_AN_ORDER, board.AlreadyAnswered, board.ChangedMeanwhile, *WORDS),
)
def draft_order_reply(request: HttpRequest, order_id: UUID, body: DraftIn) -> DraftedShape:
    drafted = board_actions.draft_reply(
        order_id=order_id, text=body.text, end=board.End(body.end), version=body.version, by=caller(request), at=moment(request)
    )
    return DraftedShape.of(drafted)


@router.post(
    "/board/replies/{reply_id}/submission",
    response=DraftedShape,
    summary=_("把草稿交给审核人"),
    openapi_extra=refuses(*ON_A_REPLY, board.ReplyTooThin),
)
@marked()
def submit_order_reply(request: HttpRequest, reply_id: UUID, body: SubmitIn) -> DraftedShape:
    return DraftedShape.of(board_actions.submit_reply(reply_id=reply_id, despite=body.despite, by=caller(request), at=moment(request)))


@router.post(
    "/board/replies/{reply_id}/rejection",
    response={204: None},
    summary=_("不同意这份答复，写明为什么"),
    openapi_extra=refuses(*ON_A_REPLY, *WORDS),
)
@marked()
def reject_order_reply(request: HttpRequest, reply_id: UUID, body: ReasonIn) -> None:
    board_actions.send_back_reply(reply_id=reply_id, reason=body.reason, by=caller(request), at=moment(request))


@router.post(
    "/board/replies/{reply_id}/publication",
    response=MessageStanding,
    summary=_("审核通过，公开答复；起草的人不能自己审核"),
    openapi_extra=refuses(*ON_A_REPLY, board.ApprovedByItsWriter, board.SuggestionUndecided),
)
@marked()
def publish_order_reply(request: HttpRequest, reply_id: UUID) -> MessageStanding:
    return MessageStanding.of(board_actions.publish_reply(reply_id=reply_id, by=caller(request), at=moment(request)))


@router.post(
    "/board/imports",
    response=ImportedShape,
    summary=_("值班台导入其他渠道的留言：收过的不再收，每一条没有收的都说明"),
    openapi_extra=refuses(board.Denied, responsibilities.NoBoard, board.UnknownSource),
)
def import_board_messages(request: HttpRequest, body: ImportIn) -> ImportedShape:
    read = list(read_list(body.lines(), name=".jsonl"))
    found = [each for each in read if isinstance(each, board.Foreign)]
    unread = [each for each in read if not isinstance(each, board.Foreign)]
    done = board_actions.import_messages(source=body.source, messages=found, by=caller(request), at=moment(request))
    return ImportedShape.of(done, unread)
