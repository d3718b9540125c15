"""The life cycle of a licence: what may happen to it, and on which law."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.licences.terms import Change, LicenceState, WrongChange


@dataclass(frozen=True, slots=True)
class Turn:
    """One edge of the life cycle and the law it stands on."""

    start: LicenceState
    change: Change
    end: LicenceState
    basis: str


LIFE = tuple(
    Turn(start, change, end, basis)
    for change, starts, end, basis in (
        (Change.SUSPEND, (LicenceState.VALID,), LicenceState.SUSPENDED, "Administrative Penalty Law, art. 9(3)"),
        (Change.RESUME, (LicenceState.SUSPENDED,), LicenceState.VALID, "Administrative Penalty Law, art. 9(3)"),
        (Change.SUPERSEDE, (LicenceState.VALID,), LicenceState.SUPERSEDED, "Administrative Licensing Law, art. 49 and 50"),
        (Change.CANCEL, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.CANCELLED, "Administrative Licensing Law, art. 70"),
        (Change.WITHDRAW, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.WITHDRAWN, "Administrative Licensing Law, art. 69"),
        (Change.REVOKE, (LicenceState.VALID, LicenceState.SUSPENDED), LicenceState.REVOKED, "Administrative Penalty Law, art. 9(3)"),
    )
    for start in starts
)


def changed(state: LicenceState, change: Change) -> Turn:
    """What a change makes of a licence. Refuses: WrongChange; an ended licence stays ended."""
    for turn in LIFE:
        if (turn.start, turn.change) == (state, change):
            return turn
    raise WrongChange(f"{state} cannot {change}")
