"""Signed PDFs of others judged: what was signed, whether that is still all there is, and by whom.

An increment after a signature may add evidence, time stamps and further signatures, and nothing else: what can be shown, hidden
or covered by an increment is what known forgeries do. pyHanko compares the revisions; signatures and certificates are held here.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from tongban.kernel.bilingual import Bilingual
from tongban.kernel.signing import certificates, messages, stamps, tricks
from tongban.kernel.signing.cms import DATA
from tongban.kernel.signing.refusals import (
    BadCertificate,
    BadStamp,
    EncryptedPdf,
    Expired,
    NotACertificate,
    NotAPdf,
    NotTrusted,
    RevocationUnknown,
    Revoked,
    TooManySignatures,
    TruncatedPdf,
    WrongUsage,
)

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # it tells what it found in somebody's document; that is for nobody's log

CLOCKS_DIFFER = timedelta(minutes=5)
UNREADABLE = (PdfError, SigningError, SignatureValidationError, AssertionError, *messages.UNREADABLE)
MOST_SIGNATURES = 40  # for each, the whole file is read
ENDING = 2048  # octets within which the end of a PDF says where its table is
KINDS = {"/ETSI.CAdES.detached", "/adbe.pkcs7.detached", "/ETSI.RFC3161"}
REASONS: dict[type[Exception], str] = {
    NotACertificate: "no_certificate",
    NotTrusted: "not_trusted",
    Expired: "expired",
    Revoked: "revoked",
    RevocationUnknown: "revocation_unknown",
    WrongUsage: "wrong_usage",
    BadStamp: "bad_stamp",
}
WORDS = {
    "": Bilingual("签名有效，文件自签名后未被改动", "The signature holds, and the document has not changed since"),
    "unknown_kind": Bilingual("签名的种类不认识", "A signature of a kind that is not known here"),
    "broken": Bilingual("签名数据已损坏", "The data of the signature are broken"),
    "not_all_signed": Bilingual("签名没有覆盖它应当覆盖的全部内容", "The signature does not cover all that it should"),
    "changed_afterwards": Bilingual("签名之后文件又被改动过", "The document was changed after it was signed"),
    "replaced_afterwards": Bilingual(
        "签名之后有人替换了页面上的内容（影子攻击）：看到的已不是当时签的",
        "What the page shows was replaced after signing (a shadow attack)",
    ),
    "covered_afterwards": Bilingual(
        "签名之后有人在页面上盖了别的内容（影子攻击）：下面才是当时签的", "Something was laid over the page after signing (a shadow attack)"
    ),
    "document_changed": Bilingual("文件内容与签名时不同", "The content is not what was signed"),
    "signature_wrong": Bilingual("签名不成立", "The signature fails"),
    "in_the_future": Bilingual("签名时间在将来", "The time of signing lies in the future"),
    "no_certificate": Bilingual("证书无法读取", "The certificate cannot be read"),
    "not_trusted": Bilingual("证书不是由受信任的机构签发", "The certificate was not issued by a trusted authority"),
    "expired": Bilingual("证书当时不在有效期内", "The certificate was not valid at that time"),
    "revoked": Bilingual("证书已被吊销", "The certificate has been revoked"),
    "revocation_unknown": Bilingual(
        "没有签发机构的最新吊销列表，无法判断证书是否被吊销", "No fresh revocation list of the issuer is at hand"
    ),
    "wrong_usage": Bilingual("证书的用途不包括签名", "The certificate was not issued for signing"),
    "bad_stamp": Bilingual("时间戳不成立或不可信", "The time stamp fails or is not trusted"),
}


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What was found about one signature of a PDF; `reason` names the first thing that fails, for programs."""

    place: str  # the name of its field
    holds: bool
    words: Bilingual
    reason: str = ""
    signer: str = ""  # the name in the certificate
    certificate: bytes = field(default=b"", repr=False)
    signed_at: datetime | None = None  # as the signer says
    stamped_at: datetime | None = None  # as a time-stamp authority says
    added: str = ""  # after it: nothing, "evidence" (certificates, lists, stamps) or "signatures"

    @property
    def covers_all(self) -> bool:
        return not self.added


ADDED = {ModificationLevel.LTA_UPDATES: "evidence", ModificationLevel.FORM_FILLING: "signatures"}  # NONE: octets that belong to nothing


