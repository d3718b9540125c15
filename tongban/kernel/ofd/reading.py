"""Reading a package that anybody may have made: its words, its named data, its pages and its signatures."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from tongban.kernel.ofd import archive, markup
from tongban.kernel.ofd.refusals import Malformed, UnlistedFile, UnpacksTooLarge

PAGES, SIGNATURES = 2000, 50
PAGES_BYTES = 32 * 1024 * 1024  # of all pages together, pictures not counted


@dataclass(frozen=True, slots=True)
class PageRead:
    id: str
    name: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignatureRead:
    """One `Signature.xml` and what it names. `seal` is the file beside it; empty where only the signed value holds one."""

    name: str
    content: bytes = field(repr=False)
    value_name: str
    value: bytes = field(repr=False)
    seal_name: str
    seal: bytes = field(repr=False)
    check_method: str
    references: Mapping[str, bytes] = field(repr=False)  # name of a protected file -> the digest that was signed

    @property
    def own_files(self) -> frozenset[str]:
        return frozenset(each for each in (self.name, self.value_name, self.seal_name) if each)


@dataclass(frozen=True, slots=True)
class Package:
    parts: Mapping[str, bytes] = field(repr=False)
    title: str
    custom: Mapping[str, str] = field(repr=False)
    pages: tuple[PageRead, ...]
    signatures: tuple[SignatureRead, ...]
    signatures_name: str  # of `Signatures.xml`; empty where nothing is signed

    @property
    def text(self) -> str:
        """All words of all pages, line by line."""
        return "\n".join(page.text for page in self.pages)

    def unprotected(self, signature: SignatureRead) -> tuple[str, ...]:
        """The files that this signature does not list, apart from what signatures themselves are made of."""
        free = frozenset({self.signatures_name}).union(*(each.own_files for each in self.signatures))
        return tuple(name for name in self.parts if name not in signature.references and name not in free)


def read(package: bytes) -> Package:
    """The package, with every part where it should be.

    Refuses: NotOfd, PackageTooLarge, UnpacksTooLarge, UnsafeName, DuplicateName, EntityDeclared, UnlistedFile, Malformed.
    """
    found = read_parts(archive.unpack(package))
    if found.signatures:
        nowhere = frozenset.intersection(*(frozenset(found.unprotected(each)) for each in found.signatures))
        if nowhere:
            raise UnlistedFile(min(nowhere)[:80])
    return found


def read_parts(parts: Mapping[str, bytes]) -> Package:
    """The same of files that are unpacked already, without asking whether a seal lists them all."""
    root = markup.parse(parts[archive.ROOT], name=archive.ROOT)
    bodies = list(markup.find_all(root, "DocBody"))
    if len(bodies) != 1:
        raise Malformed(f"{len(bodies)} documents in one package")
    body = bodies[0]
    custom = {str(each.get("Name") or ""): (each.text or "").strip() for each in markup.find_all(body, "CustomData")}
    document = markup.place(markup.required(body, "DocRoot", name=archive.ROOT), beside=archive.ROOT)
    told = markup.words(body, "Signatures")
    listed = markup.place(told, beside=archive.ROOT) if told else ""
    return Package(
        parts=parts,
        title=markup.words(body, "DocInfo", "Title"),
        custom=custom,
        pages=_pages(parts, document),
        signatures=_signatures(parts, listed) if listed else (),
        signatures_name=listed,
    )


def _pages(parts: Mapping[str, bytes], document: str) -> tuple[PageRead, ...]:
    """The pages in their order, with their words."""
    listed = markup.find(_parsed(parts, document), "Pages")
    pages = list(markup.find_all(listed, "Page")) if listed is not None else []
    if not 0 < len(pages) <= PAGES:
        raise Malformed(f"{document}: {len(pages)} pages")
    names = [markup.place(page.get("BaseLoc") or "", beside=document) for page in pages]
    if len(set(names)) != len(names):
        raise Malformed(f"{document}: one page twice")
    if (size := sum(len(_part(parts, name)) for name in names)) > PAGES_BYTES:
        raise UnpacksTooLarge(f"{len(names)} pages, {size} bytes")
    return tuple(_page(parts, page, name) for page, name in zip(pages, names, strict=True))


def _page(parts: Mapping[str, bytes], page: Element, name: str) -> PageRead:
    lines = (each.text or "" for each in markup.find_all(_parsed(parts, name), "TextCode"))
    return PageRead(id=page.get("ID") or "", name=name, text="\n".join(lines))


def _signatures(parts: Mapping[str, bytes], listed: str) -> tuple[SignatureRead, ...]:
    places = [markup.place(each.get("BaseLoc") or "", beside=listed) for each in markup.find_all(_parsed(parts, listed), "Signature")]
    if len(set(places)) != len(places) or len(places) > SIGNATURES:
        raise Malformed(f"{listed}: one signature twice, or more than {SIGNATURES}")
    return tuple(_signature(parts, name) for name in places)


def _signature(parts: Mapping[str, bytes], name: str) -> SignatureRead:
    root = _parsed(parts, name)
    value = markup.place(markup.required(root, "SignedValue", name=name), beside=name)
    told = markup.words(root, "SignedInfo", "Seal", "BaseLoc")
    seal = markup.place(told, beside=name) if told else ""
    listed = markup.find(root, "SignedInfo", "References")
    if listed is None:
        raise Malformed(f"{name}: no References")
    return SignatureRead(
        name=name,
        content=parts[name],
        value_name=value,
        value=_part(parts, value),
        seal_name=seal,
        seal=_part(parts, seal) if seal else b"",
        check_method=listed.get("CheckMethod") or "",
        references=_references(listed, name),
    )


def _references(listed: Element, name: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for each in markup.find_all(listed, "Reference"):
        file = markup.place(each.get("FileRef") or "", beside=name)
        if file in found:
            raise Malformed(f"{name}: {file[:80]} twice")
        try:
            found[file] = base64.b64decode("".join(markup.required(each, "CheckValue", name=name).split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise Malformed(f"{name}: CheckValue of {file[:80]}") from error
    return found


def _parsed(parts: Mapping[str, bytes], name: str) -> Element:
    return markup.parse(_part(parts, name), name=name)


def _part(parts: Mapping[str, bytes], name: str) -> bytes:
    if name not in parts:
        raise Malformed(f"{name[:80]} is named and not there")
    return parts[name]
