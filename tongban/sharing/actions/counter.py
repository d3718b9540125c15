"""At a counter: a window registers who came and for what, a holder shows a code; only on that are licences looked at."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.identity import queries as identity_queries
from tongban.kernel import clock, facts, identifiers, ledger, numbering, rows
from tongban.sharing import access, events, models, queries, rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

CODE_BYTES = 18
TICKET = "访"


@transaction.atomic(savepoint=False)
def open_visit(*, desk: str, code: str, purpose: str, by: Actor, at: datetime) -> terms.Visit:
    """Register that somebody with this number came to a window for this. It holds for that number, until closed, for today.

    Refuses: Denied to whoever does not sit at that window, IncompleteUse, UnprintablePurpose, InvalidIdentifier.
    """
    access.require_window(by, desk)
    index = queries.counter_index(identifiers.holders(code))
    return _open(desk, purpose, index, None, by=by, at=at)


@transaction.atomic(savepoint=False)
def show_at_counter(*, holder_id: UUID, by: Actor, at: datetime) -> terms.CounterCode:
    """Make the code that a holder, or whoever acts for one, shows to a clerk within some minutes. Refuses: Denied."""
    access.require_grants(by, holder_id)
    code = f"{terms.COUNTER_CODE_PREFIX}{secrets.token_urlsafe(CODE_BYTES)}"
    row = models.CounterCode(
        code_digest=queries.counter_digest(code),
        holder_id=holder_id,
        shown_by=by.id,
        shown_at=at,
        expires_at=at + terms.COUNTER_CODE_FOR,
    )
    rows.write(
        *rows.insert(row),
        ledger.entry("sharing.show_at_counter", by=by, at=at, subject=row),
        facts.entry(events.CounterCodeShown(code_id=row.pk, holder_id=holder_id, at=at)),
    )
    return terms.CounterCode(id=row.pk, code=code, expires_at=row.expires_at)


@transaction.atomic(savepoint=False)
def take_code(*, desk: str, code: str, purpose: str, by: Actor, at: datetime) -> terms.Visit:
    """Take the code that a holder shows, once: the visit it opens is for that holder, and no number need be typed.

    Refuses: Denied, UnknownShowing, ShowingUsed, ShowingExpired, OwnShowing, IncompleteUse, UnprintablePurpose.
    """
    access.require_window(by, desk)
    shown = models.CounterCode.objects.select_for_update(of=("self",)).filter(code_digest=queries.counter_digest(code)).first()
    if shown is None:
        raise terms.UnknownShowing
    access.require_opener(by, shown.shown_by)
    if shown.taken_at is not None:
        raise terms.ShowingUsed
    if at >= shown.expires_at:
        raise terms.ShowingExpired
    visit = _open(desk, purpose, None, shown.holder_id, by=by, at=at)
    shown.taken_at, shown.visit_id = at, visit.id
    rows.write(
        rows.update(shown, ["taken_at", "visit_id"]),
        ledger.entry("sharing.take_code", by=by, at=at, subject=shown, codes={"visit": visit.number}),
        facts.entry(events.CounterCodeTaken(code_id=shown.pk, holder_id=shown.holder_id, visit_id=visit.id, at=at)),
    )
    return visit


@transaction.atomic(savepoint=False)
def close_visit(*, visit_id: UUID, by: Actor, at: datetime) -> None:
    """Whoever came has left: nothing more is looked at for this visit. One that is over stays so. Refuses: UnknownVisit."""
    row = models.CounterVisit.objects.select_for_update(of=("self",)).filter(pk=visit_id).first()
    if row is None or not access.at_desk(by, row.desk):
        raise terms.UnknownVisit(str(visit_id))
    if row.over(at):
        return
    row.closed_at = at
    rows.write(
        rows.update(row, ["closed_at"]),
        ledger.entry("sharing.close_visit", by=by, at=at, subject=row),
        facts.entry(events.VisitClosed(visit_id=row.pk, at=at)),
    )


def _open(desk: str, purpose: str, index: bytes | None, holder_id: UUID | None, *, by: Actor, at: datetime) -> terms.Visit:
    told = rules.told_purpose(purpose)
    day = clock.city_date(at)
    department = desk.partition("/")[0]
    taken = numbering.take(f"visit:{department}:{day.year}")
    number = f"{identity_queries.department(department).number_prefix}{TICKET}{day:%Y%m%d}-{taken:04d}"
    row = models.CounterVisit(number=number, desk=desk, purpose=told, code_index=index, holder_id=holder_id, opened_by=by.id, opened_at=at)
    rows.write(
        *rows.insert(row),
        ledger.entry("sharing.open_visit", by=by, at=at, subject=row, codes={"desk": desk, "visit": number}),
        facts.entry(events.VisitOpened(visit_id=row.pk, desk=desk, at=at)),
    )
    return row.as_term()
