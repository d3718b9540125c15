"""The document of a licence: its record on a PDF/A face, signed by its issuer, kept as a file named by its content."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from tongban.kernel import documents, files, signing
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.licences import terms
    from tongban.licences.models.licence import Licence

FACE = Path(__file__).resolve().parents[1] / "faces" / "licence.typ"
REASON = "颁发电子证照"


def address(identifier: str) -> str:
    """Where anybody can verify a licence; its QR code says this."""
    return f"{settings.PUBLIC_ADDRESS}/verify/{identifier}"


def attach(licence: Licence, kind: terms.LicenceType, *, at: datetime) -> None:
    """Make the document of a licence whose row the caller has locked, and write its digest."""
    issuer = Bilingual.of(licence.issuer_name).zh
    pdf = documents.render(FACE, face(licence, kind), at=at)
    signed = signing.sign_pdf(pdf, signer=licence.issuer, name=issuer, reason=REASON, at=at)
    licence.document_digest = files.keep(signed, media_type="application/pdf", at=at).digest
    licence.save(update_fields=["document_digest"])


def face(licence: Licence, kind: terms.LicenceType) -> dict[str, Any]:
    """What the face shows, as plain data for the template. The face is Chinese with English labels beside."""
    inside = licence.opened()
    content = inside["content"]
    fields = [
        {"zh": label.zh, "en": label.en, "value": kind.shown(key, content[key])} for key, label in kind.fields.items() if key in content
    ]
    return {
        "title": kind.name.zh,
        "title_en": kind.name.en,
        "number": licence.number,
        "identifier": licence.identifier,
        "version": licence.version,
        "holder_kind": licence.holder_kind,
        "holder": inside["holder_name"],
        "holder_code": inside["holder_code"],
        "fields": fields,
        "basis": kind.basis.zh,
        "issuer": licence.issuer_name["zh"],
        "issuer_en": licence.issuer_name["en"],
        "issued_on": licence.issued_on.isoformat(),
        "valid_from": licence.valid_from.isoformat(),
        "valid_until": licence.valid_until.isoformat() if licence.valid_until else None,
        "address": address(licence.identifier),
        "qr": documents.qr_svg(address(licence.identifier)),
    }
