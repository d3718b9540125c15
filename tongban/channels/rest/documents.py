"""PDFs and files as answers."""

from django.http import HttpResponse

PDF = "application/pdf"


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """A signed PDF; `name` is what a browser saves it as."""
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'})
