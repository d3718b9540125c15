"""What counts of an uploaded file: what is certain is refused by name, what is not goes on with a doubt for the reviewer.

Certain is what its signatures or the register say: the file was changed, or the licence that it is does not hold, or is somebody
else's. That the material names this kind of licence is what makes the register's word decide; where the catalogue names none, the
file may be evidence of anything, also of a licence that has ended (one is handed in to be replaced), so a reviewer weighs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tongban.cases.terms import Doubt
from tongban.licences.terms import SEVERAL, LicenceState, UploadState

if TYPE_CHECKING:
    from tongban.catalog.terms import MaterialSpec
    from tongban.licences.terms import UploadVerdict
    from tongban.sharing.terms import ClaimedLicence, HandedFile

# Of what can be wrong with a signature: the content is another, or the seal is forged.
SPOILED = frozenset(
    "changed missing unlisted other_seal document_changed changed_afterwards replaced_afterwards covered_afterwards not_all_signed broken"
    " signature_wrong seal_changed".split()
)
TRICKED = frozenset({"changed_afterwards", "replaced_afterwards", "covered_afterwards"})
ENDED = {
    LicenceState.SUSPENDED: "upload_suspended",
    LicenceState.SUPERSEDED: "upload_superseded",
    LicenceState.CANCELLED: "upload_cancelled",
    LicenceState.WITHDRAWN: "upload_withdrawn",
    LicenceState.REVOKED: "upload_revoked",
}
UNJUDGED = {  # a file that bears a signature which nobody can judge any more
    "EncryptedPdf": "upload_encrypted",
    "Encrypted": "upload_encrypted",
    "TruncatedPdf": "upload_truncated",
    "Truncated": "upload_truncated",
}


def spoiled(verdict: UploadVerdict) -> str:
    """The name of why a signed file is not what was signed; empty where it is, whoever signed it."""
    if verdict.state is UploadState.UNREADABLE:
        return UNJUDGED.get(verdict.problem, "seal_broken")
    reasons = {step.reason for each in verdict.signatures for step in each.steps if step.holds is False} & SPOILED
    return ("changed_after_signing" if reasons <= TRICKED else "seal_broken") if reasons else ""


def certain(found: HandedFile, spec: MaterialSpec, *, signed: bool) -> str:
    """Why a file is refused; empty where nothing is certain. `signed`: it bears a signature, also one that cannot be read."""
    if signed and (why := spoiled(found.upload)):
        return why
    claimed = found.claimed
    if claimed is None or not claimed.intact or not spec.licence:
        return ""
    if claimed.type_code not in spec.licence:
        return "upload_other_type" if claimed.genuine else ""
    return _not_in_force(claimed) or ("upload_other_holder" if claimed.of_their_kind and not claimed.theirs else "")


def doubts(found: HandedFile, spec: MaterialSpec) -> Iterator[Doubt]:
    """What a reviewer must know of a file that was not refused."""
    upload, claimed = found.upload, found.claimed
    if upload.state is UploadState.UNREADABLE:
        yield Doubt.NOT_JUDGED
    if upload.state is UploadState.INVALID:
        yield Doubt.SIGNER_UNKNOWN
    if upload.problem == SEVERAL:
        yield Doubt.SEVERAL
    if claimed is not None:
        yield from _of_register(claimed, spec, signed=bool(upload.signatures))


def _of_register(claimed: ClaimedLicence, spec: MaterialSpec, *, signed: bool) -> Iterator[Doubt]:
    if not claimed.genuine:
        yield Doubt.NOT_THE_DOCUMENT if signed else Doubt.NOT_SIGNED
    if not claimed.intact:
        yield Doubt.REGISTER_UNSURE if claimed.found else Doubt.NOT_IN_REGISTER
        return
    if claimed.copy is not None:
        yield Doubt.MADE_FOR_ELSE
    if _not_in_force(claimed):
        yield Doubt.NOT_IN_FORCE
    if not claimed.theirs:
        yield Doubt.OTHER_HOLDER
    if spec.licence and claimed.type_code not in spec.licence:
        yield Doubt.OTHER_KIND


def _not_in_force(claimed: ClaimedLicence) -> str:
    """The first thing by which the register says that a licence does not hold, or its copy not any more."""
    if claimed.state is not None and claimed.state in ENDED:
        return ENDED[claimed.state]
    if not claimed.in_period:
        return "upload_out_of_date"
    return "upload_copy_over" if claimed.copy is not None and not claimed.copy.usable else ""
