"""The words of a PDF that say what it is: as they stand in the file, in its description, and in what its pages draw.

Only what fits: a stream that unpacks beyond a limit is read up to that limit.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from itertools import islice

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

MOST_BYTES = 1024 * 1024  # of one stream
MOST_PARTS = 200
MOST_PAGES = 100
UNREADABLE = (PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError, zlib.error)


def of(pdf: bytes) -> tuple[bytes, ...]:
    """What can be read without trusting anything; a broken part is left out."""
    told = [pdf]
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
    except UNREADABLE:
        return tuple(told)
    for part in (_described, _drawn):
        try:
            told += islice(part(reader), MOST_PARTS)
        except UNREADABLE:
            continue
    return tuple(told)


def _described(reader: PdfFileReader) -> Iterator[bytes]:
    if "/Info" in reader.trailer:
        for each in reader.trailer["/Info"].values():
            yield str(each.get_object()).encode()


def _drawn(reader: PdfFileReader) -> Iterator[bytes]:
    for each in _streams(reader):
        yield _unpacked(each)


def _streams(reader: PdfFileReader) -> Iterator[StreamObject]:
    described = reader.root.get("/Metadata")
    if isinstance(described, StreamObject):
        yield described
    for page in islice(_pages(reader.root["/Pages"]), MOST_PAGES):
        drawn = page.get("/Contents")
        for each in drawn if isinstance(drawn, ArrayObject) else [drawn]:
            content = each.get_object() if each is not None else None
            if isinstance(content, StreamObject):
                yield content


def _pages(node: DictionaryObject, deep: int = 20) -> Iterator[DictionaryObject]:
    if node.get("/Type") == "/Page":
        yield node
    elif deep:
        for each in node.get("/Kids") or ():
            yield from _pages(each.get_object(), deep - 1)


def _unpacked(stream: StreamObject) -> bytes:
    packed = stream.encoded_data
    if stream.get("/Filter") not in ("/FlateDecode", ["/FlateDecode"]):
        return packed[:MOST_BYTES]
    return zlib.decompressobj().decompress(packed, MOST_BYTES)
