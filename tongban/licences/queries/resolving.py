"""What a holder has that could be used: every licence verified, the usable ones first, and of the others the newest, with what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import OuterRef, Subquery

from tongban.kernel import access_log, crypto, rows
from tongban.licences import access, models, rules, terms
from tongban.licences.models.event import LicenceEvent
from tongban.licences.queries.lookup import held_rows
from tongban.licences.queries.types import licence_type

if TYPE_CHECKING:
    from tongban.identity.terms import Actor

QUESTION = "licences.checked_for"
OTHERS = 2  # of one kind that cannot be used: enough to say why


def checked_for(
    *,
    holder_ids: Collection[UUID],
    types: Collection[str],
    named: Collection[UUID] = (),
    on: date,
    by: Actor,
    at: datetime,
    use: terms.Use,
    handling: terms.Handling | None = None,
) -> tuple[terms.Checked, ...]:
    """The licences of these holders of these types, and those named by id, each verified; usable ones first, newest first.

    One statement, and one line in the access log that says for what, for whom and on which ground; one more of each where a licence
    that was named is of another type. Refuses: Denied.
    """
    access.require_read(by, holder_ids, handling)
    asked = {"purpose": use.purpose, "subject": use.case_number, "basis": use.basis, "receiver": use.receiver}
    entry = partial(access_log.entry, QUESTION, by=by, at=at, holders=holder_ids, **asked)
    held = held_rows(holder_ids, types, named, on, ended=OTHERS, noted=entry(fields=sorted(types)))
    found = [each for row in held if (each := checked(row, on)) and each.licence.held_by_any(holder_ids)]
    if others := {each.licence.type_code for each in found} - set(types):
        rows.write(entry(fields=sorted(others)))
    return tuple(sorted(found, key=lambda each: not each.checks.hold))


def states_of(licence_ids: Collection[UUID]) -> Mapping[UUID, tuple[terms.LicenceState, datetime | None]]:
    """In which state these licences are, and since when; nothing of what they say, so nobody is asked who they are."""
    last = LicenceEvent.objects.filter(licence_id=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = models.Licence.objects.filter(pk__in=list(licence_ids)).values_list("pk", "state", Subquery(last))
    return {licence_id: (terms.LicenceState(state), since) for licence_id, state, since in rows}


def checked(row: models.Licence, on: date) -> terms.Checked | None:
    """What one licence says, and the four verdicts on it; the record is opened once. None of a record that nobody can read any more.

    Of a `standing` row: a state that its events do not bear out is a changed record.
    """
    try:
        inside = row.opened()
        checks = terms.Checks(
            seal=row.is_attested(inside),
            status=row.state == terms.LicenceState.VALID,
            identifier=_identifier_holds(row.identifier),
            dates=row.valid_from <= on and (row.valid_until is None or on <= row.valid_until),
        )
        return terms.Checked(row.as_term(licence_type(row.type_id), inside), checks)
    except (crypto.Unreadable, ValueError, KeyError):
        return None


def _identifier_holds(identifier: str) -> bool:
    try:
        return rules.parse(identifier).check_holds
    except terms.MalformedIdentifier:
        return False
