"""Whether a text names what a tier is for: by words that count wherever they stand, or by words that something may take back.

"起火了，快来人" names a danger; "电线老化，一旦起火怎么办" and "去年起火" name a hazard and a memory. What takes a word back is looked
for in the same clause only, so a text that tells both is a danger.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tongban.board.terms import Tier

CLAUSE = re.compile(r"[^，。！？；：、,.!?;:\n\r\s…~—]+")


def names(tier: Tier, text: str) -> bool:
    """Whether a text is of this tier by its words."""
    if any(word in text for word in tier.words):
        return True
    if not any(word in text for word in tier.likely):
        return False
    clauses = (clause for clause in CLAUSE.findall(text) if any(word in clause for word in tier.likely))
    return any(not any(word in clause for word in tier.unless) for clause in clauses)
