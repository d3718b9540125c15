"""The board for those who screen: what waits, as it was written and as it is masked; displayed or removed with a reason; names; appeals."""

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.board import actions as board_actions
from tongban.board import queries as board_queries
from tongban.board import terms as board
from tongban.channels.parts.actor import moment
from tongban.channels.rest.board_desk import AS_READ, ON_A_MESSAGE, message_of
from tongban.channels.rest.board_units import WORDS
from tongban.channels.rest.described import refuses
from tongban.channels.rest.marks import marked
from tongban.channels.rest.narrowing import After
from tongban.channels.rest.shapes.board_desk import NamesIn, ScreenedPage, ScreenIn, ScreeningDecisionIn, ToScreenPage
from tongban.channels.rest.signing_in import caller, signed_in
from tongban.responsibilities import terms as responsibilities

router = Router(tags=["board"], auth=signed_in)


@router.get(
    "/board/screening",
    response=ToScreenPage,
    summary=_("等公开审核的留言，最急的在前；appeals 为真，就是申诉；每看一次都有记录"),
    openapi_extra=refuses(board.Denied, responsibilities.NoBoard),
)
def messages_to_screen(request: HttpRequest, appeals: bool = False, after: After = "") -> ToScreenPage:
    return ToScreenPage.of(board_queries.to_screen(caller(request), at=moment(request), appeals=appeals, after=after))


@router.get(
    "/board/screening/done",
    response=ScreenedPage,
    summary=_("最近七天审核过的留言，最新的在前；文字是遮住以后的"),
    openapi_extra=refuses(board.Denied, responsibilities.NoBoard),
)
def screened_messages(request: HttpRequest, after: After = "") -> ScreenedPage:
    return ScreenedPage.of(board_queries.screened(caller(request), at=moment(request), after=after))


@router.post(
    "/board/screening/{number}",
    response={204: None},
    summary=_("公开，或者不公开并写明理由；改以前的决定要先读它，带上 If-Match，改为公开的用 words 写理由；申诉由另一个人决定"),
    openapi_extra=refuses(*AS_READ, *WORDS, board.ScreenedByTheSame),
)
@marked(board.Act.SCREEN)
def screen_message(request: HttpRequest, number: str, body: ScreeningDecisionIn) -> None:
    who = {"by": caller(request), "at": moment(request)}
    board_actions.screen(message_id=message_of(request, number), words=body.words, **_told(body), **who)


@router.put(
    "/board/screening/{number}/names",
    response={204: None},
    summary=_("确认哪些名称可以显示；别的都遮住"),
    openapi_extra=refuses(*ON_A_MESSAGE),
)
def confirm_message_names(request: HttpRequest, number: str, body: NamesIn) -> None:
    who = {"by": caller(request), "at": moment(request)}
    board_actions.confirm_names(message_id=message_of(request, number), title=body.title, text=body.text, **who)


@router.post(
    "/board/screening/{number}/photos/{place}",
    response={204: None},
    summary=_("一张照片公开不公开；不公开的写明理由"),
    openapi_extra=refuses(*ON_A_MESSAGE, board.UnknownFile, board.WordsMissing),
)
def screen_message_photo(request: HttpRequest, number: str, place: Annotated[int, asked.Path(ge=0, le=99)], body: ScreenIn) -> None:
    who = {"by": caller(request), "at": moment(request)}
    board_actions.screen_picture(message_id=message_of(request, number), place=place, **_told(body), **who)


@router.post(
    "/board/screening/{number}/words/{step}",
    response={204: None},
    summary=_("留言人补充的一段公开不公开；不公开的写明理由"),
    openapi_extra=refuses(*ON_A_MESSAGE, board.WordsMissing),
)
def screen_added_words(request: HttpRequest, number: str, step: Annotated[int, asked.Path(ge=1, le=2**62)], body: ScreenIn) -> None:
    who = {"by": caller(request), "at": moment(request)}
    board_actions.screen_words(message_id=message_of(request, number), step=step, **_told(body), **who)


def _told(body: ScreenIn) -> dict[str, Any]:
    return {"shown": body.shown, "reason": board.Removal(body.reason) if body.reason else None}
