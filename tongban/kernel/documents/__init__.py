"""PDF/A documents from typst templates and plain data.

Not here: what a document says (its module's `.typ` file and data), signatures (`kernel.signing`).
In PDF/A mode typst refuses a character without a glyph; in any other mode it would draw an empty box and say nothing.
"""

from __future__ import annotations

import base64
import json
import re
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings

from tongban.kernel import qr

PROFILE = "a-3u"
ROOT = Path(__file__).resolve().parents[2]  # templates and what they import lie below the package
SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "SimSun")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "WenQuanYi Zen Hei", "SimHei")
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")  # whatever an icon font draws there, it is no character of a name

Form = Literal["png", "svg"]
PPI = 200  # of a picture, so that a newspaper may print it
MOST_GAPS = 30  # different characters without a glyph in one paper
REMEDY = "Install a font that has this character, or write the name as the register has it."

_compiling = threading.Lock()  # one compiler holds the fonts once; it refuses two callers at a time


class DocumentError(Exception):
    """A document cannot be made; the message says why and what to do."""


class NoChineseFont(DocumentError):
    """No font with Chinese characters was found."""


class MissingGlyph(DocumentError):
    """No font has one of the characters of the text; `characters` are those that were found, as far as they were told."""

    def __init__(self, message: str, characters: str) -> None:
        super().__init__(message)
        self.characters = characters


class BadTemplate(DocumentError):
    """The template does not compile with this data."""


def render(template: Path, data: Mapping[str, Any], *, at: datetime = EPOCH) -> bytes:
    """The PDF/A of a template; the same data and time give the same bytes. Refuses: DocumentError in its three kinds."""
    inputs = _inputs(template, data)
    with _compiling:
        try:
            pdf, warnings = _compiler().compile_with_warnings(
                str(template), format="pdf", sys_inputs=inputs, pdf_standards=PROFILE, timestamp=int(at.timestamp())
            )
        except RuntimeError as error:  # typst's own, and what it says of a file that is not there
            raise _named(error, template) from error
    if warnings:
        raise BadTemplate(f"{template.name}: {'; '.join(str(each) for each in warnings)}")
    assert isinstance(pdf, bytes)
    return pdf


def picture(template: Path, data: Mapping[str, Any], *, form: Form = "png", ppi: float = PPI, at: datetime = EPOCH) -> bytes:
    """A template of one page as a picture; as in a document each of its characters has a glyph. Refuses: DocumentError."""
    render(template, data, at=at)
    with _compiling:
        drawn = _compiler().compile(str(template), format=form, ppi=ppi, sys_inputs=_inputs(template, data), timestamp=int(at.timestamp()))
    if not isinstance(drawn, bytes):
        raise BadTemplate(f"{template.name}: {len(drawn or ())} pages, and a picture is one")
    return drawn


def render_readable(template: Path, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """The same, where a character that no font has is printed by its number: somebody waits for this paper, and its gap can be read."""
    for _attempt in range(MOST_GAPS):
        try:
            return render(template, data, at=at)
        except MissingGlyph as gap:
            if not gap.characters:
                raise
            data = _spelt_out(data, {ord(each): f"〔U+{ord(each):X}〕" for each in gap.characters})
    return render(template, data, at=at)


def qr_svg(text: str) -> str:
    """A QR code (error correction M) as an SVG without a border."""
    return qr.svg(text)


def picture_svg(png: bytes, *, width: int, height: int) -> str:
    """A PNG inside an SVG of that shape, since the data of a template are words."""
    content = base64.b64encode(png).decode()
    size = f'width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="data:image/png;base64,{content}"/></svg>'


def _inputs(template: Path, data: Mapping[str, Any]) -> dict[str, str]:
    content = json.dumps(data, ensure_ascii=False, default=str)
    if private := "".join(PRIVATE.findall(content)):
        raise MissingGlyph(f"{template.name}: U+{ord(private[0]):04X} is a private character. {REMEDY}", private)
    return {"data": content, "fonts": json.dumps(fonts())}


def _spelt_out(value: Any, gaps: Mapping[int, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _spelt_out(each, gaps) for key, each in value.items()}
    if isinstance(value, list):
        return [_spelt_out(each, gaps) for each in value]
    return value.translate(gaps) if isinstance(value, str) else value


def fonts() -> dict[str, list[str]]:
    """The families that templates use, `serif` and `sans`, best first. Refuses: NoChineseFont."""
    return _families(settings.VAR / "fonts")


@lru_cache(maxsize=1)
def _families(folder: Path) -> dict[str, list[str]]:
    found = set(typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=_paths(folder)).families())
    serif = [family for family in SERIF if family in found]
    sans = [family for family in SANS if family in found]
    if not serif and not sans:
        _families.cache_clear()
        raise NoChineseFont(
            f"No font with Chinese characters: install the system's Noto CJK fonts (Debian: fonts-noto-cjk) or put one into {folder}."
        )
    return {"serif": serif or sans, "sans": sans or serif}


@lru_cache(maxsize=1)
def _compiler_for(folder: Path) -> typst.Compiler:
    return typst.Compiler(root=str(ROOT), font_paths=_paths(folder))


def _compiler() -> typst.Compiler:
    return _compiler_for(settings.VAR / "fonts")


def _paths(folder: Path) -> list[str]:
    return [str(folder)] if folder.is_dir() else []


def _named(error: RuntimeError, template: Path) -> DocumentError:
    """Typst's words under our names."""
    told = str(error)
    if "could not be displayed" in told:
        named = re.search(r'text `"(.+?)"`', told)
        characters = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), named[1]) if named else ""
        return MissingGlyph(f"{template.name}: {told} {REMEDY}", characters)
    return BadTemplate(f"{template.name}: {told}")
