"""The life of a seal: what may happen to it, and on which rule."""

from __future__ import annotations

from tongban.seals.terms import SealChange, SealState, WrongSealChange

SEAL_BASIS = "State Council General Office letter (2019) No. 252 on government e-seals; Electronic Signature Law, art. 13 and 15"
LIVING = (SealState.IN_USE, SealState.SUSPENDED)
LIFE: dict[SealChange, tuple[tuple[SealState, ...], SealState | None]] = {
    SealChange.HAND_OVER: (LIVING, None),
    SealChange.SUSPEND: ((SealState.IN_USE,), SealState.SUSPENDED),
    SealChange.RESUME: ((SealState.SUSPENDED,), SealState.IN_USE),
    SealChange.REPORT_LOST: (LIVING, SealState.LOST),
    SealChange.DESTROY: ((*LIVING, SealState.LOST), SealState.DESTROYED),
}


def seal_changed(state: SealState, change: SealChange) -> SealState:
    """What a change makes of a seal. Refuses: WrongSealChange; a destroyed seal stays destroyed, and a seal is made once."""
    starts, end = LIFE.get(change, ((), None))
    if state not in starts:
        raise WrongSealChange(f"{state} cannot {change}")
    return end or state


def changes_open(state: SealState) -> tuple[SealChange, ...]:
    """What may happen to a seal in this state."""
    return tuple(change for change, (starts, _end) in LIFE.items() if state in starts)
