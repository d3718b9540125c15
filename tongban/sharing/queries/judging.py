"""Whether a file that somebody was given is genuine: its signatures, and what the register says of the licence it claims to be."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings

from tongban.kernel import files
from tongban.kernel.credentials import status_list
from tongban.licences.queries import judge_upload, licence_types, opening
from tongban.licences.terms import SEVERAL, MalformedIdentifier, UploadState
from tongban.sharing import terms
from tongban.sharing.queries.claimed import claimed, copy_of, note_claimed
from tongban.sharing.queries.claims import claim_read
from tongban.sharing.queries.credentials import development, opened_credential
from tongban.sharing.queries.verification import verification, verified

if TYPE_CHECKING:
    from tongban.identity.terms import Actor, HolderKind
    from tongban.licences.terms import UploadVerdict

LONGEST_TEXT = 200_000
MEDIA_TYPES = {terms.FileKind.PDF: "application/pdf", terms.FileKind.OFD: "application/ofd"}


def judge_file(content: bytes, *, at: datetime) -> terms.FileVerdict:
    """Public: what there is to say of a PDF, an OFD or an SD-JWT credential. Nothing of it is kept.

    Refuses: Empty, FileTooLarge, NotADocument, MalformedCredential. What is a document and harms, deceives or cannot be read is no
    refusal: the verdict names it.
    """
    if not content:
        raise files.Empty
    if len(content) > files.UPLOAD_BYTES:
        raise terms.FileTooLarge(files.UPLOAD_BYTES)
    kind = _kind(content)
    return _credential(content, at=at) if kind is terms.FileKind.CREDENTIAL else _document(content, kind, at=at)


def _kind(content: bytes) -> terms.FileKind:
    """By what it is, whatever it is called. Refuses: NotADocument."""
    if content.startswith(b"%PDF-"):
        return terms.FileKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return terms.FileKind.OFD
    if len(content) <= LONGEST_TEXT and content.isascii() and b"~" in content:
        return terms.FileKind.CREDENTIAL
    raise terms.NotADocument


def _document(content: bytes, kind: terms.FileKind, *, at: datetime) -> terms.FileVerdict:
    upload = judge_upload(content, MEDIA_TYPES[kind], at)
    sha256 = hashlib.sha256(content).hexdigest()
    told = upload.state in (UploadState.VALID, UploadState.INVALID)
    looked, register = _looked_up(upload, at=at)
    return terms.FileVerdict(
        kind=kind,
        sha256=sha256,
        original=register is not None and sha256 in (register.document_sha256, register.ofd_sha256),
        unchanged=upload.state is UploadState.VALID if told else None,
        register=register,
        looked=looked,
        signers=tuple(dict.fromkeys(each.signer for each in upload.signatures if each.holds)),
        development=development(at=at),
        checked_at=at,
        upload=upload,
        copy=copy_of(sha256, at=at),
    )


def _looked_up(upload: UploadVerdict, *, at: datetime) -> tuple[terms.Looked, terms.Verification | None]:
    """What the register says of the identifier that a file carries, once it has been asked; and why it was not."""
    if not upload.identifier:
        return (terms.Looked.SEVERAL if upload.problem == SEVERAL else terms.Looked.NO_IDENTIFIER), None
    try:
        found = verification(upload.identifier, at=at)
    except MalformedIdentifier:
        return terms.Looked.MALFORMED, None
    return (terms.Looked.FOUND if found.found else terms.Looked.NOT_THERE), found


def judge_handed(
    content: bytes,
    media_type: str,
    *,
    holders: Collection[UUID],
    kind: HolderKind,
    refuses: Callable[[terms.HandedFile], str],
    by: Actor,
    at: datetime,
    purpose: str,
) -> terms.HandedFile:
    """What there is to say of a file that is handed in for these holders: its signatures, and the licence that it says it is.

    It refuses nothing: what counts is for whoever takes the file, and `refuses` is what they make of it (empty: they take it).
    The look and that answer are in the log of that licence's holder.
    """
    upload = judge_upload(content, media_type, at)
    claim = claimed(upload.identifier, content, holders=holders, kind=kind, at=at) if upload.identifier else None
    handed = terms.HandedFile(upload, claim)
    if claim is not None:
        note_claimed(claim, refused=refuses(handed), by=by, at=at, purpose=purpose)
    return handed


def _credential(content: bytes, *, at: datetime) -> terms.FileVerdict:
    """A credential leads to its licence by its place in the status list; to whoever has not been shown the number, nothing more is told."""
    payload, claims, ours = opened_credential(content.decode(), at=at)
    return terms.FileVerdict(
        kind=terms.FileKind.CREDENTIAL,
        sha256=hashlib.sha256(content).hexdigest(),
        original=False,
        unchanged=ours,
        register=_status(payload, at=at) if ours else None,
        looked=terms.Looked.FOUND if ours else terms.Looked.NO_IDENTIFIER,
        signers=(str(payload.get("issuing_authority", "")),) if ours else (),
        development=development(at=at),
        checked_at=at,
        claims=_shown(payload, claims) if ours else (),
    )


def _status(payload: Mapping[str, Any], *, at: datetime) -> terms.Verification:
    """What the register says now of the licence whose place stands in a credential of ours: its kind, its issuer, whether it holds."""
    place = payload["status"]["status_list"]
    number = int(place["uri"].rpartition("/")[2])
    found = opening.opened_at_place(status_list.gathered(number, int(place["idx"]), settings.KEYS.index))
    assert found is not None  # the library has signed it
    known = verified(found, at)
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
