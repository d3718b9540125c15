"""Loading the city's rules of supervision: checked as a whole first; a new release only where they say something else."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import facts, imprints, ledger, releases, rows, yaml
from tongban.responsibilities import queries as responsibilities_queries
from tongban.supervision import access, events
from tongban.supervision.models import SupervisionReleaseRow, watched
from tongban.supervision.queries.city import forget
from tongban.supervision.rules import city as rules
from tongban.supervision.terms import FaultySupervision, LoadedSupervision

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

LOADING_LOCK = 7_340_051  # advisory lock: one loading at a time


@transaction.atomic(savepoint=False)
def load_supervision(*, content: bytes, file: str = "supervision.yaml", by: Actor, at: datetime) -> LoadedSupervision:
    """Bring supervision to what the city's file says, as a new immutable release. Loading twice changes nothing.

    Departments, desks and the board are loaded before. Refuses: Denied, FaultySupervision with every fault found, NoBoard.
    """
    access.require_system(by)
    world = rules.World(frozenset(desk.code for desk in identity_queries.desks()), responsibilities_queries.board().approver_desk)
    document = yaml.sound(file, content, partial(rules.faults, world=world), FaultySupervision)
    names = {each.code: {"zh": each.short_name.zh, "en": each.short_name.en} for each in identity_queries.departments()}
    said = document.data | {"names": names}
    row, is_new = releases.following(SupervisionReleaseRow, said, lock=LOADING_LOCK, at=at)
    counts = {"groups": len(said["groups"]), "units": sum(len(group["units"]) for group in said["groups"])}
    if is_new:
        codes = {name: str(n) for name, n in counts.items()} | imprints.of((watched.RELEASE, row, None))
        rows.write(
            *rows.insert(row),
            ledger.entry("supervision.load_supervision", by=by, at=at, subject=row, codes=codes, digest=row.digest),
            facts.entry(events.SupervisionLoaded(release_id=row.pk, digest=row.digest, at=at)),
        )
        forget()
    return LoadedSupervision(row.pk, is_new, **counts)
