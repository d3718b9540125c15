"""What is attested: content, period, printed number, and the record that is hashed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from tongban.licences.terms import InvalidContent


def require_content(content: dict[str, Any], fields: dict[str, Any]) -> None:
    """Every field of the type has a value, and nothing else is attested. Refuses: InvalidContent."""
    missing = tuple(key for key in fields if content.get(key) in (None, "", []))
    unknown = tuple(key for key in content if key not in fields)
    if missing or unknown:
        raise InvalidContent(missing, unknown)


def canonical(record: dict[str, Any]) -> bytes:
    """One spelling for one record, so that its SHA-256 says whether anything changed."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(digests: Iterable[str]) -> str:
    """One SHA-256 for a batch, over the digests of its parts."""
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()


def printed_number(prefix: str, year: int, serial: int) -> str:
    """The number on the face, in the form of official papers: 榕建资〔2026〕000017号."""
    return f"{prefix}〔{year}〕{serial:06d}号"
