"""The life cycle of a licence: what may happen to it, and on which law."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tongban.licences.terms import BasisNotCited, Change, LicenceState, NotInForce, NotItsSuccessor, Renewing, WrongChange

if TYPE_CHECKING:
    from datetime import date

    from tongban.licences.terms import Licence, NewVersion


@dataclass(frozen=True, slots=True)
class Turn:
    """One edge of the life cycle and the law it stands on."""

    start: LicenceState
    change: Change
    end: LicenceState
    basis: str

    @property
    def by_decision(self) -> bool:
        """Whether it takes a written decision, which has a number, and two people: whatever ends a right, or sets that aside."""
        return self.change not in (Change.SUSPEND, Change.RESUME, Change.SUPERSEDE)


NUMBER = "[0-9〇零一二三四五六七八九十百千两]+"
CITED = (
    re.compile(rf"《[^《》]{{2,}}》[^《》]*第\s*{NUMBER}\s*条"),
    re.compile(
        r"\b(?:law|code|act|regulations?|rules|measures|provisions|interpretation)\b.*?\b(?:art\.|arts\.|articles?)\s*[0-9]+",
        re.IGNORECASE | re.ASCII,
    ),
)


def require_cited(basis: str) -> None:
    """A basis names a law and its article, 《…》第…条 or "… Law, art. N". Refuses: BasisNotCited."""
    told = unicodedata.normalize("NFKC", basis)
    if not any(shape.search(told) for shape in CITED):
        raise BasisNotCited


ENDED = (LicenceState.CANCELLED, LicenceState.WITHDRAWN, LicenceState.REVOKED)
LIFE = tuple(
    Turn(start, change, end, basis)
    for change, starts, end, basis in (
        (Change.SUSPEND, (LicenceState.VALID,), LicenceState.SUSPENDED, "Administrative Penalty Law, art. 9(3)"),
        (Change.RESUME, (LicenceState.SUSPENDED,), LicenceState.VALID, "Administrative Penalty Law, art. 9(3)"),
        (Change.SUPERSEDE, (LicenceState.VALID,), LicenceState.SUPERSEDED, "Administrative Licensing Law, art. 49 and 50"),
        (Change.CANCEL, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.CANCELLED, "Administrative Licensing Law, art. 70"),
        (Change.WITHDRAW, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.WITHDRAWN, "Administrative Licensing Law, art. 69"),
        (Change.REVOKE, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.REVOKED, "Administrative Penalty Law, art. 9(3)"),
        (
            Change.REINSTATE,
            ENDED,
            LicenceState.VALID,
            "Administrative Reconsideration Law, art. 64; Administrative Litigation Law, art. 70",
        ),
    )
    for start in starts
)


def changed(state: LicenceState, change: Change) -> Turn:
    """What a change makes of a licence. Refuses: WrongChange; what a newer version stands instead of stays so.

    A new version needs a licence that holds: NotInForce, a WrongChange of its own.
    """
    for turn in LIFE:
        if (turn.start, turn.change) == (state, change):
            return turn
    if change is Change.SUPERSEDE:
        raise NotInForce(state.value)
    raise WrongChange(f"{state} cannot {change}")


def open_to(state: LicenceState) -> tuple[Change, ...]:
    """What an issuer can do with a licence in this state. Superseding is no act of its own: a new version does it."""
    return tuple(turn.change for turn in LIFE if turn.start is state and turn.change is not Change.SUPERSEDE)


def takes_two(change: Change) -> bool:
    """Whether a change is proposed by one person and confirmed by another."""
    return any(turn.by_decision for turn in LIFE if turn.change is change)


def require_successor(old: Licence, new: NewVersion, *, on: date) -> None:
    """A next version says something else for the same holder and type, and does not end before it begins. Refuses: NotItsSuccessor."""
    if new.valid_until is not None and new.valid_until < on:
        raise NotItsSuccessor("period")
    if new.why is Renewing.RENEWAL:
        longer = old.valid_until is not None and (new.valid_until is None or new.valid_until > old.valid_until)
        if new.content != old.content or not longer:
            raise NotItsSuccessor("period")
    elif new.content == old.content and new.valid_until == old.valid_until:
        raise NotItsSuccessor("same")
