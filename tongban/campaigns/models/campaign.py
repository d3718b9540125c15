"""A campaign, the measures it takes, and what happened to it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tongban.campaigns.terms import CampaignAct, CampaignGround, CampaignState, UnknownCampaign

if TYPE_CHECKING:
    from datetime import datetime

RATED = (CampaignState.ENDED, CampaignState.EVALUATED)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def of_id(self, campaign_id: uuid.UUID) -> Campaign:
        """One campaign. Raises UnknownCampaign."""
        return self._only_one(pk=campaign_id)

    def of_number(self, number: str) -> Campaign:
        """One by its number. Raises UnknownCampaign."""
        return self._only_one(number=number)

    def public(self) -> CampaignQuerySet:
        """What everybody reads: it was opened once."""
        return self.filter(opened_at__isnull=False)

    def matching(self) -> CampaignQuerySet:
        """Those that run, and take in messages of their class."""
        return self.filter(state=CampaignState.RUNNING).exclude(category="")

    def over(self) -> CampaignQuerySet:
        """Those of which authors are told what came."""
        return self.public().filter(state__in=[*RATED, CampaignState.GIVEN_UP])

    def to_measure(self) -> CampaignQuerySet:
        return self.filter(state=CampaignState.ENDED).exclude(category="")

    def _only_one(self, **told: object) -> Campaign:
        row = self.filter(**told).first()
        if row is None:
            raise UnknownCampaign(*map(str, told.values()))
        return row


class Campaign(models.Model):
    """Its state. `parts` is [{unit, does}]. `written_by` wrote the draft, or later the results, the last; `worded_by` approves neither."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, unique=True)
    release = models.ForeignKey("supervision.SupervisionReleaseRow", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10)
    ground_id = models.UUIDField(null=True)  # of a surge, a report or a request
    drafted_at = models.DateTimeField()
    name = models.CharField(max_length=80)
    category = models.CharField(max_length=12, default="")
    area = models.CharField(max_length=40, default="")
    words = ArrayField(models.CharField(max_length=40), default=list)
    why = models.TextField()
    lead_unit = models.CharField(max_length=60)
    lead_name = models.CharField(max_length=60)
    lead_post = models.CharField(max_length=60)
    parts = models.JSONField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=1)
    written_by = models.UUIDField()
    opened_at = models.DateTimeField(null=True)
    results = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    rating_until = models.DateTimeField(null=True)
    given_up_for = models.TextField(default="")
    changed_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)  # evaluated, or given up: it never changes again

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=[each.value for each in CampaignGround]), name="campaign_ground"),
            models.CheckConstraint(condition=Q(begins_on__lte=F("ends_on")), name="campaign_dates"),
            models.CheckConstraint(condition=~Q(category="", area__gt=""), name="campaign_area_of_a_class"),
            models.CheckConstraint(
                condition=Q(state=CampaignState.DRAFTED.value, opened_at__isnull=True, settled_at__isnull=True)
                | Q(state=CampaignState.RUNNING.value, opened_at__isnull=False, ended_at__isnull=True, settled_at__isnull=True)
                | Q(state=CampaignState.ENDED.value, opened_at__isnull=False, ended_at__isnull=False, settled_at__isnull=True)
                | Q(state=CampaignState.EVALUATED.value, opened_at__isnull=False, ended_at__isnull=False, settled_at__isnull=False)
                | Q(state=CampaignState.GIVEN_UP.value, ended_at__isnull=True, settled_at__isnull=False),
                name="campaign_state",
            ),
            models.CheckConstraint(condition=Q(ended_at__isnull=True) | ~Q(results=""), name="campaign_ends_with_results"),
            models.CheckConstraint(condition=~Q(state=CampaignState.GIVEN_UP.value, given_up_for=""), name="campaign_given_up_for"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["-drafted_at", "-id"], name="campaign_newest"),
            models.Index(fields=["-opened_at", "-id"], name="campaign_public", condition=Q(opened_at__isnull=False)),
            models.Index(fields=["state"], name="campaign_in_state"),
        ]

    def __str__(self) -> str:
        return self.number

    def worded_by(self, act: CampaignAct) -> frozenset[uuid.UUID | None]:
        """Everybody who wrote what is to be approved now: a correction; the results, once they are written, else the draft."""
        if act in (CampaignAct.CONFIRM_CORRECTION, CampaignAct.DISMISS_CORRECTION):
            return frozenset(self.corrections.waiting().values_list("proposed_by", flat=True))
        acts = [CampaignAct.WRITE_RESULTS] if self.results else [CampaignAct.DRAFT, CampaignAct.REWRITE]
        return frozenset(self.steps.filter(act__in=acts).values_list("actor_id", flat=True))

    def is_rated_at(self, at: datetime) -> bool:
        """Whether authors may rate it now."""
        return self.state in RATED and self.rating_until is not None and at <= self.rating_until


class CampaignMeasure(models.Model):
    """A step that is planned or was taken. Append-only."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="measures")
    taken_on = models.DateField()
    words = models.TextField()
    public = models.BooleanField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.taken_on} {self.words[:20]}"


class CampaignStepRow(models.Model):
    """One step in its life. Append-only."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20)
    words = models.TextField(default="")
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "campaigns_step"

    def __str__(self) -> str:
        return self.act
