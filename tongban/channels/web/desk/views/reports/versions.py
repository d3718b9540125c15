"""Two versions of the words of a report, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tongban.channels.parts.audience import staff
from tongban.channels.web.desk.views.board.frame import frame
from tongban.channels.web.desk.views.private import private
from tongban.channels.web.desk.views.supervision.deeds import who
from tongban.reports import queries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from tongban.reports.terms import ReportView, ReportWords, VersionLine


@dataclass(frozen=True)
class Row:
    """A place in the words, in two versions."""

    name: str
    what: str
    before: str
    after: str


@staff
@private
def versions(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The last two, or those that were asked for. Refuses: NoSupervision, UnknownReport."""
    view = queries.report(report_id, **who(request))
    if not view.versions:
        raise Http404(report_id)
    known = sorted(view.versions, key=lambda each: each.version)
    left = _asked(request, "left", known) or known[-2 if len(known) > 1 else -1]
    right = _asked(request, "right", known) or known[-1]
    context = {"line": view.line, "versions": known, "left": left, "right": right, "rows": list(_rows(view, left.words, right.words))}
    return render(request, "desk/reports/versions.html", context | frame(request, "reports"))


def _asked(request: HttpRequest, name: str, known: list[VersionLine]) -> VersionLine | None:
    return next((each for each in known if str(each.version) == request.GET.get(name, "")), None)


def _rows(view: ReportView, before: ReportWords, after: ReportWords) -> Iterator[Row]:
    """Title and summary, then of each surge whatever either version says."""
    for name in ("title", "summary"):
        yield Row(name, "", getattr(before, name), getattr(after, name))
    for section in view.content.surges:
        for name in ("remarks", "demands", "left_out"):
            said = [getattr(words, name).get(section.surge_id, "") for words in (before, after)]
            if any(said):
                yield Row(name, section.what, *said)
