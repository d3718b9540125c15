"""Open data: all displayed messages, streamed a row at a time, with what each column means and what one may do with it."""

import csv
import itertools
import json
import threading
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema

from tongban.board import queries as board_queries
from tongban.channels.parts.calm import require_calm
from tongban.channels.rest.described import refuses
from tongban.channels.rest.shapes.words import Words
from tongban.kernel import clock, rates

router = Router(tags=["board"], auth=None)

DOWNLOADS_A_MINUTE = 6  # a whole board is a gigabyte
KEPT_SECONDS = 300
LINES_AT_ONCE = 100
ONE_AT_A_TIME = threading.BoundedSemaphore()  # in a process: whoever reads slowly holds one of its few threads
LICENCE = _("可以免费下载、转载和加工，请写明来源和下载的日期；不得用来认出写留言的人，也不得冒充本市的答复。内容已经遮蔽了个人信息。")
COLUMNS = {
    "number": _("留言编号，不变"),
    "kind": _("类型：inquiry 咨询，help 求助，complaint 投诉，suggestion 建议，praise 表扬；举报从不公开"),
    "channel": _("从哪里来：web 网上，phone 电话，visit 来访，open311 开放接口，import 其他渠道"),
    "source": _("其他渠道的代码，见 /board 的城市资料"),
    "category": _("类别代码"),
    "district": _("区或街道的代码"),
    "place": _("地点，已遮蔽"),
    "longitude": _("经度（WGS 84，度）"),
    "latitude": _("纬度（WGS 84，度）"),
    "title": _("标题，已遮蔽"),
    "text": _("内容，已遮蔽"),
    "state": _(
        "状态：received 待受理，accepted 已受理，assigned 已派单，handling 办理中，answered 已答复，reopened 重新办理，closed 已结束"
    ),
    "end": _("怎样结束：answered 办结，unsolvable 无法解决，refused 不予受理，referred 转其他渠道，merged 并案"),
    "unit": _("现在承办的单位"),
    "first_unit": _("最先派给的单位"),
    "received_at": _("收到的时间"),
    "accepted_at": _("受理的时间"),
    "refused_for": _("不予受理的理由的代码"),
    "due_at": _("答复期限，从收到算起"),
    "extended": _("是否延期过"),
    "answer": _("最近一次公开的答复；并案的是合在一起办的那条的答复"),
    "first_answer": _("重新办理以前的那次答复；没有重新办理的为空"),
    "answered_at": _("最近一次公开答复的时间"),
    "first_answered_at": _("第一次公开答复的时间"),
    "on_time": _("第一次答复是否按时，答复时就定下"),
    "solved": _("写的人评价是否解决；空：没有评价"),
    "satisfaction": _("满意度，5 非常满意，1 非常不满意；空：没有评价"),
    "reopened": _("是否因为差评重新办理过"),
    "suggested": _("建议的结果：adopted 采纳，partly 部分采纳，not_adopted 没有采纳"),
    "suggested_reason": _("采纳或者没有采纳的理由"),
    "closed_at": _("结束的时间"),
    "changed_at": _("最近一次变化的时间"),
    "followers": _("关注的人数"),
}
WRITTEN = ("place", "title", "text", "suggested_reason", "answer", "first_answer")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # with which a spreadsheet begins to reckon
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
    return DownloadShape(
        csv=f"{base}/messages.csv",
        jsonl=f"{base}/messages.jsonl",
        columns={name: Words.in_both(words) for name, words in COLUMNS.items()},
        licence=Words.in_both(LICENCE),
    )


@router.get(
    "/board/data/messages.csv",
    summary=_("全部公开的留言，CSV（UTF-8），最早的在前；以 = + - @ 开头的文字前面加一个单引号"),
    openapi_extra=refuses(rates.TooOften, document=CSV),
)
def board_csv(request: HttpRequest, since: date | None = None, until: date | None = None) -> StreamingHttpResponse:
    rows = _rows(request, since, until)
    return _streamed(_as_csv(rows), "text/csv; charset=utf-8", "messages.csv")


@router.get(
    "/board/data/messages.jsonl",
    summary=_("全部公开的留言，每行一个 JSON 对象，最早的在前"),
    openapi_extra=refuses(rates.TooOften, document=LINES),
)
def board_jsonl(request: HttpRequest, since: date | None = None, until: date | None = None) -> StreamingHttpResponse:
    rows = _rows(request, since, until)
    lines = (json.dumps({name: row[name] for name in COLUMNS}, ensure_ascii=False, default=_plain) + "\n" for row in rows)
    return _streamed(lines, "application/jsonl; charset=utf-8", "messages.jsonl")


def _rows(request: HttpRequest, since: date | None, until: date | None) -> Iterator[dict[str, Any]]:
    """From the beginning of one day up to that of another, by the city's time."""
    require_calm(request, "board.data", a_minute=DOWNLOADS_A_MINUTE)
    zone = clock.city_zone()
    first, last = (datetime.combine(each, time(), zone) if each else None for each in (since, until))
    return board_queries.export(since=first, until=last)


def _streamed(lines: Iterator[str], media_type: str, name: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(Download(lines), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return response


class Download:
    """Lines some at a time; the next download of this process may begin when the answer is closed, also when nobody has read it."""

    def __init__(self, lines: Iterator[str]) -> None:
        if not ONE_AT_A_TIME.acquire(blocking=False):
            raise rates.TooOften(DOWNLOADS_A_MINUTE)
        self._lines, self._open = lines, True

    def __iter__(self) -> Iterator[bytes]:
        while told := "".join(itertools.islice(self._lines, LINES_AT_ONCE)):
            yield told.encode()

    def close(self) -> None:
        if self._open:
            self._open = False
            ONE_AT_A_TIME.release()


class _Line:
    """What `csv` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _as_csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([_cell(name, row[name]) for name in COLUMNS])


def _cell(name: str, value: object) -> object:
    if value is None:
        return ""
    if name in WRITTEN and isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    return value if isinstance(value, (str, int, float)) and not isinstance(value, bool) else _plain(value)


def _plain(value: object) -> str:
    """Times in the city's zone, yes and no as JSON has them."""
    if isinstance(value, datetime):
        return clock.city_time(value).isoformat(timespec="seconds")
    return str(value).lower() if isinstance(value, bool) else str(value)
