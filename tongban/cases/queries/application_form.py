"""The applicant's form as a document: the same content as PDF/A and as OFD, with room for a signature or a seal."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tongban.cases.terms import MaterialSource
from tongban.kernel import clock, documents, ofd
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tongban.cases.terms import Application
    from tongban.catalog.terms import Release
    from tongban.kernel.seals import Picture

TEMPLATE = Path(__file__).resolve().parents[1] / "papers" / "application.typ"
STATEMENT = "本人（本单位）保证以上内容和所交材料真实、准确、完整，并对此承担法律责任。"
NOTICE = "演示系统制作，使用开发密钥签名，不具有法律效力。"
SOURCES = {MaterialSource.LICENCE: "电子证照库", MaterialSource.UPLOAD: "申请人上传"}
SEAL_NAMES = {"unit": "单位章", "representative": "法定代表人章", "person": "个人签名章"}
MARGIN, TOP, BOTTOM = 25.0, 25.0, 24.0
RED, SOFT, LINE = (179, 38, 30), (82, 96, 109), (217, 224, 230)


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs, as the document says it, with the picture of the seal."""

    name: str
    kind: str  # unit, representative, person
    by_name: str  # whoever does it, where that is an agent
    picture: Picture
    at: datetime


def drawn(release: Release, application: Application, *, applicant: str, agent: str, asked: str, at: datetime) -> dict[str, Any]:
    """What the document says, as plain data in Chinese."""
    return {
        "service": release.name.zh,
        "department": release.department_name.zh,
        "applicant": applicant,
        "agent": agent,
        "sections": [each for each in (_situation(release, application), *_sections(release, application)) if each["rows"]],
        "materials": [_material(release, each) for each in application.materials],
        "statement": STATEMENT,
        "asked": asked,
        "made_on": clock.city_date(at).isoformat(),
    }


def pdf(data: Mapping[str, Any], signing: Signing) -> bytes:
    """The PDF/A, not signed yet."""
    return documents.render(TEMPLATE, {**data, "signed": _told(signing)}, at=signing.at)


def ofd_document(data: Mapping[str, Any], signing: Signing) -> tuple[ofd.Document, ofd.Place]:
    """The same as OFD, and where its seal stands."""
    flow = ofd.Flow(left=MARGIN, right=MARGIN, top=TOP, bottom=BOTTOM)
    flow.paragraph("申请书", ofd.Style(22, ofd.HEI, bold=True, align="centre"))
    flow.space(4)
    flow.paragraph(data["service"], ofd.Style(14, bold=True, align="centre"))
    flow.space(6)
    for label, value in _heads(data):
        _row(flow, label, value)
    for section in data["sections"]:
        _heading(flow, section["title"])
        for row in section["rows"]:
            _row(flow, row["label"], row["value"])
    if data["materials"]:
        _heading(flow, "随申请提交的材料")
        for each in data["materials"]:
            _row(flow, each["name"], each["source"])
    place = _signature(flow, data, signing)
    pages = flow.pages(footer=[(NOTICE + "{page}", ofd.Style(7.5, ofd.HEI, colour=SOFT, align="centre"))], footer_top=297 - 16)
    custom = {"service": data["service"], "applicant": data["applicant"], "asked": data["asked"]}
    return ofd.Document(title=f"申请书 {data['service']}", pages=pages, day=data["made_on"], author=data["applicant"], custom=custom), place


def _signature(flow: ofd.Flow, data: Mapping[str, Any], signing: Signing) -> ofd.Place:
    """The statement, who signs, and the seal over it."""
    width, height = signing.picture.width_mm, signing.picture.height_mm
    flow.space(6)
    flow.paragraph(data["statement"], ofd.Style(11.5))
    flow.space(4)
    flow.need(max(height, 24) + 6)
    top = flow.y
    told = _told(signing)
    for text in (told["words"], told["on"], *(("经办人：" + told["by"],) if told["by"] else ())):
        flow.paragraph(text, ofd.Style(11.5, align="right"))
    flow.paragraph(f"申请内容的摘要（SHA-256）：{data['asked']}", ofd.Style(7.5, ofd.HEI, colour=SOFT))
    return ofd.Place(flow.page, 210 - MARGIN - width - 8, max(top - height / 3, TOP), width, height)


def _heads(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [("受理部门", data["department"]), ("申请人", data["applicant"])]
    return found + ([("经办人", data["agent"])] if data["agent"] else [])


def _heading(flow: ofd.Flow, title: str) -> None:
    flow.space(4)
    flow.need(16)
    flow.paragraph(title, ofd.Style(12, ofd.HEI, bold=True))


def _row(flow: ofd.Flow, label: str, value: str) -> None:
    label_style, value_style = ofd.Style(10.5, colour=SOFT), ofd.Style(10.5)
    flow.columns((0.3, [(label, label_style)]), (0.7, [(value or "（没有填写）", value_style)]), gap=1.6, rule=LINE)


def _told(signing: Signing) -> dict[str, Any]:
    seal = SEAL_NAMES[signing.kind]
    return {
        "words": f"{signing.name}（{seal}）",
        "on": clock.city_date(signing.at).isoformat(),
        "by": signing.by_name,
        "picture": _svg(signing.picture),
        "width": signing.picture.width_mm,
        "height": signing.picture.height_mm,
    }


def _svg(picture: Picture) -> str:
    """The PNG inside an SVG: templates take texts."""
    png = base64.b64encode(picture.png).decode()
    size = f'width="{picture.width_mm}mm" height="{picture.height_mm}mm" viewBox="0 0 {picture.width_mm} {picture.height_mm}"'
    inside = f'<image width="{picture.width_mm}" height="{picture.height_mm}" href="data:image/png;base64,{png}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'


def _situation(release: Release, application: Application) -> dict[str, Any]:
    rows = [{"label": each.text.zh, "value": _chosen(each.options, application.situation.get(each.key))} for each in release.questions]
    return {"title": "情形", "rows": [row for row in rows if row["value"]]}


def _chosen(options: Any, answer: Any) -> str:
    answers: list[Any] = answer if isinstance(answer, list) else [answer]
    return "、".join(option.label.zh for option in options if option.value in answers)


def _sections(release: Release, application: Application) -> list[dict[str, Any]]:
    fields = release.form.schema.get("properties", {})
    return [
        {
            "title": section.title.zh,
            "rows": [
                {"label": fields[name].get("title", name), "value": words(fields[name], application.form.get(name))}
                for name in section.fields
            ],
        }
        for section in release.form.sections
    ]


def _material(release: Release, handed: Any) -> dict[str, str]:
    name = next((spec.name.zh for spec in release.materials if spec.key == handed.key), handed.key)
    source = SOURCES[MaterialSource.LICENCE if handed.licence_id else MaterialSource.UPLOAD]
    told = handed.file_digest[:16] if handed.file_digest else ""
    return {"name": name, "source": f"{source}　{handed.file_name}　{told}" if told else source}


def words(field: Mapping[str, Any], value: Any) -> str:
    """An answer as the form shows it: choices by their label, rows one after the other, with its unit."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "；".join(words(field.get("items", field), each) for each in value)
    if isinstance(value, dict):
        inside = field.get("properties", {})
        return "，".join(f"{inside.get(name, {}).get('title', name)}：{words(inside.get(name, {}), each)}" for name, each in value.items())
    if isinstance(value, bool):
        return "是" if value else "否"
    label = field.get("x-labels", {}).get(str(value))
    return Bilingual.of(label).zh if label else f"{value}{Bilingual.of(field.get('x-unit')).zh}"
