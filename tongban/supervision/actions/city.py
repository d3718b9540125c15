"""Loading the city's rules of supervision: checked as a whole first; a new release only where they say something else."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import facts, imprints, ledger, rows, yaml
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
    document = yaml.read(file, content)
    if isinstance(document, yaml.Fault):
        raise FaultySupervision((document,))
    desks = frozenset(desk.code for desk in identity_queries.desks())
    found = rules.faults(document, rules.World(desks, responsibilities_queries.board().approver_desk))
    if found:
        raise FaultySupervision(tuple(found))
    names = {each.code: {"zh": each.short_name.zh, "en": each.short_name.en} for each in identity_queries.departments()}
    said = document.data | {"names": names}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOADING_LOCK])
    known = SupervisionReleaseRow.objects.order_by("-loaded_at", "-pk").only("digest", "loaded_at").first()
    counts = {"groups": len(said["groups"]), "units": sum(len(group["units"]) for group in said["groups"])}
    if known is not None and known.digest == digest:
        return LoadedSupervision(known.pk, False, **counts)
    later = max(at, known.loaded_at + timedelta(microseconds=1)) if known is not None else at  # the newest is in force
    row = SupervisionReleaseRow(content=said, digest=digest, loaded_at=later)
    codes = {name: str(n) for name, n in counts.items()} | imprints.of((watched.RELEASE, row, None))
    rows.write(
        *rows.insert(row),
        ledger.entry("supervision.load_supervision", by=by, at=at, subject=row, codes=codes, digest=digest),
        facts.entry(events.SupervisionLoaded(release_id=row.pk, digest=digest, at=at)),
    )
    forget()
    return LoadedSupervision(row.pk, True, **counts)
