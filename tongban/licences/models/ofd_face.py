"""The face of a licence as OFD pages: the same words, frame and code as the PDF, and a place for the issuer's seal."""

from __future__ import annotations

from typing import Any

from tongban.kernel import ofd, qr
from tongban.kernel.ofd import HEI, Flow, Place, Style

INK, SOFT, LINE, BLUE = (26, 36, 51), (82, 96, 109), (217, 224, 230), (11, 92, 173)
LEFT, TOP, BOTTOM = 27.0, 34.0, 34.0
FOOT = 70.0  # the block of issuer, seal and code
QR = 30.0
TITLE = (30.0, 20.0)  # points, largest and smallest on one line
NOTICE = "演示系统签发，使用开发密钥签名，不具有法律效力。请以数字签名和核验结果为准，打印件仅供参考。"

LABEL, LABEL_EN = Style(11, colour=SOFT), Style(7.5, HEI, colour=SOFT)
VALUE, HOLDER = Style(12.5, colour=INK), Style(15, bold=True, colour=INK)
SMALL = Style(7.5, HEI, colour=SOFT, align="centre", leading=1.7)
NAMES = {
    "person": (("姓名", "Name"), ("公民身份号码", "Identity number")),
    "organisation": (("名称", "Name"), ("统一社会信用代码", "Unified social credit code")),
}


def drawn(face: dict[str, Any], *, seal: tuple[float, float]) -> tuple[tuple[ofd.Page, ...], Place]:
    """The pages, and where the seal stands (`seal` is its breadth and height in millimetres): over the issuer's name and date."""
    flow = Flow(left=LEFT, right=LEFT, top=TOP, bottom=BOTTOM, background=_frame())
    _head(flow, face)
    for zh, en, value, style in _rows(face):
        label = [(zh, LABEL), *([(en, LABEL_EN)] if en else [])]
        flow.columns((0.34, label), (0.66, [(value, style)]), gap=2.6, rule=LINE)
    if face["basis"]:
        flow.space(4)
        flow.paragraph(f"依据{face['basis']}，予以颁发。", Style(10, colour=SOFT))
    place = _foot(flow, face, seal)
    footer = ((f"证照标识 {face['identifier']}{{page}}", SMALL), (NOTICE, SMALL))
    return flow.pages(footer=footer, footer_top=297 - BOTTOM + 4), place


def cn_date(day: str) -> str:
    """2026-11-24 as 2026年11月24日."""
    year, month, date = day[:10].split("-")
    return f"{int(year)}年{int(month)}月{int(date)}日"


def _frame() -> tuple[ofd.Item, ...]:
    corners = [(x, y) for x in (14.6, 210 - 14.6 - 3.2) for y in (14.6, 297 - 14.6 - 3.2)]
    return (
        ofd.box(11, 11, 188, 275, stroke=BLUE, line=0.56),
        ofd.box(13, 13, 184, 271, stroke=BLUE, line=0.18),
        *(ofd.box(x, y, 3.2, 3.2, fill=BLUE) for x, y in corners),
    )


def _head(flow: Flow, face: dict[str, Any]) -> None:
    largest, smallest = TITLE
    wanted = ofd.width(face["title"], Style(largest).size)
    points = max(smallest, largest * min(1.0, flow.room / wanted))
    flow.paragraph(face["title"], Style(points, bold=True, colour=INK, align="centre", leading=1.3))
    if face["title_en"]:
        flow.space(2)
        flow.paragraph(face["title_en"], Style(9.5, HEI, colour=SOFT, align="centre"))
    flow.space(5)
    flow.paragraph(f"编号：{face['number']}", Style(10, HEI, colour=INK, align="right"))
    flow.space(1.5)
    flow.draw(ofd.line(flow.left, flow.y, flow.right, flow.y, colour=BLUE, width=0.28))
    flow.space(4)


def _rows(face: dict[str, Any]) -> list[tuple[str, str, str, Style]]:
    """Label in both languages, value and the value's style, in the order of the PDF."""
    name, code = NAMES[face["holder_kind"]]
    joint = [("共同持证人", "Joint holder", f"{each['name']}（{each['code']}）", VALUE) for each in face["joint"]]
    fields = [(each["zh"], each["en"], each["value"], VALUE) for each in face["fields"]]
    return [
        (*name, face["holder"], HOLDER),
        (*code, face["holder_code"], VALUE),
        *joint,
        *fields,
        ("有效期", "Valid", _period(face), VALUE),
    ]


def _period(face: dict[str, Any]) -> str:
    return cn_date(face["valid_from"]) + (f" 至 {cn_date(face['valid_until'])}" if face["valid_until"] else " 起，长期有效")


def _foot(flow: Flow, face: dict[str, Any], seal: tuple[float, float]) -> Place:
    """The code on the left, the issuer on the right, at the bottom of the last page."""
    flow.space(6)
    flow.need(FOOT - 6)
    flow.y = flow.bottom - FOOT + 6
    across, high = seal
    top = flow.bottom - QR - 7
    flow.draw(ofd.Picture(flow.left, top, QR, QR, qr.png(face["address"])))
    flow.draw(_at(flow.left, flow.bottom - 1.5, "扫码核验真伪与有效性", Style(8, HEI, colour=SOFT)))
    lines = [("颁发机关", Style(11, colour=SOFT)), (face["issuer"], Style(14, bold=True, colour=INK))]
    lines += [(face["issuer_en"], LABEL_EN)] if face["issuer_en"] else []
    lines += [(cn_date(face["issued_on"]), Style(12, colour=INK))]
    y = flow.bottom - high / 2 - 9
    for (text, style), step in zip(lines, (0.0, 7.5, 5.0, 7.0), strict=False):
        y += step
        flow.draw(_at(flow.right - ofd.width(text, style.size), y, text, style))
    middle = flow.right - ofd.width(*_measured(lines[1])) / 2
    left = min(middle - across / 2, flow.right - across)
    return Place(flow.page, max(flow.left + QR + 6, left), flow.bottom - high - 1, across, high)


def _measured(line: tuple[str, Style]) -> tuple[str, float]:
    return line[0], line[1].size


def _at(x: float, y: float, text: str, style: Style) -> ofd.Text:
    return ofd.Text(x, y, text, style.size, style.font, style.bold, style.colour)
