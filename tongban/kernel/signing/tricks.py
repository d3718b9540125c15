"""How a signed PDF was changed by what was written behind its signature: the known tricks by name.

Everything here is refused anyway (`judging`); this only says what somebody did, so that whoever asks knows what to look for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, PdfObject, Reference, StreamObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

REPLACED, COVERED, CHANGED = "replaced_afterwards", "covered_afterwards", "changed_afterwards"
SEEN = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate")  # of a page: what decides how it looks
DRAWN = ("/Rect", "/AP")  # of an annotation, likewise
ASIDE = ("/Metadata", "/XRef", "/ObjStm")  # streams that nobody sees
UNREADABLE = (PdfError, ValueError, TypeError, KeyError, AttributeError)


def named(signature: EmbeddedPdfSignature) -> str:
    """The trick: what was signed replaced, or covered; else only that something was changed."""
    found = set(_changes(signature))
    return next((each for each in (REPLACED, COVERED) if each in found), CHANGED)


def _changes(signature: EmbeddedPdfSignature) -> Iterator[str]:
    reader, signed = signature.reader, signature.signed_revision
    before = reader.get_historical_resolver(signed)
    for revision in range(signed + 1, reader.total_revisions):
        for reference in reader.xrefs.explicit_refs_in_revision(revision):
            try:
                yield _change(before, reader, reference, revision)
            except UNREADABLE:  # not there when it was signed: whatever shows it, shows it through something that was
                continue


def _change(before, reader, reference: Reference, revision: int) -> str:
    """What became of one object that was there when it was signed. Raises one of UNREADABLE for one that was not."""
    old, new = before(reference), reader.get_object(reference, revision=revision)
    if isinstance(old, StreamObject):
        return CHANGED if old.get("/Type") in ASIDE else REPLACED
    if isinstance(old, ArrayObject):
        return _laid_over(old, new)
    if not isinstance(old, DictionaryObject):
        return CHANGED
    if old.get("/Type") == "/Page":
        seen = any(_raw(old, key) != _raw(new, key) for key in SEEN)
        return REPLACED if seen else _laid_over(old.get("/Annots") or (), new.get("/Annots") or ())
    if _is_note(old):
        return COVERED if any(_raw(old, key) != _raw(new, key) for key in DRAWN) else CHANGED
    return REPLACED if old.get("/Type") == "/Font" else CHANGED


def _laid_over(old: Iterable[PdfObject], new: Iterable[PdfObject]) -> str:
    """Whether a list has gained something that is drawn; a further signature has a place of its own, and that is none of these."""
    gained = [each.get_object() for each in new][len(list(old)) :]
    return COVERED if any(_is_note(each) and each.get("/FT") != "/Sig" for each in gained) else CHANGED


def _raw(found: DictionaryObject, key: str) -> object:
    return found.raw_get(key) if key in found else None


def _is_note(found: Any) -> bool:
    """An annotation, among them the place of a field."""
    return isinstance(found, DictionaryObject) and (found.get("/Type") == "/Annot" or found.get("/Subtype") == "/Widget")
