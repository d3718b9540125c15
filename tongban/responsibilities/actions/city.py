"""Loading the city's board data: checked as a whole first; a new release only where it says something else than the one in force."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import facts, ledger, releases, rows, yaml
from tongban.responsibilities import access, events
from tongban.responsibilities.models import BoardReleaseRow
from tongban.responsibilities.queries.city import forget
from tongban.responsibilities.rules import city as rules
from tongban.responsibilities.terms import FaultyBoard, LoadedBoard

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

LOADING_LOCK = 7_340_021  # advisory lock: one loading at a time


@transaction.atomic(savepoint=False)
def load_board(*, content: bytes, file: str = "board.yaml", by: Actor, at: datetime) -> LoadedBoard:
    """Bring the board to what the city's file says, as a new immutable release. Loading twice changes nothing.

    Departments and desks are loaded before. Refuses: Denied, FaultyBoard with every fault found.
    """
    access.require_system(by)
    names = {name.zh: each.code for each in identity_queries.departments() for name in (each.name, each.short_name)}
    world = rules.World(frozenset(desk.code for desk in identity_queries.desks()), names)
    said = yaml.sound(file, content, partial(rules.faults, world=world), FaultyBoard).data
    row, is_new = releases.following(BoardReleaseRow, said, lock=LOADING_LOCK, at=at)
    counts = {"categories": len(said["categories"]), "districts": len(said["districts"])}
    if is_new:
        codes = {name: str(n) for name, n in counts.items()}
        rows.write(
            *rows.insert(row),
            ledger.entry("responsibilities.load_board", by=by, at=at, subject=row, codes=codes, digest=row.digest),
            facts.entry(events.BoardLoaded(release_id=row.pk, digest=row.digest, at=at)),
        )
        forget()
    return LoadedBoard(row.pk, is_new, **counts)
