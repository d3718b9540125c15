"""PDFs and files as answers."""

from django.http import HttpResponse

PDF = "application/pdf"


def pdf(content: bytes, *, name: str) -> HttpResponse:
    """A signed PDF; `name` is what a browser saves it as."""
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'})


def document(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """A document of any kind of ours; `name` is what a browser saves it as, with its ending."""
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
