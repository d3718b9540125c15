"""Words of staff that everybody may read: checked and masked before they stand on a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tongban.board.queries.numbers import public_numbers
from tongban.board.rules.saying import MOST, said
from tongban.kernel.words import masking, replies

if TYPE_CHECKING:
    from collections.abc import Iterable


class Public(str):
    """A text that is masked."""

    __slots__ = ()

    @classmethod
    def of(
        cls,
        text: str,
        name: str,
        *,
        most: int = MOST,
        needed: bool = True,
        names: Iterable[str] = (),
        shown: Iterable[tuple[int, int]] = (),
    ) -> Public:
        """`names` are of people who are known here, and are hidden wherever they stand; `shown` are passages that somebody has looked at
        and found to be no private person's. Raises WordsMissing, WordsTooLong.
        """
        plain = said(text, name, most=most, needed=needed)
        for each in filter(None, names):
            spread = re.compile(r"[\s·•.]*".join(map(re.escape, "".join(each.split()))), re.IGNORECASE)
            plain = masking.masked(plain, [masking.Found(*it.span(), masking.Kind.PERSON, False) for it in spread.finditer(plain)])
        found = masking.find(plain, public_numbers=public_numbers(), by_office=True)
        return cls(masking.masked(plain, found, shown=frozenset(shown) & {(it.start, it.end) for it in found if not it.certain}))

    @staticmethod
    def lacks(text: str) -> list[str]:
        """What a reply lacks that is to stand on a page, as its check finds it."""
        return sorted(each.value for each in replies.judge(text).shortcomings)
