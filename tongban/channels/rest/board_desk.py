"""The board for the desks of the city: the duty desk's queue and its acts, those who call back, the bodies of the joint desk."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board import terms as board
from tongban.catalog import terms as catalog
from tongban.channels.parts.actor import moment
from tongban.channels.rest.board_orders import CALLING, Key
from tongban.channels.rest.board_units import HANDLING, WORDS
from tongban.channels.rest.described import refuses
from tongban.channels.rest.marks import marked, tell
from tongban.channels.rest.narrowing import After, JointShelf
from tongban.channels.rest.shapes.board import MessagePage, MessageStanding
from tongban.channels.rest.shapes.board_desk import (
    AssignmentIn,
    AuthorShape,
    CallBackIn,
    CallBackShape,
    CallId,
    ClearanceIn,
    DeskAnswerIn,
    DutyLineShape,
    HandOverIn,
    MergingIn,
    RefusalIn,
)
from tongban.channels.rest.shapes.board_units import NoteIn, OrderShape, ReasonIn
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.duty import terms as duty
from tongban.responsibilities import terms as responsibilities

router = Router(tags=["board"], auth=signed_in)

ON_A_MESSAGE = (board.Denied, responsibilities.NoBoard, board.UnknownMessage, board.WrongState)
AS_READ = (*ON_A_MESSAGE, board.Overtaken)
PLACE = "/board/desk/messages/{number}"


@router.get(
    "/board/desk/messages",
    response=list[DutyLineShape],
    summary=_("值班台：还没有单位的留言，最急的在前"),
    openapi_extra=refuses(responsibilities.NoBoard),
)
def duty_messages(request: HttpRequest) -> list[DutyLineShape]:
    return DutyLineShape.all(board_queries.duty_queue(caller(request), at=moment(request)))


@router.get(
    PLACE,
    response=OrderShape,
    summary=_("一条留言：原文和经过；每看一次都有记录"),
    openapi_extra=refuses(responsibilities.NoBoard, board.UnknownMessage),
)
def desk_message(request: HttpRequest, response: HttpResponse, number: str) -> OrderShape:
    who = {"by": caller(request), "at": moment(request)}
    view = board_queries.handled(message_of(request, number), **who, purpose=HANDLING)
    tell(response, view.seen)
    return OrderShape.of(view)


@router.post(f"{PLACE}/acceptance", response=MessageStanding, summary=_("受理；还没有派单"), openapi_extra=refuses(*AS_READ))
@marked()
def accept_message(request: HttpRequest, number: str) -> MessageStanding:
    return MessageStanding.of(board_actions.accept(message_id=message_of(request, number), by=caller(request), at=moment(request)))


@router.post(
    f"{PLACE}/refusal",
    response=MessageStanding,
    summary=_("不予受理：写明理由，正确的渠道一起公开"),
    openapi_extra=refuses(*AS_READ, board.UnknownGround, board.WordsTooLong),
)
@marked()
def refuse_message(request: HttpRequest, number: str, body: RefusalIn) -> MessageStanding:
    told = {"message_id": message_of(request, number), **body.dict()}
    return MessageStanding.of(board_actions.refuse(**told, by=caller(request), at=moment(request)))


@router.post(
    f"{PLACE}/assignment",
    response=MessageStanding,
    summary=_("派给一个单位，可以请别的单位协办；别的单位签收以前，先问到的单位负责"),
    openapi_extra=refuses(*AS_READ, board.UnknownUnit, board.UnknownCategory, board.ReportedOn, board.WordsTooLong),
)
@marked(board.Act.ASSIGN)
def assign_message(request: HttpRequest, number: str, body: AssignmentIn) -> MessageStanding:
    told = {"message_id": message_of(request, number), **body.dict()}
    return MessageStanding.of(board_actions.assign(**told, by=caller(request), at=moment(request)))


@router.post(
    f"{PLACE}/answer",
    response=MessageStanding,
    summary=_("值班台直接答复一条咨询，不派单；在班的人才能答"),
    openapi_extra=refuses(
        *AS_READ,
        board.AlreadyAnswered,
        board.NotForTheDesk,
        board.ReplyTooThin,
        *WORDS,
        duty.NotOnShift,
        catalog.UnknownService,
    ),
)
@marked()
def answer_message(request: HttpRequest, number: str, body: DeskAnswerIn) -> MessageStanding:
    told = {"message_id": message_of(request, number), **body.dict()}
    return MessageStanding.of(board_actions.answer_at_desk(**told, by=caller(request), at=moment(request)))


@router.post(
    f"{PLACE}/hand-over",
    response=MessageStanding,
    summary=_("有危险，移交 110、119、120；ends 为真，就是没有别的事要市里答复"),
    openapi_extra=refuses(*ON_A_MESSAGE, *WORDS),
)
def hand_message_over(request: HttpRequest, number: str, body: HandOverIn) -> MessageStanding:
    told = {"to": board.HandOver(body.to), "reason": body.reason, "ends": body.ends}
    who = {"by": caller(request), "at": moment(request)}
    return MessageStanding.of(board_actions.hand_over(message_id=message_of(request, number), **told, **who))


@router.post(
    f"{PLACE}/author",
    response=AuthorShape,
    summary=_("查看留言人的姓名和电话，写明理由；理由公开，查看留下记录"),
    openapi_extra=refuses(*ON_A_MESSAGE, board.NoContact, *WORDS),
)
def reveal_message_author(request: HttpRequest, number: str, body: ReasonIn) -> AuthorShape:
    who = {"by": caller(request), "at": moment(request)}
    author = board_actions.reveal_author(message_id=message_of(request, number), reason=body.reason, **who)
    return AuthorShape(name=author.name, phone=author.phone)


@router.post(
    f"{PLACE}/reopening",
    response=MessageStanding,
    summary=_("答复不好，要求重办一次"),
    openapi_extra=refuses(*AS_READ, board.AlreadyReopened, *WORDS),
)
@marked()
def reopen_message(request: HttpRequest, number: str, body: ReasonIn) -> MessageStanding:
    who = {"by": caller(request), "at": moment(request)}
    return MessageStanding.of(board_actions.reopen(message_id=message_of(request, number), reason=body.reason, **who))


@router.post(
    f"{PLACE}/merging",
    response=MessageStanding,
    summary=_("并到另一条说同一件事的留言；各自评价，各自的时限照走"),
    openapi_extra=refuses(*AS_READ, board.NotMergeable, board.MergedIntoHidden, board.WordsTooLong),
)
@marked()
def merge_message(request: HttpRequest, number: str, body: MergingIn) -> MessageStanding:
    told = {"message_id": message_of(request, number), "into_id": message_of(request, body.into), "words": body.words}
    return MessageStanding.of(board_actions.merge(**told, by=caller(request), at=moment(request)))


@router.post(
    f"{PLACE}/unmerging",
    response=MessageStanding,
    summary=_("并错了，分开：回到值班台"),
    openapi_extra=refuses(*AS_READ, board.NotTakenApart, *WORDS),
)
@marked()
def unmerge_message(request: HttpRequest, number: str, body: ReasonIn) -> MessageStanding:
    who = {"by": caller(request), "at": moment(request)}
    return MessageStanding.of(board_actions.unmerge(message_id=message_of(request, number), reason=body.reason, **who))


@router.post(
    f"{PLACE}/notes",
    response={204: None},
    summary=_("给办理的人写一条备注；写留言的人看不到"),
    openapi_extra=refuses(*ON_A_MESSAGE, *WORDS),
)
def note_on_message(request: HttpRequest, number: str, body: NoteIn) -> None:
    board_actions.note(message_id=message_of(request, number), words=body.words, by=caller(request), at=moment(request))


@router.post(
    f"{PLACE}/urging",
    response=MessageStanding,
    summary=_("催办：联席台的督查机构一天一次；要求只有办理的人看得到，催办这件事公开"),
    openapi_extra=refuses(*ON_A_MESSAGE, board.UrgedToday, *WORDS),
)
def urge_message(request: HttpRequest, number: str, body: NoteIn) -> MessageStanding:
    who = {"by": caller(request), "at": moment(request)}
    return MessageStanding.of(board_actions.urge(message_id=message_of(request, number), words=body.words, **who))


@router.put(
    f"{PLACE}/clearance", response={204: None}, summary=_("给融媒体看，或者不再给它看；举报不能放行"), openapi_extra=refuses(*AS_READ)
)
@marked()
def clear_message(request: HttpRequest, number: str, body: ClearanceIn) -> None:
    who = {"by": caller(request), "at": moment(request)}
    board_actions.clear_for_media(message_id=message_of(request, number), cleared=body.cleared, **who)


@router.get(
    "/board/joint",
    response=MessagePage,
    summary=_("联席台：shelf 可以是 late、emergency、again、cleared；融媒体只看到放行的"),
    openapi_extra=refuses(board.Denied, responsibilities.NoBoard),
)
def joint_messages(request: HttpRequest, shelf: JointShelf = "", after: After = "") -> MessagePage:
    return MessagePage.of(board_queries.joint(caller(request), at=moment(request), shelf=shelf, after=after))


@router.get(
    "/board/call-backs",
    response=list[CallBackShape],
    summary=_("等回访的答复，最早的在前"),
    openapi_extra=refuses(responsibilities.NoBoard),
)
def call_backs(request: HttpRequest) -> list[CallBackShape]:
    return CallBackShape.all(board_queries.to_call_back(caller(request), at=moment(request)))


@router.post(
    "/board/call-backs/{number}/call",
    response={201: CallId},
    summary=_("通过交换机给留言人打回访电话"),
    openapi_extra=refuses(*ON_A_MESSAGE, *CALLING),
)
def call_author_back(request: HttpRequest, number: str, idempotency_key: Key) -> CallId:
    who = {"by": caller(request), "at": moment(request)}
    return CallId(call_id=board_actions.call_to_ask(key=idempotency_key, message_id=message_of(request, number), **who))


@router.post(
    "/board/call-backs/{number}",
    response=MessageStanding,
    summary=_("记下回访的结果；没有打通是单独的一种，不是评价"),
    openapi_extra=refuses(*AS_READ, board.AlreadyRated, board.WordsTooLong),
)
@marked()
def note_call_back(request: HttpRequest, number: str, body: CallBackIn) -> MessageStanding:
    told = {"outcome": board.CallBack(body.outcome), "solved": body.solved, "satisfaction": board.Satisfaction(body.satisfaction)}
    who = {"by": caller(request), "at": moment(request)}
    return MessageStanding.of(board_actions.call_back(message_id=message_of(request, number), words=body.words, **told, **who))


def message_of(request: HttpRequest, number: str) -> UUID:
    """Raises UnknownMessage, also for what this caller may not open."""
    found = board_queries.message_id(number, by=caller(request))
    if found is None:
        raise board.UnknownMessage(number)
    return found
