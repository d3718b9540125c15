"""What belongs to a campaign: messages, and what their authors say of it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.campaigns.models.campaign import Campaign
from tongban.campaigns.terms import How


class LinkQuerySet(models.QuerySet["Link"]):
    def held(self) -> LinkQuerySet:
        """Those that were not removed."""
        return self.filter(removed_at__isnull=True)

    def untold(self) -> LinkQuerySet:
        """Those whose authors are still to be told: an account can be, nobody else."""
        return self.held().filter(told_at__isnull=True, author_id__isnull=False)

    def for_everybody(self) -> LinkQuerySet:
        """No report among them, by whatever it could be counted."""
        return self.held().filter(report=False)


class Link(models.Model):
    """A message of a campaign, once. `report`: one of a kind that is never named in public. `told_at`: its author was told; never
    without an account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="links")
    message_id = models.UUIDField()
    report = models.BooleanField()
    author_id = models.UUIDField(null=True)  # by whom it is known; None: by its tracking code, or in another channel
    how = models.CharField(max_length=6)
    linked_by = models.UUIDField(null=True)
    at = models.DateTimeField()
    removed_by = models.UUIDField(null=True)
    removed_for = models.TextField(default="")
    removed_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "message_id"], name="campaign_link_once"),
            models.CheckConstraint(condition=Q(how__in=[each.value for each in How]), name="campaign_link_how"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_for="") | (Q(removed_at__isnull=False) & ~Q(removed_for="")),
                name="campaign_link_removed_for",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["message_id"], name="campaign_link_of"),
            models.Index(fields=["campaign", "author_id"], name="campaign_link_by"),
            models.Index(fields=["campaign", "-at"], name="campaign_link_newest"),
            models.Index(fields=["campaign"], name="campaign_link_untold", condition=Q(told_at__isnull=True, removed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.message_id}"


class CampaignRating(models.Model):
    """What an author says of it, once. `rater`: the person of an account, or the message whose tracking code was shown. Append-only."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="ratings")
    rater = models.UUIDField()
    message_id = models.UUIDField()
    solved = models.BooleanField()
    satisfaction = models.PositiveSmallIntegerField()
    words = models.TextField(default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "campaigns_rating"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["campaign", "rater"], name="campaign_rated_once"),
            models.CheckConstraint(condition=Q(satisfaction__range=(1, 5)), name="campaign_satisfaction"),
        ]

    def __str__(self) -> str:
        return f"{self.satisfaction}"
