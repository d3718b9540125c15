"""Lists of licences that my department handed over: what was taken in, and every row that was not, with its reason."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tongban.channels.parts.actor import actor_of
from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.stock_words import FAULTS
from tongban.channels.web.desk.views.queue import private, rail
from tongban.licences import queries as licence_queries

if TYPE_CHECKING:
    from uuid import UUID

    from tongban.licences.terms import Told

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")
MARK = "\ufeff"  # so that spreadsheets read the Chinese


@staff
@private
def stocks(request: HttpRequest) -> HttpResponse:
    """All lists of my departments, newest first."""
    found = licence_queries.ingestions(by=actor_of(request))
    return render(request, "desk/stocks.html", {"found": found, "view": "stocks"} | rail(request))


@staff
@private
def stock(request: HttpRequest, ingestion_id: UUID) -> HttpResponse:
    """One list: how much went where, and its rejected rows page by page. Refuses: UnknownIngestion."""
    by = actor_of(request)
    told = licence_queries.ingestion(ingestion_id, by=by)
    rejected = request.GET.get("show") != "flagged"
    after = request.GET.get("after", "")
    rows = licence_queries.findings(
        ingestion_id, rejected=rejected, after=int(after) if after.isdecimal() and len(after) < 16 else 0, by=by
    )
    counted = [
        (column, FAULTS[fault], count)
        for column, fault, rejects, count in licence_queries.findings_counted(ingestion_id, by=by)
        if rejects is rejected
    ]
    context = {
        "stock": told,
        "rejected": rejected,
        "counted": counted,
        "rows": [(each, FAULTS[each.fault]) for each in rows],
        "next": rows[-1].row if len(rows) == licence_queries.FINDINGS_SHOWN else None,
        "view": "stocks",
    }
    return render(request, "desk/stock.html", context | rail(request))


@staff
@private
def report(request: HttpRequest, ingestion_id: UUID) -> HttpResponseBase:
    """The whole report as a table for the department that mends its list; values masked. Refuses: UnknownIngestion."""
    found = licence_queries.all_findings(ingestion_id, by=actor_of(request))
    header = (_("行号"), _("列"), _("值（已遮盖）"), _("原因"), _("处理结果"))
    outcome = {True: _("未入库"), False: _("已入库，请核对")}
    lines = (line.encode() for line in _lines(header, found, outcome))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{ingestion_id}.csv"'
    return answer


class _Echo:
    """A file of which every line is handed on at once."""

    def write(self, line: str) -> str:
        return line


def _lines(header: tuple[str, ...], found: Iterator[Told], outcome: dict[bool, str]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield MARK + writer.writerow(header)
    for each in found:
        value = f"'{each.value}" if each.value.startswith(FORMULA) else each.value  # no spreadsheet takes it for a formula
        yield writer.writerow((each.row, each.column, value, FAULTS[each.fault], outcome[each.rejects]))
