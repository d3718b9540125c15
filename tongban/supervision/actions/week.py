"""A week whose row is locked, and what an act on it changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.kernel import imprints, rows
from tongban.supervision.models import Correction, Exclusion, Ranking, watched
from tongban.supervision.queries.counting import Counting, count, left_out_of
from tongban.supervision.queries.found import found_item
from tongban.supervision.queries.wording import public_words
from tongban.supervision.rules import document
from tongban.supervision.terms import CountedDifferently, Decided, LeftOutAlready, StillProposed, UnknownWeek

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tongban.identity.terms import Actor
    from tongban.kernel.rows import Part
    from tongban.supervision.terms import NewExclusion

COUNTED = ("canonical", "digest", "trial", "trial_digest", "counted_at")


@dataclass(frozen=True)
class LockedWeek:
    """The newest version of a week. All acts on it queue up at its first."""

    row: Ranking

    @classmethod
    def of(cls, week: str) -> LockedWeek:
        """Refuses: UnknownWeek."""
        first = Ranking.objects.select_for_update(of=("self",)).only("pk").filter(week=week, version=1).first()
        row = Ranking.objects.select_related("correction").filter(week=week).order_by("-version").first()
        if first is None or row is None:
            raise UnknownWeek(week)
        return cls(row)

    @property
    def key(self) -> str:
        return self.row.week

    def about(self) -> dict[str, Any]:
        """What every fact about a version says."""
        return {"ranking_id": self.row.pk, "week": self.row.week, "version": self.row.version}

    def require_counted(self) -> None:
        """The version is what its own counting gives, with what is left out of it as the table has it. Refuses: CountedDifferently."""
        row = self.row
        documents = count(Counting.of(row, left_out_of(row.week, row.version)))
        if (documents.canonical, documents.trial) != (row.canonical, row.trial):
            raise CountedDifferently(row.week)

    def require_decided(self) -> None:
        """Nothing waits for a second person. Refuses: StillProposed."""
        waiting = (Exclusion.objects, Correction.objects)
        if any(each.filter(week=self.key, state=Decided.PROPOSED).exists() for each in waiting):
            raise StillProposed(self.key)

    def counted(self, left_out: Collection[Exclusion], *, at: datetime) -> None:
        """Count the version as it stands, into its row."""
        documents = count(Counting.of(self.row, left_out))
        self.row.canonical, self.row.trial, self.row.counted_at = documents.canonical, documents.trial, at
        self.row.digest, self.row.trial_digest = document.digest(documents.canonical), document.digest(documents.trial)

    def left_out(self, new: NewExclusion, reason: str, *, by: Actor, at: datetime) -> Exclusion:
        """A row for what somebody proposes, not written yet. Refuses: NotCounted, LeftOutAlready."""
        found = found_item(new, Counting.of(self.row, ()), by=by, at=at)
        living = Exclusion.objects.filter(week=self.key, kind=new.kind, item=found.item, until_version__isnull=True)
        if living.exclude(state=Decided.DISMISSED).exists():
            raise LeftOutAlready(new.number)
        return Exclusion(
            week=self.key,
            kind=new.kind.value,
            item=found.item,
            number=new.number,
            shown=found.shown,
            unit=new.unit,
            reason=public_words(reason),
            proposed_by=by.id,
            proposed_at=at,
            from_version=self.row.version,
        )

    def changed(self, columns: Collection[str]) -> tuple[Part, dict[str, str]]:
        """The change of the row, and its imprint."""
        return rows.update(self.row, columns), imprints.of((watched.RANKING, self.row, columns))
