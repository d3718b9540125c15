"""What an act on a report leaves: its rows, an entry with their imprints, and a fact, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tongban.board import queries as board_queries
from tongban.kernel import facts, imprints, ledger, rows
from tongban.kernel.words import masking
from tongban.reports import access
from tongban.reports.models import Report, ReportStep
from tongban.reports.models.watched import WATCHED
from tongban.reports.rules import document, states
from tongban.reports.rules.saying import said
from tongban.reports.terms import ChangedMeanwhile, NotOfThisReport, ReportContent, ReportState, ReportWords
from tongban.supervision import queries as supervision_queries

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from django.db import models

    from tongban.identity.terms import Actor
    from tongban.kernel.facts import Fact
    from tongban.reports.terms import ReportAct, SurgeSection
    from tongban.supervision.terms import SupervisionRelease

NAME_MOST = 60


@dataclass(frozen=True)
class Acting:
    """One act on a report: by whom, when, by which rules of the city."""

    by: Actor
    at: datetime
    row: Report
    act: ReportAct
    city: SupervisionRelease

    @classmethod
    def locked(cls, report_id: UUID, act: ReportAct, *, by: Actor, at: datetime) -> Acting:
        """Refuses: NoSupervision, Denied, UnknownReport, WrongState."""
        city = supervision_queries.release()
        access.require_part(by, states.part(act), city.desks)
        row = Report.objects.select_for_update(of=("self",)).of_id(report_id)
        states.becomes(ReportState(row.state), act)
        return cls(by, at, row, act, city)

    @property
    def content(self) -> ReportContent:
        return document.read(ReportContent, self.row.canonical)

    @property
    def words(self) -> ReportWords:
        """As the newest version has them."""
        return ReportWords(**self.row.versions.get(version=self.row.version).words)

    def require_version(self, version: int) -> None:
        """Nobody acts on what they have not read. Raises ChangedMeanwhile."""
        if version != self.row.version:
            raise ChangedMeanwhile(self.row.version)

    def section(self, surge_id: UUID) -> SurgeSection:
        """A surge that the report tells of, and has not left out. Raises NotOfThisReport."""
        found = next((each for each in self.content.surges if each.surge_id == str(surge_id)), None)
        if found is None or found.surge_id in self.words.left_out:
            raise NotOfThisReport(str(surge_id))
        return found

    def about(self) -> dict[str, Any]:
        """What every fact says."""
        return {"report_id": self.row.pk, "kind": self.row.kind, "at": self.at}

    def leave(self, fact: Fact, *new: models.Model, columns: Collection[str] = (), words: str = "", digest: str = "", **codes: str) -> None:
        """The report in its next state with the columns named, the step, and new rows."""
        row, act = self.row, self.act.value
        step = ReportStep(report=row, act=act, words=words, actor_id=self.by.id, name=self.by.name[:NAME_MOST], at=self.at)
        after = states.becomes(ReportState(row.state), self.act).value
        changed = [*columns, *(["state"] if after != row.state else [])]
        row.state = after
        left = [(WATCHED[type(each)], each, None) for each in (*new, step)] + ([(WATCHED[Report], row, changed)] if changed else [])
        rows.write(
            *([rows.update(row, changed)] if changed else []),
            *rows.insert(*new, step),
            ledger.entry(f"reports.{act}", by=self.by, at=self.at, subject=row, codes=codes | imprints.of(*left), digest=digest),
            facts.entry(fact),
        )

    @staticmethod
    def masked(text: str, field: str, most: int) -> str:
        """Words as others read them, with what is personal in them hidden. Raises WordsMissing, WordsTooLong."""
        return masking.masked(said(text, field, most=most), public_numbers=board_queries.public_numbers(), by_office=True)
