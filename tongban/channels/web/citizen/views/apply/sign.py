"""Sign the form, then hand it in: with a key that the city keeps, or with a token of one's own. What is signed is what is handed in."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tongban.cases import actions as case_actions
from tongban.cases import queries as case_queries
from tongban.cases.terms import InvalidApplication, NotSigned, SigningOutdated, Stopped
from tongban.channels.parts import tries
from tongban.channels.parts.actor import moment, person_of
from tongban.channels.parts.audience import signed_in
from tongban.channels.parts.problems import problem_of
from tongban.channels.web.citizen import sealing
from tongban.channels.web.citizen.filling import opened
from tongban.channels.web.citizen.views.files import guarded
from tongban.identity import queries as identity_queries
from tongban.identity.terms import (
    CertificateEnded,
    CertificateNotTheirs,
    HolderKind,
    NoCertificate,
    NoSecondFactor,
    WrongCode,
    WrongPassword,
    WrongSignature,
)
from tongban.kernel import signing
from tongban.seals import queries as seal_queries
from tongban.seals.terms import SealEnded, SealExpired, SealNotGranted, SignatureBroken, UnknownSeal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tongban.cases.terms import FormSigning, TokenTask

PURPOSE = "submit"
SEALS = (UnknownSeal, SealEnded, SealExpired, SealNotGranted)
SERVER = (NoSecondFactor, WrongPassword, WrongCode, SignatureBroken, *SEALS)
TOKEN = (NoCertificate, CertificateEnded, CertificateNotTheirs, WrongSignature, NotSigned, SignatureBroken, signing.BadCertificate, *SEALS)
MEDIA = {"pdf": "application/pdf", "ofd": "application/ofd"}


@signed_in
@require_POST
def prepare(request: HttpRequest, code: str, applicant_id: UUID) -> HttpResponse:
    """Freeze what the page had shown, and go on to its signature. Refuses what `prepare_form` refuses."""
    by, at = person_of(request), moment(request)
    try:
        content = sealing.opened(request.POST.get("application", ""), purpose=PURPOSE, by=by)
    except sealing.NotSealed:
        messages.warning(request, _("页面放得太久了，请再核对一遍后签名。"))
        return redirect("citizen:review", code, applicant_id)
    try:
        signing_id = case_actions.prepare_form(application=sealing.application_of(content), by=by, at=at)
    except (InvalidApplication, Stopped):
        return redirect("citizen:review", code, applicant_id)
    return redirect("citizen:sign", code, applicant_id, signing_id)


@signed_in
def sign(request: HttpRequest, code: str, applicant_id: UUID, signing_id: UUID) -> HttpResponse:
    """The form, the ways to sign it, and afterwards the button that hands it in. Refuses: UnknownSigning."""
    form = case_queries.signing_of(signing_id, by=person_of(request))
    if form.corrects is not None or form.application.service != code or form.application.applicant_id != applicant_id:
        raise Http404
    return _signed(request, form)


@signed_in
def sign_correction(request: HttpRequest, case_id: UUID, signing_id: UUID) -> HttpResponse:
    """The same for a corrected form, which answers the notice of its case. Refuses: UnknownSigning."""
    form = case_queries.signing_of(signing_id, by=person_of(request))
    if form.corrects is None or form.corrects.case_id != case_id:
        raise Http404
    return _signed(request, form)


def _signed(request: HttpRequest, form: FormSigning) -> HttpResponse:
    if request.method != "POST":
        return _page(request, form)
    act = request.POST.get("act", "")
    if act == "submit":
        return _submit(request, form)
    if form.signed_at is not None:
        return redirect(request.path)
    return {"server": _with_server, "ask": _ask_token, "token": _with_token}.get(act, _page)(request, form)


@signed_in
@require_safe
def document(
    request: HttpRequest, signing_id: UUID, form: str, code: str = "", applicant_id: UUID | None = None, case_id: UUID | None = None
) -> HttpResponseBase:
    """The signed form as PDF or OFD. Refuses: UnknownSigning, NotSigned."""
    if form not in MEDIA:
        raise Http404
    content = case_queries.signed_document(signing_id, form, by=person_of(request), at=moment(request))
    return _file(content, form, f"{signing_id}.{form}")


@signed_in
@require_safe
def case_document(request: HttpRequest, case_id: UUID, signature_id: UUID, form: str) -> HttpResponseBase:
    """The signed form of my case. Refuses: UnknownCase, UnknownSigning."""
    if form not in MEDIA:
        raise Http404
    content = case_queries.case_document(case_id, signature_id, form, by=person_of(request), at=moment(request))
    return _file(content, form, f"{signature_id}.{form}")


def _file(content: bytes, form: str, name: str) -> HttpResponseBase:
    response = HttpResponse(content, content_type=MEDIA[form])
    response["Content-Disposition"] = f'{"inline" if form == "pdf" else "attachment"}; filename="{name}"'
    return guarded(response) if form == "ofd" else response


def _with_server(request: HttpRequest, form: FormSigning) -> HttpResponse:
    """With the key that the city keeps, released by password and one-time code."""
    by, at = person_of(request), moment(request)
    if tries.exhausted(by.id):
        return _page(request, form, wrong=("password", _("试的次数太多了，请五分钟后再签。")), status=429)
    try:
        case_actions.sign_form(
            signing_id=form.id,
            seal_id=_uuid(request.POST.get("seal", "")),
            password=request.POST.get("password", ""),
            code=request.POST.get("code", ""),
            by=by,
            at=at,
        )
    except SERVER as refusal:
        if isinstance(refusal, (WrongPassword, WrongCode)):
            tries.count(by.id)
        return _refused(request, form, refusal, "code" if isinstance(refusal, WrongCode) else "password")
    tries.forget(by.id)
    return _done(request)


def _ask_token(request: HttpRequest, form: FormSigning) -> HttpResponse:
    """What the token is to sign, as a text for the helper program."""
    return _tried(request, form, lambda: _page(request, form, task=_task(request, form)))


def _with_token(request: HttpRequest, form: FormSigning) -> HttpResponse:
    """With what the token has signed."""

    def finish() -> HttpResponse:
        signatures = _answered(request.POST.get("answer", ""))
        case_actions.finish_token_signing(signing_id=form.id, signatures=signatures, by=person_of(request), at=moment(request))
        return _done(request)

    return _tried(request, form, finish)


def _tried(request: HttpRequest, form: FormSigning, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except TOKEN as refusal:
        return _refused(request, form, refusal, "certificate")


def _task(request: HttpRequest, form: FormSigning) -> TokenTask:
    return case_actions.begin_token_signing(
        signing_id=form.id, fingerprint=request.POST.get("certificate", ""), by=person_of(request), at=moment(request)
    )


def _answered(text: str) -> tuple[bytes, ...]:
    """What the helper program printed. Raises WrongSignature for what is none."""
    try:
        told = json.loads(base64.urlsafe_b64decode("".join(text.split()).encode()))
        return tuple(base64.b64decode(each, validate=True) for each in told["signatures"])
    except (ValueError, binascii.Error, KeyError, TypeError):
        raise WrongSignature from None


def _submit(request: HttpRequest, form: FormSigning) -> HttpResponse:
    """Hand in what was signed. The key is that of the form, so that pressed twice it is handed in once."""
    if form.corrects is not None:
        return _correct(request, form, form.corrects.case_id)
    code, applicant_id = form.application.service, form.application.applicant_id
    try:
        turn = case_actions.submit(key=form.id, application=form.application, by=person_of(request), at=moment(request))
    except (InvalidApplication, Stopped):
        messages.warning(request, _("核对以后有的内容变了，请改好以后重新签名。"))
        return redirect("citizen:review", code, applicant_id)
    except SigningOutdated as refusal:
        messages.warning(request, problem_of(refusal).title)
        return redirect("citizen:review", code, applicant_id)
    return redirect("citizen:receipt", turn.case_id)


def _correct(request: HttpRequest, form: FormSigning, case_id: UUID) -> HttpResponse:
    """Answer the notice with what was signed, once."""
    told = {"form": form.application.form, "materials": form.application.materials, "signing_id": form.id}
    try:
        turn = case_actions.correct(case_id=case_id, key=form.id, **told, by=person_of(request), at=moment(request))
    except InvalidApplication:
        messages.warning(request, _("核对以后有的内容变了，请改好以后重新签名。"))
        return redirect("citizen:correction", case_id)
    except SigningOutdated as refusal:
        messages.warning(request, problem_of(refusal).title)
        return redirect("citizen:correction", case_id)
    messages.success(request, _("%(number)s 已补正，接着办理。") % {"number": turn.number})
    return redirect("citizen:case", case_id)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("签好了。请看一眼签好的申请书，再提交。"))
    return redirect(request.path)


def _refused(request: HttpRequest, form: FormSigning, refusal: Exception, place: str) -> HttpResponse:
    problem = problem_of(refusal)
    return _page(request, form, wrong=(place, f"{problem.title}。{problem.remedy}"), status=problem.status)


def _page(
    request: HttpRequest, form: FormSigning, *, wrong: tuple[str, str] | None = None, task: TokenTask | None = None, status: int = 200
) -> HttpResponse:
    by, at = person_of(request), moment(request)
    applicant = form.application.applicant_id
    company = form.application.applicant_kind is HolderKind.ORGANISATION
    own = [each for each in identity_queries.certificates_of(by) if each.organisation_id == (applicant if company else None)]
    context: dict[str, Any] = {
        **_around(request, form),
        "form": form,
        "company": company,
        "outdated": form.signed_at is None and form.outdated(at),
        "seals": seal_queries.seals_for(form.application.applicant_kind, applicant, by=by, at=at) if company else (),
        "second_factor": identity_queries.second_factor_of(by),
        "certificates": [each for each in own if each.revoked_at is None and each.ends_at >= at],
        "task": _told(task) if task else "",
        "chosen": task.certificate if task else "",
        "wrong": wrong,
        "mistakes": [wrong] if wrong else [],
    }
    template = "citizen/correction_sign.html" if form.corrects else "citizen/apply/sign.html"
    return render(request, template, context, status=status)


def _around(request: HttpRequest, form: FormSigning) -> dict[str, Any]:
    """What stands around the ways to sign: where it is made anew, where its files are, and of an application where on its way it is."""
    code, applicant_id = form.application.service, form.application.applicant_id
    if form.corrects is None:
        files = {kind: reverse("citizen:sign-document", args=[code, applicant_id, form.id, kind]) for kind in MEDIA}
        return {
            **opened(request, code, applicant_id).page("sign"),
            "files": files,
            "anew": reverse("citizen:review", args=[code, applicant_id]),
        }
    case_id = form.corrects.case_id
    files = {kind: reverse("citizen:correction-document", args=[case_id, form.id, kind]) for kind in MEDIA}
    return {"release": form.release, "files": files, "anew": reverse("citizen:correction", args=[case_id]), "case_id": case_id}


def _told(task: TokenTask) -> str:
    """For the helper program, as one line without spaces: it says for what it is before it signs."""
    content = {
        "purpose": task.purpose,
        "algorithm": task.algorithm,
        "digests": [base64.b64encode(each).decode() for each in task.digests],
        "certificate": task.certificate,
    }
    return base64.urlsafe_b64encode(json.dumps(content, ensure_ascii=False).encode()).decode()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
