"""What people make of a surge once they have read its messages: notes, and whether it was true or a false alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tongban.insight import access, events
from tongban.insight.models import Surge, SurgeNote, watched
from tongban.insight.terms import AlreadyJudged, NoWords, UnknownSurge, Verdict
from tongban.kernel import facts, imprints, ledger, rows

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor

MOST = 2000  # characters


@transaction.atomic(savepoint=False)
def note_on_surge(*, surge_id: UUID, text: str, by: Actor, at: datetime) -> None:
    """Note something on a surge, for whoever analyses. Refuses: Denied, UnknownSurge, NoWords."""
    who, row = access.require_an_analyst(by), _locked(surge_id)
    note = SurgeNote(surge=row, text=_said(text), written_by=who, at=at)
    rows.write(
        *rows.insert(note),
        ledger.entry("insight.note_on_surge", by=by, at=at, subject=row, codes=imprints.of((watched.NOTE, note, None))),
        facts.entry(events.SurgeNoted(surge_id=row.pk, at=at)),
    )


@transaction.atomic(savepoint=False)
def mark_true(*, surge_id: UUID, by: Actor, at: datetime) -> None:
    """Its messages are about one thing that has risen. Refuses: Denied, UnknownSurge, AlreadyJudged."""
    access.require_an_analyst(by)
    _judged(surge_id, Verdict.TRUE, "", by, at)


@transaction.atomic(savepoint=False)
def dismiss_surge(*, surge_id: UUID, reason: str, by: Actor, at: datetime) -> None:
    """It is a false alarm, and counts as one; the reason is kept. Also by whoever supervises, who rejects what is proposed on it.

    Refuses: Denied, UnknownSurge, AlreadyJudged, NoWords.
    """
    access.require_judge(by)
    _judged(surge_id, Verdict.FALSE, _said(reason), by, at)


def _judged(surge_id: UUID, verdict: Verdict, reason: str, by: Actor, at: datetime) -> None:
    row, who = _locked(surge_id), by.id
    if row.verdict != Verdict.UNJUDGED:
        raise AlreadyJudged(row.verdict)
    row.verdict, row.verdict_for, row.verdict_by, row.verdict_at = verdict, reason, who, at
    columns = watched.JUDGED.split()
    rows.write(
        rows.update(row, columns),
        ledger.entry(
            "insight.judge_surge",
            by=by,
            at=at,
            subject=row,
            codes={"verdict": verdict.value} | imprints.of((watched.SURGE, row, columns)),
        ),
        facts.entry(events.SurgeJudged(surge_id=row.pk, verdict=verdict, at=at)),
    )


def _locked(surge_id: UUID) -> Surge:
    row = Surge.objects.select_for_update().filter(pk=surge_id).first()
    if row is None:
        raise UnknownSurge(str(surge_id))
    return row


def _said(text: str) -> str:
    words = text.strip()
    if not 0 < len(words) <= MOST:
        raise NoWords
    return words
