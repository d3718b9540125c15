"""Loading the city's board data: checked as a whole first; a new release only where it says something else than the one in force."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import facts, ledger, rows, yaml
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
    document = yaml.read(file, content)
    if isinstance(document, yaml.Fault):
        raise FaultyBoard((document,))
    names = {name.zh: each.code for each in identity_queries.departments() for name in (each.name, each.short_name)}
    found = rules.faults(document, rules.World(frozenset(desk.code for desk in identity_queries.desks()), names))
    if found:
        raise FaultyBoard(tuple(found))
    told = json.dumps(document.data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(told.encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    known = BoardReleaseRow.objects.order_by("-loaded_at", "-pk").only("digest", "loaded_at").first()
    counts = {"categories": len(document.data["categories"]), "districts": len(document.data["districts"])}
    if known is not None and known.digest == digest:
        return LoadedBoard(known.pk, False, **counts)
    later = max(at, known.loaded_at + timedelta(microseconds=1)) if known is not None else at  # the newest is in force
    row = BoardReleaseRow(content=document.data, digest=digest, loaded_at=later)
    rows.write(
        *rows.insert(row),
        ledger.entry(
            "responsibilities.load_board", by=by, at=at, subject=row, codes={name: str(n) for name, n in counts.items()}, digest=digest
        ),
        facts.entry(events.BoardLoaded(release_id=row.pk, digest=digest, at=at)),
    )
    forget()
    return LoadedBoard(row.pk, True, **counts)
