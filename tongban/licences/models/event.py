"""What happened to a licence after it was issued: rows are only ever added. The record itself is never touched."""

from __future__ import annotations

import hashlib
import json
import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from tongban.kernel import clock, crypto
from tongban.licences import rules, terms

if TYPE_CHECKING:
    from tongban.identity.terms import Actor
    from tongban.kernel.bilingual import Bilingual

PURPOSE = "licences.event"  # binds the blob to its column


class LicenceEvent(models.Model):
    """`sealed` holds the grounds, which may name people; the digest over them stands in the ledger. A trigger refuses all changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence_id = models.UUIDField()  # no foreign key, so that the table of licences can be split by holder
    change = models.CharField(max_length=12)
    state = models.CharField(max_length=12)  # afterwards
    sealed = models.BinaryField()
    digest = models.CharField(max_length=64)
    department = models.CharField(max_length=60, blank=True)  # empty: the system's own act
    actor_id = models.UUIDField(null=True)
    successor_id = models.UUIDField(null=True)  # the version that stands instead from then on
    proposal_id = models.UUIDField(null=True)  # what one person proposed and another confirmed
    at = models.DateTimeField()

    class Meta:
        db_table = "licences_event"
        indexes = (models.Index(fields=["licence_id", "at"], name="licences_event_of_licence"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(change__in=[each.value for each in terms.Change]), name="licences_event_change"),
            models.CheckConstraint(condition=models.Q(state__in=[each.value for each in terms.LicenceState]), name="licences_event_state"),
            models.CheckConstraint(
                condition=models.Q(change=terms.Change.SUPERSEDE.value, successor_id__isnull=False)
                | (~models.Q(change=terms.Change.SUPERSEDE.value) & models.Q(successor_id__isnull=True)),
                name="licences_event_successor",
            ),
        )

    def __str__(self) -> str:
        return f"{self.change} of {self.licence_id}"

    @classmethod
    def of(
        cls,
        licence_id: uuid.UUID,
        turn: rules.Turn,
        grounds: terms.Grounds,
        *,
        department: str,
        by: Actor,
        at: datetime,
        successor_id: uuid.UUID | None = None,
        proposal_id: uuid.UUID | None = None,
    ) -> LicenceEvent:
        """An event ready to be inserted: grounds sealed, all of it hashed."""
        inside = {"basis": grounds.basis, "reason": grounds.reason, "document": grounds.document, "salt": secrets.token_hex(16)}
        row = cls(
            licence_id=licence_id,
            change=turn.change.value,
            state=turn.end.value,
            sealed=crypto.encrypt(rules.canonical(inside).decode(), PURPOSE),
            department=department,
            actor_id=by.id,
            successor_id=successor_id,
            proposal_id=proposal_id,
            at=at,
        )
        row.digest = row._digest(inside, at)
        return row

    def is_intact(self) -> bool:
        """Whether it is still what was written; `at` was hashed as it was given, in UTC or in the city's time. Raises crypto.Unreadable."""
        inside, moments = json.loads(crypto.decrypt(bytes(self.sealed), PURPOSE)), (self.at, self.at.astimezone(clock.city_zone()))
        return any(secrets.compare_digest(self._digest(inside, at), self.digest) for at in moments)

    def _digest(self, inside: dict[str, str], at: datetime) -> str:
        told = {
            "id": str(self.pk),
            "licence": str(self.licence_id),
            "change": self.change,
            "state": self.state,
            "at": at.isoformat(),
            **inside,
        }
        told |= {"proposal": str(self.proposal_id)} if self.proposal_id else {}
        return hashlib.sha256(rules.canonical(told)).hexdigest()

    def as_term(self, department_name: Bilingual) -> terms.LifeEvent:
        inside = json.loads(crypto.decrypt(bytes(self.sealed), PURPOSE))
        return terms.LifeEvent(
            change=terms.Change(self.change),
            state=terms.LicenceState(self.state),
            grounds=terms.Grounds(basis=inside["basis"], reason=inside["reason"], document=inside["document"]),
            department=self.department,
            department_name=department_name,
            at=self.at,
            successor_id=self.successor_id,
            proposal_id=self.proposal_id,
        )
