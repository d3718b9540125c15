"""Documents of one's own: materials, official papers, licences, files of a draft. What somebody uploaded is never run in our page."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from tongban.cases import queries as case_queries
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.kernel import files
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Profile
from tongban.sharing import queries as sharing_queries

SANDBOX = "sandbox; default-src 'none'"
PDF = "application/pdf"
CREDENTIAL = "application/dc+sd-jwt"
OWN_LICENCE = "own licence"


@signed_in
@require_safe
def material(request: HttpRequest, case_id: UUID, material_id: UUID) -> HttpResponseBase:
    """A material of my case, as it was handed in. Refuses: UnknownCase."""
    found = case_queries.material_file(case_id, material_id, by=person_of(request), at=moment(request))
    if found is None:
        raise Http404
    content, media_type, name = found
    return guarded(FileResponse(content, content_type=media_type, filename=name, as_attachment=True))


@signed_in
@require_safe
def draft_file(request: HttpRequest, code: str, applicant_id: UUID, digest: str) -> HttpResponseBase:
    """A file of my own draft that I uploaded myself, to look at before handing in; a draft may name any digest."""
    person = person_of(request)
    draft = case_queries.draft(code, applicant_id, by=person)
    handed = next((each for each in draft.materials if each.file_digest == digest), None) if draft else None
    stored = files.find([digest], by=person).get(digest) if handed else None
    if handed is None or stored is None:
        raise Http404
    content = BytesIO(files.read(digest))
    return guarded(FileResponse(content, content_type=stored.media_type, filename=handed.file_name, as_attachment=True))


@signed_in
@require_safe
def paper(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """An official paper of my case as signed PDF. Refuses: UnknownCase."""
    document = case_queries.paper(paper_id, by=person_of(request), at=moment(request))
    return _pdf(document, f"{paper_id}.pdf")


@signed_in
@require_safe
def licence_document(request: HttpRequest, licence_id: UUID) -> HttpResponse:
    """My licence as signed PDF/A; made now where nobody has asked for it yet. Refuses: UnknownLicence, SealEnded, SealExpired."""
    person, at = person_of(request), moment(request)
    licence = licence_queries.licence(licence_id, by=person, at=at, purpose=OWN_LICENCE)
    document = licence_queries.document(licence_id, by=person, at=at, purpose=OWN_LICENCE)
    return _pdf(document, f"{licence.identifier}.pdf")


@signed_in
@require_safe
def licence_ofd(request: HttpRequest, licence_id: UUID) -> HttpResponseBase:
    """My licence as OFD with the seal of its issuer. Refuses: UnknownLicence, SealEnded, SealExpired."""
    person, at = person_of(request), moment(request)
    licence = licence_queries.licence(licence_id, by=person, at=at, purpose=OWN_LICENCE)
    document = licence_queries.document(licence_id, by=person, at=at, purpose=OWN_LICENCE, profile=Profile.OFD)
    name = f"{licence.identifier}.ofd"
    return guarded(FileResponse(BytesIO(document), content_type=files.MEDIA_TYPES["ofd"], filename=name, as_attachment=True))


@signed_in
@require_safe
def licence_credential(request: HttpRequest, licence_id: UUID) -> HttpResponseBase:
    """My licence as SD-JWT VC with all its claims, for a wallet that chooses itself what it shows.

    Refuses: UnknownLicence, UnusableLicence.
    """
    person, at = person_of(request), moment(request)
    licence = licence_queries.licence(licence_id, by=person, at=at, purpose=OWN_LICENCE)
    credential = sharing_queries.credential(licence_id, by=person, at=at, purpose=OWN_LICENCE)
    name = f"{licence.identifier}.sd-jwt"
    return guarded(FileResponse(BytesIO(credential.encode()), content_type=CREDENTIAL, filename=name, as_attachment=True))


def guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Downloaded, never shown inside the site; a browser that shows it all the same runs nothing of it."""
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _pdf(document: bytes, name: str) -> HttpResponse:
    """Our own signed documents open in the browser; they have no scripts."""
    response = HttpResponse(document, content_type=PDF)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
