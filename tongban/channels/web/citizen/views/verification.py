"""Anybody may ask whether a licence is unchanged, still valid, and who issued it: three answers, kept apart."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tongban.channels.parts.actor import moment
from tongban.channels.parts.audience import public
from tongban.channels.parts.calm import FILES_A_MINUTE, require_calm
from tongban.channels.parts.problems import Problem, problem_of
from tongban.channels.parts.problems.verifying import not_trusted, unreadable
from tongban.kernel import signing
from tongban.kernel.files import UPLOAD_BYTES, FileRefused
from tongban.kernel.rates import TooOften
from tongban.licences.terms import MalformedIdentifier
from tongban.sharing import queries as sharing_queries
from tongban.sharing.terms import FileTooLarge, MalformedCredential, NotADocument

LONGEST = 120  # an identifier of GB/T 36904 has at most 92 characters


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """A form for what stands on the paper; a scanned code comes straight to `answer`."""
    asked = "".join(request.GET.get("identifier", "").split())[:LONGEST]
    if asked:
        return redirect("citizen:verification", asked.rpartition("/verify/")[2].replace("/", "") or "-")
    return _asked(request)


@public
@require_safe
def answer(request: HttpRequest, identifier: str) -> HttpResponse:
    """What the register says of this identifier, and no more than the paper shows."""
    try:
        found = sharing_queries.verification(identifier, at=moment(request))
    except MalformedIdentifier as refusal:
        return _asked(request, asked=identifier[:LONGEST], mistake=refusal.reason)
    context = {"answer": found}
    return render(request, "citizen/verification.html", context, status=200 if found.found else 404)


@public
@require_safe
def root_certificate(request: HttpRequest, algorithm: signing.Algorithm = signing.P256) -> HttpResponse:
    """The root under which the city's departments sign; the one for seals signs with SM2."""
    response = HttpResponse(signing.ca_certificate(algorithm), content_type="application/x-pem-file")
    response["Content-Disposition"] = f'attachment; filename="{request.path.rpartition("/")[2]}"'
    return response


@public
@require_safe
def revocation_list(request: HttpRequest, algorithm: signing.Algorithm = signing.P256) -> HttpResponse:
    """Certificates that no longer count, fresh for a week."""
    return HttpResponse(signing.revocation_list(at=moment(request), algorithm=algorithm), content_type="application/pkix-crl")


@public
@require_POST
def file(request: HttpRequest) -> HttpResponse:
    """A document somebody was given: PDF, OFD, or the text of a credential. It is judged and forgotten."""
    sent = request.FILES.get("file")
    try:
        require_calm(request, "verify-file", a_minute=FILES_A_MINUTE)
        verdict = sharing_queries.judge_file(sent.read(UPLOAD_BYTES + 1) if sent else b"", at=moment(request))
    except (FileRefused, FileTooLarge, NotADocument, MalformedCredential, TooOften) as refusal:
        return _asked(request, problem=problem_of(refusal))
    why = unreadable(verdict.upload.problem) if verdict.upload else None
    told = {"verdict": verdict, "answer": verdict.register, "why": not_trusted(verdict)}
    return render(request, "citizen/verified_file.html", {**told, "unreadable": why})


def _asked(request: HttpRequest, *, asked: str = "", mistake: str = "", problem: Problem | None = None) -> HttpResponse:
    """The form, with what was wrong."""
    context = {"asked": asked, "mistake": mistake, "problem": problem, "mistaken": "file"}
    return render(request, "citizen/verify.html", context, status=problem.status if problem else 422 if mistake else 200)
