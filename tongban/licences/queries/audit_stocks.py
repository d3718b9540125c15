"""What was taken over in stocks, in the order in which it came, against the ledger: each part has one digest over those of its licences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from tongban.kernel import ledger
from tongban.licences import models, rules, terms

ACTS = ("licences.seed", "licences.ingest_part")
SUBJECTS = (models.Licence._meta.label_lower, models.IngestionPart._meta.label_lower)


class Taken(NamedTuple):
    at: datetime
    id: UUID
    identifier: str
    digest: str


class Line:
    """Licences of stocks one after another, by time and place; one that was looked at too early waits."""

    def __init__(self) -> None:
        rows = models.Licence.objects.filter(source=terms.Source.STOCK).order_by("recorded_at", "status_place")
        self._each = rows.values_list("recorded_at", "pk", "identifier", "digest").iterator(2000)
        self._waiting: Taken | None = None

    def before(self, at: datetime | None) -> Iterator[Taken]:
        """Those that came before a moment; without one all that are left."""
        while (one := self._next()) is not None and (at is None or one.at < at):
            self._waiting = None
            yield one

    def of(self, at: datetime, count: int) -> Iterator[Taken]:
        """So many that came at a moment, if there are."""
        for _each in range(count):
            if (one := self._next()) is None or one.at != at:
                return
            self._waiting = None
            yield one

    def _next(self) -> Taken | None:
        if self._waiting is None and (row := next(self._each, None)) is not None:
            self._waiting = Taken(*row)
        return self._waiting


def stocks() -> Iterator[str]:
    """For whoever doubts: each part of which a licence was removed, exchanged or changed, and each licence that no part brought."""
    with transaction.atomic():  # so that the server hands out row by row
        # The entries first: what is taken over meanwhile is then only too much, and is asked for again.
        entries, seen = _entries().iterator(2000), None
        entry = next(entries, None)
        licences = Line()
        while entry is not None:
            yield from _in_no_entry(licences.before(entry.at), seen)
            seen = entry.at
            yield from _differing(entry, licences)
            entry = next(entries, None)
        yield from _in_no_entry(licences.before(None), seen)


def _entries() -> Any:
    acts, subjects = ACTS, SUBJECTS
    return (ledger.recorded(subjects[0], acts) | ledger.recorded(subjects[1], acts)).order_by("at", "id")


def _differing(entry: Any, licences: Line) -> Iterator[str]:
    count = int(entry.codes.get("count") or entry.codes.get("taken") or 0)
    there = [each.digest for each in licences.of(entry.at, count)]
    if len(there) != count:
        yield f"entry {entry.pk} ({entry.act}): {count} licences were taken over, {len(there)} are there"
    elif rules.digest_of(there) != entry.digest:
        yield f"entry {entry.pk} ({entry.act}): its {count} licences are not those that were taken over"


def _in_no_entry(licences: Iterable[Taken], seen: datetime | None) -> Iterator[str]:
    for each in licences:
        meanwhile = each.at != seen and _entries().filter(at=each.at).exists()
        if not meanwhile:
            yield f"licences_licence {each.id} ({each.identifier}): no entry of the ledger says that it was taken over"
