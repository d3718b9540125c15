"""Importing a list of items from another system: guides without online application, all or nothing, with everything dirty reported."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import OuterRef, Subquery

from tongban.catalog import access, events
from tongban.catalog.actions.publishing import FROM_IMPORT, LISTED, PUBLISHING_LOCK, Edition
from tongban.catalog.models import Release, Service
from tongban.catalog.rules import items
from tongban.catalog.terms import Fault, FaultyCity, Finding, Imported, ServiceState
from tongban.kernel import facts, identifiers, ledger, rows, yaml

if TYPE_CHECKING:
    from datetime import datetime

    from tongban.identity.terms import Actor

BATCH = 500


@transaction.atomic(savepoint=False)
def import_items(*, name: str, content: bytes, mapping_name: str, mapping: bytes, by: Actor, at: datetime) -> Imported:
    """Publish every row of a list (CSV or XLSX, `content`) as a guide, read by the mapping of its source. Importing twice changes nothing.

    A changed row makes a new release. A service that the city's files or its desk have published is a conflict: reported and left alone.
    Refuses: Denied, FaultyCity (a file that cannot be read, a broken mapping, a code that the mapping does not know).
    """
    access.require_system(by)
    wanted = _readable_items(name, content, mapping_name, mapping)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING_LOCK])
    batch = _sorted_out(wanted.items)
    if batch.editions:
        releases = _published(batch, at=at)
        digest = hashlib.sha256("\n".join(release.digest for release in releases).encode()).hexdigest()
        codes = {"source": wanted.source, "new": str(len(batch.new)), "changed": str(len(batch.changed))}
        rows.write(
            ledger.entry("catalog.import_items", by=by, at=at, subject=releases[0], codes=codes, digest=digest),
            facts.entry(events.ItemsImported(batch_id=uuid.uuid4(), count=len(releases), digest=digest, at=at)),
        )
    return Imported(
        rows=len(wanted.items) + wanted.repeated,
        new=tuple(batch.new),
        changed=tuple(batch.changed),
        unchanged=tuple(batch.unchanged),
        conflicts=tuple(item.code for item in batch.conflicts),
        repeated=wanted.repeated,
        findings=(*wanted.findings, *map(_conflict, batch.conflicts)),
    )


@dataclass(frozen=True)
class _Batch:
    """The items of a list by what is to be done with each."""

    editions: dict[str, Edition] = field(default_factory=dict)  # those to be published
    rows: dict[str, Service] = field(default_factory=dict)  # the services that are there already
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    conflicts: list[items.Item] = field(default_factory=list)


def _readable_items(name: str, content: bytes, mapping_name: str, mapping: bytes) -> items.Converted:
    """The items of the list. Raises FaultyCity."""
    document = yaml.read(mapping_name, mapping)
    if isinstance(document, Fault):
        raise FaultyCity((document,))
    read = items.read_mapping(document)
    if isinstance(read, tuple):
        raise FaultyCity(read)
    table = items.read_table(name, content, needed=tuple(read.columns.values()), sheet=read.sheet)
    if isinstance(table, Fault):
        raise FaultyCity((table,))
    converted = items.convert(table, read, is_uscc=_is_uscc)
    if converted.faults:
        raise FaultyCity(converted.faults)
    return converted


def _sorted_out(wanted: Iterable[items.Item]) -> _Batch:
    """Lock the services that are there, and compare."""
    by_code = {item.code: item for item in wanted}
    there = Service.objects.select_for_update(of=("self",)).select_related("current").order_by("pk")
    batch = _Batch(rows={row.pk: row for row in there.filter(pk__in=by_code)})
    for code, item in by_code.items():
        row = batch.rows.get(code)
        edition = Edition.of(item.content)
        if row is not None and (row.current is None or row.current.origin != FROM_IMPORT):
            batch.conflicts.append(item)
        elif row is not None and row.current.digest == edition.digest:
            batch.unchanged.append(code)
        else:
            batch.editions[code] = edition
            (batch.new if row is None else batch.changed).append(code)
    return batch


def _published(batch: _Batch, *, at: datetime) -> list[Release]:
    """All editions as the current releases of their services, in a few statements however many they are."""
    services = [
        edition.listed(batch.rows.get(code) or Service(code=code, state=ServiceState.GUIDE_ONLY))
        for code, edition in batch.editions.items()
    ]
    releases = [_release(edition, row, at=at) for edition, row in zip(batch.editions.values(), services, strict=True)]
    Service.objects.bulk_create(services, BATCH, update_conflicts=True, unique_fields=["code"], update_fields=LISTED)
    Release.objects.bulk_create(releases, BATCH)
    newest = Release.objects.filter(service=OuterRef("pk")).order_by("-version").values("pk")[:1]
    Service.objects.filter(pk__in=batch.editions).update(current=Subquery(newest))
    return releases


def _release(edition: Edition, row: Service, *, at: datetime) -> Release:
    last = row.current
    return edition.release(row, version=last.version + 1 if last else 1, origin=FROM_IMPORT, base=last.pk if last else None, at=at)


def _conflict(item: items.Item) -> Finding:
    return Finding(item.row, "", item.code, "the city's own service has this code", "the city's own")


def _is_uscc(code: str) -> bool:
    try:
        identifiers.uscc(code)
    except identifiers.InvalidIdentifier:
        return False
    return True
