"""Closed weeks as they were counted, what was left out of them, and their corrections (勘误)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.supervision.models.city import SupervisionReleaseRow
from tongban.supervision.terms.ranking import Decided, Item

OPEN, CONFIRMED, DISMISSED = (each.value for each in Decided)
DECIDED = Q(state=OPEN, decided_by__isnull=True, decided_at__isnull=True) | (
    Q(state__in=[CONFIRMED, DISMISSED], decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by"))
)


class Correction(models.Model):
    """Why a week that was signed is counted again, by two people."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week = models.CharField(max_length=8)
    of_version = models.PositiveSmallIntegerField()
    reason = models.TextField()
    restores = models.JSONField(default=list)  # exclusions that no longer hold with it
    state = models.CharField(max_length=10, default=OPEN)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=DECIDED, name="correction_by_two"),
            models.UniqueConstraint(fields=["week"], condition=Q(state=OPEN), name="correction_one_open"),
            models.UniqueConstraint(fields=["week", "of_version"], condition=Q(state=CONFIRMED), name="correction_of_version"),
        ]

    def __str__(self) -> str:
        return f"{self.week} version {self.of_version}"


class Ranking(models.Model):
    """One version of a week. Everything is counted as of `closed_at`. Frozen once it is signed off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week = models.CharField(max_length=8)  # 2026-W48
    version = models.PositiveSmallIntegerField()
    release = models.ForeignKey(SupervisionReleaseRow, on_delete=models.PROTECT, related_name="+")
    correction = models.OneToOneField(Correction, null=True, on_delete=models.PROTECT, related_name="ranking")
    closed_at = models.DateTimeField()
    counted_at = models.DateTimeField()  # when the job or a verb has done the counting
    canonical = models.TextField()  # the document that is published: units that are switched on
    digest = models.CharField(max_length=64)
    trial = models.TextField()  # the same with every unit, for supervisors
    trial_digest = models.CharField(max_length=64)
    signed_by = models.UUIDField(null=True)
    signer = models.TextField(default="")  # the name that stands under it
    signed_at = models.DateTimeField(null=True)
    algorithm = models.CharField(max_length=24, default="")
    signature = models.BinaryField(null=True)
    certificate = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["week", "version"], name="ranking_version"),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, signature__isnull=True, certificate__isnull=True)
                | (Q(signed_at__isnull=False, signed_by__isnull=False, signature__isnull=False, certificate__isnull=False) & ~Q(signer="")),
                name="ranking_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week} version {self.version}"


class Exclusion(models.Model):
    """An item that is left out of a week, by two people and with a reason that everybody reads."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    week = models.CharField(max_length=8)
    kind = models.CharField(max_length=8)
    item = models.CharField(max_length=40)
    number = models.CharField(max_length=40)  # of the message or case
    shown = models.BooleanField()  # whether everybody could find it by its number when this was proposed
    unit = models.CharField(max_length=60)
    reason = models.TextField()
    state = models.CharField(max_length=10, default=OPEN)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    correction = models.ForeignKey(Correction, null=True, on_delete=models.PROTECT, related_name="exclusions")
    from_version = models.PositiveSmallIntegerField(default=1)
    until_version = models.PositiveSmallIntegerField(null=True)  # exclusive: counted again from this version on

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in Item]), name="exclusion_kind"),
            models.CheckConstraint(condition=DECIDED, name="exclusion_by_two"),
            models.UniqueConstraint(
                fields=["week", "kind", "item"],
                condition=Q(state__in=[OPEN, CONFIRMED], until_version__isnull=True),
                name="exclusion_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.item} of {self.week}"
