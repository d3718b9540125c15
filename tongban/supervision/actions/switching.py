"""Report-only first: units are switched on one by one, or a district with all below it, and off again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from tongban.kernel import facts, imprints, ledger, rows
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import access, events
from tongban.supervision.models import Switch, watched
from tongban.supervision.queries.city import release, switched_on
from tongban.supervision.terms import UnknownUnit

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.supervision.terms import SupervisionRelease

SWITCHING_LOCK = 7_340_052  # advisory lock: one at a time, so that a unit's newest row is what the last one said


@transaction.atomic(savepoint=False)
def switch_on(*, place: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """From now on a unit, or a district with every ranked unit below it, is ranked in public and gets orders and interviews.

    Returns the units that were off. Refuses: NoSupervision, Denied, UnknownUnit.
    """
    return _switched(place, True, by, at)


@transaction.atomic(savepoint=False)
def switch_off(*, place: str, by: Actor, at: datetime) -> tuple[str, ...]:
    """The unit or district is on trial again; what was published stays. Returns the units. Refuses: NoSupervision, Denied, UnknownUnit."""
    return _switched(place, False, by, at)


def _switched(place: str, on: bool, by: Actor, at: datetime) -> tuple[str, ...]:
    known = release()
    access.require_desk(by, known.desks.supervise)
    units = _units(place, known)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SWITCHING_LOCK])
    now_on = switched_on(at)
    changed = tuple(unit for unit in units if (unit in now_on) is not on)
    for unit in changed:
        row = Switch(unit=unit, on=on, switched_by=by.id, at=at)
        act = "supervision.switch_on" if on else "supervision.switch_off"
        codes = {"unit": unit} | imprints.of((watched.SWITCH, row, None))
        rows.write(
            *rows.insert(row),
            ledger.entry(act, by=by, at=at, subject=row, codes=codes),
            facts.entry(events.UnitSwitched(switch_id=row.pk, unit=unit, on=on, at=at)),
        )
    return changed


def _units(place: str, known: SupervisionRelease) -> tuple[str, ...]:
    """The ranked units that a unit or a district means: itself, and whatever stands below it."""
    board = responsibilities_queries.board()
    district = board.district(place)
    top = district.unit if district else place
    meant = responsibilities_queries.units(board).tree(top) if district else (top,)
    found = tuple(sorted(known.units.intersection(meant)))
    if not found:
        raise UnknownUnit(place)
    return found
