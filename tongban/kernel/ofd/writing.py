"""Writing OFD: the part of GB/T 33190 that a licence and a form need."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from tongban.kernel.ofd import archive, markup
from tongban.kernel.ofd.contents import Colour, Document, Font, Item, Page, Path, Picture, Text, number
from tongban.kernel.ofd.measuring import ems, unprintable, width
from tongban.kernel.ofd.refusals import UnprintableCharacter

FOLDER = "Doc_0"
CREATOR = "Tongban"
FORMATS = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
ASCENT, HEIGHT = 0.9, 1.25  # of a line's box around its baseline, in sizes


class _Ids:
    """Numbers of the objects of a document: each once, from 1."""

    def __init__(self) -> None:
        self.last = 0

    def take(self) -> int:
        self.last += 1
        return self.last


def write(document: Document) -> bytes:
    """The package; the same document gives the same bytes. Refuses: UnprintableCharacter."""
    return archive.pack(parts_of(document))


def page_id(page: int) -> str:
    """The number of a page (0 is the first) in a document written here."""
    return str(page + 1)


def parts_of(document: Document) -> dict[str, bytes]:
    """The files of the package by name. Refuses: UnprintableCharacter."""
    _require_printable(document)
    ids = _Ids()
    pages = [ids.take() for _page in document.pages]  # the first numbers of all: `page_id`
    fonts = {font: ids.take() for font in _fonts(document.pages)}
    pictures = {content: ids.take() for content in _pictures(document.pages)}
    contents = [_page(page, ids, fonts, pictures) for page in document.pages]
    parts = {archive.ROOT: _root(document), f"{FOLDER}/Document.xml": _body(document, pages, ids, bool(pictures))}
    parts[f"{FOLDER}/PublicRes.xml"] = _font_resources(fonts)
    if pictures:
        parts[f"{FOLDER}/DocumentRes.xml"] = _picture_resources(pictures)
        parts |= {f"{FOLDER}/Res/{_picture_name(content, id)}": content for content, id in pictures.items()}
    parts |= {f"{FOLDER}/Pages/Page_{place}/Content.xml": content for place, content in enumerate(contents)}
    return parts


def _require_printable(document: Document) -> None:
    words = [document.title, document.author, *document.custom, *document.custom.values()]
    words += [item.text for page in document.pages for item in page.items if isinstance(item, Text)]
    if missing := unprintable("".join(words)):
        raise UnprintableCharacter(missing)


def _fonts(pages: Iterable[Page]) -> list[Font]:
    return list(dict.fromkeys(item.font for page in pages for item in page.items if isinstance(item, Text)))


def _pictures(pages: Iterable[Page]) -> list[bytes]:
    return list(dict.fromkeys(item.content for page in pages for item in page.items if isinstance(item, Picture)))


def _root(document: Document) -> bytes:
    """`OFD.xml`. Its number comes from what it says, so that the same document is the same file."""
    told = [document.title, document.author, document.day, *(f"{name}={value}" for name, value in document.custom.items())]
    information = _element("DocID", hashlib.sha256("\n".join(told).encode()).hexdigest()[:32])
    information += _element("Title", document.title) + (_element("Author", document.author) if document.author else "")
    information += _element("CreationDate", document.day) + _element("Creator", CREATOR)
    if document.custom:
        data = "".join(
            f"<ofd:CustomData Name={markup.quoteattr(name)}>{markup.escape(value)}</ofd:CustomData>"
            for name, value in document.custom.items()
        )
        information += f"<ofd:CustomDatas>{data}</ofd:CustomDatas>"
    inside = f"<ofd:DocInfo>{information}</ofd:DocInfo>" + _element("DocRoot", f"{FOLDER}/Document.xml")
    return markup.document("OFD", f"<ofd:DocBody>{inside}</ofd:DocBody>", ' DocType="OFD" Version="1.0"')


def _body(document: Document, pages: list[int], ids: _Ids, pictures: bool) -> bytes:
    first = document.pages[0]
    common = _element("MaxUnitID", str(ids.last)) + f"<ofd:PageArea>{_physical(first)}</ofd:PageArea>"
    common += _element("PublicRes", "PublicRes.xml") + (_element("DocumentRes", "DocumentRes.xml") if pictures else "")
    listed = "".join(f'<ofd:Page ID="{id}" BaseLoc="Pages/Page_{place}/Content.xml"/>' for place, id in enumerate(pages))
    return markup.document("Document", f"<ofd:CommonData>{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>")


def _font_resources(fonts: dict[Font, int]) -> bytes:
    listed = "".join(
        f'<ofd:Font ID="{id}" FontName={markup.quoteattr(font.name)} FamilyName={markup.quoteattr(font.family)}'
        f' Charset="unicode" Serif="{str(font.serif).lower()}"/>'
        for font, id in fonts.items()
    )
    return markup.document("Res", f"<ofd:Fonts>{listed}</ofd:Fonts>", ' BaseLoc="Res"')


def _picture_resources(pictures: dict[bytes, int]) -> bytes:
    listed = "".join(
        f'<ofd:MultiMedia ID="{id}" Type="Image" Format="{_format(content)}">{_element("MediaFile", _picture_name(content, id))}'
        "</ofd:MultiMedia>"
        for content, id in pictures.items()
    )
    return markup.document("Res", f"<ofd:MultiMedias>{listed}</ofd:MultiMedias>", ' BaseLoc="Res"')


def _format(content: bytes) -> str:
    kind = next((kind for start, kind in FORMATS.items() if content.startswith(start)), None)
    assert kind, "a picture is a PNG or a JPEG"
    return kind


def _picture_name(content: bytes, id: int) -> str:
    return f"picture_{id}.{'png' if _format(content) == 'PNG' else 'jpg'}"


def _page(page: Page, ids: _Ids, fonts: dict[Font, int], pictures: dict[bytes, int]) -> bytes:
    layer = ids.take()
    drawn = "".join(_item(item, page, ids.take(), fonts, pictures) for item in page.items)
    content = f'<ofd:Content><ofd:Layer ID="{layer}" Type="Body">{drawn}</ofd:Layer></ofd:Content>'
    return markup.document("Page", f"<ofd:Area>{_physical(page)}</ofd:Area>{content}")


def _item(item: Item, page: Page, id: int, fonts: dict[Font, int], pictures: dict[bytes, int]) -> str:
    match item:
        case Text():
            return _text(item, page, id, fonts[item.font])
        case Path():
            return _path(item, id)
        case Picture():
            boundary = _boundary(item.x, item.y, item.width, item.height)
            size = f'CTM="{number(item.width)} 0 0 {number(item.height)} 0 0"'
            return f'<ofd:ImageObject ID="{id}" {boundary} {size} ResourceID="{pictures[item.content]}"/>'


def _text(item: Text, page: Page, id: int, font: int) -> str:
    attributes = f'Font="{font}" Size="{number(item.size)}"' + (' Weight="700"' if item.bold else "")
    if item.turn:  # turned around its beginning, in a box that is the whole page
        cos, sin = math.cos(math.radians(item.turn)), math.sin(math.radians(item.turn))
        boundary, baseline = _boundary(0, 0, page.width, page.height), "0"
        attributes += f' CTM="{cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {number(item.x)} {number(item.y)}"'
    else:
        across = width(item.text, item.size, item.spacing) + item.size / 2
        boundary = _boundary(item.x, item.y - ASCENT * item.size, across, HEIGHT * item.size)
        baseline = number(ASCENT * item.size)
    delta = f' DeltaX="{_advances(item)}"' if len(item.text) > 1 else ""
    code = f'<ofd:TextCode X="0" Y="{baseline}"{delta}>{markup.escape(item.text)}</ofd:TextCode>'
    return f'<ofd:TextObject ID="{id}" {boundary} {attributes}>{_colour("FillColor", item.colour, item.alpha)}{code}</ofd:TextObject>'


def _advances(item: Text) -> str:
    """The steps from character to character; equal ones as `g count step`."""
    steps = (_step(each, item.size, item.spacing) for each in item.text[:-1])
    runs = ((step, len(list(same))) for step, same in groupby(steps))
    return " ".join(f"g {count} {step}" if count > 2 else " ".join([step] * count) for step, count in runs)


@lru_cache(maxsize=16384)
def _step(character: str, size: float, spacing: float) -> str:
    return number(ems(character) * size + spacing)


def _path(item: Path, id: int) -> str:
    attributes = f'{_boundary(item.x, item.y, item.width, item.height)} LineWidth="{number(item.line)}"'
    attributes += f' Stroke="{str(item.stroke is not None).lower()}" Fill="{str(item.fill is not None).lower()}"'
    colours = (_colour("FillColor", item.fill) if item.fill else "") + (_colour("StrokeColor", item.stroke) if item.stroke else "")
    return f'<ofd:PathObject ID="{id}" {attributes}>{colours}{_element("AbbreviatedData", item.data)}</ofd:PathObject>'


def _colour(tag: str, colour: Colour, alpha: int = 255) -> str:
    return f'<ofd:{tag} Value="{colour[0]} {colour[1]} {colour[2]}"' + (f' Alpha="{alpha}"' if alpha < 255 else "") + "/>"


def _boundary(x: float, y: float, width: float, height: float) -> str:
    return f'Boundary="{number(x)} {number(y)} {number(width)} {number(height)}"'


def _physical(page: Page) -> str:
    return _element("PhysicalBox", f"0 0 {number(page.width)} {number(page.height)}")


def _element(tag: str, content: str) -> str:
    return f"<ofd:{tag}>{markup.escape(content)}</ofd:{tag}>"
