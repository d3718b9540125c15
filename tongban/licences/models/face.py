"""What the face of a licence says, once for both documents: the PDF/A that typst draws and the OFD of `ofd_face`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from tongban.identity.terms import HolderKind
from tongban.kernel import documents, seals
from tongban.licences import rules

if TYPE_CHECKING:
    from tongban.licences import terms

CODE_TYPES = {HolderKind.PERSON: ("111", "公民身份号码"), HolderKind.ORGANISATION: ("001", "统一社会信用代码")}  # GB/T 36903, annex A
LEVELS = {"national": "国家", "province": "省级", "city": "地市级", "county": "区县级", "town": "乡镇级", "other": "其他"}


def address(identifier: str) -> str:
    """Where anybody can verify a licence; its QR code says this."""
    return f"{settings.PUBLIC_ADDRESS}/verify/{identifier}"


def face(found: terms.Opened, kind: terms.LicenceType, *, seal: seals.Picture | None = None) -> dict[str, Any]:
    """The data of the template: what `shown` says, the code, and the issuer's seal where the document carries it."""
    picture = documents.picture_svg(seal.png, width=seal.width_mm, height=seal.height_mm) if seal else ""
    code = documents.qr_svg(address(found.licence.identifier))
    return {**shown(found, kind), "qr": code, "seal": picture, "seal-width": seal.width_mm if seal else 0}


def shown(found: terms.Opened, kind: terms.LicenceType) -> dict[str, Any]:
    """What either face shows, as plain data. It is Chinese with English labels beside."""
    licence, content, (holder, *joint) = found.licence, found.licence.content, found.holders
    fields = [
        {"key": key, "zh": label.zh, "en": label.en, "value": kind.shown(key, content[key])}
        for key, label in kind.fields.items()
        if key in content
    ]
    return {
        "title": kind.name.zh,
        "title_en": kind.name.en,
        "number": licence.number,
        "identifier": licence.identifier,
        "version": licence.version,
        "holder_kind": licence.holder_kind.value,
        "holder": holder.name,
        "holder_code": holder.code,
        "joint": [{"name": each.name, "code": each.code} for each in joint],
        "fields": fields,
        "basis": kind.basis.zh,
        "issuer": licence.issuer_name.zh,
        "issuer_en": licence.issuer_name.en,
        "issued_on": licence.issued_on.isoformat(),
        "valid_from": licence.valid_from.isoformat(),
        "valid_until": licence.valid_until.isoformat() if licence.valid_until else None,
        "address": address(licence.identifier),
    }


def metadata(found: terms.Opened, kind: terms.LicenceType, said: dict[str, Any], *, seal_name: str, sealed_at: str) -> dict[str, str]:
    """The elements of GB/T 36903 under the names that OFD files of the field carry; what is empty is left out."""
    code_type, code_type_name = CODE_TYPES[found.licence.holder_kind]
    elements = {
        "ZZMC": said["title"],
        "ZZLXDM": kind.national_code,
        "ZZBH": said["number"],
        "ZZBS": said["identifier"],
        "ZZBFJG": said["issuer"],
        "ZZBFJGDM": rules.parse(found.licence.identifier).issuer,
        "ZZBFJGJB": LEVELS[kind.entry.issuing_level.value],
        "ZZBFRQ": said["issued_on"],
        "CZZT": "、".join([said["holder"], *(each["name"] for each in said["joint"])]),
        "CZZTDM": "、".join([said["holder_code"], *(each["code"] for each in said["joint"])]),
        "CZZTDMLX": code_type_name,
        "CZZTDMLXDM": code_type,
        "ZZYXQQSRQ": said["valid_from"],
        "ZZYXQJZRQ": said["valid_until"] or "",
        "ZZQZR": said["issuer"],
        "ZZQZSJ": sealed_at,
        "ZZQZMC": seal_name,
    }
    business = {f"KZ_{each['key'].upper()}": each["value"] for each in said["fields"]}
    return {name: value for name, value in {**elements, **business}.items() if value}
