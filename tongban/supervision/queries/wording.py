"""Words of supervision that leave its desk: legible, and without what is personal, by the rule that masks answers of the board.

Masked where they are proposed: whoever confirms, signs or checks reads what others will read.
"""

from __future__ import annotations

from tongban.board.queries.numbers import public_numbers
from tongban.kernel.words import masking
from tongban.kernel.words.masking.found import Kind
from tongban.kernel.words.unseen import without_unseen

NEEDED = (Kind.DOOR, Kind.PLATE)  # whoever is to act must find the place and the vehicle


def public_words(text: str) -> str:
    """What everybody reads: numbers, doors and names hidden, also what is only perhaps a name; nothing that nobody sees."""
    return masking.masked(without_unseen(text).strip(), public_numbers=public_numbers(), by_office=True)


def paper_words(text: str) -> str:
    """What stands on a sealed paper for a unit: numbers of people hidden. Names stay, those of offices stand there as well."""
    found = masking.find(text, public_numbers=public_numbers(), by_office=True)
    return masking.masked(text, [each for each in found if each.certain and each.kind not in NEEDED])
