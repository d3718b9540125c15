"""Licences as staff may see them: through a case, while it is on their desk; what the case itself led to, as long as they see the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tongban.cases import access
from tongban.cases.models import Case
from tongban.cases.queries.uploads import use_in
from tongban.cases.terms import Denied, StepState, UnknownCase
from tongban.licences import queries as licence_queries
from tongban.licences.terms import Handling
from tongban.sharing import queries as sharing_queries

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from tongban.identity.terms import Actor
    from tongban.licences.terms import Licence

PURPOSE = "handling the case"
DUTY = "《中华人民共和国行政许可法》第三十四条"  # an organ examines what was handed in, and checks it where it must


def applicants_licences(case_id: UUID, *, by: Actor, at: datetime) -> tuple[Licence, ...]:
    """Everything in the applicant's wallet, for whoever has an open step of this case to do. Refuses: UnknownCase, Denied."""
    row = _on_their_desk(_seen(case_id, by), by)
    purpose = f"{PURPOSE} {row.number}"
    return licence_queries.licences_of(holder_id=row.applicant_id, by=by, at=at, purpose=purpose, handling=Handling(row.number))


def licence_document(case_id: UUID, licence_id: UUID, *, by: Actor, at: datetime) -> bytes:
    """The document of the licence this case led to, or an annotated copy of one of its applicant's for whoever has a step of it to do.

    Refuses: UnknownCase, Denied, UnknownLicence.
    """
    row = _seen(case_id, by)
    handling, purpose = Handling(row.number), f"{PURPOSE} {row.number}"
    if licence_id != row.licence_id:
        _on_their_desk(row, by)
        found = licence_queries.licence(licence_id, by=by, at=at, purpose=purpose, handling=handling)
        if found.holder_id != row.applicant_id:
            raise Denied("another holder's licence")
        basis = row.materials.filter(licence_id=licence_id).values_list("basis", flat=True).first() or DUTY
        return sharing_queries.case_copy(licence_id, use=use_in(row, basis), by=by, at=at, handling=handling).content
    return licence_queries.document(licence_id, by=by, at=at, purpose=purpose, handling=handling)


def _seen(case_id: UUID, by: Actor) -> Case:
    row = Case.objects.filter(access.visible_to(by), pk=case_id).first()
    if row is None:
        raise UnknownCase(str(case_id))
    return row


def _on_their_desk(row: Case, by: Actor) -> Case:
    """Seeing a case does not open a whole wallet; having to work on it does. Raises Denied."""
    if not row.steps.filter(state=StepState.OPEN, desk__in=by.desks).exists():
        raise Denied("no open step of this case is on these desks")
    return row
