"""Changes that take two people: what one has proposed, and what another made of it, once."""

from __future__ import annotations

import json
import secrets
import uuid
from typing import TYPE_CHECKING

from django.db import models

from tongban.kernel import crypto
from tongban.kernel.imprints import Watched
from tongban.licences import rules, terms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

GROUNDS, NOTE = "licences.proposal", "licences.proposal.note"  # bind the blobs to their columns
ONE_OPEN = "licences_proposal_one_open"


class LifeProposalQuerySet(models.QuerySet["LifeProposal"]):
    def waiting(self, departments: Collection[str], at: datetime) -> LifeProposalQuerySet:
        """Those of these departments that a second person can still settle, the first to lapse first."""
        return self.filter(issuer__in=departments, outcome="", lapses_at__gt=at).order_by("lapses_at", "id")


class LifeProposal(models.Model):
    """A trigger lets nothing be changed but how it was settled, and that only once; no row has one person on both sides,
    but one that was taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence_id = models.UUIDField()
    type_code = models.CharField(max_length=20)
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=60)
    change = models.CharField(max_length=12)
    sealed = models.BinaryField()  # the grounds
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    note = models.BinaryField(null=True)
    settled_by = models.UUIDField(null=True)  # none: it lapsed
    settled_at = models.DateTimeField(null=True)

    objects = LifeProposalQuerySet.as_manager()

    SETTLED = ("outcome", "note", "settled_by", "settled_at")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["licence_id"], condition=models.Q(outcome=""), name=ONE_OPEN),
            models.CheckConstraint(condition=models.Q(change__in=[each.value for each in terms.Change]), name="licences_proposal_change"),
            models.CheckConstraint(
                condition=models.Q(outcome="", settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(outcome=terms.ProposalState.LAPSED.value, settled_at__isnull=False, settled_by__isnull=True)
                | models.Q(
                    outcome__in=[
                        terms.ProposalState.CONFIRMED.value,
                        terms.ProposalState.REJECTED.value,
                        terms.ProposalState.WITHDRAWN.value,
                    ],
                    settled_at__isnull=False,
                    settled_by__isnull=False,
                ),
                name="licences_proposal_settled",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_by__isnull=True)
                | (models.Q(outcome=terms.ProposalState.WITHDRAWN.value) & models.Q(settled_by=models.F("proposed_by")))
                | (~models.Q(outcome=terms.ProposalState.WITHDRAWN.value) & ~models.Q(settled_by=models.F("proposed_by"))),
                name="licences_proposal_two_people",
            ),
        )
        indexes = (
            models.Index(fields=["issuer", "proposed_at"], condition=models.Q(outcome=""), name="licences_proposal_waiting"),
            models.Index(fields=["licence_id", "proposed_at"], name="licences_proposal_of_licence"),
        )

    def __str__(self) -> str:
        return f"{self.change} of {self.licence_id}"

    @staticmethod
    def sealed_grounds(grounds: terms.Grounds) -> bytes:
        inside = {"basis": grounds.basis, "reason": grounds.reason, "document": grounds.document, "salt": secrets.token_hex(16)}
        return crypto.encrypt(rules.canonical(inside).decode(), GROUNDS)

    @staticmethod
    def sealed_note(text: str) -> bytes:
        return crypto.encrypt(text, NOTE)

    def grounds(self) -> terms.Grounds:
        inside = json.loads(crypto.decrypt(bytes(self.sealed), GROUNDS))
        return terms.Grounds(basis=inside["basis"], reason=inside["reason"], document=inside["document"])

    def state_at(self, at: datetime) -> terms.ProposalState:
        """One that nobody settled in time has lapsed, whether or not that is written down yet."""
        if self.outcome:
            return terms.ProposalState(self.outcome)
        return terms.ProposalState.LAPSED if at >= self.lapses_at else terms.ProposalState.OPEN

    def as_term(self, kind: terms.LicenceType, names: Mapping[uuid.UUID, str], *, at: datetime) -> terms.Proposal:
        return terms.Proposal(
            id=self.pk,
            licence_id=self.licence_id,
            type_name=kind.name,
            number=self.number,
            change=terms.Change(self.change),
            grounds=self.grounds(),
            proposed_by=self.proposed_by,
            proposer=names.get(self.proposed_by, ""),
            proposed_at=self.proposed_at,
            lapses_at=self.lapses_at,
            state=self.state_at(at),
            settled_by=self.settled_by,
            settler=names.get(self.settled_by, "") if self.settled_by else "",
            settled_at=self.settled_at,
            note=crypto.decrypt(bytes(self.note), NOTE) if self.note is not None else "",
        )


COLUMNS = "licence_id type_code number issuer change sealed proposed_by proposed_at lapses_at outcome note settled_by settled_at"
WATCHED = Watched(LifeProposal, tuple(COLUMNS.split()), "id")
