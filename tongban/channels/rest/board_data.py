"""Open data: all displayed messages, streamed a row at a time, with what each column means and what one may do with it."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from tongban.board import queries as board_queries
from tongban.catalog import queries as catalog_queries
from tongban.channels.parts.actor import moment
from tongban.channels.parts.open_data.catalogue import NO_LICENCE
from tongban.channels.parts.open_data.datasets import BY_KEY
from tongban.channels.parts.open_data.files import require_turn, streamed
from tongban.channels.parts.open_data.rows import just_after
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.words import Words
from tongban.kernel import clock, rates

router = Router(tags=["board"], auth=None)

MESSAGES = BY_KEY["messages"]
CSV = {"text/csv": {"schema": {"type": "string"}}}
LINES = {"application/jsonl": {"schema": {"type": "string"}}}


class DownloadShape(Schema):
    """Addresses of the whole data, what each column means, and what one may do with it."""

    csv: str
    jsonl: str
    columns: dict[str, Words]
    licence: Words


@router.get("/board/data", response=DownloadShape, summary=_("开放数据：下载地址、每一列的意思和使用条件"))
def board_downloads(request: HttpRequest) -> DownloadShape:
    base = f"{settings.PUBLIC_ADDRESS}/api/v1/board/data"
    licence = catalog_queries.city().open_data
    return DownloadShape(
        csv=f"{base}/messages.csv",
        jsonl=f"{base}/messages.jsonl",
        columns={name: Words.in_both(words) for name, words in MESSAGES.columns.items()},
        licence=Words.of(licence.words) if licence else Words.in_both(NO_LICENCE),
    )


@router.get(
    "/board/data/messages.csv",
    summary=_("全部公开的留言，CSV（UTF-8），最早的在前；以 = + - @ 开头的文字前面加一个单引号"),
    openapi_extra=refuses(rates.TooOften, document=CSV),
)
def board_csv(request: HttpRequest, since: date | None = None, until: date | None = None) -> StreamingHttpResponse:
    require_turn(request)
    return streamed(request, MESSAGES, "csv", _rows(request, since, until))


@router.get(
    "/board/data/messages.jsonl",
    summary=_("全部公开的留言，每行一个 JSON 对象，最早的在前"),
    openapi_extra=refuses(rates.TooOften, document=LINES),
)
def board_jsonl(request: HttpRequest, since: date | None = None, until: date | None = None) -> StreamingHttpResponse:
    require_turn(request)
    return streamed(request, MESSAGES, "jsonl", _rows(request, since, until))


def _rows(request: HttpRequest, since: date | None, until: date | None) -> Iterator[dict[str, Any]]:
    """From the beginning of one day up to that of another, by the city's time, and never beyond the moment of asking."""
    zone, after = clock.city_zone(), just_after(moment(request))
    first, last = (datetime.combine(each, time(), zone) if each else None for each in (since, until))
    return board_queries.export(since=first, until=min(last, after) if last else after)
