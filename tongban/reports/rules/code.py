"""Which version of the rules draws reports up: the digest of their text."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from tongban.reports.rules.document import FORMAT


@cache
def version() -> str:
    """The format, and the beginning of the digest of the rules' files."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return f"{FORMAT} {hashlib.sha256(b''.join(each.read_bytes() for each in files)).hexdigest()[:16]}"
