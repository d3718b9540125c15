"""How a limit is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.kernel import limits
from tongban.kernel.bilingual import Bilingual

if TYPE_CHECKING:
    from tongban.kernel.limits import Limit


def limit_words(limit: Limit | None) -> Bilingual:
    """A limit as people say it: 10个工作日, 即办; empty where there is none."""
    return Bilingual(*limits.limit_words(limit))
