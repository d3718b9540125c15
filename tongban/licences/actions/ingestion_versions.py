"""Licences of a list that stand instead of others, on their way to being linked with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q

from tongban.kernel import rows
from tongban.licences import models, queries, rules, terms
from tongban.licences.actions.life import Kept
from tongban.licences.terms import Fault, Finding, LicenceState, Version

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

LINKED_AT_ONCE = 500  # one transaction: each that is superseded has its event, its entry and its fact


@dataclass
class Linking:
    """The next licences of a list that wait, and all that they could mean, locked."""

    waiting: list[models.IngestionSuccession]
    by: Actor
    at: datetime
    known: dict[UUID, models.Licence] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @classmethod
    def of(cls, ingestion: models.Ingestion, *, limit: int, by: Actor, at: datetime) -> Linking:
        """Of a list whose row is locked."""
        waiting = list(models.IngestionSuccession.objects.filter(part__ingestion=ingestion).order_by("row", "id")[:limit])
        new = models.Licence.objects.filter(pk__in=[each.licence_id for each in waiting]).values_list("type_id", "holder_id")
        said = {each.replaces for each in waiting}
        types, holders = ({*each} for each in zip(*new, strict=True)) if waiting else ((), ())
        meant = models.Licence.objects.select_for_update(of=("self",)).filter(
            Q(pk__in=[each.licence_id for each in waiting])
            | Q(identifier__in={each.upper() for each in said})
            | Q(type_id__in=types, number__in=said, holder_id__in=holders)
        )
        return cls(waiting, by, at, {row.pk: row for row in meant.order_by("pk")} if waiting else {})

    def link(self) -> None:
        """Each that can be, in the order of the list; of two that stand instead of the same one the first counts."""
        versions = _by_name(_version(row) for row in self.known.values())
        taken = set(models.Licence.objects.filter(previous_id__in=list(self.known)).values_list("previous_id", flat=True))
        for each in self.waiting:
            new, said = self.known[each.licence_id], each.replaces
            if new.previous_id is not None:  # another list has settled it meanwhile
                continue
            old = rules.predecessor(_version(new), said, {*versions.get(said, ()), *versions.get(said.upper(), ())})
            if isinstance(old, Version) and old.id in taken:
                old = Fault.NOT_SUCCESSOR
            if isinstance(old, Version):
                taken.add(old.id)
                self._succeed(self.known[old.id], new)
            else:
                self.findings.append(Finding(each.row, "", old, said))
        self._count_flagged()

    def _succeed(self, old: models.Licence, new: models.Licence) -> None:
        """The newer one stands instead from now on; what the older one comes to is an act like any other (`Kept`)."""
        new.previous_id = old.pk
        rows.write(rows.update(new, ["previous_id"]))
        turn = rules.superseding(LicenceState(old.state))
        if turn is not None:
            kept = Kept(old, queries.licence_type(old.type_id), self.by, self.at)
            kept.turn(turn, terms.Grounds(basis=kept.kind.basis.zh, reason="", document=new.number), successor_id=new.pk)

    def _count_flagged(self) -> None:
        """The figures of the parts say of how many rows something is told; a row of which something was told already counts once."""
        parts = {each.row: each.part_id for each in self.waiting}
        told = {each.row for each in self.findings}
        before = models.IngestionFinding.objects.filter(ingestion__done__in=set(parts.values()), row__in=told).values_list("row", flat=True)
        for part_id in [parts[row] for row in told - set(before)]:
            models.IngestionPart.objects.filter(pk=part_id).update(flagged=F("flagged") + 1)


def _version(row: models.Licence) -> Version:
    return Version(row.pk, row.identifier, row.type_id, row.holder_id, row.number, row.version, row.issued_on)


def _by_name(versions: Iterable[Version]) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for each in versions:
        for name in {each.identifier, each.number}:
            found.setdefault(name, []).append(each)
    return found
