"""Whether a text names what a tier is for: by words that count wherever they stand, or by words that something may take back.

"起火了，快来人" names a danger; "电线老化，一旦起火怎么办" and "去年起火" name a hazard and a memory. What takes a word back is looked
for in the same clause only, so a text that tells both is a danger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.responsibilities.terms import BoardRelease, Tier

CLAUSE = re.compile(r"[^，。！？；：、,.!?;:\n\r\s…~—]+")


def danger(release: BoardRelease, text: str) -> str:
    """The danger that a text names and that goes to the duty desk at once, by the city's word for it; empty where it names none."""
    return next((word for each in release.tiers if each.emergency and (word := named(each, text))), "")


def names(tier: Tier, text: str) -> bool:
    """Whether a text is of this tier by its words."""
    return bool(named(tier, text))


def named(tier: Tier, text: str) -> str:
    """The word that says so; empty where none does."""
    sure = next((word for word in tier.words if word in text), "")
    if sure or not any(word in text for word in tier.likely):
        return sure
    clauses = (clause for clause in CLAUSE.findall(text) if not any(word in clause for word in tier.unless))
    return next((word for clause in clauses for word in tier.likely if word in clause), "")


def tier_of(release: BoardRelease, code: str, words: str) -> Tier:
    """How urgent a message is: by its words, the first tier that names one of them; else by its class; else as most are."""
    for each in release.tiers:
        if names(each, words):
            return each
    found = release.category(code)
    return release.tier(found.tier if found else release.default_tier)
