"""Watches: what an analyst keeps an eye on, the curve that was counted for it, the weeks its owner was told of, and notes.

Tables and indexes have the names that `insight` gave them: the ledger knows these rows by them (ADR 0036).
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.watches.terms import UnknownWatch


class WatchQuerySet(models.QuerySet["Watch"]):
    def seen_by(self, owner: uuid.UUID) -> WatchQuerySet:
        """One's own, and those that others share and have not put away."""
        return self.filter(Q(owner=owner) | Q(shared=True, archived_at__isnull=True))

    def of_id(self, watch_id: uuid.UUID) -> Watch:
        """One of these. Raises UnknownWatch."""
        row = self.filter(pk=watch_id).first()
        if row is None:
            raise UnknownWatch(str(watch_id))
        return row


class Watch(models.Model):
    """What is asked for, and what was counted. It is counted anew when its version is another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.UUIDField()
    owner_name = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    words = ArrayField(models.CharField(max_length=20), default=list)
    all_of_them = models.BooleanField(default=False)
    category = models.CharField(max_length=6, default="")
    area = models.CharField(max_length=60, default="")
    above = models.PositiveIntegerField(null=True)
    over_bound = models.BooleanField(default=False)
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)
    curve = models.JSONField(null=True)  # as rules.curves keeps it
    data = models.CharField(max_length=64, default="")  # digest of the list of files
    until_on = models.DateField(null=True)
    counted_at = models.DateTimeField(null=True)
    counted_version = models.PositiveIntegerField(default=0)

    objects = WatchQuerySet.as_manager()

    class Meta:
        db_table = "insight_watch"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(words=[], category="", area=""), name="watch_asks_for_something"),
        ]
        indexes: ClassVar = [models.Index(fields=["owner", "name"], name="insight_watch_owner")]

    def __str__(self) -> str:
        return self.name


class WatchAlert(models.Model):
    """A week of which its owner was told, once: over the count that was set, over the bound, or both."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="alerts")
    week = models.PositiveIntegerField()  # as insight.terms.weeks numbers weeks
    voices = models.FloatField()
    above = models.PositiveIntegerField(null=True)
    bound = models.FloatField(null=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_watchalert"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["watch", "week"], name="watch_alert_once"),
            models.CheckConstraint(condition=Q(above__isnull=False) | Q(bound__isnull=False), name="watch_alert_over"),
        ]

    def __str__(self) -> str:
        return f"{self.watch_id} {self.week}"


class WatchNote(models.Model):
    """What its owner has noted on a watch."""

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="notes")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "insight_watchnote"

    def __str__(self) -> str:
        return f"note on {self.watch_id}"
