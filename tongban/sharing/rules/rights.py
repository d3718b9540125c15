"""Whether a consumer may ask what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tongban.sharing.terms import ConsumerRight, NoRight, PurposeNotAllowed


def right_for(rights: Iterable[ConsumerRight], *, type_code: str, purpose: str, on: date) -> ConsumerRight:
    """The right that covers a question. Purposes are compared as they were agreed, word for word. Raises NoRight, PurposeNotAllowed."""
    for right in rights:
        if right.type_code == type_code and right.living_on(on):
            if purpose not in right.purposes:
                raise PurposeNotAllowed(purpose)
            return right
    raise NoRight(type_code)


def by_holder_alone(rights: Iterable[ConsumerRight], *, on: date) -> dict[str, tuple[str, ...]]:
    """The purposes that rest on the holder's authorisation and on no law, each with the types of licences asked for it, by code."""
    types: dict[str, set[str]] = {}
    for right in rights:
        if not right.basis and right.living_on(on):
            for purpose in right.purposes:
                types.setdefault(purpose, set()).add(right.type_code)
    return {purpose: tuple(sorted(types[purpose])) for purpose in sorted(types)}
