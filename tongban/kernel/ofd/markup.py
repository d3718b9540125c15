"""The XML of a package: written by hand, read without document types, and so without entities."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from tongban.kernel.ofd.archive import safe_name
from tongban.kernel.ofd.refusals import EntityDeclared, Malformed, UnpacksTooLarge, UnsafeName

NAMESPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
DEPTH = 100
PART_BYTES = 8 * 1024 * 1024  # of one XML file; a page of the densest script has a tenth of it

__all__ = ["HEAD", "NAMESPACE", "document", "escape", "find", "find_all", "parse", "place", "quoteattr", "required", "words"]


def document(root: str, inside: str, attributes: str = "") -> bytes:
    """A whole XML file with its root element."""
    return f'{HEAD}<ofd:{root} xmlns:ofd="{NAMESPACE}"{attributes}>{inside}</ofd:{root}>\n'.encode()


def parse(content: bytes, *, name: str) -> Element:
    """The root element. Refuses: UnpacksTooLarge, EntityDeclared, Malformed."""
    if len(content) > PART_BYTES:
        raise UnpacksTooLarge(f"{name[:80]}: {len(content)} bytes")
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = 0

    def started(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEPTH:
            raise Malformed(f"{name}: too deep")
        builder.start(tag, attributes)

    def ended(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def declared(*_told: object) -> None:
        raise EntityDeclared(name)

    parser.StartElementHandler, parser.EndElementHandler = started, ended
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = declared
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, UnicodeDecodeError, ValueError, LookupError) as error:
        raise Malformed(f"{name}: {error}") from error
    return builder.close()


def find(element: Element, *path: str) -> Element | None:
    """The first descendant along a path of tag names, whichever namespace a careless writer gave them."""
    for tag in path:
        found = next((child for child in element if _local(child) == tag), None)
        if found is None:
            return None
        element = found
    return element


def find_all(element: Element, tag: str) -> Iterator[Element]:
    """All descendants of that name, in order."""
    return (each for each in element.iter() if _local(each) == tag)


def words(element: Element, *path: str) -> str:
    """The text of an element along a path; empty where it is not."""
    found = find(element, *path)
    return (found.text or "").strip() if found is not None else ""


def required(element: Element, *path: str, name: str) -> str:
    """The same, where it must be. Refuses: Malformed."""
    if not (found := words(element, *path)):
        raise Malformed(f"{name}: no {'/'.join(path)}")
    return found


def place(told: str, *, beside: str) -> str:
    """The name in the package that a location in the file `beside` means. Refuses: UnsafeName."""
    joined = told.lstrip("/") if told.startswith("/") else posixpath.join(posixpath.dirname(beside), told)
    name = posixpath.normpath(joined)
    if not safe_name(name):
        raise UnsafeName(ascii(told[:80]))
    return name


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
