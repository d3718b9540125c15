"""A list of messages of another channel, CSV with a header or JSON lines, as messages; and what is wrong with which line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tongban.board.rules.writing import UNSEEN
from tongban.board.terms import Foreign, Kind, NewMessage, Point, Visibility

if TYPE_CHECKING:
    from datetime import tzinfo

COLUMNS = {  # what a column may be called
    "number": ("number", "编号", "留言编号", "工单编号"),
    "title": ("title", "标题", "主题", "留言主题"),
    "text": ("text", "内容", "留言详情", "诉求内容"),
    "kind": ("kind", "类型", "诉求类型"),
    "category": ("category", "类别", "分类代码"),
    "district": ("district", "区域", "区县"),
    "address": ("address", "地点", "地址"),
    "unit": ("unit", "单位"),
    "name": ("name", "姓名"),
    "free_name": ("free_name", "网名", "留言用户"),
    "phone": ("phone", "电话"),
    "sent_at": ("sent_at", "时间", "留言时间"),
    "longitude": ("longitude", "经度"),
    "latitude": ("latitude", "纬度"),
    "public": ("public", "公开"),
    "answer": ("answer", "答复", "答复意见"),
    "answered_at": ("answered_at", "答复时间"),
    "answered_by": ("answered_by", "答复单位"),
}
KINDS = {"咨询": Kind.INQUIRY, "求助": Kind.HELP, "投诉": Kind.COMPLAINT, "举报": Kind.REPORT, "建议": Kind.SUGGESTION, "表扬": Kind.PRAISE}
NO = frozenset({"false", "no", "0", "否", "不公开"})
TIMES = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
ROWS_MOST = 200_000
OLDEST = 1990  # before that no channel of a city was kept by machine
CELL_MOST = 200_000


class Wrong(ValueError):
    """A value that cannot be read; says which and why."""


def messages(content: bytes, *, name: str, zone: tzinfo) -> Iterator[Foreign | tuple[int, str]]:
    """Each message, or the line and what is wrong with it. Times without a zone are the city's."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield content[: error.start].count(b"\n") + 1, "the file is not UTF-8"
        return
    for place, (line, row) in enumerate(_rows(text, as_json=name.lower().endswith((".json", ".jsonl", ".ndjson")))):
        if place >= ROWS_MOST:
            yield line, f"more than {ROWS_MOST} messages in one list"
            return
        try:
            yield _foreign(line, row, zone) if isinstance(row, Mapping) else (line, row)
        except Wrong as wrong:
            yield line, str(wrong)


def _rows(text: str, *, as_json: bool) -> Iterator[tuple[int, Mapping[str, Any] | str]]:
    if as_json:
        for line, each in enumerate(text.split("\n"), 1):
            if each.strip():
                yield line, _object(each)
        return
    csv.field_size_limit(CELL_MOST)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, {key: value for key, value in row.items() if isinstance(key, str) and isinstance(value, str)}
    except csv.Error as error:
        yield reader.line_num, f"this is not CSV: {error}"


def _object(text: str) -> Mapping[str, Any] | str:
    try:
        found: dict[str, Any] | list[Any] | str | float | None = json.loads(text)
    except (ValueError, RecursionError):
        return "this is not JSON"
    return found if isinstance(found, dict) else "this is no object of names and values"


def _foreign(line: int, row: Mapping[str, Any], zone: tzinfo) -> Foreign:
    told = {key: _cell(row, names) for key, names in COLUMNS.items()}
    if not told["number"]:
        raise Wrong("the number is missing")
    message = NewMessage(
        kind=_kind(told["kind"]),
        title=told["title"],
        text=told["text"],
        visibility=Visibility.UNIT if told["public"].casefold() in NO else Visibility.PUBLIC,
        unit=told["unit"],
        category=told["category"],
        district=told["district"],
        address=told["address"],
        point=_point(told["longitude"], told["latitude"]),
        free_name=told["free_name"],
        phone=told["phone"],
    )
    return Foreign(
        line=line,
        number=told["number"],
        message=message,
        sent_at=_time(told["sent_at"], zone),
        name=told["name"],
        answer=told["answer"],
        answered_at=_time(told["answered_at"], zone),
        answered_by=told["answered_by"],
    )


def _cell(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    value = next((row[name] for name in names if row.get(name) not in (None, "")), "")
    return UNSEEN.sub("", str(value)).strip() if isinstance(value, (str, int, float)) else ""


def _kind(text: str) -> Kind:
    if not text:
        return Kind.HELP
    if text in KINDS:
        return KINDS[text]
    try:
        return Kind(text)
    except ValueError:
        raise Wrong(f"there is no kind of message `{text[:20]}`") from None


def _point(longitude: str, latitude: str) -> Point | None:
    if not longitude and not latitude:
        return None
    try:
        return Point(float(longitude), float(latitude))
    except ValueError:
        raise Wrong("the coordinates are no numbers") from None


def _time(text: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = _written_time(text)
    if not OLDEST <= found.year < 9000:
        raise Wrong(f"`{text[:20]}` is no time of a message")
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _written_time(text: str) -> datetime:
    for form in TIMES:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007 - the city's zone is put on by whoever asked
        except ValueError:
            continue
    raise Wrong(f"`{text[:20]}` is no time")
