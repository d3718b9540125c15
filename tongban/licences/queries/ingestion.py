"""Lists that were taken in, and what was wrong in them. Values are masked, so nobody's data is shown and nothing is logged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Sum

from tongban.identity.terms import ActorKind
from tongban.licences import access, models, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

__all__ = ["FINDINGS_SHOWN", "all_findings", "findings", "findings_counted", "ingestion", "ingestions"]

INGESTIONS_SHOWN = 100
FINDINGS_SHOWN = 200
COUNTED = ("rows", "taken", "repeated", "rejected", "flagged")


def ingestion(ingestion_id: UUID, *, by: Actor) -> terms.Ingestion:
    """One list with its counts and the parts that are done. Refuses: UnknownIngestion."""
    row = models.Ingestion.objects.filter(pk=ingestion_id).first()
    if row is None or not access.may_see_stock(by, row.department):
        raise terms.UnknownIngestion(str(ingestion_id))
    done = models.IngestionPart.objects.filter(ingestion_id=ingestion_id)
    return _term(row, _counts(done.aggregate(**_sums())), frozenset(done.values_list("place", flat=True)))


def ingestions(*, by: Actor) -> tuple[terms.Ingestion, ...]:
    """The newest lists of the actor's departments."""
    found = models.Ingestion.objects.order_by("-begun_at")
    if by.kind is not ActorKind.SYSTEM:
        found = found.filter(department__in=by.departments)
    listed = list(found[:INGESTIONS_SHOWN])
    sums = models.IngestionPart.objects.filter(ingestion__in=listed).values("ingestion").annotate(**_sums())
    counts = {each["ingestion"]: _counts(each) for each in sums}
    return tuple(_term(row, counts.get(row.pk, terms.Taken())) for row in listed)


def findings(
    ingestion_id: UUID, *, rejected: bool | None = None, after: int = 0, limit: int = FINDINGS_SHOWN, by: Actor
) -> tuple[terms.Told, ...]:
    """What was wrong, by row, from the row after `after`; only what was rejected, or only what was not. Refuses: UnknownIngestion."""
    ingestion(ingestion_id, by=by)
    found = models.IngestionFinding.objects.filter(ingestion_id=ingestion_id, row__gt=after)
    if rejected is not None:
        found = found.filter(rejects=rejected)
    return tuple(_told(row) for row in found.order_by("row", "id")[:limit])


def all_findings(ingestion_id: UUID, *, by: Actor) -> Iterator[terms.Told]:
    """The whole report, row by row however long it is. Refuses: UnknownIngestion."""
    ingestion(ingestion_id, by=by)
    return (_told(row) for row in models.IngestionFinding.objects.filter(ingestion_id=ingestion_id).order_by("row", "id").iterator(2000))


def findings_counted(ingestion_id: UUID, *, by: Actor) -> tuple[tuple[str, terms.Fault, bool, int], ...]:
    """How often what was wrong, by column, most often first. Refuses: UnknownIngestion."""
    ingestion(ingestion_id, by=by)
    found = (
        models.IngestionFinding.objects.filter(ingestion_id=ingestion_id).values("column", "fault", "rejects").annotate(count=Count("id"))
    )
    return tuple(
        (each["column"], terms.Fault(each["fault"]), each["rejects"], each["count"]) for each in found.order_by("-count", "column", "fault")
    )


def _sums() -> dict[str, Sum]:
    return {f"{name}_in_all": Sum(name) for name in COUNTED}


def _counts(sums: dict[str, int | None]) -> terms.Taken:
    return terms.Taken(*(sums[f"{name}_in_all"] or 0 for name in COUNTED))


def _told(row: models.IngestionFinding) -> terms.Told:
    return terms.Told(row.row, row.column, terms.Fault(row.fault), row.value, row.rejects)


def _term(row: models.Ingestion, counts: terms.Taken, parts: frozenset[int] = frozenset()) -> terms.Ingestion:
    return terms.Ingestion(
        id=row.pk,
        source=row.source,
        name=row.name,
        file_name=row.file_name,
        file_digest=row.file_digest,
        department=row.department,
        part_rows=row.part_rows,
        state=terms.IngestionState(row.state),
        counts=counts,
        begun_at=row.begun_at,
        finished_at=row.finished_at,
        parts=parts,
    )
