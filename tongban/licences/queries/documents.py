"""The documents of a licence, made when they are first asked for; and what there is to say of documents that others hand in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import facts, files, ledger, ofd, rows, signing
from tongban.kernel.bilingual import Bilingual
from tongban.licences import events, models, terms
from tongban.licences.models import document as documents
from tongban.licences.queries.identifiers import identifiers_in
from tongban.licences.queries.types import licence_type
from tongban.seals import queries as seal_queries

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

IDENTIFIER = "ZZBS"  # GB/T 36903
FILES_HOLD = Bilingual("包里的文件与签章时一致", "The files are those that were sealed")


def document_digest(row: models.Licence, profile: terms.Profile, *, by: Actor, at: datetime) -> str:
    """The digest of a licence's document; made now, and written down, where it is not there. Refuses: SealEnded, SealExpired."""
    return documents.digest(row, profile) or _made(row.pk, profile, by=by, at=at)


def _made(licence_id: UUID, profile: terms.Profile, *, by: Actor, at: datetime) -> str:
    """The first request makes the document under the licence's lock; whoever comes second finds it."""
    with transaction.atomic():
        row = models.Licence.objects.standing().select_for_update(of=("self",)).get(pk=licence_id)
        if known := documents.digest(row, profile):
            return known
        seal = seal_queries.department_seal(row.issuer, at=at)
        made = documents.attach(row, licence_type(row.type_id), seal=seal, profile=profile, at=at)
        rows.write(
            rows.update(row, [documents.DIGESTS[profile]]),
            seal_queries.use_entry(seal, subject=row.identifier, digest=made, by=by, at=at),
            ledger.entry("licences.make_document", by=by, at=at, subject=row, digest=made, codes={"profile": profile.value}),
            facts.entry(events.DocumentMade(licence_id=row.pk, holder_id=row.holder_id, profile=profile.value, at=at)),
        )
    return made


def judge_upload(content: bytes, media_type: str, at: datetime) -> terms.UploadVerdict:
    """What the signatures in a file come to. It refuses nothing: what cannot be judged is unreadable, and says why."""
    if media_type == files.MEDIA_TYPES["ofd"]:
        return _judged_ofd(content, at)
    if media_type == files.MEDIA_TYPES["pdf"]:
        return _judged_pdf(content, at)
    return terms.UploadVerdict(terms.UploadState.UNSIGNED)


def _judged_ofd(content: bytes, at: datetime) -> terms.UploadVerdict:
    try:
        package = ofd.read(content)
    except ofd.OfdRefused as error:
        return terms.UploadVerdict(terms.UploadState.UNREADABLE, problem=type(error).__name__)
    found = tuple(_seal_found(each) for each in ofd.judge(package, at=at, revoked=seal_queries.seal_ended))
    told = package.custom.get(IDENTIFIER, "")
    return _verdict(found, {told} if told else identifiers_in(package.text.encode()))


def _judged_pdf(content: bytes, at: datetime) -> terms.UploadVerdict:
    try:
        judged = signing.judge_pdf(content, at=at)
    except signing.NotAPdf as error:
        return terms.UploadVerdict(terms.UploadState.UNREADABLE, problem=type(error).__name__)
    found = tuple(
        terms.SignatureFound(
            signer=each.signer,
            signed_at=each.signed_at,
            holds=each.holds,
            steps=(terms.StepFound(each.holds, each.words, each.reason),),
        )
        for each in judged
    )
    return _verdict(found, identifiers_in(*signing.pdf_words(content)))


def _seal_found(judged: ofd.Judgement) -> terms.SignatureFound:
    """The files first, for a seal says nothing of them but through its list; then the seal, step by step."""
    files_found = [terms.StepFound(False, each.fault.words, each.fault.value) for each in judged.faults]
    steps = [terms.StepFound(step.holds, step.words, step.reason) for step in judged.verdicts]
    inside = judged.signature
    return terms.SignatureFound(
        signer=inside.seal.name if inside else "",
        signed_at=inside.signed_at if inside else None,
        holds=judged.holds,
        steps=(*(files_found or [terms.StepFound(True, FILES_HOLD)]), *steps),
        seal=inside.seal.esid if inside else "",
    )


def _verdict(found: tuple[terms.SignatureFound, ...], named: set[str]) -> terms.UploadVerdict:
    """A file that names several licences is the document of none."""
    state = terms.UploadState.VALID if all(each.holds for each in found) else terms.UploadState.INVALID
    several = terms.SEVERAL if len(named) > 1 else ""
    return terms.UploadVerdict(state if found else terms.UploadState.UNSIGNED, found, several, "" if several else next(iter(named), ""))
