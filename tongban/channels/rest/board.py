"""The message board for everybody: messages that are displayed, found, compared and counted."""

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from ninja import Router
from ninja.params import functions as asked

from tongban.board import queries as board_queries
from tongban.board import terms as board
from tongban.channels.parts.actor import moment
from tongban.channels.parts.calm import require_calm
from tongban.channels.parts.public_photo import public_photo
from tongban.channels.rest.described import refuses
from tongban.channels.rest.narrowing import After, AnyKind, AnyOutcome, AnyState, Category, District, Unit
from tongban.channels.rest.shapes.board import (
    BoardShape,
    MessagePage,
    MessageShape,
    SimilarShape,
)
from tongban.channels.rest.shapes.board_figures import LEVEL, FiguresShape
from tongban.identity.terms import PUBLIC
from tongban.kernel import clock, rates
from tongban.responsibilities import queries as responsibilities_queries
from tongban.responsibilities import terms as responsibilities

router = Router(tags=["board"])

READS_A_MINUTE = 120  # of what costs more than a page: searching, comparing
Short = Annotated[str, asked.Query(max_length=60)]
Limit = Annotated[int, asked.Query(ge=1, le=100)]
PHOTO = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/jpeg", "image/png")}


@router.get(
    "/board", response=BoardShape, auth=None, summary=_("留言板的类别、区域和单位"), openapi_extra=refuses(responsibilities.NoBoard)
)
def board_data(request: HttpRequest) -> BoardShape:
    release = responsibilities_queries.board()
    return BoardShape.of(release, responsibilities_queries.units(release))


@router.get(
    "/board/messages",
    response=MessagePage,
    auth=None,
    summary=_("公开的留言，最新的在前；写 q 就全文查找"),
    openapi_extra=refuses(responsibilities.NoBoard, rates.TooOften),
)
def board_messages(
    request: HttpRequest,
    q: Annotated[str, asked.Query(max_length=200)] = "",
    kind: AnyKind = "",
    category: Category = "",
    district: District = "",
    unit: Unit = "",
    state: AnyState = "",
    after: After = "",
    limit: Limit = 30,
) -> MessagePage:
    narrow = {"kind": kind, "category": category, "district": district, "unit": unit, "state": state, "after": after, "limit": limit}
    if q:
        require_calm(request, "board.search", a_minute=READS_A_MINUTE)
        return MessagePage.of(board_queries.search(q, at=moment(request), **narrow))
    return MessagePage.of(board_queries.messages(at=moment(request), **narrow))


@router.get(
    "/board/messages/{number}",
    response=MessageShape,
    auth=None,
    summary=_("一条公开的留言和它的每一步"),
    openapi_extra=refuses(board.UnknownMessage),
)
def board_message(request: HttpRequest, number: str) -> MessageShape:
    return MessageShape.of(board_queries.message(number, by=PUBLIC, at=moment(request)))


@router.get(
    "/board/messages/{number}/photos/{place}",
    auth=None,
    summary=_("留言的一张公开的照片"),
    openapi_extra=refuses(board.PhotoNotShown, board.PhotoRemoved, document=PHOTO),
)
def board_photo(request: HttpRequest, number: str, place: Annotated[int, asked.Path(ge=0, le=99)], small: bool = False) -> HttpResponseBase:
    return public_photo(request, number, place, small=small)


@router.get(
    "/board/similar",
    response=SimilarShape,
    auth=None,
    summary=_("写之前：附近三十天内说同一件事的留言，和可能已有答案的指南"),
    openapi_extra=refuses(responsibilities.NoBoard, rates.TooOften),
)
def board_similar(
    request: HttpRequest,
    text: Annotated[str, asked.Query(min_length=2, max_length=2000)],
    district: Short = "",
    longitude: Annotated[float | None, asked.Query(ge=-180, le=180)] = None,
    latitude: Annotated[float | None, asked.Query(gt=-90, lt=90)] = None,
) -> SimilarShape:
    require_calm(request, "board.similar", a_minute=READS_A_MINUTE)
    point = responsibilities.Point(longitude, latitude) if longitude is not None and latitude is not None else None
    alike = board_queries.similar(text, at=moment(request), district=district, point=point)
    return SimilarShape.of(alike, board_queries.guides_for(text))


@router.get("/board/suggestions", response=MessagePage, auth=None, summary=_("建议和它们的结果：采纳、部分采纳、没有采纳"))
def board_suggestions(request: HttpRequest, outcome: AnyOutcome = "", after: After = "") -> MessagePage:
    return MessagePage.of(board_queries.suggestions(at=moment(request), outcome=outcome, after=after))


@router.get(
    "/board/figures",
    response=FiguresShape,
    auth=None,
    summary=_("受理率、按时率、满意率和用时，连同分母和定义；每小时算一次"),
    openapi_extra=refuses(responsibilities.NoBoard),
)
def board_figures(
    request: HttpRequest,
    level: LEVEL = "whole",
    since: date | None = None,
    until: date | None = None,
    unit: Short = "",
    category: Short = "",
    district: Short = "",
    channel: Short = "",
) -> FiguresShape:
    last = until or clock.city_date(moment(request))
    first = since or last - timedelta(days=29)
    told = board_queries.figures(
        board_queries.Level(level),
        since=first,
        until=last,
        unit=_sayable(unit),
        category=_sayable(category),
        district=_sayable(district),
        channel=_sayable(channel),
    )
    return FiguresShape.of(told, first, last)


def _sayable(text: str) -> str:
    """Without the one character that no column can hold."""
    return text.replace("\x00", "")
