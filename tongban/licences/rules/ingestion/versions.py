"""Which licence a row of a list means that says it stands instead of another, and what becomes of that one."""

from __future__ import annotations

from collections.abc import Iterable

from tongban.licences.rules.life import Turn, changed
from tongban.licences.terms import Change, Fault, LicenceState, Version


def predecessor(new: Version, said: str, known: Iterable[Version]) -> Version | Fault:
    """The licence that `said` names, by its identifier or by its number; or why there is none that this one can stand instead of.

    A number is one of the same type and holder; of several versions under it, the newest that is older than this one.
    """
    same = [each for each in known if each.id != new.id and (said == each.number or said.upper() == each.identifier)]
    if said == new.number:
        same = [each for each in same if each.version < new.version]
    if not same:
        return Fault.NO_PREDECESSOR
    fitting = [each for each in same if (each.type_code, each.holder_id) == (new.type_code, new.holder_id) and each.older_than(new)]
    return max(fitting, key=lambda each: (each.issued_on, each.version)) if fitting else Fault.NOT_SUCCESSOR


def superseding(state: LicenceState) -> Turn | None:
    """What a newer version makes of a licence: one that holds is superseded; of one that the list calls superseded it is told by which.

    None where it ended otherwise or is suspended: that stays as it is.
    """
    if state is LicenceState.VALID:
        return changed(state, Change.SUPERSEDE)
    if state is LicenceState.SUPERSEDED:
        return Turn(state, Change.SUPERSEDE, state, changed(LicenceState.VALID, Change.SUPERSEDE).basis)
    return None
