"""A snapshot is taken: files are brought up to date, and what they hold is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction

from tongban.kernel import facts, imprints, ledger, rows
from tongban.snapshots import access, events
from tongban.snapshots.models import Snapshot, watched
from tongban.snapshots.terms import ExtraMissing, SnapshotRunning, SnapshotTaken

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

SNAPSHOT_LOCK = 7_340_061  # advisory lock: one at a time writes files


@transaction.atomic(savepoint=False)
def record_snapshot(*, by: Actor, at: datetime) -> SnapshotTaken:
    """Bring the files of messages, ratings and cases up to date, and record what they hold. What a killed run had done is gone on from.

    The lock is held while files are written, and ends with the transaction however that ends. Refuses: Denied, ExtraMissing,
    SnapshotRunning.
    """
    access.require_system(by)
    try:
        from tongban.snapshots.parquet import sources, writing  # noqa: PLC0415  the extra may not be there
    except ModuleNotFoundError as error:
        raise ExtraMissing(error.name or "") from error
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SNAPSHOT_LOCK])
        (alone,) = cursor.fetchone() or (False,)
    if not alone:
        raise SnapshotRunning
    done = writing.bring_up_to_date(settings.INSIGHT_FOLDER, sources.of_the_city(by=by), at=at)
    row = Snapshot(at=at, written=done.written, parts=done.parts, until_at=done.until_at, version=done.version, digest=done.digest)
    written = sum(done.written.values())
    rows.write(
        *rows.insert(row),
        ledger.entry(
            "snapshots.record_snapshot",
            by=by,
            at=at,
            subject=row,
            digest=row.digest,
            codes={"rows": str(written)} | imprints.of((watched.SNAPSHOT, row, None)),
        ),
        facts.entry(events.SnapshotRecorded(snapshot_id=row.pk, digest=row.digest, rows=written, at=at)),
    )
    return SnapshotTaken(row.pk, at, row.written, row.parts, row.until_at, row.digest)
