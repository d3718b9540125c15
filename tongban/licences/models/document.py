"""The two documents of a licence, kept as files named by their content: OFD with its issuer's seal, and PDF/A with PAdES.

Both are made from one record and say the same, and bear a time stamp. The OFD is the legal profile and is sealed at issue; the PDF, which
anybody's reader can check, when it is first asked for.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tongban.kernel import clock, documents, files, ofd, seals, signing
from tongban.kernel.bilingual import Bilingual
from tongban.licences import terms
from tongban.licences.models import ofd_face
from tongban.licences.models.face import address, face, metadata, shown

if TYPE_CHECKING:
    from tongban.licences.models.licence import Licence
    from tongban.seals.terms import SealInUse

__all__ = ["DIGESTS", "address", "attach", "digest", "drawn", "face"]

FACES = Path(__file__).resolve().parents[1] / "faces"
REASON = "颁发电子证照"
DIGESTS = {terms.Profile.PDF: "document_digest", terms.Profile.OFD: "ofd_digest"}


def digest(licence: Licence, profile: terms.Profile) -> str:
    """Of the document that is there; empty where it is not made yet."""
    return getattr(licence, DIGESTS[profile]) or ""


def attach(licence: Licence, kind: terms.LicenceType, *, seal: SealInUse, profile: terms.Profile, at: datetime) -> str:
    """Make a document of a licence whose row the caller has locked, and set its digest on the row, unsaved.

    Refuses: DocumentError, UnprintableCharacter.
    """
    content = drawn(licence, kind, seal=seal, profile=profile, at=at)
    kept = files.keep(content, media_type=files.MEDIA_TYPES[profile.value], at=at).digest
    setattr(licence, DIGESTS[profile], kept)
    return kept


def drawn(licence: Licence, kind: terms.LicenceType, *, seal: SealInUse, profile: terms.Profile, at: datetime) -> bytes:
    """The document itself, sealed."""
    return (_pdf if profile is terms.Profile.PDF else _ofd)(licence, kind, seal, at)


def _pdf(licence: Licence, kind: terms.LicenceType, seal: SealInUse, at: datetime) -> bytes:
    picture = seals.read(seal.der).picture
    template = FACES / f"{kind.entry.face}.typ"
    pdf = documents.render(template, face(licence.as_opened(kind), kind, seal=picture), at=at)
    issuer = Bilingual.of(licence.issuer_name).zh
    return signing.sign_pdf(pdf, signer=licence.issuer, name=issuer, reason=REASON, at=at)


def _ofd(licence: Licence, kind: terms.LicenceType, seal: SealInUse, at: datetime) -> bytes:
    picture = seals.read(seal.der).picture
    opened = licence.as_opened(kind)
    said = shown(opened, kind)
    pages, place = ofd_face.drawn(said, seal=(picture.width_mm, picture.height_mm))
    sealed_at = clock.city_time(at).strftime("%Y-%m-%d %H:%M:%S")
    document = ofd.Document(
        title=f"{said['title']} {said['number']}",
        author=said["issuer"],
        day=clock.city_date(at).isoformat(),
        pages=pages,
        custom=metadata(opened, kind, said, seal_name=seal.name, sealed_at=sealed_at),
    )
    return ofd.write_sealed(document, seal=seal.der, key=seal.key, place=place, at=at, stamp=True)
