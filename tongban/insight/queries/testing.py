"""The digest of all tests of a run, from their rows."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tongban.insight.models import SeriesTest

COLUMNS = "series week method years raw count expected bound score p dispersion trend tested alarm found".split()


def digest_of(tests: Iterable[SeriesTest]) -> str:
    """SHA-256 over one line of canonical JSON a test, in the order of their series."""
    found = hashlib.sha256()
    for test in tests:
        told = [getattr(test, name) for name in COLUMNS]
        line = [float(each) if isinstance(each, float | int) and not isinstance(each, bool) else each for each in told]
        found.update(json.dumps(line, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n")
    return found.hexdigest()
