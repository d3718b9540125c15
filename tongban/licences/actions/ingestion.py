"""Taking in a department's stock: a list is begun, taken in part by part, and finished. The same list again changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.kernel import clock, facts, identifiers, ledger, lists, rows
from tongban.licences import access, events, models, queries, rules, terms
from tongban.licences.actions.ingestion_batch import Batch
from tongban.licences.actions.ingestion_versions import LINKED_AT_ONCE, Linking
from tongban.licences.actions.sidecars import Sidecars
from tongban.licences.terms import Finding, Taken

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

SHOWN = 40  # characters of a masked value


@transaction.atomic(savepoint=False)
def begin_ingestion(
    *,
    mapping_name: str,
    mapping: bytes,
    file_name: str,
    file_digest: str,
    header: bytes = b"",
    part_rows: int = lists.PART_ROWS,
    by: Actor,
    at: datetime,
) -> terms.Ingestion:
    """Begin to take in a list, or go on with it: the same list read by the same mapping is the same ingestion.

    Refuses: Denied, FaultyMapping, FaultyStock (a header without the columns of the mapping), UnknownType.
    """
    access.require_system(by)
    read = rules.read_mapping(mapping_name, mapping)
    rules.reader(read, header)
    department = read.department or queries.licence_type(read.type.fixed).department
    row, begun = models.Ingestion.objects.get_or_create(
        file_digest=file_digest,
        mapping_digest=hashlib.sha256(mapping).hexdigest(),
        defaults={
            "source": read.source,
            "name": read.name,
            "file_name": file_name[-200:],
            "mapping": mapping.decode("utf-8-sig"),
            "header": header,
            "department": department,
            "part_rows": part_rows,
            "begun_at": at,
        },
    )
    if begun:
        rows.write(
            ledger.entry("licences.begin_ingestion", by=by, at=at, subject=row, codes={"source": read.source}, digest=file_digest),
            facts.entry(events.IngestionBegun(ingestion_id=row.pk, at=at)),
        )
    return queries.ingestion(row.pk, by=by)


@transaction.atomic(savepoint=False)
def ingest_part(*, ingestion_id: UUID, part: lists.Part, folder: Path | None = None, by: Actor, at: datetime) -> Taken:
    """Take in the records of one part, all that can be taken; what cannot is reported row by row. A part is taken in once.

    Documents of the licences are not made: whoever first asks for one has it made. Refuses: Denied.
    """
    access.require_system(by)
    row, fresh = models.IngestionPart.objects.get_or_create(ingestion_id=ingestion_id, place=part.place, defaults={"taken_at": at})
    if not fresh:
        return Taken(row.rows, row.taken, row.repeated, row.rejected, row.flagged)
    batch = Batch(findings=[Finding(each.line, each.column, terms.Fault(each.fault)) for each in part.lost])
    batch.read(row.ingestion, part, today=clock.city_date(at))
    made = batch.sent(Sidecars(folder), by=by, at=at)
    digest = rules.digest_of(each.digest for each in made)
    taken = batch.counted(part, taken=len(made))
    models.IngestionSuccession.objects.bulk_create(batch.successions(row, made), batch_size=1000)
    _report(row.ingestion_id, batch.findings)
    row.rows, row.taken, row.repeated, row.rejected, row.flagged = taken.rows, taken.taken, taken.repeated, taken.rejected, taken.flagged
    row.digest = digest
    codes = {"ingestion": str(ingestion_id), "place": str(part.place), "taken": str(taken.taken), "rejected": str(taken.rejected)}
    rows.write(
        rows.update(row, ["rows", "taken", "repeated", "rejected", "flagged", "digest"]),
        ledger.entry("licences.ingest_part", by=by, at=at, subject=row, codes=codes, digest=digest),
        facts.entry(events.StockTaken(part_id=row.pk, ingestion_id=ingestion_id, count=taken.taken, digest=digest, at=at)),
    )
    return taken


@transaction.atomic(savepoint=False)
def link_versions(*, ingestion_id: UUID, limit: int = LINKED_AT_ONCE, by: Actor, at: datetime) -> int:
    """Let licences of a list stand instead of those that they name, which are superseded; after its last part, until none is left.

    The older one may stand in the same list, before or after, or be in the library already. What cannot be is told row by row, and
    both stay as they are. Returns how many were looked at: 0 when none waits. Refuses: Denied, UnknownIngestion.
    """
    access.require_system(by)
    row = _locked(ingestion_id)
    linking = Linking.of(row, limit=limit, by=by, at=at)
    if not linking.waiting:
        return 0
    linking.link()
    _report(ingestion_id, linking.findings)
    linked, told = len(linking.waiting) - len(linking.findings), len(linking.findings)
    rows.write(
        rows.delete(models.IngestionSuccession.objects.filter(pk__in=[each.pk for each in linking.waiting])),
        ledger.entry("licences.link_versions", by=by, at=at, subject=row, codes={"linked": str(linked), "told": str(told)}),
        facts.entry(events.VersionsLinked(ingestion_id=ingestion_id, linked=linked, told=told, at=at)),
    )
    return len(linking.waiting)


@transaction.atomic(savepoint=False)
def finish_ingestion(*, ingestion_id: UUID, by: Actor, at: datetime) -> terms.Ingestion:
    """Say that every part of a list is done; what is finished stays so. Refuses: Denied, UnknownIngestion, VersionsWaiting."""
    access.require_system(by)
    row = _locked(ingestion_id)
    if models.IngestionSuccession.objects.filter(part__ingestion=row).exists():
        raise terms.VersionsWaiting(str(ingestion_id))
    if row.state == terms.IngestionState.FINISHED:
        return queries.ingestion(ingestion_id, by=by)
    row.state, row.finished_at = terms.IngestionState.FINISHED.value, at
    counts = queries.ingestion(ingestion_id, by=by).counts
    codes = {"taken": str(counts.taken), "repeated": str(counts.repeated), "rejected": str(counts.rejected)}
    finished = events.IngestionFinished(ingestion_id=row.pk, taken=counts.taken, rejected=counts.rejected, at=at)
    rows.write(
        rows.update(row, ["state", "finished_at"]),
        ledger.entry("licences.finish_ingestion", by=by, at=at, subject=row, codes=codes),
        facts.entry(finished),
    )
    return queries.ingestion(ingestion_id, by=by)


def _locked(ingestion_id: UUID) -> models.Ingestion:
    row = models.Ingestion.objects.select_for_update(of=("self",)).filter(pk=ingestion_id).first()
    if row is None:
        raise terms.UnknownIngestion(str(ingestion_id))
    return row


def _report(ingestion_id: UUID, findings: Iterable[Finding]) -> None:
    models.IngestionFinding.objects.bulk_create(
        [
            models.IngestionFinding(
                ingestion_id=ingestion_id,
                row=each.row,
                column=each.column,
                fault=each.fault.value,
                value=identifiers.mask_number(each.value[:SHOWN].replace("\x00", "")),
                rejects=each.rejects,
            )
            for each in sorted(findings, key=lambda each: each.row)
        ],
        batch_size=1000,
    )
