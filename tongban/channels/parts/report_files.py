"""Files of reports as doors answer them: charts as pictures that run nothing, papers to be read; and where a page finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language

from tongban.prints import queries
from tongban.prints.terms import EN, ZH

if TYPE_CHECKING:
    from tongban.prints.terms.pictures import ReportPicture
    from tongban.reports.terms import ReportView

PDF = "application/pdf"
ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"  # opened by itself a picture runs nothing and loads nothing


def charts(view: ReportView, address: str, place: Any) -> dict[str, tuple[str, ReportPicture]]:
    """Each chart under its key, with where its picture is, in the language of the page; `address` names the page of a
    file, `place` the report in it.
    """
    words = EN if (get_language() or "").startswith("en") else ZH
    return {each.key: (reverse(address, args=[place, each.file]) if each.file else "", each) for each in queries.pictures(view, words)}


def paper_of(view: ReportView, address: str, place: Any) -> str:
    """Where its paper is; nothing where none is made yet, or none is for this reader."""
    papers = [each.name for each in view.files if each.media_type == PDF]
    name = min(papers, key=len, default="")  # the one for everybody has the longer name
    return reverse(address, args=[place, name]) if name else ""


def answer(content: bytes, media_type: str, *, name: str) -> HttpResponse:
    """The file itself."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    if media_type != PDF:  # a sandboxed PDF is not shown at all
        response["Content-Security-Policy"] = ALONE
    return response
