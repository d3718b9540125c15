"""A case: one applicant's request for one service, pinned to the release under which it was handed in."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.cases.terms import CaseState, End, StepState, UnknownCase
from tongban.identity.terms import Holder, HolderKind
from tongban.kernel import crypto

if TYPE_CHECKING:
    from datetime import datetime

PURPOSE = "cases.holder"  # binds the sealed holder to its column
UNDECIDED = Q(end__isnull=True) | Q(end__in=[End.DECLINED, End.RETURNED, End.WITHDRAWN])


class CaseQuerySet(models.QuerySet["Case"]):
    def of_step(self, step_id: uuid.UUID) -> Case:
        """The case that a step belongs to. Raises UnknownCase.

        Steps are read by a statement of their own, after this one: after waiting for a lock PostgreSQL re-reads the locked row
        only, and what was joined to it would still be as it was before the wait.
        """
        return self._one(self.filter(steps=step_id), step_id)

    def of_id(self, case_id: uuid.UUID) -> Case:
        """One case. Raises UnknownCase."""
        return self._one(self.filter(pk=case_id), case_id)

    def _one(self, found: CaseQuerySet, asked: uuid.UUID) -> Case:
        case = next(iter(found[:1]), None)
        if case is None:
            raise UnknownCase(str(asked))
        return case

    def to_sweep(self, at: datetime) -> CaseQuerySet:
        """Those for which a limit has run out at which the law or the release speaks for whoever was silent."""
        return self.filter(sweep_at__lt=at).order_by("sweep_at")

    def provisional(self) -> CaseQuerySet:
        """Running cases with a due date that a new table of working days may move."""
        open_step = Q(steps__provisional=True, steps__state=StepState.OPEN)
        return self.filter(Q(provisional=True) | Q(statutory_provisional=True) | open_step, end__isnull=True).distinct()


class Case(models.Model):
    """The current state; how it came about is in the history. Due dates are derived from the clock entries and kept here for lists.

    `due_at`, `amber_at` and `provisional` are of the clock that runs for the applicant now: acceptance, correction, then the promise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=60, unique=True)
    release_id = models.UUIDField()
    service = models.CharField(max_length=120)
    type = models.CharField(max_length=20)  # of the service, for the public list of permits
    department = models.CharField(max_length=60)
    window = models.CharField(max_length=120)  # the desk that accepts
    applicant_kind = models.CharField(max_length=12)
    applicant_id = models.UUIDField()
    applicant_name = models.TextField()
    sealed_holder = models.BinaryField()  # the applicant as the register knew them at submission; conditions and licences read this
    agent_login = models.UUIDField(null=True)
    agent_name = models.TextField(default="")
    state = models.CharField(max_length=12)
    end = models.CharField(max_length=12, null=True)  # noqa: DJ001 - null: not ended, and no end is empty
    round = models.PositiveSmallIntegerField(default=1)
    form = models.JSONField()
    situation = models.JSONField()
    provenance = models.JSONField()
    conditions = models.JSONField(default=dict)  # step -> what its `when` gave, evaluated once
    received_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    deemed_accepted = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    amber_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    sweep_at = models.DateTimeField(null=True)  # when silence has a consequence: deemed accepted, or returned uncorrected
    promised_due_at = models.DateTimeField(null=True)
    promised_provisional = models.BooleanField(default=False)
    statutory_due_at = models.DateTimeField(null=True)
    statutory_provisional = models.BooleanField(default=False)
    decision_reasons = models.TextField(default="")
    licence_id = models.UUIDField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=[state.value for state in CaseState]), name="case_state"),
            models.CheckConstraint(condition=Q(end__isnull=True) | Q(end__in=[end.value for end in End]), name="case_end"),
            models.CheckConstraint(condition=Q(applicant_kind__in=[kind.value for kind in HolderKind]), name="case_applicant_kind"),
            models.CheckConstraint(
                condition=Q(state=CaseState.ENDED, end__isnull=False, ended_at__isnull=False)
                | (~Q(state=CaseState.ENDED) & Q(end__isnull=True, ended_at__isnull=True)),
                name="case_ended",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.HANDLING, accepted_at__isnull=False)
                | Q(state=CaseState.ENDED)
                | Q(state__in=[CaseState.RECEIVED, CaseState.CORRECTING], accepted_at__isnull=True),
                name="case_accepted",
            ),
            models.CheckConstraint(condition=UNDECIDED | Q(accepted_at__isnull=False), name="case_decided_after_acceptance"),
            models.CheckConstraint(
                condition=~Q(end__in=[End.DECLINED, End.RETURNED]) | Q(accepted_at__isnull=True), name="case_declined_before_acceptance"
            ),
            models.CheckConstraint(condition=~Q(end=End.REFUSED) | ~Q(decision_reasons=""), name="case_refused_with_reasons"),
            models.CheckConstraint(condition=Q(licence_id__isnull=True) | Q(end=End.GRANTED), name="case_licence_of_a_grant"),
            models.CheckConstraint(condition=Q(accepted_at__isnull=True) | Q(accepted_at__gte=F("received_at")), name="case_times"),
            models.CheckConstraint(condition=Q(round__gte=1), name="case_round"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["applicant_id", "-received_at", "-id"], name="case_of_applicant"),
            models.Index(fields=["-received_at", "-id"], name="case_newest"),
            models.Index(fields=["service", "-received_at", "-id"], name="case_of_service"),
            models.Index(fields=["department", "-received_at", "-id"], name="case_of_department"),
            models.Index(fields=["department", "due_at"], condition=Q(end__isnull=True), name="case_open_by_due"),
            models.Index(fields=["promised_due_at"], condition=Q(promised_due_at__isnull=False), name="case_promised"),
            models.Index(fields=["sweep_at"], condition=Q(sweep_at__isnull=False), name="case_to_sweep"),
            models.Index(fields=["-ended_at", "-id"], condition=Q(end=End.GRANTED, type="permit"), name="case_granted_permit"),
        ]

    def __str__(self) -> str:
        return self.number

    def seal(self, holder: Holder) -> None:
        """Keep the applicant as the register knows them now; `code` and address are personal data and stay encrypted."""
        inside = {
            "kind": holder.kind.value,
            "id": str(holder.id),
            "name": holder.name,
            "code": holder.code,
            "phone": holder.phone,
            "address": holder.address,
            "legal_representative": holder.legal_representative,
        }
        self.sealed_holder = crypto.encrypt(json.dumps(inside, ensure_ascii=False), PURPOSE)

    def holder_facts(self) -> dict[str, Any]:
        """The applicant as conditions and licence contents may read them (`holder.name`)."""
        return json.loads(crypto.decrypt(bytes(self.sealed_holder), PURPOSE))

    def holder(self) -> Holder:
        """The applicant, as a licence is issued to them."""
        facts = self.holder_facts()
        return Holder(**{**facts, "kind": HolderKind(facts["kind"]), "id": uuid.UUID(facts["id"])})
