"""Knowing holders by their numbers, many at once."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction

from tongban.identity import access, events
from tongban.identity.models import Subject
from tongban.identity.models.subject import subject_index
from tongban.kernel import facts, ledger, rows

if TYPE_CHECKING:
    from tongban.identity import terms
    from tongban.identity.terms import Actor


@transaction.atomic(savepoint=False)
def know_subjects(*, subjects: Iterable[terms.Subject], by: Actor, at: datetime) -> dict[tuple[str, str], UUID]:
    """The ids of these holders by type and number; those not met before are entered. A name that is known stays. Refuses: Denied."""
    access.require_staff(by)
    wanted = {subject_index(each.code_type, each.code): each for each in subjects}
    found, entered = Subject.get_or_create(wanted, at=at)
    if entered:
        digest = hashlib.sha256(b"".join(sorted(each.bytes for each in entered.values()))).hexdigest()
        first = Subject(pk=next(iter(entered.values())))
        rows.write(
            ledger.entry("identity.know_subjects", by=by, at=at, subject=first, codes={"count": str(len(entered))}, digest=digest),
            facts.entry(events.SubjectsKnown(batch_id=uuid.uuid4(), count=len(entered), digest=digest, at=at)),
        )
    return {(each.code_type, each.code): found[index] for index, each in wanted.items()}
