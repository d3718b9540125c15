"""Whether a consumer may ask what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tongban.sharing.terms import ConsumerRight, NoRight, PurposeNotAllowed


def right_for(rights: Iterable[ConsumerRight], *, type_code: str, purpose: str, on: date) -> ConsumerRight:
    """The right that covers a question. Purposes are compared as they were agreed, word for word. Raises NoRight, PurposeNotAllowed."""
    for right in rights:
        if right.type_code == type_code and (right.valid_until is None or on <= right.valid_until):
            if purpose not in right.purposes:
                raise PurposeNotAllowed(purpose)
            return right
    raise NoRight(type_code)
