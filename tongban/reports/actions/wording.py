"""An analyst words a report anew, leaves surges out, and hands it up. Every state of the words is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.insight import actions as insight_actions
from tongban.insight import queries as insight_queries
from tongban.insight.terms import Verdict
from tongban.reports import events
from tongban.reports.actions.acting import NAME_MOST, Acting
from tongban.reports.models import ReportVersion
from tongban.reports.terms import NothingChanged, NotOfThisReport, ReasonMissing, ReportAct, ReportWords, WordsMissing

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from tongban.identity.terms import Actor

TITLE, SUMMARY, TEXT, REASON = 120, 6000, 2000, 500  # characters at most


@transaction.atomic(savepoint=False)
def word_report(*, report_id: UUID, words: ReportWords, version: int, false_alarms: Collection[str] = (), by: Actor, at: datetime) -> int:
    """Put other words into a report, remark on surges, word demands anew, leave surges out with a reason. `version` is what was read.

    Of surges that are left out those named in `false_alarms` are dismissed as such. What is personal in the words is hidden. Returns the
    new version. Refuses: NoSupervision, Denied, UnknownReport, WrongState, ChangedMeanwhile, NothingChanged, NotOfThisReport,
    WordsMissing, WordsTooLong, ReasonMissing, AlreadyJudged.
    """
    acting = Acting.locked(report_id, ReportAct.EDIT, by=by, at=at)
    acting.require_version(version)
    told = _checked(words, {each.surge_id for each in acting.content.surges})
    if told == acting.words:
        raise NothingChanged
    if unknown := set(false_alarms) - told.left_out.keys():
        raise NotOfThisReport(min(unknown))
    _dismiss(false_alarms, told.left_out, by=by, at=at)
    row = acting.row
    row.version += 1
    row.title, row.surges = told.title, len(acting.content.surges) - len(told.left_out)
    plain = {name: dict(getattr(told, name)) for name in ("remarks", "demands", "left_out")} | {
        "title": told.title,
        "summary": told.summary,
    }
    new = ReportVersion(report=row, version=row.version, words=plain, written_by=by.id, name=by.name[:NAME_MOST], at=at)
    fact = events.ReportWorded(**acting.about(), version=row.version)
    acting.leave(fact, new, columns=["version", "title", "surges"], version=str(row.version))
    return row.version


@transaction.atomic(savepoint=False)
def submit_report(*, report_id: UUID, version: int, by: Actor, at: datetime) -> None:
    """Hand a report up to be approved by another person, in the words that were read.

    Refuses: NoSupervision, Denied, UnknownReport, WrongState, ChangedMeanwhile.
    """
    acting = Acting.locked(report_id, ReportAct.SUBMIT, by=by, at=at)
    acting.require_version(version)
    acting.row.submitted_by = by.id
    acting.leave(events.ReportSubmitted(**acting.about()), columns=["submitted_by"], version=str(version))


def _checked(words: ReportWords, known: Collection[str]) -> ReportWords:
    named = {*words.remarks, *words.demands, *words.left_out}
    if unknown := named - set(known):
        raise NotOfThisReport(min(unknown))
    return ReportWords(
        title=Acting.masked(words.title, "title", TITLE),
        summary=Acting.masked(words.summary, "summary", SUMMARY),
        remarks=_filled(words.remarks, "remark"),
        demands=_filled(words.demands, "demand"),
        left_out=_reasons(words.left_out),
    )


def _filled(told: Mapping[str, str], field: str) -> dict[str, str]:
    """Nothing said is nothing kept."""
    return {each: Acting.masked(text, field, TEXT) for each, text in sorted(told.items()) if text.strip()}


def _reasons(told: Mapping[str, str]) -> dict[str, str]:
    try:
        return {each: Acting.masked(text, "reason", REASON) for each, text in sorted(told.items())}
    except WordsMissing as refusal:
        raise ReasonMissing from refusal


def _dismiss(surges: Collection[str], reasons: Mapping[str, str], *, by: Actor, at: datetime) -> None:
    """A false alarm is told to the detection, once."""
    for each in sorted(surges):
        if insight_queries.surge(UUID(each), by=by, at=at, quoted=0).line.verdict is not Verdict.FALSE:
            insight_actions.dismiss_surge(surge_id=UUID(each), reason=reasons[each], by=by, at=at)
