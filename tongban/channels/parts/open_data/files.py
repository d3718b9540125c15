"""A data set as a file: CSV or JSON lines, a row at a time, however many there are. It says the moment at which it was begun."""

from __future__ import annotations

import csv
import itertools
import json
import threading
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import StreamingHttpResponse
from django.utils.http import http_date

from tongban.channels.parts.actor import moment
from tongban.channels.parts.calm import require_calm
from tongban.kernel import clock, rates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from django.http import HttpRequest

    from tongban.channels.parts.open_data.datasets import Dataset

    Form = Literal["csv", "jsonl"]

Row = dict[str, Any]
DOWNLOADS_A_MINUTE = 6  # a whole board is a gigabyte
KEPT_SECONDS = 300
LINES_AT_ONCE = 100
ONE_AT_A_TIME = threading.BoundedSemaphore()  # in a process: whoever reads slowly holds one of its few threads
MEDIA_TYPES = {"csv": "text/csv", "jsonl": "application/jsonl"}
FORMULA = frozenset("=+-@＝＋－＠\t\r\n")  # with which a spreadsheet begins to reckon
BEGUN = "X-Data-Begun"  # what has changed later may be in it as it was or as it is, and says so itself where a row has `changed_at`


def require_turn(request: HttpRequest) -> None:
    """Count a download of this address. Refuses: TooOften."""
    require_calm(request, "board.data", a_minute=DOWNLOADS_A_MINUTE)


def streamed(request: HttpRequest, data: Dataset, form: Form, rows: Iterator[Row]) -> StreamingHttpResponse:
    """The whole of it. Refuses: TooOften, while this process serves another."""
    at = moment(request)
    lines = as_csv(data.columns, rows) if form == "csv" else as_lines(data.columns, rows)
    response = StreamingHttpResponse(Download(lines), content_type=f"{MEDIA_TYPES[form]}; charset=utf-8")
    name = f"{data.key}-{clock.city_time(at):%Y%m%dT%H%M}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    response["Last-Modified"] = http_date(at.timestamp())
    response[BEGUN] = clock.city_time(at).isoformat(timespec="seconds")
    return response


class Download:
    """Lines some at a time; the next download of this process may begin when the answer is closed, also when nobody has read it."""

    def __init__(self, lines: Iterator[str]) -> None:
        if not ONE_AT_A_TIME.acquire(blocking=False):
            raise rates.TooOften(DOWNLOADS_A_MINUTE)
        self._lines, self._open = lines, True

    def __iter__(self) -> Iterator[bytes]:
        while self._open and (told := "".join(itertools.islice(self._lines, LINES_AT_ONCE))):
            yield told.encode()

    def close(self) -> None:
        """Whoever reads no more leaves nothing behind: the rows are read no further, and the next may begin."""
        if self._open:
            self._open = False
            ONE_AT_A_TIME.release()


def as_csv(columns: Mapping[str, object], rows: Iterator[Row]) -> Iterator[str]:
    """With a mark by which office programs know UTF-8; what would be reckoned as a formula is told with an apostrophe."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(columns)
    for row in rows:
        yield writer.writerow([cell(row[name]) for name in columns])


def as_lines(columns: Mapping[str, object], rows: Iterator[Row]) -> Iterator[str]:
    """JSON, an object a line."""
    for row in rows:
        yield json.dumps({name: row[name] for name in columns}, ensure_ascii=False, default=_plain) + "\n"


def cell(value: Any) -> Any:
    """A value in a table: nothing is empty, a text is a text. By its exact type, since this is asked thirty million times a board."""
    kind = type(value)
    if kind is str:
        return f"'{value}" if value[:1] in FORMULA else value
    return "" if value is None else value if kind is int or kind is float else _plain(value)


class _Line:
    """What `csv` writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def _plain(value: object) -> str:
    """Times in the city's zone, yes and no as JSON has them, a code of ours as it is written."""
    if isinstance(value, str):
        return str(cell(str(value)))
    if isinstance(value, datetime):
        return clock.city_time(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)
