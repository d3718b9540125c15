"""A list of messages of another channel, CSV with a header or JSON lines, as messages; and what is wrong with which line.

Nothing is asked of the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from tongban.board.terms import Foreign, NewMessage, Visibility
from tongban.kernel import clock, lists
from tongban.kernel.lists import Fault, Faulty, Lost, values
from tongban.kernel.words.unseen import without_unseen
from tongban.responsibilities.terms import Kind, Point

if TYPE_CHECKING:
    from datetime import tzinfo

    from tongban.kernel.lists import Cut, Reader, Values

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
ROWS_MOST = 200_000
LINES_MOST = 2000  # of one message: people write line by line
OLDEST = 1990  # before that no channel of a city was kept by machine
DECIMALS = 15  # of a coordinate; machines write more of them than they know
JSON_ENDINGS = (".json", ".jsonl", ".ndjson")
WORDS = {
    Fault.ENCODING: "the file is neither UTF-8 nor GB18030",
    Fault.JSON: "this is not one JSON object of names and values",
    Fault.QUOTE: "this is not CSV: a quotation mark opens or closes nothing",
    Fault.TOO_LONG: "this is longer than any message",
}


class Wrong(ValueError):
    """A value that cannot be read; says which and why."""


def read_list(content: bytes, *, name: str) -> Iterator[Foreign | tuple[int, str]]:
    """Each message of a list, or its line and what is wrong with it. Times without a zone are the city's."""
    zone, texts = clock.city_zone(), dict[str, tuple[int, int]]()
    try:
        content = lists.as_utf8(content)  # a list in another encoding is no list of messages that all are wrong
        for place, (line, row) in enumerate(_rows(content, as_json=name.lower().endswith(JSON_ENDINGS))):
            if place >= ROWS_MOST:
                yield line, f"more than {ROWS_MOST} messages in one list"
                return
            read = _read(line, row, zone)
            yield _once(read, texts) if isinstance(read, Foreign) else read
    except Faulty as faulty:
        yield faulty.line or 1, WORDS.get(Fault(faulty.fault), faulty.fault)


def _once(read: Foreign, texts: dict[str, tuple[int, int]]) -> Foreign | tuple[int, str]:
    """One number is one text; the same text again may bring an answer."""
    text = hash("".join(read.message.text.split()))
    line, known = texts.setdefault(read.number, (read.line, text))
    return read if known == text else (read.line, f"the number `{read.number[:80]}` is also that of line {line}, with another text")


def _rows(content: bytes, *, as_json: bool) -> Iterator[tuple[int, Values | Fault]]:
    """Each record by its line. Raises Faulty, where there is no header that can be read."""
    cuts = lists.cut(BytesIO(content), quoted=not as_json, most_lines=LINES_MOST)
    reader = lists.Reader() if as_json else _reader(next(cuts, None))
    for each in cuts:
        if isinstance(each, Lost):
            yield each.line, each.fault
            continue
        line, text = each
        try:
            yield line, reader.read(text)
        except Faulty as faulty:
            yield line, Fault(faulty.fault)


def _reader(header: Cut | None) -> Reader:
    if isinstance(header, Lost):
        raise Faulty("", header.fault, line=header.line)
    try:
        return lists.Reader(header[1] if header else b"", even=False)
    except lists.UnfitHeader:
        raise Faulty("", Fault.QUOTE) from None


def _read(line: int, row: Values | Fault, zone: tzinfo) -> Foreign | tuple[int, str]:
    if isinstance(row, Fault):
        return line, WORDS.get(row, row.value)
    try:
        return _foreign(line, row, zone)
    except Wrong as wrong:
        return line, str(wrong)


def _foreign(line: int, row: Values, zone: tzinfo) -> Foreign:
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


def _cell(row: Values, names: tuple[str, ...]) -> str:
    value = next((row[name] for name in names if row.get(name) not in (None, "")), "")
    return without_unseen(str(value)).strip() if isinstance(value, (str, int, float)) else ""


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
        return Point(*(float(values.number("", each, decimals=DECIMALS)) for each in (longitude, latitude)))
    except Faulty:
        raise Wrong("the coordinates are no numbers") from None


def _time(text: str, zone: tzinfo) -> datetime | None:
    if not text:
        return None
    try:
        found = values.moment("", text)
    except Faulty:
        raise Wrong(f"`{text[:20]}` is no time") from None
    if not OLDEST <= found.year < 9000:
        raise Wrong(f"`{text[:20]}` is no time of a message")
    return found if found.tzinfo else found.replace(tzinfo=zone)
