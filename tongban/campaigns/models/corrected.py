"""The effect of a campaign as it was measured, and why it was counted again or taken back."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.campaigns.models.campaign import Campaign
from tongban.campaigns.terms import CorrectionState

OPEN = CorrectionState.PROPOSED.value


class EffectQuerySet(models.QuerySet["EffectRow"]):
    def newest(self) -> EffectRow | None:
        return self.order_by("-measured_on", "-pk").first()


class CorrectionQuerySet(models.QuerySet["EffectCorrectionRow"]):
    def waiting(self) -> CorrectionQuerySet:
        return self.filter(state=OPEN)

    def confirmed(self) -> CorrectionQuerySet:
        """The newest first."""
        return self.filter(state=CorrectionState.CONFIRMED).order_by("-decided_at", "-pk")

    def withdrawn(self) -> bool:
        """Whether the last one has taken the effect back."""
        last = self.confirmed().first()
        return last is not None and last.withdraws


class EffectRow(models.Model):
    """The counts of one measuring; what they say, the rules say. Append-only."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="effects")
    measured_on = models.DateField()
    provisional = models.BooleanField()
    counts = models.JSONField()
    at = models.DateTimeField()

    objects = EffectQuerySet.as_manager()

    class Meta:
        db_table = "campaigns_effect"
        constraints: ClassVar = [models.UniqueConstraint(fields=["campaign", "measured_on"], name="campaign_measured_once_a_day")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.measured_on}"


class EffectCorrectionRow(models.Model):
    """A 勘误 by two people. `shown` is what was read when it was proposed, `recounted` what stands instead: {on, provisional, counts}.
    `withdraws`: no number is shown from then on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="corrections")
    shown = models.JSONField()
    withdraws = models.BooleanField()
    reason = models.TextField()
    recounted = models.JSONField(null=True)
    state = models.CharField(max_length=10, default=OPEN)
    proposed_by = models.UUIDField()
    proposer = models.CharField(max_length=60)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        db_table = "campaigns_correction"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=OPEN, decided_by__isnull=True, decided_at__isnull=True)
                | (
                    Q(state__in=[each.value for each in CorrectionState if each.value != OPEN], decided_at__isnull=False)
                    & Q(decided_by__isnull=False)
                    & ~Q(decided_by=models.F("proposed_by"))
                ),
                name="campaign_correction_by_two",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="campaign_correction_for"),
            models.UniqueConstraint(fields=["campaign"], condition=Q(state=OPEN), name="campaign_correction_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.state}"
