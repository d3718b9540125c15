"""Whether a file that somebody was given is genuine: its signatures, and what the register says of the licence it claims to be."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from tongban.kernel import files
from tongban.licences import models, rules, terms
from tongban.licences.queries.claims import claim_read
from tongban.licences.queries.credentials import development, opened_credential
from tongban.licences.queries.documents import judge_upload
from tongban.licences.queries.types import licence_types
from tongban.licences.queries.verification import verification

LONGEST_TEXT = 200_000
MEDIA_TYPES = {terms.FileKind.PDF: "application/pdf", terms.FileKind.OFD: "application/ofd"}


def judge_file(content: bytes, *, at: datetime) -> terms.FileVerdict:
    """Public: what there is to say of a PDF, an OFD or an SD-JWT credential. Nothing of it is kept.

    Refuses: Empty, TooLarge, TypeNotAllowed, MalformedCredential.
    """
    if not content:
        raise files.Empty
    if len(content) > files.UPLOAD_BYTES:
        raise files.TooLarge(files.UPLOAD_BYTES)
    kind = _kind(content)
    return _credential(content, at=at) if kind is terms.FileKind.CREDENTIAL else _document(content, kind, at=at)


def _kind(content: bytes) -> terms.FileKind:
    """By what it is, whatever it is called. Refuses: TypeNotAllowed."""
    if content.startswith(b"%PDF-"):
        return terms.FileKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return terms.FileKind.OFD
    if len(content) <= LONGEST_TEXT and content.isascii() and b"~" in content:
        return terms.FileKind.CREDENTIAL
    raise files.TypeNotAllowed("unknown")


def _document(content: bytes, kind: terms.FileKind, *, at: datetime) -> terms.FileVerdict:
    upload = judge_upload(content, MEDIA_TYPES[kind], at)
    sha256 = hashlib.sha256(content).hexdigest()
    told = upload.state in (terms.UploadState.VALID, terms.UploadState.INVALID)
    return terms.FileVerdict(
        kind=kind,
        sha256=sha256,
        original=_is_original(upload.identifier, sha256),
        unchanged=upload.state is terms.UploadState.VALID if told else None,
        register=_registered(upload.identifier, at=at),
        signers=tuple(dict.fromkeys(each.signer for each in upload.signatures if each.holds)),
        development=development(at=at),
        checked_at=at,
        upload=upload,
        copy=_copy(sha256, at=at),
    )


def _registered(identifier: str, *, at: datetime) -> terms.Verification | None:
    """What the register says of the identifier that a file carries; None where it carries none, or none that can be."""
    try:
        return verification(identifier, at=at) if identifier else None
    except terms.MalformedIdentifier:
        return None


def _is_original(identifier: str, sha256: str) -> bool:
    """Byte for byte one of the documents that the issuer has sealed."""
    row = models.Licence.objects.filter(identifier=identifier).first() if identifier else None
    return row is not None and sha256 in (row.document_digest, row.ofd_digest)


def _copy(sha256: str, *, at: datetime) -> terms.CopyFound | None:
    """The annotated copy that is this file, if the library has made it."""
    row = models.Copy.objects.filter(document_digest=sha256).first()
    return terms.CopyFound(row.purpose, row.valid_until, at < row.valid_until) if row else None


def _credential(content: bytes, *, at: datetime) -> terms.FileVerdict:
    """A credential leads to its licence by its place in the status list; to whoever has not been shown the number, nothing more is told."""
    payload, claims, ours = opened_credential(content.decode(), at=at)
    return terms.FileVerdict(
        kind=terms.FileKind.CREDENTIAL,
        sha256=hashlib.sha256(content).hexdigest(),
        original=False,
        unchanged=ours,
        register=_status(payload, at=at) if ours else None,
        signers=(str(payload.get("issuing_authority", "")),) if ours else (),
        development=development(at=at),
        checked_at=at,
        claims=_shown(payload, claims) if ours else (),
    )


def _status(payload: Mapping[str, Any], *, at: datetime) -> terms.Verification:
    """What the register says now of the licence whose place stands in a credential of ours: its kind, its issuer, whether it holds."""
    place = payload["status"]["status_list"]
    number = int(place["uri"].rpartition("/")[2])
    row = models.Licence.objects.get(status_place=rules.gathered(number, int(place["idx"]), settings.KEYS.index))
    known = verification(row.identifier, at=at)
    over = "exp" in payload and datetime.fromtimestamp(payload["exp"], tz=UTC) <= at
    return terms.Verification(
        identifier="",
        found=True,
        type_name=known.type_name,
        issuer_name=known.issuer_name,
        valid_until=None,
        state=known.state,
        usable=known.usable and not over,
        unchanged=known.unchanged,
        checked_at=at,
        development=known.development,
    )


def _shown(payload: Mapping[str, Any], claims: Mapping[str, Any]) -> tuple[terms.Claim, ...]:
    """What a credential shows, with the labels of its kind."""
    national_code = str(payload.get("vct", "")).rpartition(":")[2]
    kind = next((each for each in licence_types() if each.national_code == national_code), None)
    return tuple(claim_read(kind, name, value) for name, value in claims.items())
