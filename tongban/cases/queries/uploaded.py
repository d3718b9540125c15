"""Uploaded files judged before they count as materials: at the page where they are uploaded, and again when they are handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tongban.cases import access
from tongban.cases.rules.application import told
from tongban.cases.rules.uploads import certain, doubts
from tongban.cases.terms import UploadFound
from tongban.kernel import files
from tongban.licences.terms import UploadState
from tongban.sharing import queries as sharing_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.cases.terms import Handed
    from tongban.catalog.terms import MaterialSpec
    from tongban.identity.terms import Actor, HolderKind
    from tongban.kernel.files import StoredFile
    from tongban.sharing.terms import HandedFile

SIGNED_PDF = b"/ByteRange"
SIGNABLE = (files.MEDIA_TYPES["pdf"], files.MEDIA_TYPES["ofd"])
PURPOSE = "cases.upload"


@dataclass(frozen=True)
class Judged:
    """What was found of the files of one round; both by material and digest, for the material decides what counts."""

    found: Mapping[tuple[str, str], UploadFound]
    faults: Mapping[str, str]  # the name of why, by material


def upload_faults(
    specs: Iterable[MaterialSpec],
    handed: Collection[Handed],
    *,
    applicant_id: UUID,
    kind: HolderKind,
    by: Actor,
    at: datetime,
) -> dict[str, str]:
    """What is certainly wrong with files that this actor has just uploaded, by their digest, before any of them counts as a material.

    Refuses: Denied for whom this actor does not act.
    """
    access.require_applicant(by, applicant_id)
    asked = {spec.key: spec for spec in specs}
    stored = files.find({each.file_digest for each in handed if each.file_digest}, by=by)
    wrong: dict[str, str] = {}
    for each in handed:
        if each.key in asked and each.file_digest in stored:
            judged = judge([each], asked, stored, holders=for_whom(applicant_id, by), kind=kind, by=by, at=at, purpose=PURPOSE)
            if why := judged.faults.get(each.key):
                wrong[each.file_digest] = told(why)
    return wrong


def for_whom(applicant_id: UUID, by: Actor) -> tuple[UUID, ...]:
    """Whose licences may be handed in: the applicant's, and those of whoever acts for them."""
    return (applicant_id, *([by.person_id] if by.person_id and by.person_id != applicant_id else ()))


def judge(
    handed: Iterable[Handed],
    specs: Mapping[str, MaterialSpec],
    stored: Mapping[str, StoredFile],
    *,
    holders: Collection[UUID],
    kind: HolderKind,
    by: Actor,
    at: datetime,
    purpose: str,
) -> Judged:
    """Each signed file, and each that says it is a licence; nothing of what is no document, or says nothing of itself."""
    found: dict[tuple[str, str], UploadFound] = {}
    faults: dict[str, str] = {}
    seen: dict[str, tuple[HandedFile, bool]] = {}
    for each in handed:
        file, spec = stored.get(each.file_digest), specs.get(each.key)
        if file is None or spec is None or file.media_type not in SIGNABLE:
            continue
        if file.digest not in seen:
            content = files.read(file.digest)
            refuses = partial(_refuses, spec, content)
            asked = {"holders": holders, "kind": kind, "refuses": refuses, "by": by, "at": at, "purpose": purpose}
            judged = sharing_queries.judge_handed(content, file.media_type, **asked)
            seen[file.digest] = judged, _signed(judged, content)
        judged, signed = seen[file.digest]
        if (why := certain(judged, spec, signed=signed)) and each.key not in faults:
            faults[each.key] = why
        if signed or _says_something(judged):
            found[each.key, file.digest] = UploadFound(judged.upload, judged.claimed, tuple(doubts(judged, spec)))
    return Judged(found, faults)


def _refuses(spec: MaterialSpec, content: bytes, judged: HandedFile) -> str:
    return certain(judged, spec, signed=_signed(judged, content))


def _signed(judged: HandedFile, content: bytes) -> bool:
    """A PDF that was signed and cannot be judged any more was tampered with: readers still show it."""
    return bool(judged.upload.signatures) or (judged.upload.state is UploadState.UNREADABLE and SIGNED_PDF in content)


def _says_something(judged: HandedFile) -> bool:
    """A licence it says it is, or what kept it from being looked up; a plain file that is only odd is for whoever opens it."""
    upload = judged.upload
    return judged.claimed is not None or (bool(upload.problem) and (upload.state is not UploadState.UNREADABLE or _locked(upload.problem)))


def _locked(problem: str) -> bool:
    return problem in ("EncryptedPdf", "Encrypted")
