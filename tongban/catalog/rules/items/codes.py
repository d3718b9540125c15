"""The codes of items and organs as sources really write them. What is wrong is named; the code itself is never changed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.catalog.rules.items.mapping import ListMapping

IsUscc = Callable[[str], bool]
SAFE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")
TEMPORARY = re.compile(r"TE[0-9A-Z]{16}")
SHAPES = (
    (re.compile(r"(.)\1{4,}"), "placeholder"),
    (re.compile(r"[0-9A-Z]{17}"), "credit code cut to 17 characters"),
    (re.compile(r"[0-9A-Z]{8}-[0-9X]"), "hyphenated organisation code"),
    (re.compile(r"[0-9A-Z]{8}[0-9X]"), "organisation code of 9 characters"),
    (re.compile(r"\d{10}"), "organisation code with a digit too many"),
    (re.compile(r"[0-9A-Z]{17,18}_\w+"), "credit code with a suffix for a sub-unit"),
    (re.compile(r"[0-9A-Za-z]{18}"), "credit code with a wrong check character"),
)
NO_ORGAN = "no code of an organ"


def organ(code: str, is_uscc: IsUscc) -> str:
    """What is wrong with an organ's code; empty for a credit code and for a temporary code (TE)."""
    if TEMPORARY.fullmatch(code):
        return ""
    if code.isascii() and is_uscc(code):
        return "" if code == code.upper() else "credit code in small letters"
    return next((problem for shape, problem in SHAPES if shape.fullmatch(code)), NO_ORGAN)


def item(code: str, area: str, mapping: ListMapping, is_uscc: IsUscc) -> list[str]:
    """What is wrong with an item's code by the pattern of its source: its shape, its organ, its area."""
    if mapping.item_code is None:
        return []
    parts = mapping.item_code.fullmatch(code)
    if parts is None:
        return ["item code of another shape"]
    found = [f"item code: {problem}"] if (problem := organ(parts["organ"], is_uscc)) else []
    if "area" in mapping.item_code.groupindex and area and not area.startswith(parts["area"]):
        found.append("item code: another area than the row's")
    return found


def service_code(code: str, source: str, *identity: str) -> str:
    """The code under which a guide is found: the item's own where an address can carry it, else one derived from what the item is."""
    if SAFE.fullmatch(code):
        return code
    if code:
        carried = re.sub("[^0-9A-Za-z._-]+", "-", code)[:80].strip("-._")
        return f"{carried or source}.{short_digest(code)}"
    return f"{source}.{short_digest(*identity)}"


def short_digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]
