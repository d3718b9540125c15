"""Words of staff that everybody may read: checked and masked before they stand on a page."""

from __future__ import annotations

from tongban.board.queries.city import public_numbers
from tongban.board.rules.saying import MOST, said
from tongban.kernel.words import masking


class Public(str):
    """A text that is masked."""

    __slots__ = ()

    @classmethod
    def of(cls, text: str, name: str, *, most: int = MOST, needed: bool = True) -> Public:
        """Raises WordsMissing, WordsTooLong."""
        plain = said(text, name, most=most, needed=needed)
        return cls(masking.masked(plain, masking.find(plain, public_numbers=public_numbers(), by_office=True)))
