"""Analysis reports in the open: those that the approver made public, without units on trial; a page, its charts, the sealed paper."""

from __future__ import annotations

from ssl import DER_cert_to_PEM_cert
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.report_files import answer, charts, paper_of
from tongban.channels.web.citizen.shared_pages import answered
from tongban.reports import queries
from tongban.reports.terms import UnknownReport

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from tongban.reports.terms import Approval


@public
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """Every public report, the newest first."""
    page = queries.public_reports(after=request.GET.get("after", ""))
    newest = max((each.approved_at for each in page.lines if each.approved_at), default=None)
    return answered(request, newest, lambda: render(request, "citizen/reports/home.html", {"page": page}))


@public
@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """One report; words of messages that are displayed no more are left out. Refuses: UnknownReport."""
    view = queries.public_report(number, at=moment(request))
    paper = "" if view.withheld else paper_of(view, "citizen:report-file", number)
    context = {
        "view": view,
        "line": view.line,
        "content": view.content,
        "words": view.words,
        "surges": [(each, view.words.remarks.get(each.surge_id, "")) for each in view.content.surges],
        "charts": charts(view, "citizen:report-file", number),
        "paper": paper,
        "verdicts": view.verdicts,
    }
    return render(request, "citizen/reports/page.html", context)


@public
@require_safe
def file(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """A chart, or the paper as long as every message in it is still displayed. Refuses: UnknownReport, QuoteRemoved."""
    content, media_type = queries.public_file(number, name)
    return answer(content, media_type, name=name)


@public
@require_safe
def canonical(request: HttpRequest, number: str) -> HttpResponse:
    """What everybody reads as one text, of which the signed statement has the digest. Refuses: UnknownReport, QuoteRemoved."""
    return answer(queries.public_text(number), "application/json", name=f"{number}.json")


@public
@require_safe
def statement(request: HttpRequest, number: str) -> HttpResponse:
    """What was signed, byte by byte: digests alone. Refuses: UnknownReport."""
    return answer(_approval(request, number).text.encode(), "application/json", name=f"{number}-statement.json")


@public
@require_safe
def signature(request: HttpRequest, number: str) -> HttpResponse:
    """The signature over the statement. Refuses: UnknownReport."""
    return answer(_approval(request, number).signature, "application/octet-stream", name=f"{number}-statement.json.sig")


@public
@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate by which the signature is verified. Refuses: UnknownReport."""
    pem = DER_cert_to_PEM_cert(_approval(request, number).certificate)
    return answer(pem.encode(), "application/x-pem-file", name=f"{number}-statement.pem")


def _approval(request: HttpRequest, number: str) -> Approval:
    approval = queries.public_report(number, at=moment(request)).approval
    if approval is None:
        raise UnknownReport(number)
    return approval
