"""Anybody may ask whether a licence is unchanged, still valid, and who issued it: three answers, kept apart."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.kernel import signing
from tongban.licences import queries as licence_queries
from tongban.licences.terms import MalformedIdentifier

LONGEST = 120  # an identifier of GB/T 36904 has at most 92 characters


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """A form for what stands on the paper; a scanned code comes straight to `answer`."""
    asked = "".join(request.GET.get("identifier", "").split())[:LONGEST]
    if asked:
        return redirect("citizen:verification", asked.rpartition("/verify/")[2].replace("/", "") or "-")
    return render(request, "citizen/verify.html", {"asked": "", "mistake": ""})


@public
@require_safe
def answer(request: HttpRequest, identifier: str) -> HttpResponse:
    """What the register says of this identifier, and no more than the paper shows."""
    try:
        found = licence_queries.verification(identifier, at=moment(request))
    except MalformedIdentifier as refusal:
        return render(request, "citizen/verify.html", {"asked": identifier[:LONGEST], "mistake": refusal.reason}, status=422)
    context = {"answer": found}
    return render(request, "citizen/verification.html", context, status=200 if found.found else 404)


@public
@require_safe
def root_certificate(request: HttpRequest) -> HttpResponse:
    """The root under which the city's departments sign."""
    response = HttpResponse(signing.ca_certificate(), content_type="application/x-pem-file")
    response["Content-Disposition"] = 'attachment; filename="root.pem"'
    return response


@public
@require_safe
def revocation_list(request: HttpRequest) -> HttpResponse:
    """Certificates that no longer count, fresh for a week."""
    return HttpResponse(signing.revocation_list(at=moment(request)), content_type="application/pkix-crl")