class _Failed(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def judge(pdf: bytes, *, at: datetime) -> tuple[PdfVerdict, ...]:
    """The verdict on each signature, in their order; none for a document without.

    Refuses: NotAPdf; of those EncryptedPdf, TruncatedPdf and TooManySignatures by their own names.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        if reader.encrypted:
            raise EncryptedPdf("The document is encrypted.")
        found = list(enumerate_sig_fields(reader, filled_status=True))
        if len(found) > MOST_SIGNATURES:
            raise TooManySignatures("The document has more signatures than anybody gives one.")
        embedded = [_embedded(reader, name, value, place) for name, value, place in found]
    except UNREADABLE as error:
        raise (TruncatedPdf if _cut_short(pdf) else NotAPdf)("This is no PDF that can be read.") from error
    judged = sorted(embedded, key=lambda each: each[1].signed_revision if each[1] else 0)
    verdicts = tuple(_verdict(pdf, name, signature, at) for name, signature in judged)
    return tuple(_among(verdicts))


def _cut_short(pdf: bytes) -> bool:
    """Whether it begins as a PDF and its last lines, which every reader starts from, are not there."""
    ending = pdf[-ENDING:]
    return pdf.startswith(b"%PDF-") and not (b"startxref" in ending and b"%%EOF" in ending)


def _embedded(reader: PdfFileReader, name: str, value, place) -> tuple[str, EmbeddedPdfSignature | None]:
    if value.get_object().get("/SubFilter") not in KINDS:
        return name, None
    try:
        return name, EmbeddedPdfSignature(reader, place, name)
    except UNREADABLE:
        return name, None


def _verdict(pdf: bytes, name: str, signature: EmbeddedPdfSignature | None, at: datetime) -> PdfVerdict:
    told: dict = {}
    try:
        if signature is None:
            raise _Failed("unknown_kind")
        covered = _covered(pdf, signature)
        told["added"] = _added(signature)
        _signed(covered, signature, at, told)
    except _Failed as failure:
        return PdfVerdict(name, False, WORDS[failure.reason], failure.reason, **told)
    except (BadCertificate, BadStamp) as error:
        reason = REASONS[type(error)]
        return PdfVerdict(name, False, WORDS[reason], reason, **told)
    except UNREADABLE:
        return PdfVerdict(name, False, WORDS["broken"], "broken", **told)
    return PdfVerdict(name, True, WORDS[""], **told)


def _covered(pdf: bytes, signature: EmbeddedPdfSignature) -> bytes:
    """The octets that were signed: all of a revision but the place of the signature itself, which is that and nothing else."""
    told: Any = signature.byte_range
    start, first, second, last = (int(number) for number in told)
    place, contents = pdf[first:second], signature.pkcs7_content
    exact = place[:1] == b"<" and place[-1:] == b">" and bytes.fromhex(place[1:-1].decode("ascii")) == contents
    if start != 0 or not 0 < first < second or last <= 0 or second + last > len(pdf) or not exact:
        raise _Failed("not_all_signed")
    signature.coverage = signature.evaluate_signature_coverage()
    if signature.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        raise _Failed("not_all_signed")
    return pdf[:first] + pdf[second : second + last]


def _added(signature: EmbeddedPdfSignature) -> str:
    """What later increments add: evidence and signatures at most (`_among` holds a filled form against those)."""
    if signature.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return ""
    difference = signature.evaluate_modifications(DEFAULT_DIFF_POLICY)
    level = difference.modification_level if isinstance(difference, DiffResult) else ModificationLevel.OTHER
    permitted = signature.docmdp_level
    if level not in ADDED or (permitted is not None and level.value > permitted.value):
        raise _Failed(tricks.named(signature))
    return ADDED[level]


def _signed(covered: bytes, signature: EmbeddedPdfSignature, at: datetime, told: dict) -> None:
    if signature.sig_object.get("/SubFilter") == "/ETSI.RFC3161":
        told["stamped_at"] = told["signed_at"] = stamps.read(signature.pkcs7_content, covered)
        return
    try:
        message = messages.read(signature.pkcs7_content)
    except messages.BadMessage as error:
        raise _Failed("broken") from error
    certificate = certificates.read(message.certificate)
    claimed = signature.self_reported_timestamp or at
    told |= {"signer": certificate.name, "certificate": message.certificate, "signed_at": claimed}
    if message.content is not None or message.content_type != DATA or not message.is_over(covered):
        raise _Failed("document_changed")
    if not message.held_by(certificate):
        raise _Failed("signature_wrong")
    if message.stamp is not None:
        told["stamped_at"] = stamps.read(message.stamp, message.signature)
    when = told.get("stamped_at", claimed)
    if when > at + CLOCKS_DIFFER:
        raise _Failed("in_the_future")
    known = min(told.get("stamped_at", at), at)
    certificates.check(message.certificate, chain=message.chain, at=when, usage="signing", known=known)


def _among(verdicts: tuple[PdfVerdict, ...]) -> Iterator[PdfVerdict]:
    """What was added after a signature is signed in turn, by a signature that holds and covers all; else it is a change."""
    closed = any(each.holds and each.added != "signatures" for each in verdicts)
    reason = "changed_afterwards"
    for each in verdicts:
        open_end = each.holds and each.added == "signatures" and not closed
        yield replace(each, holds=False, words=WORDS[reason], reason=reason) if open_end else each
