"""Putting a seal on a package: a stamp that readers draw, and a GB/T 38540 signature over every file.

Digests of all files stand in `Signature.xml`; what is signed is the digest of that. `Signatures.xml` itself stays free,
so that a second department can add its seal without breaking the first.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from cryptography.hazmat.primitives import hashes

from tongban.kernel import seals
from tongban.kernel.ofd import archive, markup, writing
from tongban.kernel.ofd.contents import Document, Place, number
from tongban.kernel.ofd.reading import read_parts
from tongban.kernel.ofd.refusals import AlreadyFrozen, Malformed

if TYPE_CHECKING:
    from tongban.kernel.signing import Key

SM3 = "1.2.156.10197.1.401"
SM2_WITH_SM3 = "1.2.156.10197.1.501"
PROVIDER = 'ProviderName="Tongban" Company="Tongban" Version="1.0"'
BODY_END = b"</ofd:DocBody>"


def seal(package: bytes, *, seal: bytes, key: Key, place: Place, at: datetime, stamp: bool = False) -> bytes:
    """The package with one more seal (`seal` is its DER). Refuses: AlreadyFrozen and all that `read` refuses."""
    parts = archive.unpack(package)
    before = read_parts(parts)
    if any(before.signatures_name in each.references for each in before.signatures):
        raise AlreadyFrozen
    names = tuple(f"/{each.name}" for each in before.signatures)
    using = _Using(seal, key, before.pages[place.page].id, place, at, stamp)
    return archive.pack(_sealed(parts, using, before=names, listed=before.signatures_name))


def write_sealed(document: Document, *, seal: bytes, key: Key, place: Place, at: datetime, stamp: bool = False) -> bytes:
    """`write` and `seal` in one, packed once and read never. Refuses: UnprintableCharacter."""
    using = _Using(seal, key, writing.page_id(place.page), place, at, stamp)
    return archive.pack(_sealed(writing.parts_of(document), using, before=(), listed=""))


def sm3(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize()


class _Using(NamedTuple):
    """A seal about to be used, and where its stamp stands."""

    seal: bytes
    key: Key
    page: str
    place: Place
    at: datetime
    stamp: bool


def _sealed(parts: dict[str, bytes], using: _Using, *, before: tuple[str, ...], listed: str) -> dict[str, bytes]:
    """The parts with one more signature. `before` are those that are there, `listed` their list."""
    signatures = listed or f"{writing.FOLDER}/Signs/Signatures.xml"
    folder = f"{signatures.rpartition('/')[0]}/Sign_{len(before)}"
    if not listed:
        parts = {**parts, archive.ROOT: _naming(parts[archive.ROOT], signatures)}
    parts = {**parts, f"{folder}/Seal.esl": using.seal}
    protected = {name: content for name, content in parts.items() if name != signatures}
    information = _information(protected, folder, using)
    name = f"{folder}/Signature.xml"
    signed = seals.sign(
        seal=using.seal, data_hash=sm3(information), property_info=f"/{name}", key=using.key, at=using.at, stamp=using.stamp
    )
    return {**parts, name: information, f"{folder}/SignedValue.dat": signed, signatures: _list((*before, f"/{name}"))}


def _naming(root: bytes, signatures: str) -> bytes:
    """`OFD.xml` with the place of the signatures."""
    if root.count(BODY_END) != 1:
        raise Malformed(f"{archive.ROOT}: not written here")
    return root.replace(BODY_END, f"<ofd:Signatures>/{signatures}</ofd:Signatures>".encode() + BODY_END)


def _information(protected: Mapping[str, bytes], folder: str, using: _Using) -> bytes:
    """`Signature.xml`: every file with its digest, the stamp's place, where seal and signature are."""
    references = "".join(
        f"<ofd:Reference FileRef={markup.quoteattr('/' + name)}><ofd:CheckValue>{base64.b64encode(sm3(content)).decode()}</ofd:CheckValue>"
        "</ofd:Reference>"
        for name, content in protected.items()
    )
    boundary = " ".join(map(number, (using.place.x, using.place.y, using.place.width, using.place.height)))
    inside = (
        f"<ofd:SignedInfo><ofd:Provider {PROVIDER}/><ofd:SignatureMethod>{SM2_WITH_SM3}</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{using.at.astimezone(UTC):%Y%m%d%H%M%SZ}</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="{SM3}">{references}</ofd:References>'
        f'<ofd:StampAnnot ID="1" PageRef="{using.page}" Boundary="{boundary}"/>'
        f"<ofd:Seal><ofd:BaseLoc>/{folder}/Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>"
        f"<ofd:SignedValue>/{folder}/SignedValue.dat</ofd:SignedValue>"
    )
    return markup.document("Signature", inside)


def _list(names: tuple[str, ...]) -> bytes:
    listed = "".join(f'<ofd:Signature ID="{id}" Type="Seal" BaseLoc={markup.quoteattr(name)}/>' for id, name in enumerate(names, 1))
    return markup.document("Signatures", f"<ofd:MaxSignId>{len(names)}</ofd:MaxSignId>{listed}")
