"""PDF signed by PAdES: baseline LT, with a time stamp and all that is needed to judge it later, in one increment.

pyHanko prepares the file and leaves the place; the signature message is ours (`signing.cms`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import cms_embedder, constants
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from tongban.kernel.signing import cms, stamps, trust
from tongban.kernel.signing.algorithms import P256, SM2, Algorithm
from tongban.kernel.signing.refusals import NotSignable

if TYPE_CHECKING:
    from tongban.kernel.signing.keys import Key

RESERVED = 12_288  # hex digits for the signature message; about 7,000 are used, more with another authority's stamp
FIELD = "Signature"
DIGESTS: dict[Algorithm, str] = {P256: "sha256", SM2: "sm3"}  # as pyHanko names them


@dataclass(frozen=True, slots=True)
class Signing:
    """What is signed how: `beside` adds to the signatures that are there, else the document has none yet."""

    key: Key
    reason: str
    at: datetime
    beside: bool = False


class _Writer(IncrementalPdfFileWriter):
    """The document's own words about itself stay as they are: PDF/A wants both places where they stand to agree."""

    def _update_meta(self) -> None:
        pass


def sign(pdf: bytes, how: Signing) -> bytes:
    """The PDF with a signature, as an increment: what was there before stays byte for byte. Refuses: NotSignable."""
    try:
        writer = _Writer(io.BytesIO(pdf))
        there = len(writer.prev.embedded_signatures)
        if there and not how.beside:
            raise NotSignable("The document is signed already.")
        return _signed(writer, how, first=not there)
    except (PdfError, SigningError, ValueError, KeyError, TypeError) as error:
        raise NotSignable(str(error)) from error


def _signed(writer: IncrementalPdfFileWriter, how: Signing, *, first: bool) -> bytes:
    field = FIELD if first else f"{FIELD}{len(writer.prev.embedded_signatures) + 1}"
    writer.register_extension(constants.ESIC_EXTENSION_1)  # no note about elliptic curves: it would call the file PDF 2.0
    _keep_evidence(writer, how)
    digest = DIGESTS[how.key.algorithm]
    embedding: Any = cms_embedder.PdfCMSEmbedder(fields.SigFieldSpec(field)).write_cms(field, writer)
    next(embedding)
    place = SignatureObject(reason=how.reason, timestamp=how.at, subfilter=fields.SigSeedSubFilter.PADES, bytes_reserved=RESERVED)
    certifying = cms_embedder.SigMDPSetup(md_algorithm=digest, certify=first, docmdp_perms=fields.MDPPerm.FILL_FORMS if first else None)
    embedding.send(cms_embedder.SigObjSetup(sig_placeholder=place, mdp_setup=certifying))
    prepared, written = embedding.send(cms_embedder.SigIOSetup(md_algorithm=digest, output=io.BytesIO()))
    message = cms.message(how.key, prepared.document_digest, stamp=lambda signature: stamps.stamp(signature, at=how.at))
    if len(message) * 2 > RESERVED:
        raise NotSignable("The signature message is longer than the place for it.")
    embedding.send(message)
    return written.getvalue()


def _keep_evidence(writer: IncrementalPdfFileWriter, how: Signing) -> None:
    """Certificates and revocation lists go into the document: whoever judges it in ten years has them (ETSI EN 319 142-1, DSS)."""
    certificates, lists = trust.evidence(how.key, at=how.at)
    if not lists:
        return
    kept = generic.DictionaryObject()
    for name, contents in (("/Certs", certificates), ("/CRLs", lists)):
        kept[pdf_name(name)] = generic.ArrayObject(writer.add_object(generic.StreamObject(stream_data=each)) for each in contents)
    writer.root[pdf_name("/DSS")] = writer.add_object(kept)
    writer.update_root()
