"""Reported errors (校核纠错): what somebody says is wrong with a licence, and what its issuer has answered, once."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tongban.kernel import crypto
from tongban.kernel.imprints import Watched
from tongban.licences import rules, terms

if TYPE_CHECKING:
    from tongban.kernel.bilingual import Bilingual

TOLD, ANSWER = "licences.correction.told", "licences.correction.answer"  # bind the blobs to their columns
ONE_OPEN = "licences_correction_one_open"


class Correction(models.Model):
    """`asker` is the holder's id or the department's code. A trigger lets nothing be changed but the answer, and that only once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    licence_id = models.UUIDField()
    holder_id = models.UUIDField()  # of the licence, so that it is found from the wallet
    type_code = models.CharField(max_length=20)
    number = models.CharField(max_length=80)
    issuer = models.CharField(max_length=60)
    asked_by = models.CharField(max_length=12)
    asker = models.CharField(max_length=60)
    case_number = models.CharField(max_length=40, blank=True)  # for which a department used it
    fields = ArrayField(models.CharField(max_length=60))
    told = models.BinaryField()
    actor_id = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    outcome = models.CharField(max_length=12, blank=True)
    answer = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    successor_id = models.UUIDField(null=True)

    ANSWERED = ("outcome", "answer", "answered_at", "answered_by", "successor_id")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["licence_id", "asker"], condition=models.Q(outcome=""), name=ONE_OPEN),
            models.CheckConstraint(condition=models.Q(asked_by__in=[each.value for each in terms.Asker]), name="licences_correction_asker"),
            models.CheckConstraint(
                condition=models.Q(outcome="", answered_at__isnull=True, answer__isnull=True)
                | models.Q(outcome__in=[each.value for each in terms.Outcome], answered_at__isnull=False, answer__isnull=False),
                name="licences_correction_answer",
            ),
        )
        indexes = (
            models.Index(fields=["issuer", "due_at"], condition=models.Q(outcome=""), name="licences_correction_waiting"),
            models.Index(fields=["licence_id", "asked_at"], name="licences_correction_of_licence"),
            models.Index(fields=["asker", "asked_at"], name="licences_correction_of_asker"),
        )

    def __str__(self) -> str:
        return f"an error of {self.licence_id}"

    @staticmethod
    def sealed(text: str, purpose: str) -> bytes:
        return crypto.encrypt(rules.canonical({"text": text}).decode(), purpose)

    def as_term(self, kind: terms.LicenceType, asker_name: Bilingual) -> terms.Correction:
        return terms.Correction(
            id=self.pk,
            licence_id=self.licence_id,
            type_name=kind.name,
            number=self.number,
            issuer=self.issuer,
            asked_by=terms.Asker(self.asked_by),
            asker_name=asker_name,
            case_number=self.case_number,
            fields=tuple(self.fields),
            labels=tuple(kind.reportable.get(each) or kind.name for each in self.fields),
            told=_opened(self.told, TOLD),
            asked_at=self.asked_at,
            due_at=self.due_at,
            provisional=self.provisional,
            outcome=terms.Outcome(self.outcome) if self.outcome else None,
            answer=_opened(self.answer, ANSWER) if self.answer is not None else "",
            answered_at=self.answered_at,
            successor_id=self.successor_id,
        )


def _opened(stored: bytes | memoryview, purpose: str) -> str:
    return json.loads(crypto.decrypt(bytes(stored), purpose))["text"]


ASKED = "licence_id holder_id type_code number issuer asked_by asker case_number fields told actor_id asked_at due_at provisional"
WATCHED = Watched(Correction, (*ASKED.split(), *Correction.ANSWERED), "id")
